"""Frozen searches: what everyone finds with a search today, kept, and compared with what is found later."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from catalogue.models import Publication
from catalogue.policy import STRANGER, Reader, visible_records
from search import engines
from search.addresses import pairs_of
from search.filters import Asked, asked
from search.models import FrozenSearch
from search.query import SearchQuery

# A longer list is no one's to screen, and could not be compared whole.
MOST = 10_000
# Neither 0 and o nor 1 and l: the address is also copied from paper.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_TOKEN_LENGTH = 10


class TooManyFound(Exception):
    """The search finds more than can be kept."""

    def __init__(self, total: int) -> None:
        super().__init__(f"{total} publications are more than {MOST}")
        self.total = total


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a frozen search finds now beside what it found then; ids in the order of their lists."""

    now: int
    stayed: int
    came: tuple[int, ...]
    went: tuple[int, ...]


def freeze(question: Asked) -> FrozenSearch:
    """Keep what a stranger finds with all the words; the same question with the same answer on one day is kept once.

    Raises TooManyFound, and EngineError when the engine cannot answer.
    """
    engine = engines.default()
    query = _query(question)
    total = engine.search(replace(query, limit=0)).total
    if total > MOST:
        raise TooManyFound(total)
    ids = list(engine.matching_ids(query))
    text = urlencode(pairs_of(question, view=False))
    if known := _kept_today(text, ids):
        return known
    status = engine.status()
    return FrozenSearch.objects.create(
        token="".join(secrets.choice(_LETTERS) for _ in range(_TOKEN_LENGTH)),
        asked=text,
        engine=status.name,
        index_version=status.version,
        total=len(ids),
        publication_ids=ids,
    )


def _query(question: Asked) -> SearchQuery:
    """Return the question by words alone: an order by meaning changes with the model."""
    return question.query(STRANGER, offset=0, relaxed=False, passages=0, near=())


def _kept_today(text: str, ids: list[int]) -> FrozenSearch | None:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    kept = FrozenSearch.objects.filter(asked=text, frozen_at__gte=start, removed_at=None).first()
    return kept if kept and kept.publication_ids == ids else None


def question_of(frozen: FrozenSearch) -> Asked:
    """Return what was asked."""
    return asked(QueryDict(frozen.asked))


def changes(frozen: FrozenSearch) -> Changes:
    """Ask a frozen search again; a record that was merged into another counts as that one. Raises EngineError."""
    now = engines.default().matching_ids(_query(question_of(frozen)))
    then = current(frozen)
    there, before = set(now), set(then)
    return Changes(
        now=len(now),
        stayed=len(there & before),
        came=tuple(pk for pk in now if pk not in before),
        went=tuple(pk for pk in then if pk not in there),
    )


def current(frozen: FrozenSearch) -> tuple[int, ...]:
    """Return the ids that were found, those merged into other records since as the records they are part of now."""
    merged = dict(Publication.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    return tuple(dict.fromkeys(merged.get(pk) or pk for pk in frozen.publication_ids))


def seen(ids: tuple[int, ...], reader: Reader) -> tuple[int, ...]:
    """Return those of the ids whose record the reader may see now, in their order."""
    visible = set(Publication.objects.filter(visible_records(reader), pk__in=ids).values_list("pk", flat=True))
    return tuple(pk for pk in ids if pk in visible)


def remove(frozen: FrozenSearch, user_id: int | None) -> None:
    """Forget what a frozen search asked and found; that there was one stays."""
    frozen.asked, frozen.publication_ids = "", []
    frozen.removed_at, frozen.removed_by_id = timezone.now(), user_id
    frozen.save(update_fields=["asked", "publication_ids", "removed_at", "removed_by"])
