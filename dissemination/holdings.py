"""What the library holds for everyone: counts by vocabulary, country and year, remembered until something changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db.models import Max, Q, QuerySet

from catalogue.models import Contribution, Publication, PublicationFile
from catalogue.policy import RECORD_STATES

_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Numbers of publications: in all, and for each slug, code, year or id of a way to browse."""

    publications: int = 0
    pages: int = 0
    languages: int = 0
    by: dict[str, dict[str, int]] = field(default_factory=dict)

    def of(self, kind: str) -> dict[str, int]:
        return self.by.get(kind, {})


def on_the_shelves() -> QuerySet[Publication]:
    """Return what browsing shows, to staff too: public records that no public newer version has replaced."""
    public = Publication.objects.filter(state__in=RECORD_STATES)
    replaced = public.filter(supersedes__isnull=False).values("supersedes")
    return public.exclude(pk__in=replaced)


def holdings() -> Holdings:
    """Return the counts; one small query tells whether those remembered still hold."""
    changed = Publication.objects.aggregate(newest=Max("changed_at"), last=Max("pk"))
    key = f"holdings:{changed['newest']}:{changed['last']}".replace(" ", "_")
    known: Holdings | None = cache.get(key)
    if known is None:
        known = _counted()
        cache.set(key, known, _SECONDS)
    return known


def _counted() -> Holdings:
    shelves = on_the_shelves()
    rows = list(shelves.values_list("pk", "year", "countries", "languages", "type"))
    shown = {pk for pk, *_rest in rows}
    main = PublicationFile.objects.filter(position=0, publication__in=shelves)
    return Holdings(
        publications=len(rows),
        pages=sum(count for count in main.values_list("file__page_count", flat=True)),
        languages=len({language for *_row, languages, _type in rows for language in languages}),
        by={
            "years": _plain(Counter(str(year) for _pk, year, *_rest in rows if year is not None)),
            "countries": _plain(Counter(code for _pk, _year, codes, *_rest in rows for code in codes)),
            "types": _plain(Counter(row[-1] for row in rows)),
            "series": _links(shelves, "series__slug"),
            "programmes": _links(shelves, "programmes__slug"),
            "themes": _links(shelves, "themes__slug"),
            "topics": _links(shelves, "topics__slug"),
            "people": _people(shown),
            "organisations": _organisations(shelves, shown),
        },
    )


def _plain(counter: Counter[str]) -> dict[str, int]:
    return dict(counter)


def _links(shelves: QuerySet[Publication], path: str) -> dict[str, int]:
    pairs: Any = shelves.filter(~Q(**{path: None})).values_list(path, "pk").distinct()
    return _plain(Counter(slug for slug, _pk in pairs))


def _people(shown: set[int]) -> dict[str, int]:
    pairs = Contribution.objects.filter(person__isnull=False).values_list("person__slug", "publication_id")
    return _plain(Counter(str(slug) for slug, pk in set(pairs) if pk in shown))


def _organisations(shelves: QuerySet[Publication], shown: set[int]) -> dict[str, int]:
    """Count a publication once for an organisation, whatever parts it has in it."""
    pairs = set(
        Contribution.objects.filter(organisation__isnull=False).values_list("organisation__slug", "publication_id")
    )
    pairs |= set(shelves.filter(publisher__isnull=False).values_list("publisher__slug", "pk"))
    pairs |= set(shelves.filter(institution__isnull=False).values_list("institution__slug", "pk"))
    return _plain(Counter(str(slug) for slug, pk in pairs if pk in shown))
