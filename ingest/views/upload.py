"""The upload page: a plain form for many files, and pieces by offset where there is script."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.storage import is_full
from ingest import partial
from ingest.intake import Sidecar, receive, safe_name
from ingest.models import Submission
from ingest.presentation import job_for, jobs_page
from ingest.sentences import sentence, sentence_for, too_big
from ingest.views.access import contributors, is_editor, person, submissions_for

SIDECARS = (".bib", ".ris", ".json")
_SIDECAR_BYTES = 1024 * 1024
_LISTED = 30
_OFFSET_DIGITS = 20


@contributors
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Show the form and what the person has sent in lately; take the files of the plain form."""
    user = person(request)
    if request.method == "POST":
        _take(request, request.FILES.getlist("files"))
        return redirect("upload")
    page = jobs_page(submissions_for(user).filter(uploader=user)[:_LISTED])
    limit = settings.MAX_UPLOAD_BYTES
    context = {"section": "upload", "queue": page, "editor": is_editor(user), "limit": limit, "listed": _LISTED}
    return render(request, "ingest/upload.html", context)


@contributors
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Take the announcement of one file and answer where its pieces go. Size and name are looked at before any byte."""
    said = _json(request)
    name, size = safe_name(str(said.get("name", ""))), said.get("size")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        return _answer(400, sentence=_("The file's size is missing."))
    if size > settings.MAX_UPLOAD_BYTES:
        return _answer(413, sentence=too_big(size, settings.MAX_UPLOAD_BYTES))
    if size == 0:
        return _answer(422, sentence=sentence("empty"))
    announced = partial.Announced(
        user_id=person(request).pk,
        name=name,
        size=size,
        sidecar_name=safe_name(str(said["sidecar_name"])) if said.get("sidecar_name") else "",
        sidecar=str(said.get("sidecar", ""))[:_SIDECAR_BYTES],
    )
    try:
        upload_id = partial.begin(announced)
    except OSError as error:
        return _full_disk(error)
    return _answer(201, offset=0, address=reverse("upload-piece", args=[upload_id]))


@contributors
@require_http_methods(["GET", "PATCH", "DELETE"])
def piece(request: HttpRequest, upload_id: str) -> HttpResponse:
    """GET: how much has come. PATCH: one more piece. DELETE: give up."""
    try:
        announced = partial.announced(upload_id, person(request).pk)
        if done := partial.finished(upload_id):
            return _outcome(request, done)
        if request.method == "DELETE":
            partial.forget(upload_id)
            return _answer(200, offset=0)
        if request.method == "GET":
            return _answer(200, offset=partial.offset_of(upload_id))
        return _append(request, upload_id, announced)
    except partial.UnknownUpload:
        raise Http404 from None


def _append(request: HttpRequest, upload_id: str, announced: partial.Announced) -> HttpResponse:
    begins = request.headers.get("Upload-Offset", "")
    if not (begins.isascii() and begins.isdecimal() and len(begins) < _OFFSET_DIGITS):
        return _answer(400, sentence=_("Where the piece begins is missing."))
    try:
        offset = partial.append(upload_id, int(begins), request, announced.size)
        if offset < announced.size:
            return _answer(200, offset=offset)
        submission_id = _finish(request, upload_id, announced)
        return _outcome(request, submission_id) if submission_id else _no_room()
    except partial.WrongOffset as wrong:
        return _answer(409, offset=wrong.offset)
    except partial.TooMuch:
        partial.forget(upload_id)
        return _answer(413, sentence=_("More came than was announced. The file may have changed; begin again."))
    except OSError as error:
        return _full_disk(error)


def _finish(request: HttpRequest, upload_id: str, announced: partial.Announced) -> int | None:
    """Make the submission of a file that has come whole; None where the disk is full: what came stays and waits."""
    sidecar = Sidecar(name=announced.sidecar_name, text=announced.sidecar) if announced.sidecar else None
    with partial.opened(upload_id) as whole:
        submission = receive(announced.name, File(whole), uploader=person(request), sidecar=sidecar, upload=upload_id)
    if submission.pk:
        partial.finish(upload_id, submission.pk)
    return submission.pk


def _outcome(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Answer what became of a whole file, also to a sender who asks again because the first answer was lost."""
    submission = submissions_for(person(request)).filter(pk=submission_id).first()
    if submission is None:
        raise Http404
    job = job_for(submission)
    taken = submission.state != Submission.State.REFUSED
    return _answer(
        200,
        offset=submission.size,
        taken=taken,
        state=job.sentence,
        sentence=sentence_for(submission),
        address=job.href,
    )


def _take(request: HttpRequest, files: Iterable[UploadedFile]) -> None:
    """Take each file of the form for itself; what cannot be taken stops no other."""
    texts, papers = _sorted(files)
    if not papers:
        messages.warning(request, _("No PDF was chosen. Choose one or more and upload them."))
    for file in papers:
        sidecar = texts.pop(_stem(file.name or ""), None)
        submission = receive(file.name or "", file, uploader=person(request), sidecar=sidecar)
        if submission.state == Submission.State.REFUSED:
            messages.error(request, f"{submission.name}: {sentence_for(submission)}")
    for left in texts.values():
        words = _("%(name)s: no PDF of the same name came with it, so nothing was made of it.")
        messages.warning(request, words % {"name": left.name})


def _sorted(files: Iterable[UploadedFile]) -> tuple[dict[str, Sidecar], list[UploadedFile]]:
    """Return texts that describe a file of the same name, by that name, and all other files."""
    texts: dict[str, Sidecar] = {}
    papers = []
    for file in files:
        name = file.name or ""
        if PurePath(name).suffix.lower() in SIDECARS:
            text = file.read(_SIDECAR_BYTES).decode("utf-8", errors="replace")
            texts[_stem(name)] = Sidecar(name=safe_name(name), text=text)
        else:
            papers.append(file)
    return texts, papers


def _stem(name: str) -> str:
    return PurePath(safe_name(name)).stem.casefold()


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _answer(status: int, **said: object) -> JsonResponse:
    return JsonResponse(said, status=status)


def _full_disk(error: OSError) -> HttpResponse:
    if not is_full(error):
        raise error
    return _no_room()


def _no_room() -> HttpResponse:
    return _answer(507, sentence=sentence("disk_full"))
