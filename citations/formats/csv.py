"""CSV for spreadsheets: one line a work, names and lists joined by `; `, nothing a spreadsheet would compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from citations.dates import format_edtf
from citations.formats.bib_fields import joined_title
from citations.markup import plain
from citations.reference import Name, Reference

COLUMNS = (
    "key",
    "type",
    "title",
    "authors",
    "editors",
    "year",
    "date",
    "container",
    "series",
    "number",
    "volume",
    "issue",
    "pages",
    "publisher",
    "institution",
    "place",
    "doi",
    "isbn",
    "issn",
    "url",
    "languages",
    "keywords",
    "licence",
    "abstract",
)
# Spreadsheets look for it to know UTF-8.
MARK = "\ufeff"
# A cell that begins so is a formula to a spreadsheet, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield the heading and one line for each work; UTF-8 with its mark."""
    yield HEAD
    for reference in references:
        yield line(_cells(reference))


def line(cells: Iterable[str]) -> str:
    """Return a line of cells, none of which a spreadsheet would compute."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(
        "'" + cell if cell.startswith(_FORMULA) else cell for cell in cells
    )
    return buffer.getvalue()


HEAD = MARK + line(COLUMNS)


def _cells(reference: Reference) -> tuple[str, ...]:
    date = reference.date
    return (
        reference.key,
        reference.type,
        plain(joined_title(reference.title, reference.subtitle)),
        "; ".join(inverted(name) for name in reference.names()),
        "; ".join(inverted(name) for name in reference.names("editor")),
        str(date.year) if date and date.year is not None else "",
        (format_edtf(date) or date.literal) if date else "",
        plain(joined_title(reference.container, reference.container_subtitle)),
        reference.series,
        reference.number,
        reference.volume,
        reference.issue,
        reference.pages,
        reference.publisher,
        reference.institution,
        reference.place,
        reference.identifier("doi"),
        reference.identifier("isbn"),
        reference.identifier("issn"),
        reference.url,
        "; ".join(reference.languages),
        "; ".join(reference.keywords),
        reference.licence,
        reference.abstracts[0].text if reference.abstracts else "",
    )


def inverted(name: Name) -> str:
    """Return `van der Berg, Anna, Jr`, or an organisation's name."""
    if name.is_organisation:
        return name.literal
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(filter(None, (family, name.given, name.suffix)))
