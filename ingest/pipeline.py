"""From a waiting submission to a record in review. The rows are the queue; a lease says who is at work.

A worker may die at any moment: what it had begun is read anew when its lease runs out, and nothing is
stored until everything is, in one transaction that checks that the lease still holds.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from catalogue import publishing
from catalogue.citing import CitedEntry, keep_references
from catalogue.likeness import fingerprint
from catalogue.local_copy import local_copy
from catalogue.models import PageText, State, StoredFile
from catalogue.publishing import FileUse
from catalogue.record import Record
from catalogue.storable import storable, storable_text
from citations.reference import Reference
from ingest.extraction.values import Extraction, Failure
from ingest.models import Submission
from ingest.pictures import keep_covers

logger = logging.getLogger(__name__)

# A file that ends its reader so many times (kill, power cut, a fault in a library) is given up.
MOST_ATTEMPTS = 25
# A crash may be the machine's fault (no memory to start a child): the file is tried so often before it is the file's.
_CRASHES = 3
_PAGES_AT_ONCE = 200


class Reading(Protocol):
    """What reads and describes: given by whoever starts the pipeline, so that this module needs no sandbox."""

    def read(self, path: Path) -> Extraction | Failure:
        """Return what a PDF yields."""

    def describe(self, extraction: Extraction, submission: Submission) -> Described:
        """Return what the extraction and the submission's sidecar say about the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A record as described, the written form of the whole description, and the paper's reference list."""

    record: Record
    description: dict[str, object]
    references: tuple[CitedEntry, ...] = ()


class LeaseLost(Exception):
    """Another worker has taken the submission over; what was done here counts for nothing."""


def claim(worker: str, only: int | None = None) -> Submission | None:
    """Return a submission that waits, or whose worker died, leased to this worker; None when there is none."""
    now = timezone.now()
    free = Q(state=Submission.State.WAITING) | Q(state=Submission.State.READING, lease_until__lt=now)
    candidates = Submission.objects.filter(free, file__isnull=False).order_by("id")
    if only is not None:
        candidates = candidates.filter(pk=only)
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            candidates = candidates.select_for_update(skip_locked=True, of=("self",))
        candidate = candidates.first()
        if candidate is None:
            return None
        taken = Submission.objects.filter(free, pk=candidate.pk).update(
            state=Submission.State.READING,
            lease_owner=worker,
            lease_until=now + _lease(),
            attempts=F("attempts") + 1,
            failure="",
            changed_at=now,
        )
    if not taken:
        return None
    claimed = Submission.objects.select_related("file").get(pk=candidate.pk)
    if claimed.attempts <= MOST_ATTEMPTS:
        return claimed
    _failed(claimed, worker, "given_up")
    return None if only else claim(worker)


def read_submission(submission: Submission, worker: str, reading: Reading) -> str:
    """Read, describe and store a claimed submission; return the state it ended in.

    "" when the lease was lost to another worker meanwhile.
    """
    try:
        with _kept_alive(submission, worker):
            return _read(submission, worker, reading)
    except LeaseLost:
        logger.info("submission %s was taken over by another worker", submission.pk)
        return ""


def release(worker: str) -> int:
    """Give back what the worker has begun and will not finish, without counting it as an attempt."""
    mine = Submission.objects.filter(state=Submission.State.READING, lease_owner=worker)
    return mine.update(state=Submission.State.WAITING, lease_owner="", lease_until=None, attempts=F("attempts") - 1)


def _read(submission: Submission, worker: str, reading: Reading) -> str:
    stored = submission.file
    if stored is None or not default_storage.exists(stored.storage_name):
        return _failed(submission, worker, "missing")
    with local_copy(stored) as path:
        extraction = reading.read(path)
    if isinstance(extraction, Failure):
        logger.info("submission %s: %s %s", submission.pk, extraction.code, extraction.detail)
        if extraction.code == "crashed" and submission.attempts < _CRASHES:
            return _put_back(submission, worker)
        return _failed(submission, worker, extraction.code)
    _held(submission, worker).update(pages_done=extraction.page_count, pages_total=extraction.page_count)
    keep_covers(extraction.sha256, extraction.cover, extraction.covers)
    return _stored(submission, worker, extraction, _described(submission, extraction, reading))


def _described(submission: Submission, extraction: Extraction, reading: Reading) -> Described:
    try:
        return reading.describe(extraction, submission)
    except Exception:
        # Whatever one strange paper does to the rules: the file waits in review with empty fields.
        logger.exception("submission %s could not be described", submission.pk)
        return Described(record=Record(reference=Reference()), description={})


@transaction.atomic
def _failed(submission: Submission, worker: str, code: str) -> str:
    return _ended(_held(submission, worker).get(), Submission.State.FAILED, code)


@transaction.atomic
def _put_back(submission: Submission, worker: str) -> str:
    return _ended(_held(submission, worker).get(), Submission.State.WAITING, "")


@transaction.atomic
def _stored(submission: Submission, worker: str, extraction: Extraction, described: Described) -> str:
    """Store pages, record and state together, if the lease still holds."""
    current = _held(submission, worker).select_related("file", "uploader").get()
    if current.file is None:
        raise LeaseLost
    _store_pages(current.file, extraction)
    languages = described.record.reference.languages
    publication = publishing.create(
        described.record,
        state=State.IN_REVIEW,
        uploader=current.uploader,
        why="read from the file",
        files=[FileUse(file=current.file, name=current.name, language=languages[0] if languages else "")],
    )
    keep_references(publication, described.references)
    current.publication = publication
    current.description = storable(described.description)
    return _ended(current, Submission.State.IN_REVIEW, "")


def _held(submission: Submission, worker: str) -> QuerySet[Submission]:
    """Return the row, locked where that is possible, as long as this worker holds it."""
    mine = Submission.objects.filter(pk=submission.pk, state=Submission.State.READING, lease_owner=worker)
    if connection.in_atomic_block:
        mine = mine.select_for_update(of=("self",))
    if not mine.exists():
        raise LeaseLost
    return mine


def _ended(submission: Submission, state: Submission.State, failure: str) -> str:
    submission.state = state
    submission.failure = failure
    submission.lease_owner = ""
    submission.lease_until = None
    submission.save()
    return state


def _store_pages(stored: StoredFile, extraction: Extraction) -> None:
    """Replace what is known of the file's pages."""
    stored.page_count = extraction.page_count
    stored.cover = extraction.cover
    stored.text_source = extraction.text_source
    stored.outline = storable([asdict(item) for item in extraction.outline])
    stored.fingerprint = fingerprint(page.text for page in extraction.pages)
    stored.save(update_fields=["page_count", "cover", "text_source", "outline", "fingerprint"])
    PageText.objects.filter(file=stored).delete()
    rows = (
        PageText(
            file=stored,
            number=page.number,
            label=storable_text(page.label)[:40],
            text=storable_text(page.text),
            language=page.language,
            width=page.width,
            height=page.height,
        )
        for page in extraction.pages
    )
    PageText.objects.bulk_create(rows, batch_size=_PAGES_AT_ONCE)


def _lease() -> dt.timedelta:
    return dt.timedelta(seconds=settings.LEASE_SECONDS)


@contextmanager
def _kept_alive(submission: Submission, worker: str) -> Iterator[None]:
    """Renew the lease from a thread until the work is done, however long it takes."""
    done = threading.Event()
    thread = threading.Thread(target=_renew, args=(submission.pk, worker, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew(submission_id: int, worker: str, done: threading.Event) -> None:
    mine = Submission.objects.filter(pk=submission_id, state=Submission.State.READING, lease_owner=worker)
    while not done.wait(settings.LEASE_SECONDS / 3):
        try:
            mine.update(lease_until=timezone.now() + _lease())
        except DatabaseError:
            logger.warning("the lease of submission %s could not be renewed", submission_id)
        finally:
            connection.close()
