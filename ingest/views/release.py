"""How a record becomes public, as the form says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from catalogue.publishing import DateNotAhead
from ingest.review import AT_ONCE, Release


def release_from(post: Mapping[str, str]) -> Release:
    """Return the release the form asks for: now, from a time on, its text from a day on, or its text for staff.

    Raises DateNotAhead where the time or day is missing or cannot be.
    """
    how = post.get("release", "now")
    if how == "restricted":
        return Release(restricted=True)
    if how == "embargo":
        return Release(embargo_until=day_from(post.get("embargo_until", "")))
    if how == "schedule":
        return Release(at=moment_from(post.get("publish_at", "")))
    return AT_ONCE


def day_from(text: str) -> dt.date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise DateNotAhead
    return day


def moment_from(text: str) -> dt.datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise DateNotAhead
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
