"""Addresses of files, formats and pictures: one for all languages, whatever language the page is read in."""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

from catalogue.models import LocalisedText, Publication, PublicationFile
from catalogue.slugs import slug_of

_LANGUAGE_PREFIX = re.compile(rf"(?<=/)(?:{'|'.join(code for code, _name in settings.LANGUAGES)})/$")
_SLUG_LENGTH = 60


def plain_reverse(name: str, *args: object) -> str:
    """Return a named address without the language that the page was asked in."""
    return site_prefix() + reverse(name, args=args).removeprefix(get_script_prefix())


def site_prefix() -> str:
    """Return what every address in no language begins with: `/`, where no server puts the library deeper."""
    return _LANGUAGE_PREFIX.sub("", get_script_prefix())


def publication_address(publication_id: int) -> str:
    """Return the address of a publication in no language."""
    before, after = _around_the_id(get_script_prefix())
    return f"{before}{publication_id}{after}"


@lru_cache(maxsize=8)
def _around_the_id(_prefix: str) -> tuple[str, str]:
    """Return what stands before and after an id: reverse() takes 0.1 ms, and a list has thousands."""
    some = 1234567890
    before, _, after = plain_reverse("publication", some).rpartition(str(some))
    return before, after


def file_slug(publication: Publication, use: PublicationFile) -> str:
    """Return the file's name in its address, without `.pdf`: the title, and a number from the second file on."""
    titles = (t.text for t in publication.texts.all() if t.kind == LocalisedText.Kind.TITLE)
    slug = slug_of(next(titles, ""), length=_SLUG_LENGTH, fallback="publication")
    # A title that ends in a number must not look like the name of another file.
    number = position_of(publication, use)
    return slug if number == 1 else f"{slug}--{number}"


def position_of(publication: Publication, use: PublicationFile) -> int:
    """Return the place of a file among the publication's files, from 1."""
    return next((n for n, u in enumerate(publication.files.all(), start=1) if u.pk == use.pk), 1)


def file_address(publication: Publication, use: PublicationFile) -> str:
    """Return the address of a file, in the directory of the publication's page."""
    return plain_reverse("publication-file", publication.pk, file_slug(publication, use))
