"""Languages, countries, dates and lists as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from babel import Locale
from django import forms
from django.utils.translation import gettext as _
from rapidfuzz import process

from catalogue.codes import countries, country_name, is_country, is_language, language_name
from citations.reference import PartialDate

# The names that are understood, whatever the language of the page.
_LOCALES = ("en", "sv")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SEASONS = range(21, 25)


def words(text: str) -> tuple[str, ...]:
    """Return what stands between semicolons or line ends, or, without any, between commas."""
    separator = r"[;\n]" if re.search(r"[;\n]", text) else ","
    parts = (" ".join(part.split()) for part in re.split(separator, text))
    return tuple(dict.fromkeys(part for part in parts if part))


def joined(values: Iterable[str]) -> str:
    """Return values as `words` reads them back."""
    listed = tuple(values)
    return "; ".join(listed) + (";" if len(listed) == 1 and "," in listed[0] else "")


def language_names(codes: Iterable[str]) -> str:
    return joined(language_name(code) for code in codes)


def language_code(text: str, known: Iterable[str] = ()) -> str:
    """Return the BCP 47 code for a language's name or code; `known` codes are tried first. Raises ValidationError."""
    wanted = text.strip().casefold()
    if not wanted:
        return ""
    for code in known:
        if wanted in (code.casefold(), language_name(code).casefold()):
            return code
    if code := _languages().get(wanted, ""):
        return code
    if is_language(text.strip()):
        return text.strip()
    raise forms.ValidationError(_unknown(_("No language is called “%(name)s”.") % {"name": text}, wanted, _languages()))


def language_codes(text: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language_code(name, known) for name in words(text)))


def country_names(codes: Iterable[str]) -> str:
    return joined(country_name(code) for code in codes)


def country_codes(text: str) -> tuple[str, ...]:
    """Return ISO 3166 codes (and XK) for names or codes of countries. Raises ValidationError with the nearest name."""
    return tuple(dict.fromkeys(_country_code(name) for name in words(text)))


def written_date(value: PartialDate | None) -> str:
    """Return a date as `read_date` reads it back; what it cannot say (a range, doubt) is given by its words."""
    if value is None:
        return ""
    if value.year is None:
        return value.literal
    parts = [f"{value.year:04d}"]
    if value.month:
        parts.append(f"{value.month:02d}")
    if value.day:
        parts.append(f"{value.day:02d}")
    end = f"/{written_date(value.end)}" if value.end else ""
    return "-".join(parts) + {"approximate": "~", "uncertain": "?", "both": "%"}.get(value.certainty, "") + end


def read_date(text: str) -> PartialDate | None:
    """Return the date for YYYY, YYYY-MM or YYYY-MM-DD, None for nothing. Raises ValidationError."""
    written = text.strip()
    if not written:
        return None
    found = _DATE.fullmatch(written)
    if found is None:
        raise forms.ValidationError(_("Write the year, 2012, or year, month and day, 2012-05-14."))
    year, month, day = (int(part or 0) for part in found.groups())
    if month in _SEASONS and not day:
        return PartialDate(year=year, month=month)
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise forms.ValidationError(_("There is no such day.")) from None
    return PartialDate(year=year, month=month, day=day)


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    """Return codes by name, Swedish and English, and by code."""
    names: dict[str, str] = {}
    for locale in _LOCALES:
        for code, name in Locale(locale).languages.items():
            names.setdefault(name.casefold(), code.replace("_", "-"))
    return names


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    return {name.casefold(): code for locale in _LOCALES for code, name in countries(locale)}


def _country_code(text: str) -> str:
    if is_country(text.upper()):
        return text.upper()
    wanted = text.casefold()
    if code := _countries().get(wanted):
        return code
    raise forms.ValidationError(_unknown(_("No country is called “%(name)s”.") % {"name": text}, wanted, _countries()))


def _unknown(sentence: str, wanted: str, known: dict[str, str]) -> str:
    """Return the sentence, with the nearest known name where one is near."""
    nearest = process.extractOne(wanted, list(known), score_cutoff=70)
    if nearest is None:
        return sentence
    return sentence + " " + _("Is it %(name)s?") % {"name": nearest[0].title()}
