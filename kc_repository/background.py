"""Work that goes on beside the web: reading, indexing, publishing what is due, each in a loop of its own."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.db import close_old_connections, connection

from catalogue.schedule import publish_what_is_due
from dissemination.form_keeping import FormKeeping
from ingest import pipeline, recognition
from ingest.reading import SandboxReading
from search import embedding, engines, indexing, meaning

logger = logging.getLogger(__name__)

ROLES = ("ingest", "index", "schedule", "ocr")
# An engine or database that is away is asked again after these pauses, the last one for ever.
_BACK_OFF = (0.5, 1, 2, 5, 10)
_STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One kind of work: `step` does a piece and says whether there may be more; `pause` is in seconds."""

    name: str
    step: Callable[[], object]
    pause: float


def worker_name() -> str:
    """Return a name that no other process has or had: leases are held under it."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid4().hex[:8]}"


def jobs(roles: tuple[str, ...], readers: int, worker: str, reading: SandboxReading) -> list[Job]:
    """Return the work of the roles; `readers` PDFs are read at a time."""
    chosen = []
    if "index" in roles:
        chosen.append(Job(name="index", step=IndexKeeping(), pause=0.3))
        chosen.append(Job(name="forms", step=FormKeeping(), pause=2))
        if meaning.is_on() and not (missing := embedding.available()):
            chosen.append(Job(name="meaning", step=meaning.embed_next, pause=5))
        elif meaning.is_on():
            logger.error("%s", missing)
    if "schedule" in roles:
        chosen.append(Job(name="schedule", step=publish_what_is_due, pause=5))
    if "ingest" in roles:
        chosen += [Job(name=f"ingest-{n}", step=lambda: read_next(worker, reading), pause=0.5) for n in range(readers)]
    if "ocr" in roles:
        # One at a time, and at the lowest priority (ingest.extraction.ocr_launch): a page takes seconds.
        chosen.append(Job(name="ocr", step=lambda: recognise_next(worker, reading), pause=5))
    return chosen


class IndexKeeping:
    """Empties the outbox into the index; at first also builds it, should it be missing or have an older form."""

    def __init__(self) -> None:
        self.built = False

    def __call__(self) -> int:
        engine = engines.default()
        if self.built:
            return indexing.update(engine)
        indexing.update_or_build(engine)
        self.built = True
        return 0


def read_next(worker: str, reading: SandboxReading) -> bool:
    """Read one waiting submission; return whether there was one."""
    submission = pipeline.claim(worker)
    if submission is None:
        return False
    state = pipeline.read_submission(submission, worker, reading)
    logger.info("submission %s: %s", submission.pk, state or "taken over")
    return True


def recognise_next(worker: str, reading: SandboxReading) -> bool:
    """Recognise the text of one waiting file; return whether there was one."""
    claimed = recognition.claim(worker)
    if claimed is None:
        return False
    state = recognition.recognise(claimed, worker, reading)
    logger.info("recognition of %s: %s", claimed.file_id, state or "taken over")
    return True


def work(chosen: list[Job], stop: threading.Event) -> list[threading.Thread]:
    """Start a thread for each job; they end when `stop` is set."""
    threads = [threading.Thread(target=_repeat, args=(job, stop), name=job.name, daemon=True) for job in chosen]
    for thread in threads:
        thread.start()
    return threads


def finish(threads: list[threading.Thread], worker: str, reading: SandboxReading) -> None:
    """Give back what is unfinished, end the sandbox, wait for the threads, let go of the engine."""
    released = pipeline.release(worker) + recognition.release(worker)
    if released:
        logger.info("%s unfinished files were given back", released)
    # Whoever still waits for the sandbox gets an answer now, and finds that the lease is gone.
    reading.close()
    for thread in threads:
        thread.join(_STOP_SECONDS)
    engines.default().close()


def _repeat(job: Job, stop: threading.Event) -> None:
    failures = 0
    while not stop.is_set():
        close_old_connections()
        try:
            more = job.step()
        except Exception:
            pause = _BACK_OFF[min(failures, len(_BACK_OFF) - 1)]
            # The whole traceback once; an engine that is down for an hour fills no disk.
            logger.warning("%s failed, again in %s s", job.name, pause, exc_info=failures == 0)
            failures += 1
            stop.wait(pause)
            continue
        failures = 0
        if not more:
            stop.wait(job.pause)
    connection.close()
