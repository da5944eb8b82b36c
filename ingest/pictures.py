"""Pictures of pages and boxes of words for readers: asked from the renderer once, then kept by the file's content.

The web process parses no PDF. Where the renderer is down, what is kept is still shown and the rest answers 503.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.local_copy import local_copy
from catalogue.models import PageText, Publication, StoredFile
from catalogue.policy import Sight, may_see, reader_of
from catalogue.storage import is_full
from ingest.extraction import renderer_client, wire
from ingest.extraction.renderer_client import RendererUnavailable
from ingest.extraction.values import COVER_WIDTHS, Box, Failure, PageWords, Word

# Pictures are drawn in few widths, so that nobody can fill the disk by asking for all of them.
WIDTHS = (88, *COVER_WIDTHS, 1152, 1600)
DEFAULT_WIDTH = 1152
_MOST_MARKS = 60
_LONGEST_MARK = 80
_MOST_BYTES = 2 * 1024**3
_FRESH_SECONDS = 600
# The marker of the look, on paper that stays white in both themes.
_MARK_COLOUR = "#ffe17d"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@require_safe
def page_picture(request: HttpRequest, publication_id: int, number: int) -> HttpResponseBase:
    """The picture of a page as WebP: `?width=` in pixels, `?file=` from 1."""
    stored = _file_for(request, publication_id)
    return _picture_response(request, stored, number, _width(request))


@require_safe
def cover_picture(request: HttpRequest, publication_id: int) -> HttpResponseBase:
    """The picture of the first page that is not blank."""
    stored = _file_for(request, publication_id)
    return _picture_response(request, stored, stored.cover, _width(request))


@require_safe
def page_boxes(request: HttpRequest, publication_id: int, number: int) -> HttpResponseBase:
    """Boxes around the words given as `?mark=`, as an SVG to lay over the page's picture."""
    stored = _file_for(request, publication_id)
    _check_page(stored, number)
    marks = [mark[:_LONGEST_MARK] for mark in request.GET.getlist("mark")[:_MOST_MARKS]]
    try:
        words = words_of(stored, number)
    except RendererUnavailable:
        return _resting()
    if isinstance(words, Failure):
        raise Http404
    response = HttpResponse(boxes_svg(words, marks), content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"private, max-age={_FRESH_SECONDS}"
    return response


def picture_of(stored: StoredFile, number: int, width: int) -> bytes | Failure:
    """Return the page's picture as WebP, drawing it first if need be.

    Raises RendererUnavailable. A page that could not be drawn is not tried again.
    """
    kept = _kept(stored.sha256, f"{number}-{width}.webp")
    refused = kept.with_suffix(".failed")
    if kept.exists():
        return kept.read_bytes()
    if refused.exists():
        return Failure("damaged", "not drawn before")
    with local_copy(stored) as pdf:
        picture = renderer_client.page_picture(settings.RENDERER_SOCKET, pdf, number, width)
    if isinstance(picture, Failure):
        _keep(refused, picture.code.encode())
        return picture
    _keep(kept, picture)
    return picture


def words_of(stored: StoredFile, number: int) -> PageWords | Failure:
    """Return the words of a page with their boxes. Raises RendererUnavailable."""
    if stored.text_source == PageText.Source.OCR:
        return _recognised_words(stored, number)
    kept = _kept(stored.sha256, f"{number}.words")
    if kept.exists():
        return wire.words_from(kept.read_bytes())
    with local_copy(stored) as pdf:
        words = renderer_client.page_words(settings.RENDERER_SOCKET, pdf, number)
    if isinstance(words, Failure):
        # An empty page from now on: the file is not parsed again for it.
        _keep(kept, wire.words_bytes(PageWords(width=1, height=1, words=())))
        return words
    _keep(kept, wire.words_bytes(words))
    return words


def _recognised_words(stored: StoredFile, number: int) -> PageWords:
    """Return the words that OCR saw on a page: the file itself has none to ask for."""
    page = stored.shown_pages.filter(number=number).first()
    if page is None:
        return PageWords(width=1, height=1, words=())
    words = (Word(text=text, boxes=tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in boxes)) for text, boxes in page.words)
    return PageWords(width=page.width or 1, height=page.height or 1, words=tuple(words))


