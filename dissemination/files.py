"""A publication's PDF at an address beside its page: who may have it, whole or in ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from catalogue.addresses import file_address, file_slug
from catalogue.models import Publication, PublicationFile
from catalogue.policy import STRANGER, Sight, may_see, reader_of

_CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_NUMBERED = re.compile(r".*--(\d{1,3})")


@require_safe
def publication_file(request: HttpRequest, publication_id: int, slug: str) -> HttpResponseBase:
    """The file, for those who may read its text; a name from before the title was corrected leads to today's."""
    publication = get_object_or_404(Publication.objects.prefetch_related("texts", "files__file"), pk=publication_id)
    sight = may_see(reader_of(request.user), publication)
    if sight == Sight.TOMBSTONE:
        return render(request, "410.html", status=410)
    if sight < Sight.TEXT:
        raise Http404
    use = _use(publication, slug)
    if slug != file_slug(publication, use):
        return HttpResponseRedirect(file_address(publication, use))
    public = may_see(STRANGER, publication) >= Sight.TEXT
    return _served(request, use, f"{slug}.pdf", public=public)


def _use(publication: Publication, slug: str) -> PublicationFile:
    """Return the file that a name means: its number at the end, the main file without one."""
    files = list(publication.files.all())
    numbered = _NUMBERED.fullmatch(slug)
    position = int(numbered[1]) - 1 if numbered else 0
    if not 0 <= position < len(files):
        raise Http404
    return files[position]


def _served(request: HttpRequest, use: PublicationFile, name: str, *, public: bool) -> HttpResponseBase:
    etag = f'"{use.file_id}"'
    response: HttpResponseBase
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    span = _span(request, use.file.size, etag)
    try:
        content = cast("BinaryIO", default_storage.open(use.file.storage_name))
    except FileNotFoundError as missing:
        raise Http404 from missing
    if span is None:
        response = FileResponse(content, content_type="application/pdf")
        response.headers["Content-Length"] = str(use.file.size)
    elif span == (0, 0):
        content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{use.file.size}"})
    else:
        first, end = span
        response = StreamingHttpResponse(_stretch(content, first, end), status=206, content_type="application/pdf")
        response.headers["Content-Range"] = f"bytes {first}-{end - 1}/{use.file.size}"
        response.headers["Content-Length"] = str(end - first)
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    # Asked anew each time: a paper may be withdrawn, and the answer to an unchanged one is short.
    response.headers["Cache-Control"] = "public, no-cache" if public else "private, no-store"
    return response


def _span(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return the bytes asked for as (first, end), (0, 0) for a range outside the file, None for all of it."""
    asked = request.headers.get("Range", "")
    condition = request.headers.get("If-Range", etag)
    match = _RANGE.fullmatch(asked.replace(" ", ""))
    # Several ranges at once may be answered with the whole (RFC 9110, 14.2).
    if not match or condition != etag or not (match[1] or match[2]):
        return None
    if not match[1]:
        length = min(int(match[2]), size)
        return (size - length, size) if length else (0, 0)
    first = int(match[1])
    end = min(int(match[2]) + 1, size) if match[2] else size
    return (first, end) if first < end else (0, 0)


def _stretch(content: BinaryIO, first: int, end: int) -> Iterator[bytes]:
    with content:
        content.seek(first)
        left = end - first
        while left > 0 and (chunk := content.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
