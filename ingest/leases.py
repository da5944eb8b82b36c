"""Leases: a worker holds a row for a while, renews it while it works, and loses it when it dies."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ingest.models import Recognition, Submission

logger = logging.getLogger(__name__)

Row = TypeVar("Row", Submission, Recognition)


class LeaseLost(Exception):
    """Another worker has taken the row over; what was done here counts for nothing."""


def lease_end() -> dt.datetime:
    """Return until when a row that is claimed now is held."""
    return timezone.now() + dt.timedelta(seconds=settings.LEASE_SECONDS)


def take(rows: QuerySet[Row], working: str, worker: str) -> Row | None:
    """Return the first of the rows that waits, or whose worker died, leased to this worker; None when there is none."""
    now = timezone.now()
    free = Q(state="waiting") | Q(state=working, lease_until__lt=now)
    candidates = rows.filter(free)
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            candidates = candidates.select_for_update(skip_locked=True, of=("self",))
        candidate = candidates.first()
        if candidate is None:
            return None
        taken = rows.model._default_manager.filter(free, pk=candidate.pk).update(
            state=working,
            lease_owner=worker,
            lease_until=lease_end(),
            attempts=F("attempts") + 1,
            failure="",
            changed_at=now,
        )
    return rows.model._default_manager.select_related("file").get(pk=candidate.pk) if taken else None


def give_back(rows: QuerySet[Row]) -> int:
    """Let the rows wait again, without counting what was begun as an attempt."""
    return rows.update(state="waiting", lease_owner="", lease_until=None, attempts=F("attempts") - 1)


def held(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Return the worker's own row, locked where that is possible. Raises LeaseLost when it is another's by now."""
    if connection.in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    if not rows.exists():
        raise LeaseLost
    return rows


@contextmanager
def kept_alive(row: Row, worker: str) -> Iterator[None]:
    """Renew the lease from a thread until the work is done, however long it takes."""
    done = threading.Event()
    thread = threading.Thread(target=_renew, args=(row, worker, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew(row: Row, worker: str, done: threading.Event) -> None:
    mine = type(row)._default_manager.filter(pk=row.pk, state=row.state, lease_owner=worker)
    while not done.wait(settings.LEASE_SECONDS / 3):
        try:
            mine.update(lease_until=lease_end())
        except DatabaseError:
            logger.warning("the lease of %s could not be renewed", row)
        finally:
            connection.close()
