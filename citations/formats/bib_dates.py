"""The date of an entry of a .bib file."""

from __future__ import annotations

import re
from dataclasses import replace

from citations.dates import is_date, month_number, parse_edtf, parse_loose
from citations.formats.bib_entry import EntryFields
from citations.formats.latex_decode import decode
from citations.reference import PartialDate


def date_of(fields: EntryFields) -> PartialDate | None:
    """Return the date of `date`, or of `year`, `month` and `day`, however people write them."""
    if text := plain_date(fields.raw("date")):
        date = parse_edtf(text)
        if date is not None or text == "XXXX":
            for name in ("year", "month", "day"):
                fields.raw(name)
            return date or _literal_state(fields)
        fields.complain("not_a_date", text)
        return parse_loose(text)
    year = plain_date(fields.raw("year"))
    if not year or year.lower().replace(" ", "") in _UNDATED:
        if year:
            return None
        return _literal_state(fields)
    year = _year_alone(year, fields)
    if re.fullmatch(r"-?[0-9]{1,4}", year):
        return _year_and_month(int(year), fields)
    date = parse_loose(year)
    if date and date.end is None and date.year is not None and not date.month:
        return replace(_year_and_month(date.year, fields), certainty=date.certainty)
    return date


def plain_date(source: str) -> str:
    """Return a date as it stands: its `~` says approximate, and is no tie."""
    text = source.strip()
    return text if not re.search(r"[\\{}]|--", text) else decode(text)


_UNDATED = frozenset({"n.d.", "nd", "n.d", "u.å.", "s.a.", "o.j."})


def _literal_state(fields: EntryFields) -> PartialDate | None:
    literal = fields.text("pubstate")
    return PartialDate(year=None, literal=literal) if literal else None


_TWO_YEARS = re.compile(
    r"[\[(](?P<old>[0-9]{4})[^\])]*[\])]\s*(?P<year>[0-9]{4})|(?P<year2>[0-9]{4}),?\s*(?:[\[(]|orig\w*\.?\s)\D*(?P<old2>[0-9]{4}).*"
)
_YEAR_AND_STATE = re.compile(r"([0-9]{4}),?\s*[(\[]?([^\W\d][^\W\d ]{2,}(?: [^\W\d ]+)*|in press)[)\]]?")


def _year_alone(text: str, fields: EntryFields) -> str:
    """Return the year of `[1893] 1984`, `2016 in press`, `2002a`; the year of origin and the state are carried."""
    if match := _TWO_YEARS.fullmatch(text):
        fields.left.setdefault("origdate", match["old"] or match["old2"])
        return match["year"] or match["year2"]
    if (match := _YEAR_AND_STATE.fullmatch(text)) and not month_number(match[2].split()[0]):
        fields.left.setdefault("pubstate", match[2])
        return match[1]
    return text[:4] if re.fullmatch(r"[0-9]{4}[a-z]", text) else text


def _year_and_month(year: int, fields: EntryFields) -> PartialDate:
    said = fields.text("month").replace("\u00a0", " ")
    day = fields.text("day")
    words = re.findall(r"\d+|[^\W\d_]+", said)
    months = [number for word in words if not word.isdigit() and (number := month_number(word))]
    digits = [word for word in words if word.isdigit()]
    month = months[0] if months else 0
    if not month and digits:
        month = month_number(digits.pop(0))
    if len(months) == 2 and not digits and 0 < month < months[1] <= 12:
        return PartialDate(year=year, month=month, end=PartialDate(year=year, month=months[1]))
    if month and not day and digits and "-" not in said and "–" not in said:
        day = digits[0]
    if said and not month:
        fields.left["month"] = said
    number = int(day) if day.isascii() and day.isdigit() and len(day) <= 2 else 0
    return PartialDate(year=year, month=month, day=number if number and is_date(year, month, number) else 0)
