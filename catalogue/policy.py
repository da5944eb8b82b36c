"""Who may see what: one function decides, and its counterpart for queries stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from catalogue.models import Publication, State


class Sight(IntEnum):
    """How much of a publication a reader may see; each step includes the ones below it."""

    NOTHING = 0
    TOMBSTONE = 1
    RECORD = 2
    TEXT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: a stranger, a contributor (`user_id`), or staff."""

    user_id: int | None = None
    staff: bool = False


STRANGER = Reader()

_PUBLIC_SIGHT = {
    State.DRAFT: Sight.NOTHING,
    State.SUBMITTED: Sight.NOTHING,
    State.IN_REVIEW: Sight.NOTHING,
    State.PUBLISHED: Sight.TEXT,
    State.EMBARGOED: Sight.RECORD,
    State.RESTRICTED: Sight.RECORD,
    State.WITHDRAWN: Sight.TOMBSTONE,
}
# States before publication, in which the uploader sees all of the own record.
UNPUBLISHED = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW)
RECORD_STATES = tuple(state for state, sight in _PUBLIC_SIGHT.items() if sight >= Sight.RECORD)


def reader_of(user: AbstractBaseUser | AnonymousUser) -> Reader:
    """Return who reads, for the user of a request."""
    if not user.is_authenticated:
        return STRANGER
    return Reader(user_id=user.pk, staff=bool(getattr(user, "is_staff", False)))


def may_see(reader: Reader, publication: Publication) -> Sight:
    """Return how much of the publication the reader may see."""
    if reader.staff:
        return Sight.TEXT
    state = State(publication.state)
    own = reader.user_id is not None and reader.user_id == publication.uploader_id
    if own and state in UNPUBLISHED:
        return Sight.TEXT
    if state is State.WITHDRAWN and publication.published_at is None:
        return Sight.NOTHING
    return _PUBLIC_SIGHT[state]


def visible_records(reader: Reader) -> Q:
    """Return the condition under which `may_see` gives at least the record."""
    if reader.staff:
        return Q()
    public = Q(state__in=RECORD_STATES)
    if reader.user_id is None:
        return public
    return public | Q(state__in=UNPUBLISHED, uploader_id=reader.user_id)
