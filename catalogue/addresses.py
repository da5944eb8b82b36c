"""Addresses of files, formats and pictures: one for all languages, whatever language the page is read in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

from catalogue.models import LocalisedText, Publication, PublicationFile
from catalogue.slugs import slug_of

_LANGUAGE_PREFIX = re.compile(rf"(?<=/)(?:{'|'.join(code for code, _name in settings.LANGUAGES)})/$")
_SLUG_LENGTH = 60


def site_prefix() -> str:
    """Return what every address in no language begins with: `/`, where no server puts the library deeper."""
    return _LANGUAGE_PREFIX.sub("", get_script_prefix())


def named_address(name: str, *parts: int | str) -> str:
    """Return a named address in the language of the page that is asked for; its parts are numbers or slugs."""
    return get_script_prefix() + _path(name, len(parts)).format(*parts)


def plain_address(name: str, *parts: int | str) -> str:
    """Return a named address in no language; its parts are numbers or slugs."""
    return site_prefix() + _path(name, len(parts)).format(*parts)


def plain_reverse(name: str, *parts: object) -> str:
    """Return the same of any parts, as of a format, which is one of a few words."""
    return site_prefix() + reverse(name, args=parts).removeprefix(get_script_prefix())


@lru_cache(maxsize=64)
def _path(name: str, parts: int) -> str:
    """Return a path with {} for each part: reverse() takes 0.1 ms, and a list of results has a hundred."""
    some = [1234567890 + number for number in range(parts)]
    path = reverse(name, args=some).removeprefix(get_script_prefix())
    for part in some:
        path = path.replace(str(part), "{}")
    return path


def publication_address(publication_id: int) -> str:
    """Return the address of a publication in no language."""
    return plain_address("publication", publication_id)


def file_slug(publication: Publication, use: PublicationFile) -> str:
    """Return the file's name in its address, without `.pdf`: the title, and a number from the second file on."""
    slug = _slug(publication.texts.all())
    # A title that ends in a number must not look like the name of another file.
    number = position_of(publication, use)
    return slug if number == 1 else f"{slug}--{number}"


def _slug(texts: Iterable[LocalisedText]) -> str:
    titles = (t.text for t in texts if t.kind == LocalisedText.Kind.TITLE)
    return slug_of(next(titles, ""), length=_SLUG_LENGTH, fallback="publication")


def position_of(publication: Publication, use: PublicationFile) -> int:
    """Return the place of a file among the publication's files, from 1."""
    return next((n for n, u in enumerate(publication.files.all(), start=1) if u.pk == use.pk), 1)


def file_address(publication: Publication, use: PublicationFile) -> str:
    """Return the address of a file, in the directory of the publication's page."""
    return plain_address("publication-file", publication.pk, file_slug(publication, use))


def first_file_address(publication_id: int, texts: Iterable[LocalisedText]) -> str:
    """Return the address of the first file of a publication that has these texts."""
    return plain_address("publication-file", publication_id, _slug(texts))
