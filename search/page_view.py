"""One page of a publication: its picture, its text with the words marked, and the way to the next hit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalogue.addresses import plain_address
from catalogue.models import PageText, Publication, PublicationFile
from catalogue.page_labels import PageLabel, page_labels
from catalogue.policy import Reader, Sight, may_see, reader_of
from search.addresses import search_address
from search.analysis import normal
from search.engines.base import EngineError
from search.engines.marking import Marker, fragments
from search.entries import Entry, entry_for, foreign, listed
from search.filters import Asked, asked
from search.presentation import page_address, picture_address
from search.results import Excerpt, Passage
from search.views import inside

_PARAGRAPH = re.compile(r"\n\s*\n")
# Wide enough for the picture's column on a screen of double density.
PICTURE_WIDTH = 1152
_MOST_MARKS = 40
# As many pages with hits as a row takes; of more, those around the page shown.
_HITS_IN_A_ROW = 60
# A line this much shorter than most ends its paragraph (headings, last lines, rows of tables).
_SHORT = 0.8
# A page without measures is drawn as A4, in points.
_A4 = (595.0, 842.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    number: int
    label: PageLabel
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageShown:
    """A page as the template shows it; `width` and `height` are the picture's, in pixels."""

    number: int
    count: int
    label: PageLabel
    printed: bool
    picture: str
    boxes: str
    width: int
    height: int
    paragraphs: tuple[Excerpt, ...]
    language: str
    previous: str
    next: str
    hits: tuple[HitPage, ...]
    previous_hit: str
    next_hit: str
    file: int


@require_safe
def page(request: HttpRequest, publication_id: int, number: int) -> HttpResponse:
    """The page view; a number that the file does not have is 404."""
    reader = reader_of(request.user)
    publication = get_object_or_404(listed(Publication.objects.all()), pk=publication_id)
    sight = may_see(reader, publication)
    if sight == Sight.TOMBSTONE:
        return render(request, "410.html", status=410)
    if sight < Sight.TEXT:
        raise Http404
    position, use = _file(request, publication)
    if not 1 <= number <= use.file.page_count:
        raise Http404
    question = asked(request.GET)
    shown = _shown(publication, use, position, number, question, reader)
    entry: Entry = entry_for(publication, reader)
    context = {"section": "search", "asked": question, "entry": entry, "page": shown, "publication": publication}
    return render(request, "search/page.html", context)


def _file(request: HttpRequest, publication: Publication) -> tuple[int, PublicationFile]:
    """Return the file asked for by `?file=` (from 1), the main one without it, with its place from 0."""
    files = publication.files.all()
    wanted = request.GET.get("file", "1")
    position = int(wanted) - 1 if wanted.isascii() and wanted.isdecimal() and len(wanted) < 4 else -1
    found = next((use for use in files if use.position == position), None)
    if found is None:
        raise Http404
    return position, found


def _shown(
    publication: Publication, use: PublicationFile, position: int, number: int, question: Asked, reader: Reader
) -> PageShown:
    text = use.file.shown_pages.filter(number=number).first() or PageText(file=use.file, number=number)
    pages_found = _pages_found(question, reader, publication.pk, position)
    labels = page_labels(use.file, {number, *pages_found})

    def at(n: int) -> str:
        return page_address(publication.pk, n, question, file=position)

    hits = tuple(HitPage(number=n, label=labels[n], href=at(n), current=n == number) for n in pages_found)
    before = [hit for hit in hits if hit.number < number]
    after = [hit for hit in hits if hit.number > number]
    width, height = (text.width, text.height) if text.width and text.height else _A4
    paragraphs = _paragraphs(text, question)
    return PageShown(
        number=number,
        count=use.file.page_count,
        label=labels[number],
        printed=bool(text.label),
        picture=picture_address(publication.pk, number, file=position, width=PICTURE_WIDTH),
        boxes=_boxes(publication.pk, number, position, paragraphs),
        width=PICTURE_WIDTH,
        height=round(PICTURE_WIDTH * height / width),
        paragraphs=paragraphs,
        language=foreign(text.language),
        previous=at(number - 1) if number > 1 else "",
        next=at(number + 1) if number < use.file.page_count else "",
        hits=_around(hits, number),
        previous_hit=before[-1].href if before else "",
        next_hit=after[0].href if after else "",
        file=position,
    )


def _around(hits: tuple[HitPage, ...], number: int) -> tuple[HitPage, ...]:
    """Return the hits nearest to a page, in order."""
    before = sum(hit.number < number for hit in hits)
    first = max(min(before - _HITS_IN_A_ROW // 2, len(hits) - _HITS_IN_A_ROW), 0)
    return hits[first : first + _HITS_IN_A_ROW]


def _paragraphs(text: PageText, question: Asked) -> tuple[Excerpt, ...]:
    """Return the text in paragraphs with the words of the question marked."""
    marker = Marker(question.parsed.expression, "text")
    parts = paragraphs_of(normal(text.text))
    return tuple(fragments(part, marker.marks(part, text.language) if marker else []) for part in parts)


def paragraphs_of(text: str) -> list[str]:
    """Return a page's text in paragraphs: one ends at an empty line, or where a line stops well short of the others."""
    lengths = sorted(len(line) for line in text.splitlines())
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    parts: list[str] = []
    for block in _PARAGRAPH.split(text):
        lines: list[str] = []
        for line in block.splitlines():
            lines.append(line)
            if len(line) < usual * _SHORT:
                parts.append("\n".join(lines))
                lines = []
        parts.append("\n".join(lines))
    return [part for part in parts if part.strip()]


def _boxes(pk: int, number: int, position: int, paragraphs: tuple[Excerpt, ...]) -> str:
    """Return the address of the drawing that boxes the words marked in the text, "" where none is."""
    marked = [fragment.text for paragraph in paragraphs for fragment in paragraph if fragment.matched]
    pairs = [("mark", text) for text in dict.fromkeys(" ".join(text.split()) for text in marked)][:_MOST_MARKS]
    if not pairs:
        return ""
    if position:
        pairs.append(("file", str(position + 1)))
    return search_address(pairs, path=plain_address("page-boxes", pk, number))


def _pages_found(question: Asked, reader: Reader, pk: int, position: int) -> list[int]:
    """Return the pages of the file that have the words, in order; none while the engine rests."""
    try:
        results = inside(question, reader, pk)
    except EngineError:
        return []
    passages: tuple[Passage, ...] = results.hits[0].passages if results.hits else ()
    return sorted(p.page for p in passages if p.file == position)
