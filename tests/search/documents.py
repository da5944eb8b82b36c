"""Documents to index in tests."""

from __future__ import annotations

from typing import Any

from search.query import PUBLIC, Audience, Filters, SearchQuery
from search.results import Excerpt, Results
from search.schema import LanguageText, PageText, SearchDocument
from search.syntax import parse


def document(pk: int, title: str = "A title", *texts: str, language: str = "en", **fields: Any) -> SearchDocument:
    """Return a public document; `facets` as a dict, everything else as SearchDocument has it."""
    facets = {"type": ("research_report",), "language": (language,), **fields.pop("facets", {})}
    year = fields.pop("year", 2015)
    abstract = fields.pop("abstract", "")
    given: dict[str, Any] = {
        "id": pk,
        "key": f"key{pk}",
        "version": 1,
        "record_public": True,
        "text_public": True,
        "uploader": None,
        "superseded": False,
        "titles": (LanguageText(text=title, language=language),),
        "abstracts": (LanguageText(text=abstract, language=language),) if abstract else (),
        "authors": (),
        "keywords": (),
        "identifiers": (),
        "facets": tuple(facets.items()),
        "year": year,
        "date": str(year) if year else "",
        "added": "2026-01-01",
        "sort_title": title,
        "pages": tuple(PageText(number=n, text=text, label=str(n + 10)) for n, text in enumerate(texts, 1)),
    }
    return SearchDocument(**{**given, **fields})


def query(text: str = "", audience: Audience = PUBLIC, **fields: Any) -> SearchQuery:
    """Return the question of a reader's text; `values` are chosen facet values."""
    values = fields.pop("values", {})
    years = {name: fields.pop(name) for name in ("year_from", "year_to") if name in fields}
    filters = Filters(values=tuple(values.items()), **years)
    return SearchQuery(audience=audience, expression=parse(text).expression, filters=filters, **fields)


def ids(results: Results) -> list[int]:
    return [hit.id for hit in results.hits]


def marked(excerpt: Excerpt) -> list[str]:
    return [fragment.text for fragment in excerpt if fragment.matched]


def counts(results: Results, facet: str) -> dict[str, int]:
    return {value.value: value.count for value in results.facet(facet).values}
