"""What the library already knows, as the plain values that describing a paper takes."""

from __future__ import annotations

from catalogue.models import Organisation, Person, Series, Theme, Topic
from catalogue.models.vocabularies import Term
from citations.reference import Name
from ingest.description.values import Vocabulary

# Beyond so many, names help no more than they cost to look through for each paper.
_MOST = 20_000


def known_vocabulary() -> Vocabulary:
    """Return the library's series, organisations, people, themes and topics with all their spellings."""
    people = Person.objects.order_by("id")[:_MOST]
    organisations = Organisation.objects.order_by("id")[:_MOST]
    return Vocabulary(
        series=_spellings(Series),
        organisations=tuple((o.name, o.names) for o in organisations),
        people=tuple(Name(family=p.family, given=p.given, particle=p.particle, suffix=p.suffix) for p in people),
        themes=_spellings(Theme),
        topics=_spellings(Topic),
    )


def _spellings(vocabulary: type[Term]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((term.slug, term.names) for term in vocabulary._default_manager.order_by("id"))
