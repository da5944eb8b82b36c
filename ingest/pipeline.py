"""From a waiting submission to a record in review. The rows are the queue; a lease says who is at work.

A worker may die at any moment: what it had begun is read anew when its lease runs out, and nothing is
stored until everything is, in one transaction that checks that the lease still holds.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from catalogue import publishing
from catalogue.citing import CitedEntry, keep_references
from catalogue.likeness import fingerprint
from catalogue.local_copy import local_copy
from catalogue.models import PageText, State, StoredFile
from catalogue.publishing import FileUse
from catalogue.record import Record
from catalogue.storable import storable, storable_text
from citations.reference import Reference
from ingest.additions import add
from ingest.extraction.answers import Begun
from ingest.extraction.values import Extraction, Failure
from ingest.leases import LeaseLost, give_back, held, kept_alive, take
from ingest.models import Recognition, Submission
from ingest.pictures import keep_covers

logger = logging.getLogger(__name__)

# A file that ends its reader so many times (kill, power cut, a fault in a library) is given up.
MOST_ATTEMPTS = 25
# Where the machine could not start a child, the file is tried again; a file that killed its readers never is.
_TRIES = 3
_PAGES_AT_ONCE = 200


class Reading(Protocol):
    """What reads and describes: given by whoever starts the pipeline, so that this module needs no sandbox."""

    def read(self, path: Path) -> Extraction | Failure:
        """Return what a PDF yields."""

    def begin(self, path: Path) -> AbstractContextManager[Begun]:
        """Return the same as soon as the text is there, before the covers are."""

    def describe(self, extraction: Extraction, submission: Submission) -> Described:
        """Return what the extraction and the submission's sidecar say about the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A record as described, the written form of the whole description, and the paper's reference list."""

    record: Record
    description: dict[str, object]
    references: tuple[CitedEntry, ...] = ()


def claim(worker: str, only: int | None = None) -> Submission | None:
    """Return a submission that waits, or whose worker died, leased to this worker; None when there is none."""
    rows = Submission.objects.filter(file__isnull=False).order_by("id")
    claimed = take(rows if only is None else rows.filter(pk=only), Submission.State.READING, worker)
    if claimed is None or claimed.attempts <= MOST_ATTEMPTS:
        return claimed
    _failed(claimed, worker, "given_up")
    return None if only else claim(worker)


def read_submission(submission: Submission, worker: str, reading: Reading) -> str:
    """Read, describe and store a claimed submission; return the state it ended in.

    "" when the lease was lost to another worker meanwhile.
    """
    try:
        with kept_alive(submission, worker):
            return _read(submission, worker, reading)
    except LeaseLost:
        logger.info("submission %s was taken over by another worker", submission.pk)
        return ""


def release(worker: str) -> int:
    """Give back what the worker has begun and will not finish, without counting it as an attempt."""
    return give_back(Submission.objects.filter(state=Submission.State.READING, lease_owner=worker))


def _read(submission: Submission, worker: str, reading: Reading) -> str:
    stored = submission.file
    if stored is None or not default_storage.exists(stored.storage_name):
        return _failed(submission, worker, "missing")
    with local_copy(stored) as path, reading.begin(path) as begun:
        extraction = begun.extraction
        if isinstance(extraction, Failure):
            return _not_read(submission, worker, extraction)
        _held(submission, worker).update(pages_done=extraction.page_count, pages_total=extraction.page_count)
        described = None if submission.addition_to_id else _described(submission, extraction, reading)
        extraction = begun.with_covers(extraction)
    keep_covers(extraction.sha256, extraction.cover, extraction.covers)
    if described is None:
        return _added(submission, worker, extraction)
    return _stored(submission, worker, extraction, described)


def _not_read(submission: Submission, worker: str, failure: Failure) -> str:
    logger.info("submission %s: %s %s", submission.pk, failure.code, failure.detail)
    if failure.by_machine and submission.attempts < _TRIES:
        return _put_back(submission, worker)
    return _failed(submission, worker, failure.code)


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


@transaction.atomic
def _added(submission: Submission, worker: str, extraction: Extraction) -> str:
    """Store the pages of a further file and its part in its record together, if the lease still holds."""
    current = _held(submission, worker).select_related("file", "uploader", "addition_to").get()
    if current.file is None:
        raise LeaseLost
    _store_pages(current.file, extraction)
    added = add(current)
    return _ended(added, Submission.State(added.state), "")


def _held(submission: Submission, worker: str) -> QuerySet[Submission]:
    """Return the row, locked where that is possible, as long as this worker holds it."""
    return held(Submission.objects.filter(pk=submission.pk, state=Submission.State.READING, lease_owner=worker))


def _ended(submission: Submission, state: Submission.State, failure: str) -> str:
    submission.state = state
    submission.failure = failure
    submission.lease_owner = ""
    submission.lease_until = None
    submission.save()
    return state


def _store_pages(stored: StoredFile, extraction: Extraction) -> None:
    """Replace what is known of the file's pages; a text that cannot be read waits for OCR."""
    stored.page_count = extraction.page_count
    stored.cover = extraction.cover
    stored.outline = storable([asdict(item) for item in extraction.outline])
    stored.save(update_fields=["page_count", "cover", "outline"])
    PageText.objects.filter(file=stored).delete()
    Recognition.objects.filter(file=stored).delete()
    keep_text(stored, extraction)
    if extraction.wants_ocr:
        Recognition.objects.create(file=stored, layer_quality=extraction.quality)


def keep_text(stored: StoredFile, extraction: Extraction, words: Mapping[int, list[Any]] | None = None) -> None:
    """Store the text of an extraction as the one that is shown and searched, beside any other version of it.

    `words` are those of each page with their boxes, for a text that the file itself does not have.
    """
    stored.text_source = extraction.text_source
    stored.text_quality = extraction.quality
    stored.fingerprint = fingerprint(page.text for page in extraction.pages)
    stored.save(update_fields=["text_source", "text_quality", "fingerprint"])
    source = PageText.Source.OCR if extraction.text_source == "ocr" else PageText.Source.LAYER
    PageText.objects.filter(file=stored, source=source).delete()
    rows = (
        PageText(
            file=stored,
            source=source,
            number=page.number,
            label=storable_text(page.label)[:40],
            text=storable_text(page.text),
            language=page.language,
            width=page.width,
            height=page.height,
            words=storable((words or {}).get(page.number, [])),
        )
        for page in extraction.pages
    )
    PageText.objects.bulk_create(rows, batch_size=_PAGES_AT_ONCE)