def keep_covers(sha256: str, cover: int, thumbnails: Sequence[bytes]) -> None:
    """Keep the thumbnails that came with reading, so that no reader waits for them."""
    for width, picture in zip(COVER_WIDTHS, thumbnails, strict=False):
        _keep(_kept(sha256, f"{cover}-{width}.webp"), picture)


def boxes_svg(words: PageWords, marks: Iterable[str]) -> str:
    """Return an SVG in points of the page with a box around each word that is, or has as a part, one of the marks."""
    wanted = {folded for mark in marks for folded in _parts(mark)}
    boxes = [box for word in words.words if wanted.intersection(_parts(word.text)) for box in word.boxes]
    size = f"{words.width:g} {words.height:g}"
    rows = "".join(_rectangle(box) for box in boxes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox={quoteattr("0 0 " + size)} width="{words.width:g}" '
        f'height="{words.height:g}"><g fill="{_MARK_COLOUR}" fill-opacity="0.55">{rows}</g></svg>'
    )


def keep_within_bounds(most_bytes: int = _MOST_BYTES) -> int:
    """Remove the pictures that were drawn longest ago until at most `most_bytes` are kept; return how many went."""
    found = [(path, path.stat()) for path in Path(settings.PAGE_PICTURES_DIR).glob("*/*/*") if path.is_file()]
    size = sum(stat.st_size for _path, stat in found)
    removed = 0
    for path, stat in sorted(found, key=lambda entry: entry[1].st_mtime):
        if size <= most_bytes:
            break
        path.unlink(missing_ok=True)
        size -= stat.st_size
        removed += 1
    return removed


def _rectangle(box: Box) -> str:
    x0, y0, x1, y1 = box
    return f'<rect x="{x0:g}" y="{y0:g}" width="{x1 - x0:g}" height="{y1 - y0:g}" rx="1"/>'


def _parts(text: str) -> list[str]:
    """Return the words in the text, without case and accents, as marks and words on a page are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    # All signs, not only those above and below a letter: a word would end at each vowel of an Indic script.
    return re.findall(r"\w+", "".join(char for char in plain if not unicodedata.category(char).startswith("M")))


def _file_for(request: HttpRequest, publication_id: int) -> StoredFile:
    """Return the file asked for, if the reader may see its pages. Raises Http404."""
    publication = Publication.objects.filter(pk=publication_id).first()
    if publication is None or may_see(reader_of(request.user), publication) < Sight.TEXT:
        raise Http404
    position = _number(request.GET.get("file", ""), 1)
    uses = publication.files.select_related("file")[position - 1 : position] if position >= 1 else ()
    for use in uses:
        return use.file
    raise Http404


def _check_page(stored: StoredFile, number: int) -> None:
    if not 1 <= number <= stored.page_count:
        raise Http404


def _picture_response(request: HttpRequest, stored: StoredFile, number: int, width: int) -> HttpResponseBase:
    _check_page(stored, number)
    etag = f'"{stored.sha256[:20]}-{number}-{width}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        picture = picture_of(stored, number, width)
    except RendererUnavailable:
        return _resting()
    if isinstance(picture, Failure):
        raise Http404
    response = HttpResponse(picture, content_type="image/webp")
    response.headers["ETag"] = etag
    # Private: a paper that is withdrawn must not live on in a shared cache.
    response.headers["Cache-Control"] = f"private, max-age={_FRESH_SECONDS}"
    return response


def _resting() -> HttpResponse:
    response = HttpResponse(
        _("Page pictures are resting. The text is there as usual; try again in a while."),
        content_type="text/plain; charset=utf-8",
        status=503,
    )
    response.headers["Retry-After"] = "10"
    response.headers["Cache-Control"] = "no-store"
    return response


def _width(request: HttpRequest) -> int:
    asked = _number(request.GET.get("width", ""), DEFAULT_WIDTH)
    return next((width for width in WIDTHS if width >= asked), WIDTHS[-1])


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


def _kept(sha256: str, name: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise Http404
    return Path(settings.PAGE_PICTURES_DIR) / sha256[:2] / sha256 / name


def _keep(path: Path, content: bytes) -> None:
    """Write the file whole or not at all: others may be reading or writing it at the same moment.

    Where the disk is full nothing is kept, and the picture is shown all the same.
    """
    draft = path.with_name(f".{uuid.uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if not is_full(error):
            raise
