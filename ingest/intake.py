"""Taking in a file: looked at before it is read, stored for good before it is acknowledged."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from catalogue.models import Publication, PublicationFile, StoredFile
from catalogue.storable import storable_text
from catalogue.storage import is_full
from ingest.additions import add
from ingest.models import Submission

_CHUNK = 1024 * 1024
# Readers accept some bytes of junk before the header; so do pdfium and the PDF standard's notes.
_HEADER_WITHIN = 1024
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NAME_LENGTH = 255

State = Submission.State
# States in which the same bytes need not be read again.
_LIVING = (State.WAITING, State.READING, State.IN_REVIEW, State.PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What came beside a PDF: a .bib, .ris or .json of the same name, as text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """The record that a file is a further one of, and its part there."""

    publication: Publication
    role: str
    language: str = ""


def receive(
    name: str,
    file: BinaryIO | File[bytes],
    *,
    uploader: User | None,
    sidecar: Sidecar | None = None,
    upload: str | None = None,
    addition: Addition | None = None,
) -> Submission:
    """Store the file and return its submission, in whatever state: waiting, already here, or refused with a code.

    When this returns, file and row are on the disk. What is no PDF is refused without being stored; where the disk
    is full, not even the refusal is. The same `upload` (the id of one by pieces) gives the same submission, however
    often its end is told.
    """
    if upload and (known := Submission.objects.filter(upload=upload).first()):
        return known
    content = file if isinstance(file, File) else File(file)
    submission = Submission(name=safe_name(name), uploader=uploader, size=_size(content), upload=upload)
    if sidecar:
        submission.sidecar_name = safe_name(sidecar.name)
        submission.sidecar = storable_text(sidecar.text)
    if addition:
        submission.addition_to = addition.publication
        submission.role, submission.language = addition.role, addition.language
    try:
        if refusal := refusal_of(content):
            return _refused(submission, refusal)
        return _kept(submission, content)
    except (OSError, DatabaseError) as error:
        if not is_full(error):
            raise
        # Without a row: where the file has no room, the database has none either.
        return Submission(name=submission.name, size=submission.size, state=State.REFUSED, failure="disk_full")


def safe_name(name: str) -> str:
    """Return a file's name without folders and control characters, at most 255 characters with its ending."""
    last = re.split(r"[/\\]", storable_text(name))[-1]
    clean = " ".join(_CONTROL.sub("", last).split()).lstrip(".") or "unnamed.pdf"
    if len(clean) <= _NAME_LENGTH:
        return clean
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 10:
        return clean[:_NAME_LENGTH]
    return f"{stem[: _NAME_LENGTH - len(ending) - 1]}.{ending}"


def refusal_of(content: File[bytes]) -> str:
    """Return why a file is not taken, as a code; "" if it is. Reads its first kilobyte at most."""
    size = _size(content)
    if size == 0:
        return "empty"
    if size > settings.MAX_UPLOAD_BYTES:
        return "too_big"
    content.seek(0)
    return "" if b"%PDF-" in content.read(_HEADER_WITHIN) else "not_pdf"


def digest_of(content: File[bytes]) -> str:
    """Return the SHA-256 of the bytes, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in content.chunks(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _size(content: File[bytes]) -> int:
    return int(content.size or 0)


def _refused(submission: Submission, code: str) -> Submission:
    submission.state = State.REFUSED
    submission.failure = code
    submission.save()
    return submission


def _kept(submission: Submission, content: File[bytes]) -> Submission:
    """Store the file, then its row: a file that nobody names costs room, a row without its file would be a loss."""
    stored = StoredFile(sha256=digest_of(content), size=submission.size)
    _store(stored, content)
    registered = _registered(submission, stored)
    # Again: `purge` may have taken the same bytes away before the row said that they are wanted.
    _store(stored, content)
    return registered


def _store(stored: StoredFile, content: File[bytes]) -> None:
    """Put the bytes where their digest says, unless they are there already."""
    name = stored.storage_name
    if default_storage.exists(name) and default_storage.size(name) == stored.size:
        return
    content.seek(0)
    default_storage.save(name, content)


@transaction.atomic
def _registered(submission: Submission, stored: StoredFile) -> Submission:
    StoredFile.objects.get_or_create(sha256=stored.sha256, defaults={"size": stored.size})
    # Two uploads of the same bytes at one moment: the second waits here and then finds the first. After `purge`
    # it finds none.
    row = StoredFile.objects.select_for_update().filter(pk=stored.sha256).first()
    row = row or StoredFile.objects.create(sha256=stored.sha256, size=stored.size)
    submission.file = row
    if submission.addition_to:
        return _further(submission, row)
    use = PublicationFile.objects.filter(file=row).order_by("publication_id").first()
    original = Submission.objects.filter(file=row, state__in=_LIVING).order_by("id").first()
    if use or original:
        submission.state = State.DUPLICATE
        submission.original = original
        submission.publication = use.publication if use else None
    submission.save()
    return submission


def _further(submission: Submission, row: StoredFile) -> Submission:
    """Return the submission of a further file: added at once if its bytes have been read, not again if they wait."""
    if row.page_count:
        return add(submission)
    same = Submission.objects.filter(file=row, addition_to=submission.addition_to, state__in=_LIVING)
    submission.original = same.order_by("id").first()
    if submission.original:
        submission.state = State.DUPLICATE
    submission.save()
    return submission
