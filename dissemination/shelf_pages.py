"""The browse pages: all ways, the shelves of one way, one shelf with its list, and what is new."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from math import ceil
from urllib.parse import urlencode

from django.db.models import Max, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalogue.codes import country_name
from catalogue.collation import swedish_sort_key
from catalogue.models import Publication
from catalogue.models.publication import TYPE_NAMES
from catalogue.policy import STRANGER
from dissemination.browse import WAYS, Shelf, Way
from dissemination.holdings import on_the_shelves
from search.entries import Entry, entry_for, listed, title_of
from search.presentation import pager

PAGE_SIZE = 50
RECENT_DAYS = 14
_RECENT_LEAST = 20
ORDERS = {"type": _("By type"), "year": _("By year"), "title": _("By title"), "author": _("By author")}
# Of a country, its briefs come first and its project pages last.
_TYPE_ORDER = ("country_brief", "policy_brief", "research_report", "working_paper")
_BESIDE = 8
# Of people and organisations there may be thousands.
_ON_BROWSE = 40
# So many are looked over at a glance; more are parted by letter.
_WITHOUT_LETTERS = 40
# As `swedish_sort_key` writes them.
_AFTER_Z = {"{a": "Å", "{b": "Ä", "{c": "Ö"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries under one heading of a list."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What the publications of a shelf have in common with others: links with counts."""

    label: str
    links: tuple[Shelf, ...]


@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """All ways to browse with their shelves; of long lists those that hold most, and how many more there are."""
    found = ((way, way.shelves()) for way in WAYS.values())
    context = {"section": "browse", "ways": [(way, *_foremost(shelves)) for way, shelves in found if shelves]}
    return render(request, "dissemination/browse.html", context)


def _foremost(shelves: list[Shelf]) -> tuple[list[Shelf], int]:
    """Return the shelves that hold most, in their order, and the number of the others."""
    most = {shelf.slug for shelf in sorted(shelves, key=lambda shelf: -shelf.count)[:_ON_BROWSE]}
    return [shelf for shelf in shelves if shelf.slug in most], max(len(shelves) - _ON_BROWSE, 0)


@require_safe
def way(request: HttpRequest, kind: str) -> HttpResponse:
    """The shelves of one way to browse."""
    found = _way(kind)
    shelves = found.shelves()
    lettered = found.by_letter and len(shelves) > _WITHOUT_LETTERS
    groups = _by_letter(shelves) if lettered else [("", shelves)]
    context = {"section": "browse", "way": found, "groups": groups, "count": len(shelves)}
    return render(request, "dissemination/way.html", context)


def _way(kind: str) -> Way:
    if kind not in WAYS:
        raise Http404
    return WAYS[kind]


def _by_letter(shelves: Iterable[Shelf]) -> list[tuple[str, list[Shelf]]]:
    return [(letter, list(group)) for letter, group in groupby(shelves, key=lambda s: _letter(s.name))]


def _letter(name: str) -> str:
    """Return the letter a name is sorted under; Å, Ä and Ö are letters of their own."""
    key = swedish_sort_key(name)
    return "0–9" if key[:1].isdigit() else _AFTER_Z.get(key[:2], key[:1].upper())


