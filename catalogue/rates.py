"""How often one address may do what costs the library something: counted in Django's cache, by hours.

That is the memory of each web process unless KC_CACHE names a place for all of them.
"""

from __future__ import annotations

import hashlib
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


def within_rate(request: HttpRequest, what: str, most: int, *, seconds: int = HOUR) -> bool:
    """Count one more of `what` from the reader's address; say whether it is within the number for the time."""
    secret = hashlib.sha256(f"{settings.SECRET_KEY}{address_of(request)}".encode()).hexdigest()
    return counted(f"{what}:{secret[:32]}", most, seconds)


def counted(key: str, most: int, seconds: int) -> bool:
    """Count one more under a key; say whether it is within the number for the stretch of time that it is now."""
    key = f"{key}:{int(time.time() // seconds)}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:
        # Forgotten between the two lines: then its time was over.
        return True


def address_of(request: HttpRequest) -> str:
    """Return the reader's address: behind a proxy the one that the proxy itself wrote, which is the last."""
    if settings.USE_X_FORWARDED_HOST:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
