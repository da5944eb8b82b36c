"""The parameters of a search, declared once: a query string becomes a SearchQuery here, for pages, formats and API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalogue.policy import Reader
from search import meaning
from search.query import SORTS, Audience, Filters, SearchQuery, Sort
from search.reading import read_query
from search.schema import FACETS
from search.syntax import Parsed
from search.syntax_tokens import MAX_CHARACTERS

# The year is a span (year_from, year_to), not a list of values.
CHOSEN_FACETS = tuple(name for name in FACETS if name != "year")
PAGE_SIZE = 10
# `?view=table`: many papers at a glance, a line each.
AS_TABLE = "table"
TABLE_ROWS = 50
# Deeper pages cost an engine ever more, and no reader goes so far.
MAX_HITS = 5000
# A person can mean so many values of one facet; a longer list is a machine's.
MAX_VALUES = 50
_MAX_VALUE_LENGTH = 300
# `?references=no`: what is only cited is not looked for.
LEFT_OUT = "no"


class AnyValuesField(forms.MultipleChoiceField):
    """Several values of a parameter; which of them exist only the engine knows, so none is refused."""

    def to_python(self, value: object) -> list[str]:
        values = value if isinstance(value, (list, tuple)) else []
        kept = [str(v).replace("\x00", "").strip()[:_MAX_VALUE_LENGTH] for v in values[:MAX_VALUES]]
        return list(dict.fromkeys(filter(None, kept)))

    def validate(self, value: object) -> None:  # noqa: ARG002 - Django's signature
        return


class WordsField(forms.CharField):
    """The words of a search: a NUL, which no text has, parts two of them."""

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).replace("\x00", " ")


class SearchForm(forms.Form):
    """`?q=&type=&language=…&year_from=&year_to=&references=no&sort=&view=table&page=`.

    Values of one facet add up, facets narrow each other.
    """

    q = WordsField(label=_("Words"), required=False)
    type = AnyValuesField(label=_("Type"), required=False)
    language = AnyValuesField(label=_("Language"), required=False)
    country = AnyValuesField(label=_("Country"), required=False)
    theme = AnyValuesField(label=_("Theme"), required=False)
    programme = AnyValuesField(label=_("Programme"), required=False)
    series = AnyValuesField(label=_("Series"), required=False)
    author = AnyValuesField(label=_("Author"), required=False)
    publisher = AnyValuesField(label=_("Publisher"), required=False)
    year_from = forms.IntegerField(label=_("From year"), required=False)
    year_to = forms.IntegerField(label=_("To year"), required=False)
    references = forms.ChoiceField(label=_("Reference lists"), choices=[(LEFT_OUT, _("left out"))], required=False)
    sort = forms.ChoiceField(label=_("Sort by"), choices=[(name, name) for name in SORTS], required=False)
    view = forms.ChoiceField(label=_("View"), choices=[(AS_TABLE, _("as a table"))], required=False)
    page = forms.IntegerField(label=_("Page"), required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a query string asks: the words as typed and as read, the filters, and names of parameters left aside."""

    words: str
    parsed: Parsed
    filters: Filters
    sort: Sort
    page: int
    references: bool = True
    table: bool = False
    left_aside: tuple[str, ...] = ()

    @property
    def page_size(self) -> int:
        return _page_size(table=self.table)

    @property
    def last_page(self) -> int:
        """The last page that is shown of however long a list."""
        return MAX_HITS // self.page_size

    @property
    def is_everything(self) -> bool:
        return not self.words

    def query(self, reader: Reader, **how: object) -> SearchQuery:
        """Return the query for a reader; `how` replaces what a page does not ask by its address."""
        fields: dict[str, object] = {
            "audience": audience_of(reader),
            "expression": self.parsed.expression,
            "filters": self.filters,
            "sort": self.sort,
            "references": self.references,
            "offset": (self.page - 1) * self.page_size,
            "limit": self.page_size,
        }
        if self.table:
            fields["passages"] = 0
        # A question put into a vector costs milliseconds: only where its answer is ordered by it.
        if self.sort == "relevance" and "near" not in how:
            fields["near"] = meaning.near(self.parsed.expression)
        return SearchQuery(**{**fields, **how})  # type: ignore[arg-type]


def asked(parameters: QueryDict | Mapping[str, object]) -> Asked:
    """Return what a query string asks; what has no sense in it is left aside and named."""
    form = SearchForm(parameters)
    form.is_valid()
    clean = form.cleaned_data
    words = (clean.get("q") or "").strip()
    first, last = _years(clean.get("year_from"), clean.get("year_to"))
    table = clean.get("view") == AS_TABLE
    values = tuple((name, tuple(clean[name])) for name in CHOSEN_FACETS if clean.get(name))
    return Asked(
        # As far as it is read: every link of the page carries the words along.
        words=words[:MAX_CHARACTERS],
        parsed=read_query(words),
        filters=Filters(values=values, year_from=first, year_to=last),
        sort=clean.get("sort") or ("relevance" if words else "newest"),
        page=min(max(clean.get("page") or 1, 1), MAX_HITS // _page_size(table=table)),
        references=clean.get("references") != LEFT_OUT,
        table=table,
        left_aside=tuple(form.errors),
    )


def _page_size(*, table: bool) -> int:
    return TABLE_ROWS if table else PAGE_SIZE


def audience_of(reader: Reader) -> Audience:
    """Return the reader as the engines know one."""
    return Audience(staff=reader.staff, uploader=reader.user_id)


def _years(first: int | None, last: int | None) -> tuple[int | None, int | None]:
    """Return the span in order; years that no calendar of ours has are left out."""
    first = first if first is not None and 0 < first < 10_000 else None
    last = last if last is not None and 0 < last < 10_000 else None
    return (last, first) if first and last and last < first else (first, last)
