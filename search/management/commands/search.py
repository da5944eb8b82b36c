"""`manage.py search QUERY [--facet NAME=VALUE]`: what a stranger finds, as lines or as one JSON object."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict

from catalogue.models import Publication
from catalogue.policy import STRANGER, Reader
from search import engines
from search.engines.base import EngineError
from search.filters import asked
from search.presentation import note_texts
from search.query import SORTS, Filters
from search.results import Fragment, Hit, Results
from search.schema import FACETS


class Command(BaseCommand):
    help = "Searches the library as a stranger does, or with --staff as staff do."
    # No pages are served here: loading every view only to check it would cost a second a start.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--facet", action="append", default=[], metavar="NAME=VALUE")
        parser.add_argument("--sort", choices=SORTS)
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--offset", type=int, default=0)
        parser.add_argument("--staff", action="store_true", help="search unpublished records and closed text too")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, query: str, format: str, **options: Any) -> None:  # noqa: A002
        question = asked(_parameters(query, options["sort"]))
        filters = Filters(values=_chosen(options["facet"]))
        reader = Reader(staff=True) if options["staff"] else STRANGER
        limit, offset = min(max(options["limit"], 1), 1000), max(options["offset"], 0)
        for note in note_texts(question):
            self.stderr.write(note)
        try:
            results = engines.default().search(
                question.query(reader, filters=filters, limit=limit, offset=offset, facets=FACETS)
            )
        except EngineError as error:
            raise CommandError(str(error)) from error
        found = _written(query, results)
        self.stdout.write(json.dumps(found, ensure_ascii=False) if format == "json" else _lines(found))


def _parameters(query: str, sort: str | None) -> QueryDict:
    """Return the query string that a page would have."""
    parameters = QueryDict(mutable=True)
    parameters["q"] = query
    if sort:
        parameters["sort"] = sort
    return parameters


def _chosen(facets: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the values chosen of each facet; raises CommandError for a facet that there is not."""
    chosen: dict[str, list[str]] = {}
    for choice in facets:
        name, _equals, value = choice.partition("=")
        if not value or name not in FACETS:
            message = f"--facet takes NAME=VALUE with NAME one of {', '.join(FACETS)}, not {choice!r}."
            raise CommandError(message)
        if name == "year" and not value.isdecimal():
            message = f"--facet year=VALUE takes a year, not {value!r}."
            raise CommandError(message)
        chosen.setdefault(name, []).append(value)
    return tuple((name, tuple(values)) for name, values in chosen.items())


def _written(query: str, results: Results) -> dict[str, Any]:
    publications = Publication.objects.prefetch_related("texts").in_bulk([hit.id for hit in results.hits])
    return {
        "query": query,
        "total": results.total,
        "facets": {
            facet.name: [{"value": v.value, "count": v.count} for v in facet.values] for facet in results.facets
        },
        "hits": [_hit(hit, publications[hit.id].title) for hit in results.hits if hit.id in publications],
    }


def _hit(hit: Hit, title: str) -> dict[str, Any]:
    pages = [{"page": p.page, "label": p.label, "excerpt": _excerpt(p.excerpt)} for p in hit.passages]
    return {"id": hit.id, "title": title, "key": hit.key, "pages": pages}


def _excerpt(fragments: tuple[Fragment, ...]) -> list[dict[str, object]]:
    return [{"text": fragment.text, "matched": fragment.matched} for fragment in fragments]


def _lines(found: dict[str, Any]) -> str:
    lines = [f"{found['total']} publications"]
    for hit in found["hits"]:
        lines.append(f"{hit['id']:>6}  {hit['title']}  [{hit['key']}]")
        for page in hit["pages"]:
            text = "".join(f"*{f['text']}*" if f["matched"] else f["text"] for f in page["excerpt"])
            place = f"p. {page['label']}" if page["label"] else f"sheet {page['page']}"
            lines.append(f"        {place}: {text}")
    return "\n".join(lines)
