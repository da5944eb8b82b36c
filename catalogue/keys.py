"""Citation keys as the library stores them: each given once, unique over living and former ones."""

from __future__ import annotations

import re

from django.conf import settings
from django.db.models import Q

from catalogue.models import FormerKey, Publication
from catalogue.references import reference_for
from citations.keys import PATTERN, is_pattern, make_key

# What BibTeX, biber and a shell all take; keys of imported entries may use all of it.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.+/-]{0,199}")


def is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None


def is_taken(key: str, *, but_by: Publication | None = None) -> bool:
    """Say whether another record has the key, or had it: a key never changes its meaning."""
    others = ~Q(pk=but_by.pk) if but_by else Q()
    former = ~Q(publication=but_by) if but_by else Q()
    if Publication.objects.filter(others, key__iexact=key).exists():
        return True
    return FormerKey.objects.filter(former, key__iexact=key).exists()


def key_for(publication: Publication) -> str:
    """Return the key to give: the wished one if it is free, else one made from the record."""
    wished = publication.wished_key
    if is_key(wished) and not is_taken(wished, but_by=publication):
        return wished
    pattern = settings.KEY_PATTERN if is_pattern(settings.KEY_PATTERN) else PATTERN
    return make_key(reference_for(publication), lambda key: is_taken(key, but_by=publication), pattern)


def publication_by_key(key: str) -> Publication | None:
    """Return the record that has the key now, or had it before."""
    living = Publication.objects.filter(key=key).first()
    if living:
        return living
    former = FormerKey.objects.select_related("publication").filter(key=key).first()
    return former.publication if former else None
