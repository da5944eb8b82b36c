"""Recognising the text of scans and of garbled layers: a queue of its own, a second version of the text, a ledger.

The file itself is never changed. What staff have decided meanwhile stays; a record that nobody has touched since it
was read is described anew from the text that was found.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from catalogue import publishing
from catalogue.citing import keep_references
from catalogue.local_copy import local_copy
from catalogue.models import Publication, StoredFile
from catalogue.storable import storable
from ingest.extraction.ocr import missing_packages, trained_languages
from ingest.extraction.values import Extraction, Failure, PageWords, Recognised
from ingest.leases import LeaseLost, give_back, held, kept_alive, take
from ingest.models import Recognition, Submission
from ingest.pipeline import Reading, keep_text

logger = logging.getLogger(__name__)

# What the library's scans are expected to be written in, where the record does not say.
EXPECTED = ("sv", "en")
MISSING = "missing_programs"
_MOST_ATTEMPTS = 3
READ_ANEW = "read from the recognised text"


class Recogniser(Reading, Protocol):
    """A reading that can recognise too."""

    def recognise(self, path: Path, extraction: Extraction, languages: Sequence[str]) -> Recognised | Failure:
        """Return what OCR finds in a PDF, or why there is nothing."""


def claim(worker: str) -> Recognition | None:
    """Return a file that waits for OCR, leased to this worker; None when there is none or no program for it."""
    waiting = Recognition.objects.filter(state=Recognition.State.WAITING)
    if not trained_languages():
        # The rows say what to install; once it is there they are taken up by themselves.
        missing = ", ".join(missing_packages(EXPECTED))[:200]
        waiting.exclude(failure=MISSING, missing=missing).update(failure=MISSING, missing=missing)
        return None
    claimed = take(Recognition.objects.order_by("pk"), Recognition.State.WORKING, worker)
    if claimed is None or claimed.attempts <= _MOST_ATTEMPTS:
        return claimed
    _ended(claimed, worker, "given_up")
    return claim(worker)


def release(worker: str) -> int:
    """Give back what the worker has begun and will not finish."""
    return give_back(Recognition.objects.filter(state=Recognition.State.WORKING, lease_owner=worker))


def recognise(recognition: Recognition, worker: str, reading: Recogniser) -> str:
    """Recognise the text of a claimed file and store it; return the state it ended in, "" when the lease was lost."""
    try:
        if not default_storage.exists(recognition.file.storage_name):
            return _ended(recognition, worker, "missing")
        with kept_alive(recognition, worker):
            found = _found(recognition.file, reading)
        if isinstance(found, Failure):
            logger.info("recognition of %s: %s %s", recognition.file_id, found.code, found.detail)
            return "" if found.by_machine else _ended(recognition, worker, found.code)
        return _stored(recognition, worker, found, reading)
    except LeaseLost:
        return ""


def ask_again(stored: StoredFile) -> Recognition:
    """Let the file wait for OCR, whatever came of it before."""
    fresh = {"state": Recognition.State.WAITING, "failure": "", "missing": "", "attempts": 0, "lease_owner": ""}
    quality = stored.text_quality or "none"
    return Recognition.objects.update_or_create(
        file=stored, defaults=fresh, create_defaults={**fresh, "layer_quality": quality}
    )[0]


def poor_files() -> QuerySet[StoredFile]:
    """Return the files whose text is, or was, too poor to be read, those that still are first."""
    poor = Q(recognition__isnull=False) | Q(text_quality__in=("garbled", "none")) | Q(text_source="none")
    rows = StoredFile.objects.filter(poor, uses__isnull=False).distinct()
    return rows.select_related("recognition").prefetch_related("uses__publication").order_by("-stored_at", "pk")


def _found(stored: StoredFile, reading: Recogniser) -> Recognised | Failure:
    with local_copy(stored) as path:
        extraction = reading.read(path)
        if isinstance(extraction, Failure):
            return extraction
        return reading.recognise(path, extraction, _languages(stored))


def _languages(stored: StoredFile) -> tuple[str, ...]:
    """Return the languages that the file's records name; those that are expected where they name none."""
    named = [language for use in stored.uses.select_related("publication") for language in use.publication.languages]
    return tuple(dict.fromkeys(named)) or EXPECTED


@transaction.atomic
def _ended(recognition: Recognition, worker: str, code: str) -> str:
    current = _mine(recognition, worker).get()
    current.state = Recognition.State.FAILED
    current.failure = code
    current.lease_owner, current.lease_until = "", None
    current.save()
    return current.state


@transaction.atomic
def _stored(recognition: Recognition, worker: str, found: Recognised, reading: Reading) -> str:
    """Store the text as the one that is shown, if the lease still holds, and what it says of the paper."""
    current = _mine(recognition, worker).select_related("file").get()
    extraction = found.extraction
    keep_text(current.file, extraction, {n: _rows(page) for n, page in enumerate(found.words, start=1)})
    current.state = Recognition.State.DONE
    current.quality = extraction.quality
    current.languages = "+".join(found.languages)[:60]
    current.missing = ", ".join(found.missing)[:200]
    current.lease_owner, current.lease_until = "", None
    current.save()
    # What a sound layer says of the paper stands, whatever its scanned annex adds.
    for submission in _untouched(current.file) if current.layer_quality != "good" else ():
        _described_anew(submission, extraction, reading)
    publishing.announce(Publication.objects.filter(files__file=current.file).values_list("pk", flat=True))
    return current.state


def _mine(recognition: Recognition, worker: str) -> QuerySet[Recognition]:
    return held(Recognition.objects.filter(pk=recognition.pk, state=Recognition.State.WORKING, lease_owner=worker))


def _rows(page: PageWords) -> list[object]:
    return [[word.text, [list(box) for box in word.boxes]] for word in page.words]


def _untouched(stored: StoredFile) -> QuerySet[Submission]:
    """Return the submissions of the file in whose records nobody has changed anything since they were read."""
    in_review = Submission.objects.filter(file=stored, state=Submission.State.IN_REVIEW, publication__version=1)
    return in_review.filter(draft_number=0).select_related("publication", "file")


def _described_anew(submission: Submission, extraction: Extraction, reading: Reading) -> None:
    if submission.publication is None:
        return
    try:
        described = reading.describe(extraction, submission)
    except Exception:
        logger.exception("submission %s could not be described from its recognised text", submission.pk)
        return
    publication = publishing.revise(submission.publication, described.record, who=None, why=READ_ANEW)
    keep_references(publication, described.references)
    submission.description = storable(described.description)
    submission.save(update_fields=["description", "changed_at"])
