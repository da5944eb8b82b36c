"""Facets, chosen filters and years as the search page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.addresses import named_address
from catalogue.codes import country_name, language_name
from catalogue.models import Organisation, Person, Programme, Series, Theme
from catalogue.models.publication import TYPE_NAMES
from catalogue.slugs import folded
from search.addresses import pairs_of, search_address, without, without_names
from search.entries import page_language
from search.filters import CHOSEN_FACETS, Asked
from search.results import Facet, FacetValue, Results

# What a reader narrows by first comes first and stands open.
ORDER = ("type", "country", "theme", "language", "series", "programme", "author", "publisher")
OPEN = frozenset({"type", "country", "theme"})
SHOWN = 8
LABELS = {
    "type": gettext_lazy("Type"),
    "language": gettext_lazy("Language"),
    "country": gettext_lazy("Country"),
    "theme": gettext_lazy("Theme"),
    "programme": gettext_lazy("Programme"),
    "series": gettext_lazy("Series"),
    "author": gettext_lazy("Author"),
    "publisher": gettext_lazy("Publisher"),
    "year": gettext_lazy("Year"),
}
_VOCABULARIES: dict[str, type[Theme | Programme | Series]] = {"theme": Theme, "programme": Programme, "series": Series}
_WITH_TABLES = (*_VOCABULARIES, "author", "publisher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    """A facet on the page; `all_href` leads to all its values where there are more than shown."""

    name: str
    label: str
    options: tuple[Option, ...]
    open: bool
    all_href: str
    total: int
    more: bool
    searchable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    label: str
    value: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A year in the histogram: place and height in the drawing's units."""

    year: int
    count: int
    x: float
    y: float
    width: float
    height: float
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """The years of the results; `href` is the address that chooses one of them, up to its years."""

    bars: tuple[Bar, ...]
    first: int
    last: int
    most: Bar
    width: int
    height: int
    href: str


class Names:
    """Names of facet values in the reader's language; each table is asked once, and only for what is on the page."""

    def __init__(self, asked: Asked, values: Mapping[str, Iterable[FacetValue]]) -> None:
        slugs = {name: {v.value for v in values.get(name, ())} | set(asked.filters.of(name)) for name in _WITH_TABLES}
        self._known = {name: model.named() for name, model in _VOCABULARIES.items() if slugs[name]}
        people = _people(slugs["author"])
        bodies = _bodies(slugs["publisher"] | slugs["author"].difference(people))
        self._known |= {"author": bodies | people, "publisher": bodies}

    def of(self, facet: str, value: str) -> str:
        match facet:
            case "type":
                return str(TYPE_NAMES.get(value, value))
            case "language":
                return language_name(value)
            case "country":
                return country_name(value)
            case _:
                return self._known.get(facet, {}).get(value, value)


def _people(slugs: set[str]) -> dict[str, str]:
    return {person.slug: str(person) for person in Person.objects.filter(slug__in=slugs)} if slugs else {}


def _bodies(slugs: set[str]) -> dict[str, str]:
    if not slugs:
        return {}
    swedish = page_language() == "sv"
    found = Organisation.objects.filter(slug__in=slugs)
    return {body.slug: (body.name_sv or body.name) if swedish else body.name for body in found}


def shown_values(results: Results, asked: Asked) -> dict[str, tuple[FacetValue, ...]]:
    """Return by facet the values that stand on the page: all that are chosen, and the most frequent others."""
    return {name: _shown(offered(results.facet(name).values, asked.filters.of(name)), asked, name) for name in ORDER}


def _shown(values: Sequence[FacetValue], asked: Asked, facet: str) -> tuple[FacetValue, ...]:
    chosen_values = asked.filters.of(facet)
    chosen = [v for v in values if v.value in chosen_values]
    others = [v for v in values if v.value not in chosen_values]
    return (*chosen, *others[: max(SHOWN - len(chosen), 3)])


