"""A page of results as the template shows it: hits with passages, facets, chips, notes, a pager."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.addresses import named_address, plain_address
from catalogue.page_labels import PageLabel, numbered_files, page_label
from catalogue.policy import Reader
from search import meaning
from search.addresses import pairs_of, search_address, without_names, word_pairs
from search.entries import Entry, entries_for
from search.facets import Chip, FacetView, Histogram, Names, chips, facet_views, histogram, shown_values
from search.filters import AS_TABLE, Asked
from search.nearest import Nearest, nearest
from search.query import SORTS
from search.results import Excerpt, Hit, Passage, Results
from search.syntax_tokens import Note

# What one zip holds of a list: as much as is fetched without keeping a thread of the web process for an evening.
ZIP_FILES = 200
ZIP_MEGABYTES = 500
# Twice the 44 CSS pixels it is shown in.
THUMBNAIL_WIDTH = 88
SORT_LABELS = {
    "relevance": gettext_lazy("Relevance"),
    "newest": gettext_lazy("Newest first"),
    "oldest": gettext_lazy("Oldest first"),
    "title": gettext_lazy("Title"),
}
PLACE_LABELS = {
    "title": gettext_lazy("the title"),
    "abstract": gettext_lazy("the summary"),
    "author": gettext_lazy("the names"),
    "keyword": gettext_lazy("the keywords"),
    "text": gettext_lazy("the text"),
    "references": gettext_lazy("the reference list"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A passage with the address of its page."""

    href: str
    picture: str
    label: PageLabel
    excerpt: Excerpt
    references: bool
    lazy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A paper that was found; `more` says on how many further pages, "" where there are none."""

    entry: Entry
    passages: tuple[PassageView, ...]
    abstract: Excerpt
    more: str
    inside_href: str
    places: tuple[str, ...]
    by_meaning: bool
    relaxed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PagerLink:
    """A page of the list; number 0 is a gap."""

    number: int
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    links: tuple[PagerLink, ...]
    previous: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A mended query and its address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """All that the search page says of one question."""

    asked: Asked
    total: int
    relaxed_total: int
    with_meaning: bool
    hits: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    chips: tuple[Chip, ...]
    years: Histogram | None
    sorts: tuple[tuple[str, str, bool], ...]
    pager: Pager | None
    notes: tuple[str, ...]
    maybe: Suggestion | None
    nearest: tuple[Nearest, ...]
    clear_href: str
    pairs: tuple[tuple[str, str], ...]
    view_href: str
    formats: tuple[tuple[str, str], ...]
    zip_href: str
    feed_href: str
    zip_files: int = ZIP_FILES
    zip_megabytes: int = ZIP_MEGABYTES

    @property
    def filtered(self) -> bool:
        return bool(self.chips)


def results_page(results: Results, asked: Asked, reader: Reader) -> ResultsPage:
    """Return the page for the engine's answer."""
    shown = shown_values(results, asked)
    names = Names(asked, shown)
    entries = entries_for([hit.id for hit in results.hits], reader)
    pairs, plain = pairs_of(asked), pairs_of(asked, view=False)
    return ResultsPage(
        asked=asked,
        total=results.total,
        relaxed_total=results.relaxed_total,
        with_meaning=meaning.takes_part(asked.parsed.expression),
        hits=tuple(_hit_views(results, entries, asked)),
        facets=facet_views(results, asked, shown, names),
        chips=chips(asked, names),
        years=histogram(results, asked),
        sorts=tuple((name, str(SORT_LABELS[name]), name == asked.sort) for name in SORTS),
        pager=pager_for(results.total + results.relaxed_total, asked),
        notes=tuple(note_texts(asked)),
        maybe=_maybe(results, asked),
        nearest=() if results.total else nearest(asked, reader, names),
        clear_href=search_address([pair for pair in pairs if pair[0] in ("q", "view")]),
        pairs=tuple(pairs),
        view_href=search_address(plain if asked.table else [*plain, ("view", AS_TABLE)]),
        formats=tuple((name, format_address(plain, ending)) for name, ending in FORMATS),
        zip_href=format_address(plain, "zip"),
        feed_href=format_address(without_names(plain, "sort"), "atom"),
    )


# What a whole list of results may be taken away as; the names are the formats' own.
FORMATS = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "csl.json"), ("CSV", "csv"))


def format_address(pairs: list[tuple[str, str]], ending: str) -> str:
    """Return the address of the whole list of results in a format."""
    return search_address(pairs, path=f"{plain_address('search').rstrip('/')}.{ending}")


def page_address(publication_id: int, number: int, asked: Asked | None = None, *, file: int = 0) -> str:
    """Return the address of a page of a publication, with what was asked."""
    pairs = word_pairs(asked) if asked else []
    if file:
        pairs.append(("file", str(file + 1)))
    return search_address(pairs, path=named_address("publication-page", publication_id, number))


def picture_address(publication_id: int, number: int, *, file: int = 0, width: int = 0) -> str:
    """Return the address of a page's picture, in a width in pixels."""
    pairs = [("width", str(width))] if width else []
    if file:
        pairs.append(("file", str(file + 1)))
    page = plain_address("publication-page", publication_id, number)
    return search_address(pairs, path=f"{page.rstrip('/')}.webp")


def note_texts(asked: Asked) -> Iterator[str]:
    """Yield a sentence for each thing that was not read as typed."""
    for note in asked.parsed.notes:
        yield _note_text(note)
    if {"year_from", "year_to"} & set(asked.left_aside):
        yield _("A year is written with digits; what was written was left aside.")


