"""Dates as ISO 8601-2 (EDTF) writes them, which is also BibLaTeX's way."""

from __future__ import annotations

import re

from citations.reference import Certainty, PartialDate

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
OPEN_END = PartialDate(year=None)

_MARKS: dict[str, Certainty] = {"": "", "~": "approximate", "?": "uncertain", "%": "both", "?~": "both", "~?": "both"}
_SIGNS = {"": "", "approximate": "~", "uncertain": "?", "both": "%"}
_DAY = re.compile(r"(?a:([+-]?\d{4,})(?:-(\d\d?)(?:-(\d\d?))?)?)(?:T[\d:.Z+-]*)?([?~%]{0,2})")
_DECADE = re.compile(r"(\d{2})(\d|X)X")


def _valid(year: int, month: int, day: int) -> bool:
    if abs(year) > 99_999 or day > 31 or (day and not month):
        return False
    return month <= 12 or (month <= 24 and month >= 21 and not day)


def _parse_point(text: str) -> PartialDate | None:
    if text in {"", ".."}:
        return OPEN_END
    match = _DAY.fullmatch(text)
    if not match or match[4] not in _MARKS:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if not _valid(year, month, day):
        return None
    return PartialDate(year=year, month=month, day=day, certainty=_MARKS[match[4]])


def parse_edtf(text: str) -> PartialDate | None:
    """Return the date that `2021-03-15`, `2021-21`, `1999~/2003?`, `2019/..`, `199X` name; None if it is no date."""
    text = text.strip()
    if match := _DECADE.fullmatch(text):
        first = int(match[1] + ("0" if match[2] == "X" else match[2]) + "0")
        return PartialDate(year=first, end=PartialDate(year=first + (99 if match[2] == "X" else 9)))
    start, slash, end = text.partition("/")
    point = _parse_point(start)
    if point is None or (point.year is None and not slash):
        return None
    if not slash:
        return point
    closing = _parse_point(end)
    if closing is None or (point.year is None and closing.year is None):
        return None
    return PartialDate(year=point.year, month=point.month, day=point.day, certainty=point.certainty, end=closing)


def _format_point(date: PartialDate) -> str:
    if date.year is None:
        return ".."
    text = f"{date.year:04d}" if date.year >= 0 else f"-{-date.year:04d}"
    if date.month:
        text += f"-{date.month:02d}"
    if date.day:
        text += f"-{date.day:02d}"
    return text + _SIGNS[date.certainty]


def format_edtf(date: PartialDate) -> str:
    """Return the date in EDTF, "" if it has no year at all."""
    if date.year is None and (date.end is None or date.end.year is None):
        return ""
    if date.end is None:
        return _format_point(date)
    return f"{_format_point(date)}/{_format_point(date.end)}"


def month_number(text: str) -> int:
    """Return 1 to 12, or 21 to 24 for a season, for a name or number of it; 0 if it is neither."""
    text = text.strip().lower().rstrip(".")
    if text.isascii() and text.isdigit():
        number = int(text[:4])
        return number if 1 <= number <= 12 else 0
    if text in SEASONS:
        return SEASONS[text]
    return MONTHS.index(text[:3]) + 1 if len(text) >= 3 and text[:3] in MONTHS and text.isalpha() else 0


def parse_loose(text: str) -> PartialDate | None:
    """Return the date of the forms people write (`2021/03/15`, `15 March 2021`, `March 2021`, `2019-2020`, `ca. 1900`).

    What is no date is kept as its literal text; None for nothing at all.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if date := parse_edtf(text):
        return date
    return _parse_words(text) or PartialDate(year=None, literal=text)


_SLASHED = re.compile(r"([0-9]{4})/([0-9]{1,2})?(?:/([0-9]{1,2})?)?/?")
_SPAN = re.compile(r"([0-9]{4})\s*(?:-{1,3}|–|—|/)\s*([0-9]{4}|[0-9]{2})")
_WORDED = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?\.?\s+)?([^\W\d_]+)\.?\s+(?:([0-9]{1,2})(?:st|nd|rd|th)?,\s*)?([0-9]{4})"
)
_CIRCA = re.compile(r"(?:ca?\.?|circa)\s*([0-9]{4})")


def _parse_words(text: str) -> PartialDate | None:
    if match := _SLASHED.fullmatch(text):
        month, day = int(match[2] or 0), int(match[3] or 0)
        return PartialDate(year=int(match[1]), month=month, day=day) if _valid(int(match[1]), month, day) else None
    if match := _SPAN.fullmatch(text):
        last = match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
        return PartialDate(year=int(match[1]), end=PartialDate(year=int(last))) if last > match[1] else None
    if match := _CIRCA.fullmatch(text):
        return PartialDate(year=int(match[1]), certainty="approximate")
    if (match := _WORDED.fullmatch(text)) and (month := month_number(match[2])):
        return PartialDate(year=int(match[4]), month=month, day=int(match[1] or match[3] or 0))
    return None