def offered(values: Iterable[FacetValue], chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    """Return the values that find something; chosen ones stay, at 0 too."""
    found = [v for v in values if v.count or v.value in chosen]
    known = {v.value for v in found}
    return (*found, *(FacetValue(value=value, count=0) for value in chosen if value not in known))


def facet_views(
    results: Results, asked: Asked, shown: Mapping[str, tuple[FacetValue, ...]], names: Names
) -> tuple[FacetView, ...]:
    """Return the facets that can narrow the results or already do."""
    return tuple(_facet_view(results.facet(name), asked, shown[name], names) for name in ORDER if shown[name])


def _facet_view(facet: Facet, asked: Asked, shown: tuple[FacetValue, ...], names: Names) -> FacetView:
    chosen = asked.filters.of(facet.name)
    total = len(offered(facet.values, chosen))
    address = search_address(pairs_of(asked), path=named_address("search-facet", facet.name))
    return FacetView(
        name=facet.name,
        label=str(LABELS[facet.name]),
        options=options_of(shown, facet.name, chosen, names),
        open=facet.name in OPEN or bool(chosen),
        all_href=address if facet.more or len(shown) < total else "",
        total=total,
        more=facet.more,
    )


def options_of(values: Iterable[FacetValue], facet: str, chosen: Sequence[str], names: Names) -> tuple[Option, ...]:
    """Return the values with their names."""
    return tuple(
        Option(value=v.value, label=names.of(facet, v.value), count=v.count, chosen=v.value in chosen) for v in values
    )


def sought_in_values(facet: str, containing: str) -> str:
    """Return what the values themselves must contain where names are typed: slugs of names do, codes do not."""
    words = folded(containing).split()
    return max(words, key=len) if words and facet in ("author", "publisher") else ""


def narrowed(options: Iterable[Option], containing: str) -> tuple[Option, ...]:
    """Return the options whose names have all the typed words, and those chosen already."""
    words = folded(containing).split()
    return tuple(o for o in options if o.chosen or all(word in folded(o.label) for word in words))


def chips(asked: Asked, names: Names) -> tuple[Chip, ...]:
    """Return the chosen filters, each with the address without it."""
    pairs = pairs_of(asked)
    chosen = [
        Chip(
            label=str(LABELS[name]),
            value=names.of(name, value),
            href=search_address(without(pairs, (name, value))),
        )
        for name in CHOSEN_FACETS
        for value in asked.filters.of(name)
    ]
    if span := span_text(asked.filters.year_from, asked.filters.year_to):
        href = search_address(without_names(pairs, "year_from", "year_to"))
        chosen.append(Chip(label=str(LABELS["year"]), value=span, href=href))
    if not asked.references:
        href = search_address(without_names(pairs, "references"))
        chosen.append(Chip(label=_("Reference lists"), value=_("left out"), href=href))
    return tuple(chosen)


def span_text(first: int | None, last: int | None) -> str:
    """Return years as read: "2008–2024", "from 2008", "until 2024"."""
    if first and last:
        return str(first) if first == last else f"{first}–{last}"
    if first:
        return _("from %(year)s") % {"year": first}
    return _("until %(year)s") % {"year": last} if last else ""


_WIDTH, _HEIGHT, _BASE = 248, 56, 55
# Narrower bars than this cannot be told apart; older years are then counted as one.
_MOST_BARS = 40


def histogram(results: Results, asked: Asked) -> Histogram | None:
    """Return the years of the results as bars, None where there is only one year."""
    counts = {int(v.value): v.count for v in results.facet("year").values if v.value.isdecimal() and v.count}
    if len(counts) < 2:
        return None
    last = max(counts)
    first = max(min(counts), last - _MOST_BARS + 1)
    years = range(first, last + 1)
    step = _WIDTH / len(years)
    most = max(counts.values())
    bars = tuple(_bar(year, counts.get(year, 0), (year - first) * step, step, most, asked) for year in years)
    elsewhere = search_address(without_names(pairs_of(asked), "year_from", "year_to"))
    return Histogram(
        bars=bars,
        first=first,
        last=last,
        most=max(bars, key=lambda bar: bar.count),
        width=_WIDTH,
        height=_HEIGHT,
        href=f"{elsewhere}{'&' if '?' in elsewhere else '?'}",
    )


def _bar(year: int, count: int, x: float, step: float, most: int, asked: Asked) -> Bar:
    low, high = asked.filters.year_from, asked.filters.year_to
    height = round((_BASE - 5) * count / most, 1)
    return Bar(
        year=year,
        count=count,
        x=round(x + 0.5, 1),
        y=round(_BASE - height, 1),
        width=round(max(step - 1.5, 1), 1),
        height=height,
        chosen=(low is None or year >= low) and (high is None or year <= high),
    )