def _note_text(note: Note) -> str:
    texts = {
        "unclosed_quote": _("One quotation mark had no partner, so its words were searched one by one."),
        "unknown_field": _("“%(text)s:” is no field here, so it was searched as a word."),
        "cut": _("The text was long; its first %(text)s characters were searched."),
        "wildcard_inside": _("An asterisk works at the end of a word, so “%(text)s” was searched by its parts."),
        "prefix_too_short": _("“%(text)s” needs two letters before the asterisk, so it was searched as a word."),
        "fuzzy_too_short": _("“%(text)s” is too short to be searched by likeness, so it was searched as it is."),
        "bad_year": _("“%(text)s” was not understood as a year, so it was searched as a word."),
        "years_swapped": _("The years “%(text)s” were read in order."),
        "stray_parenthesis": _("Parentheses without a partner were left aside."),
        "unclosed_parenthesis": _("Parentheses left open were closed at the end."),
        "too_many_words": _("There were more words than can be searched at once; the first %(text)s were."),
        "too_deep": _("Parentheses stood too deep inside each other; the innermost were left aside."),
        "dangling_operator": _("“%(text)s” stood without words beside it and was left aside."),
        "field_without_value": _("“%(text)s:” had no words after it and was left aside."),
        "and_before_or": _("AND was read before OR; parentheses say otherwise."),
    }
    text = texts.get(note.code, _("Something was not read as typed: %(text)s"))
    return text % {"text": note.text}


def pager_for(total: int, asked: Asked) -> Pager | None:
    """Return the pages of the list, None where one is enough."""
    last = min(ceil(total / asked.page_size), asked.last_page)
    if last < 2:
        return None
    pairs = pairs_of(asked)
    return pager(asked.page, last, lambda number: search_address(pairs, page=number))


def pager(current: int, last: int, address: Callable[[int], str]) -> Pager:
    """Return first, last and the pages around the current one; `address` gives a page's address."""
    near = {1, last, *range(current - 1, current + 2)}
    links: list[PagerLink] = []
    for number in sorted(n for n in near if 1 <= n <= last):
        if links and number - links[-1].number > 1:
            links.append(PagerLink(number=0, href=""))
        links.append(PagerLink(number=number, href=address(number), current=number == current))
    return Pager(
        links=tuple(links),
        previous=address(current - 1) if current > 1 else "",
        next=address(current + 1) if current < last else "",
    )


def _hit_views(results: Results, entries: dict[int, Entry], asked: Asked) -> Iterator[HitView]:
    numbered = numbered_among(results)
    for position, hit in enumerate(results.hits):
        entry = entries.get(hit.id)
        # Withdrawn or deleted since it was indexed: the index will know in a second.
        if entry is None:
            continue
        passages = tuple(passage_view(hit.id, p, asked, numbered, lazy=position > 1) for p in hit.passages)
        yield _hit_view(hit, entry, asked, passages)


def _hit_view(hit: Hit, entry: Entry, asked: Asked, passages: tuple[PassageView, ...]) -> HitView:
    places = tuple(_places(hit, passages))
    more_pages = max(hit.page_count - len(passages), 0)
    more = (
        ngettext("%(number)s more page", "%(number)s more pages", more_pages) % {"number": more_pages}
        if more_pages
        else ""
    )
    inside = search_address(word_pairs(asked), path=named_address("publication-search", hit.id))
    return HitView(
        entry=replace(entry, title_marks=_title_marks(hit.title, entry)),
        passages=passages,
        abstract=hit.abstract if not passages else (),
        more=more,
        inside_href=inside,
        places=(*places, more) if places and more else places,
        by_meaning="meaning" in hit.places,
        relaxed=hit.relaxed,
    )


def _places(hit: Hit, passages: tuple[PassageView, ...]) -> Iterator[str]:
    """Yield where the words were found: parts of the record, pages by their labels, the reference list."""
    cited = [p for p in passages if p.references]
    shown = [p for p in passages if not p.references]
    for place in hit.places:
        if place == "text" and shown:
            yield from (p.label.within for p in shown)
        elif place == "references" and cited:
            yield _("the reference list on %(page)s") % {"page": cited[0].label.within}
        elif place in PLACE_LABELS:
            yield str(PLACE_LABELS[place])


def numbered_among(results: Results) -> frozenset[tuple[int, int]]:
    """Return (publication, position) of the files with printed numbers, of hits that have a page without."""
    return numbered_files([hit.id for hit in results.hits if not all(p.label for p in hit.passages)])


def passage_view(
    publication_id: int, passage: Passage, asked: Asked, numbered: frozenset[tuple[int, int]], *, lazy: bool
) -> PassageView:
    """Return a passage as it is shown; `numbered` is what `numbered_among` found."""
    return PassageView(
        href=page_address(publication_id, passage.page, asked, file=passage.file),
        picture=picture_address(publication_id, passage.page, file=passage.file, width=THUMBNAIL_WIDTH),
        label=page_label(passage.page, passage.label, numbered=(publication_id, passage.file) in numbered),
        excerpt=passage.excerpt,
        references=passage.references,
        lazy=lazy,
    )


def _title_marks(title: Excerpt, entry: Entry) -> Excerpt:
    """Return the marked title if it is the one that the list shows."""
    marked = "".join(fragment.text for fragment in title)
    same = " ".join(marked.split()) == " ".join(entry.title.text.split())
    return title if same and any(fragment.matched for fragment in title) else ()


def _maybe(results: Results, asked: Asked) -> Suggestion | None:
    """Return the query with the words that were perhaps meant."""
    if not results.did_you_mean:
        return None
    text = asked.words
    for typed, meant in results.did_you_mean:
        text = meant.join(re.split(rf"(?<!\w){re.escape(typed)}(?!\w)", text))
    if text == asked.words:
        return None
    pairs = [("q", text), *without_names(pairs_of(asked), "q")]
    return Suggestion(text=text, href=search_address(pairs))
