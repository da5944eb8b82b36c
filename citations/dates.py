"""Dates as ISO 8601-2 (EDTF) writes them, which is also BibLaTeX's way."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

from citations.reference import Certainty, PartialDate

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SEASON_NAMES = ("Spring", "Summer", "Autumn", "Winter")
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
# The months in the languages of the collection and its neighbours; any beginning of three letters will do.
_MONTH_NAMES = """
    january february march april may june july august september october november december
    januari februari mars april maj juni juli augusti september oktober november december
    januar februar märz april mai juni juli august september oktober november dezember
    januar februar maerz april mai juni juli august september oktober november desember
    januari februari maart april mei juni juli augustus september oktober november december
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
    tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
"""
OPEN_END = PartialDate(year=None)

_MARKS: dict[str, Certainty] = {"": "", "~": "approximate", "?": "uncertain", "%": "both", "?~": "both", "~?": "both"}
_SIGNS = {"": "", "approximate": "~", "uncertain": "?", "both": "%"}
_DAY = re.compile(r"(?a:([+-]?\d{4,})(?:-(\d\d?)(?:-(\d\d?))?)?)(?:T[\d:.Z+-]*)?([?~%]{0,2})")
_DECADE = re.compile(r"(\d{2})(\d|X)X")


def is_date(year: int, month: int, day: int) -> bool:
    """Say whether there is such a day, month or season; 0 for what is not stated."""
    if abs(year) > 99_999 or (day and not 1 <= month <= 12):
        return False
    return day <= _days(year, month) and (month <= 12 or 21 <= month <= 24)


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year if 1 <= year <= 9999 else 2000, month)[1] if 1 <= month <= 12 else 0


def _parse_point(text: str) -> PartialDate | None:
    if text in {"", ".."}:
        return OPEN_END
    match = _DAY.fullmatch(text)
    if not match or match[4] not in _MARKS:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if not is_date(year, month, day):
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
    if text in MONTHS:
        return MONTHS.index(text) + 1
    return SEASONS.get(text) or _month_beginning(text)


@lru_cache(maxsize=512)
def _month_beginning(text: str) -> int:
    """Return the month of which alone the text is the beginning in any language, 0 for less than three letters."""
    names = _MONTH_NAMES.split()
    found = {n % 12 + 1 for n, name in enumerate(names) if name.startswith(text)} if len(text) >= 3 else set()
    return found.pop() if len(found) == 1 else 0


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


_SLASHED = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})?(?:[/.]([0-9]{1,2})?)?[/.]?")
_SPAN = re.compile(r"([0-9]{4})\s*(?:-{1,3}|–|—|/)\s*([0-9]{4}|[0-9]{2})")
_MONTHS_IN_WORDS = r"([^\W\d_]+)\.?(?:\s*[-–/]\s*([^\W\d_]+)\.?)?"
_DAY_FIRST = re.compile(
    rf"(?:([0-9]{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:de\s+)?)?{_MONTHS_IN_WORDS},?\s+(?:de\s+)?([0-9]{{4}})"
)
_MONTH_FIRST = re.compile(rf"{_MONTHS_IN_WORDS}\s+([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+([0-9]{{4}})")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}),?\s+{_MONTHS_IN_WORDS}(?:\s+([0-9]{{1,2}}))?")
_CIRCA = re.compile(r"(?:ca?\.|ca\s|c\s|circa|about|around|omkring)\s*([0-9]{4})", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:c|©|cop\.|copyright)\s*©?\s*([0-9]{4})", re.IGNORECASE)
# Supplied by whoever catalogued the work: it is not printed there.
_SUPPLIED = re.compile(r"\[([0-9]{4})(\??)\]")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")


def _parse_words(text: str) -> PartialDate | None:
    return _slashed(text) or _span(text) or _year_last(text) or _worded(text)


def _slashed(text: str) -> PartialDate | None:
    """Return the date of `2021/03/15`, `2021.3.5`, `2021/3/`."""
    match = _SLASHED.fullmatch(text)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    return PartialDate(year=year, month=month, day=day) if is_date(year, month, day) else None


def _span(text: str) -> PartialDate | None:
    """Return the years of `2019-2020`, `1978/79`."""
    match = _SPAN.fullmatch(text)
    if not match:
        return None
    last = match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
    return PartialDate(year=int(match[1]), end=PartialDate(year=int(last))) if last > match[1] else None


def _year_last(text: str) -> PartialDate | None:
    """Return the date of `15.3.2021`, and of `15/3/2021` or `3/15/2021` where only one of them can be meant."""
    match = _YEAR_LAST.fullmatch(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day_first = match[2] == "." or first > 12 or first == second
    if not day_first and second <= 12:
        return None
    day, month = (first, second) if day_first else (second, first)
    return PartialDate(year=year, month=month, day=day) if month and month <= 12 and day <= 31 else None


def _worded(text: str) -> PartialDate | None:
    """Return the date of `15 March 2021`, `March 15th, 2021`, `Mar.-Apr. 2021`, `2021 Mar 15`, `ca. 1900`."""
    if match := _CIRCA.fullmatch(text):
        return PartialDate(year=int(match[1]), certainty="approximate")
    if match := _COPYRIGHT.fullmatch(text):
        return PartialDate(year=int(match[1]))
    if match := _SUPPLIED.fullmatch(text):
        return PartialDate(year=int(match[1]), certainty="uncertain" if match[2] else "")
    if match := _DAY_FIRST.fullmatch(text):
        return _of_words(match[4], match[2], match[3], match[1])
    if match := _MONTH_FIRST.fullmatch(text):
        return _of_words(match[4], match[1], match[2], match[3])
    if match := _YEAR_FIRST.fullmatch(text):
        return _of_words(match[1], match[2], match[3], match[4])
    return None


def _of_words(year: str, month: str, last_month: str | None, day: str | None) -> PartialDate | None:
    first, last = month_number(month), month_number(last_month or "")
    if not first or (last_month and not first < last <= 12) or not is_date(int(year), first, int(day or 0)):
        return None
    end = PartialDate(year=int(year), month=last) if last and not day else None
    return PartialDate(year=int(year), month=first, day=int(day or 0), end=end)
