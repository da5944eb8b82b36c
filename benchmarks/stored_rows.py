"""Publications of benchmarks.library as rows: in bulk, as publishing each by itself would take hours."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from benchmarks.library import PAGES, corpus, material, publications
from catalogue.models import (
    Contribution,
    LocalisedText,
    PageText,
    Person,
    Publication,
    PublicationFile,
    Series,
    State,
    StoredFile,
    Theme,
)
from search.schema import SearchDocument

_AT_ONCE = 50


def fill(first: int, count: int, pages: int = PAGES) -> None:
    """Store so many publications from number `first` on."""
    given = material(corpus())
    some: list[SearchDocument] = []
    for document in publications(count, given, first=first, pages=pages):
        some.append(document)
        if len(some) == _AT_ONCE:
            _store(some)
            some = []
    _store(some)


@transaction.atomic
def _store(documents: Sequence[SearchDocument]) -> None:
    series = {slug: Series.objects.get_or_create(slug=slug)[0] for d in documents for slug in d.facet("series")}
    themes = {slug: Theme.objects.get_or_create(slug=slug)[0] for d in documents for slug in d.facet("theme")}
    people = _people({name for d in documents for name in d.authors})
    Publication.objects.bulk_create(
        Publication(
            id=d.id, key=d.key, state=State.PUBLISHED, type=d.facet("type")[0], year=d.year, version=1,
            month=int(d.date[5:7] or 0), series=series[d.facet("series")[0]], languages=list(d.facet("language")),
            countries=list(d.facet("country")), keywords=list(d.keywords), published_at=timezone.now(),
            institution_name="A Centre",
        )
        for d in documents
    )  # fmt: skip
    links = Publication.themes.through
    links.objects.bulk_create(
        links(publication_id=d.id, theme_id=themes[slug].pk) for d in documents for slug in d.facet("theme")
    )
    kinds = LocalisedText.Kind
    LocalisedText.objects.bulk_create(
        LocalisedText(publication_id=d.id, kind=kind, language=text.language, text=text.text)
        for d in documents
        for kind, texts in ((kinds.TITLE, d.titles), (kinds.ABSTRACT, d.abstracts))
        for text in texts
    )
    Contribution.objects.bulk_create(
        Contribution(publication_id=d.id, position=n, family=people[name].family, given=people[name].given,
                     person=people[name])
        for d in documents
        for n, name in enumerate(d.authors)
    )  # fmt: skip
    for document in documents:
        _store_pages(document)


def _people(names: set[str]) -> dict[str, Person]:
    slugs = {name: f"{slugify(name)[:80]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}" for name in names}
    split = {name: name.rpartition(" ") for name in names}
    Person.objects.bulk_create(
        (Person(slug=slugs[n], family=split[n][2][:200], given=split[n][0][:200]) for n in names), ignore_conflicts=True
    )
    stored = {person.slug: person for person in Person.objects.filter(slug__in=slugs.values())}
    return {name: stored[slug] for name, slug in slugs.items()}


def _store_pages(document: SearchDocument) -> None:
    name = hashlib.sha256(str(document.id).encode()).hexdigest()
    file = StoredFile.objects.create(sha256=name, size=1, page_count=len(document.pages), text_source="layer")
    language = document.facet("language")[0]
    PublicationFile.objects.create(publication_id=document.id, file=file, language=language, name="paper.pdf")
    PageText.objects.bulk_create(
        PageText(file=file, number=page.number, label=page.label, text=page.text) for page in document.pages
    )
