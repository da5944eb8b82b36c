"""The worker goes on when a part is away, and stops when it is told to."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

import pytest

from ingest.models import Submission
from ingest.reading import SandboxReading
from kc_repository.background import Job, jobs, work
from search import engines
from search.engines.base import EngineUnavailable
from search.models import StaleEntry
from tests import factories, pdfs
from tests.ingest.processes import Library


def test_a_job_that_fails_is_tried_again_and_the_others_go_on() -> None:
    done, calls = threading.Event(), {"fails": 0, "works": 0}

    def fails() -> bool:
        calls["fails"] += 1
        if calls["fails"] == 2:
            done.set()
        raise EngineUnavailable("away")

    def works() -> bool:
        calls["works"] += 1
        return False

    stop = threading.Event()
    threads = work([Job(name="fails", step=fails, pause=0.01), Job(name="works", step=works, pause=0.01)], stop)
    assert done.wait(60)
    stop.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert calls["works"] > 2


def test_a_worker_does_the_work_of_its_roles_only() -> None:
    reading = SandboxReading()
    assert [job.name for job in jobs(("index",), 2, "one", reading)] == ["index", "forms"]
    assert [job.name for job in jobs(("ingest", "schedule"), 2, "one", reading)] == ["schedule", "ingest-0", "ingest-1"]


@pytest.mark.django_db
def test_a_worker_makes_the_index_that_is_missing() -> None:
    paper = factories.publication()
    StaleEntry.objects.all().delete()
    job, _forms = jobs(("index",), 1, "one", SandboxReading())
    job.step()
    assert dict(engines.default().versions()) == {paper.pk: paper.version}


def test_a_library_is_set_up_while_its_search_engine_is_away(tmp_path: Path) -> None:
    library = Library(tmp_path / "var", KC_DATABASE_URL="", KC_ELASTICSEARCH_URL="http://127.0.0.1:9")
    assert "the worker makes the index when it is back" in library.run("setup")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="signals are sent to a process of its own")
def test_a_worker_that_is_told_to_stop_gives_back_what_it_had_begun(tmp_path: Path) -> None:
    library = Library(tmp_path / "var", KC_DATABASE_URL="")
    library.run("migrate", "-v0", "--skip-checks")
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(3):
        (papers / f"{number}.pdf").write_bytes(pdfs.paper(title=f"On well {number}", pages=("Deep.",) * 40))
    library.asked(f"[receive(p.name, p.open('rb'), uploader=None).state for p in paths({str(papers)!r})]")
    with library.started("worker") as process:
        until = time.monotonic() + 60
        while library.states().get("reading") is None and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert Submission.State.READING not in library.states()
    assert sum(library.states().values()) == 3