@require_safe
def shelf(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """One shelf: name, description, its publications, what stands beside it."""
    found = _way(kind)
    place = found.shelf(slug)
    if place is None:
        raise Http404
    publications = on_the_shelves().filter(found.condition(slug)).distinct()
    order = request.GET.get("order", "")
    order = order if order in ORDERS else _first_order(kind)
    number, last = _page(request), max(ceil(publications.count() / PAGE_SIZE), 1)
    if number > last:
        raise Http404
    rows = _ordered(publications, order)[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    path = reverse("shelf", args=[kind, slug])
    context = {
        "section": "browse",
        "way": found,
        "shelf": place,
        "groups": _grouped(rows, order),
        "hide_year": order == "year",
        "orders": [(name, label, name == order) for name, label in ORDERS.items()],
        "pager": pager(number, last, partial(_address, path, "" if order == _first_order(kind) else order))
        if last > 1
        else None,
        "beside": _beside(publications, kind, slug),
        "span": publications.filter(year__isnull=False).aggregate(first=Min("year"), last=Max("year")),
        "page_number": number,
    }
    return render(request, "dissemination/shelf.html", context)


def _first_order(kind: str) -> str:
    return {"countries": "type", "years": "type"}.get(kind, "year")


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1


def _address(path: str, kind: str, order: str, number: int) -> str:
    pairs = [("order", order)] if order != _first_order(kind) else []
    query = urlencode([*pairs, ("page", number)] if number > 1 else pairs)
    return f"{path}?{query}" if query else path


def _ordered(publications: QuerySet[Publication], order: str) -> list[Publication]:
    """Return the publications in an order; titles and names by the Swedish alphabet, which no database knows."""
    rows = list(listed(publications))
    if order == "title":
        return sorted(rows, key=_title_key)
    if order == "author":
        return sorted(rows, key=lambda p: (_author_key(p), -(p.year or 0), _title_key(p)))
    newest = sorted(rows, key=lambda p: (-(p.year or 0), -p.month, -p.day, _title_key(p)))
    return sorted(newest, key=_type_key) if order == "type" else newest


def _title_key(publication: Publication) -> str:
    return swedish_sort_key(title_of(publication).text)


def _author_key(publication: Publication) -> str:
    first = next(iter(publication.contributions.all()), None)
    return swedish_sort_key(str(first)) if first else "~"


def _type_key(publication: Publication) -> tuple[int, str]:
    place = _TYPE_ORDER.index(publication.type) if publication.type in _TYPE_ORDER else len(_TYPE_ORDER)
    return (place + (publication.type == "project_page"), str(TYPE_NAMES.get(publication.type, "")))


def _grouped(rows: Sequence[Publication], order: str) -> list[Group]:
    headings: dict[str, Callable[[Publication], str]] = {
        "type": lambda p: str(TYPE_NAMES.get(p.type, p.type)),
        "year": lambda p: str(p.year or "–"),
        "title": lambda p: _letter(title_of(p).text),
        "author": lambda p: _letter(str(next(iter(p.contributions.all()), ""))),
    }
    return [
        Group(heading=heading, entries=tuple(entry_for(p, STRANGER) for p in group))
        for heading, group in groupby(rows, key=headings[order])
    ]


def _beside(publications: QuerySet[Publication], kind: str, slug: str) -> list[Beside]:
    """Return topics, series, themes and countries that the shelf's publications share."""
    ids = list(publications.values_list("pk", flat=True))
    found: list[Beside] = []
    for other, path in (("topics", "topics"), ("themes", "themes"), ("series", "series")):
        links = _shared(ids, other, path, skip=slug if other == kind else "")
        if links:
            found.append(Beside(label=str(WAYS[other].label), links=links))
    if kind != "years" and (links := _countries(ids, skip=slug if kind == "countries" else "")):
        found.append(
            Beside(label=str(_("Together with") if kind == "countries" else WAYS["countries"].label), links=links)
        )
    return found


def _shared(ids: list[int], kind: str, path: str, *, skip: str) -> tuple[Shelf, ...]:
    pairs = Publication.objects.filter(~Q(**{path: None}), pk__in=ids[:900]).values_list(f"{path}__slug", flat=True)
    counts = Counter(slug for slug in pairs if slug != skip)
    names = {s.slug: s.name for s in WAYS[kind].shelves()}
    most = [(slug, n) for slug, n in counts.most_common(_BESIDE) if slug in names]
    return tuple(Shelf(kind=kind, slug=slug, name=names[slug], count=n) for slug, n in most)


def _countries(ids: list[int], *, skip: str) -> tuple[Shelf, ...]:
    lists = Publication.objects.filter(pk__in=ids[:900]).values_list("countries", flat=True)
    counts = Counter(code for codes in lists for code in codes if code.lower() != skip)
    return tuple(
        Shelf(kind="countries", slug=code.lower(), name=country_name(code), count=n)
        for code, n in counts.most_common(_BESIDE)
    )


@require_safe
def recent(request: HttpRequest) -> HttpResponse:
    """What came in the last two weeks, or the twenty newest where that is less."""
    newest = listed(on_the_shelves().filter(published_at__isnull=False).order_by("-published_at", "-pk"))
    since = timezone.now() - dt.timedelta(days=RECENT_DAYS)
    rows = list(newest.filter(published_at__gte=since)[:500])
    if len(rows) < _RECENT_LEAST:
        rows = list(newest[:_RECENT_LEAST])
    context = {"section": "browse", "entries": [entry_for(p, STRANGER) for p in rows]}
    return render(request, "dissemination/recent.html", context)
