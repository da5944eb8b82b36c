"""Files taken in from a folder: received, read and published in one go, and resumed where an earlier run was ended."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from django.core.files.base import File

from catalogue.models import PublicationFile
from ingest import pipeline, review
from ingest.extraction.values import Failure
from ingest.intake import digest_of, receive, refusal_of
from ingest.models import Submission
from ingest.pipeline import Reading
from ingest.sentences import sentence_for, sentence_unstored
from ingest.sidecars import sidecar_beside

Publish = Literal["none", "accepted", "all"]
State = Submission.State

_UNREAD = (State.WAITING, State.READING)
_NOT_TAKEN = (State.FAILED, State.REFUSED)
# How often to look whether another worker is done with a file.
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file, or in a dry run what would; `code` and `message` say why it was not taken."""

    file: str
    state: str
    submission: int | None = None
    publication: int | None = None
    key: str = ""
    title: str = ""
    needs_review: tuple[str, ...] = ()
    code: str = ""
    message: str = ""

    @property
    def failed(self) -> bool:
        return self.state in _NOT_TAKEN

    def written(self) -> dict[str, Any]:
        """Return the outcome as JSON: {"file", "state", …} and, where there is one, "error"."""
        said: dict[str, Any] = {"file": self.file, "state": str(self.state)}
        for name in ("submission", "publication", "key", "title"):
            if value := getattr(self, name):
                said[name] = value
        if self.state in {State.IN_REVIEW, State.PUBLISHED}:
            said["needs_review"] = list(self.needs_review)
        if self.code:
            said["error"] = {"code": self.code, "message": self.message}
        return said

    def __str__(self) -> str:
        about = self.message or self.title
        record = f"#{self.publication}" if self.publication else "-"
        return f"{self.state:<10} {record:>7}  {self.file}  {about}"


def pdfs_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named, and of folders all that are called .pdf, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())
        else:
            yield path


def ingest_file(path: Path, publish: Publish, worker: str, reading: Reading) -> Outcome:
    """Take one file in, wait until it is read, publish it if that was asked."""
    try:
        with path.open("rb") as opened:
            submission = _unfinished(File(opened)) or receive(
                path.name, File(opened), uploader=None, sidecar=sidecar_beside(path)
            )
    except OSError as error:
        return Outcome(file=str(path), state=State.REFUSED, code="unreadable", message=error.strerror or str(error))
    if submission.state == State.REFUSED:
        return _outcome(path, submission)
    _read(submission, worker, reading)
    submission.refresh_from_db()
    if submission.state == State.IN_REVIEW and _may_publish(submission, publish):
        review.approve(submission, review.record_from(submission), None, why="ingested")
        submission.refresh_from_db()
    return _outcome(path, submission)


def planned(path: Path, publish: Publish, reading: Reading) -> Outcome:
    """Return what would become of a file; nothing is stored."""
    try:
        with path.open("rb") as opened:
            content = File(opened)
            refusal = refusal_of(content)
            use = None if refusal else PublicationFile.objects.filter(file_id=digest_of(content)).first()
    except OSError as error:
        return Outcome(file=str(path), state=State.REFUSED, code="unreadable", message=error.strerror or str(error))
    if refusal:
        return Outcome(file=str(path), state=State.REFUSED, code=refusal, message=sentence_unstored(refusal))
    if use:
        return Outcome(file=str(path), state=State.DUPLICATE, publication=use.publication_id)
    extraction = reading.read(path)
    if isinstance(extraction, Failure):
        code = extraction.code
        return Outcome(file=str(path), state=State.FAILED, code=code, message=sentence_unstored(code))
    sidecar = sidecar_beside(path)
    imagined = Submission(
        name=path.name, sidecar_name=sidecar.name if sidecar else "", sidecar=sidecar.text if sidecar else ""
    )
    described = reading.describe(extraction, imagined)
    imagined.description = described.description
    title = described.record.reference.title
    published = title and _wanted(imagined, publish)
    state = State.PUBLISHED if published else State.IN_REVIEW
    return Outcome(file=str(path), state=state, title=title, needs_review=_needs_review(imagined))


def _unfinished(content: File[bytes]) -> Submission | None:
    """Return the submission of the same bytes that an earlier run left unfinished."""
    if refusal_of(content):
        return None
    same = Submission.objects.filter(file_id=digest_of(content), uploader=None)
    content.seek(0)
    unread = same.filter(state__in=_UNREAD)
    untouched = same.filter(state=State.IN_REVIEW, draft_number=0)
    return unread.first() or untouched.first()


def _read(submission: Submission, worker: str, reading: Reading) -> None:
    """Read the submission, or wait until another worker that was quicker has."""
    while submission.state in _UNREAD:
        claimed = pipeline.claim(worker, only=submission.pk)
        if claimed:
            pipeline.read_submission(claimed, worker, reading)
        else:
            time.sleep(_LOOK_SECONDS)
        submission.refresh_from_db()


def _may_publish(submission: Submission, publish: Publish) -> bool:
    has_title = submission.publication is not None and bool(submission.publication.title.strip())
    return has_title and _wanted(submission, publish)


def _wanted(submission: Submission, publish: Publish) -> bool:
    return publish == "all" or (
        publish == "accepted" and not _needs_review(submission) and bool(submission.description)
    )


def _needs_review(submission: Submission) -> tuple[str, ...]:
    return tuple(submission.description.get("needs_review", ()))


def _outcome(path: Path, submission: Submission) -> Outcome:
    publication = submission.publication or (submission.original and submission.original.publication)
    return Outcome(
        file=str(path),
        state=submission.state,
        submission=submission.pk,
        publication=publication.pk if publication else None,
        key=(publication.key or "") if publication else "",
        title=publication.title if publication else "",
        needs_review=_needs_review(submission),
        code=submission.failure,
        message=sentence_for(submission),
    )
