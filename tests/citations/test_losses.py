"""What each form keeps of each field, found by writing and reading; the table of docs/citations.md says the same.

A form that is read keeps what it gives back; one that is only written keeps what it says of it in some way.
"""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

from citations.canonical import canonical
from citations.formats import FORMATS, Format
from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text
from tests.citations.samples import written

DOCS = Path(__file__).parents[2] / "docs" / "citations.md"
BEGIN, END = "<!-- what each form keeps: begin -->\n", "<!-- what each form keeps: end -->\n"
TYPES = ("research_report", "thesis", "book", "chapter", "article", "other")
ANNA = Name(family="Berg", given="Anna")


def _by(name: Name, **said: str) -> tuple[Contributor, ...]:
    return (Contributor(name=name, **said),)


def _also(role: str) -> tuple[Contributor, ...]:
    return (*_by(ANNA), Contributor(name=Name(family="Lind", given="Bo"), role=role))


def _title(text: str, *further: Text) -> tuple[Text, ...]:
    return (Text(text=text, language="en"), *further)


# What is tried: the field, what of it, and its value. Every field of a Reference is here at least once.
TRIED: tuple[tuple[str, str, Any], ...] = (
    ("key", "", "berg2020"),
    ("type", "", None),
    ("kind", "", "patent"),
    ("genre", "", "Fact sheet"),
    ("titles", "first", _title("Salmo trutta in rivers")),
    ("titles", "markup", _title("<i>Salmo trutta</i> in rivers")),
    ("titles", "further, in other languages", _title("Rivers", Text(text="Floder", language="sv"))),
    ("subtitles", "apart from the title", _title("A study")),
    ("abstracts", "first", _title("We measured.")),
    ("abstracts", "paragraphs", _title("We measured.\n\nWe wrote.")),
    ("abstracts", "further, in other languages", _title("We measured.", Text(text="Vi mätte.", language="sv"))),
    ("contributors", "authors", _by(Name(family="Lind", given="Bo"))),
    ("contributors", "editors", _also("editor")),
    ("contributors", "translators", _also("translator")),
    ("contributors", "series editors", _also("collection-editor")),
    ("contributors", "other roles", _also("illustrator")),
    ("contributors", "particle", _by(Name(family="Berg", given="Anna", particle="van der"))),
    ("contributors", "suffix", _by(Name(family="Berg", given="Anna", suffix="Jr."))),
    ("contributors", "organisation", _by(Name(literal="Water Institute"))),
    ("contributors", "organisation with a comma", _by(Name(literal="Water, Air and Soil"))),
    ("contributors", "ORCID", _by(ANNA, orcid="0000-0002-1825-0097")),
    ("contributors", "ROR", _by(Name(literal="Water Institute"), ror="05dxps055")),
    ("others", "", ("author",)),
    ("date", "year", PartialDate(year=2020)),
    ("date", "month and day", PartialDate(year=2020, month=3, day=15)),
    ("date", "season", PartialDate(year=2020, month=21)),
    ("date", "range", PartialDate(year=2019, end=PartialDate(year=2020))),
    ("date", "uncertain", PartialDate(year=2020, certainty="uncertain")),
    ("date", "in words", PartialDate(year=None, literal="forthcoming")),
    ("container", "", "The Journal of Floods"),
    ("container_subtitle", "apart from the container", "Water and land"),
    ("series", "", "Reports"),
    ("number", "", "4"),
    ("volume", "", "12"),
    ("issue", "", "3"),
    ("edition", "", "2"),
    ("pages", "", "10-20"),
    ("page_count", "", "120"),
    ("publisher", "", "A Press"),
    ("publisher", "beside an institution", "A Press"),
    ("institution", "", "Institute of Hydrology"),
    ("institution", "beside a publisher", "Institute of Hydrology"),
    ("place", "", "Ghent"),
    ("event", "", "Flood Days"),
    ("event", "beside a container", "Flood Days"),
    ("event_place", "", "Lund"),
    ("event_date", "", PartialDate(year=2020, month=5)),
    ("funders", "", ("A Fund",)),
    ("identifiers", "DOI", (Identifier(scheme="doi", value="10.5555/demo.2020.4"),)),
    ("identifiers", "ISBN", (Identifier(scheme="isbn", value="978-3-16-148410-0"),)),
    ("identifiers", "ISSN", (Identifier(scheme="issn", value="0378-5955"),)),
    ("identifiers", "others", (Identifier(scheme="handle", value="2077/12345"),)),
    ("url", "", "https://example.org/p/1"),
    ("accessed", "", PartialDate(year=2026, month=11, day=22)),
    ("languages", "first", ("en",)),
    ("languages", "further", ("en", "sv")),
    ("keywords", "", ("flood", "risk")),
    ("licence", "", "CC-BY-4.0"),
    ("note", "", "Found in a cellar."),
    ("note", "paragraphs", "Found in a cellar.\n\nIn two parts."),
    ("extra", "", (("colour", "blue"),)),
)
# What stands in the reference besides: what the value belongs to, or what competes with it for a field.
_JOURNAL = {"container": "The Journal of Floods"}
BESIDE: dict[tuple[str, str], dict[str, Any]] = {
    **dict.fromkeys((("volume", ""), ("issue", ""), ("pages", ""), ("event", "beside a container")), _JOURNAL),
    ("container_subtitle", "apart from the container"): _JOURNAL,
    ("number", ""): {"series": "Reports"},
    ("place", ""): {"publisher": "A Press"},
    ("event_place", ""): {"event": "Flood Days"},
    ("event_date", ""): {"event": "Flood Days"},
    ("publisher", "beside an institution"): {"institution": "Institute of Hydrology"},
    ("institution", "beside a publisher"): {"publisher": "A Press"},
}
# What a form that is not read must tell the value from, where that is neither its absence nor what every record has.
INSTEAD: dict[tuple[str, str], Any] = {
    ("titles", "markup"): _title("Salmo trutta in rivers"),
    ("abstracts", "paragraphs"): _title("We measured. We wrote."),
    ("abstracts", "further, in other languages"): _title("We measured."),
    ("contributors", "organisation with a comma"): _by(Name(literal="Water Air and Soil")),
    ("contributors", "ROR"): _by(Name(literal="Water Institute")),
    ("date", "year"): None,
    ("languages", "further"): ("en",),
    ("note", "paragraphs"): "Found in a cellar. In two parts.",
}


def test_every_field_is_tried() -> None:
    fields = [field.name for field in dataclasses.fields(Reference)]
    assert list(dict.fromkeys(field for field, _, _ in TRIED)) == fields


def test_the_table_says_what_each_form_keeps() -> None:
    """`KC_WRITE_GOLDEN=1` writes the table anew: read the difference before committing it."""
    text = DOCS.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    table, _, after = rest.partition(END)
    found = _table()
    if os.environ.get("KC_WRITE_GOLDEN"):
        DOCS.write_text(f"{before}{BEGIN}{found}{END}{after}", encoding="utf-8")
        table = found
    assert table == found


def _table() -> str:
    forms = sorted(FORMATS.values(), key=lambda form: form.read is None)
    kept = [[_kept_of(form, type_) for type_ in TYPES] for form in forms]
    lines = [["", *(form.label for form in forms)], ["---"] * (len(forms) + 1)]
    for number, (field, part, _) in enumerate(TRIED):
        cells = [_cell([of_type[number] for of_type in of_form]) for of_form in kept]
        lines.append([f"{field}: {part}" if part else field, *cells])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _cell(kept: list[bool]) -> str:
    return "✓" if all(kept) else "some" if any(kept) else "–"


def _kept_of(form: Format, type_: str) -> list[bool]:
    """Return for each thing tried whether the form keeps it in a record of the type."""
    wanted = [_reference(number, type_) for number in range(len(TRIED))]
    if form.read is None:
        absent = [_reference(number, type_, instead=True) for number in range(len(TRIED))]
        return [written(form.name, a) != written(form.name, b) for a, b in zip(wanted, absent, strict=True)]
    read = form.read(written(form.name, *wanted)).references
    fields = [field for field, _, _ in TRIED]
    return [getattr(a, f) == getattr(b, f) for a, b, f in zip(wanted, read, fields, strict=True)]


def _reference(number: int, type_: str, *, instead: bool = False) -> Reference:
    field, part, value = TRIED[number]
    base: dict[str, Any] = {
        "key": f"k{number}",
        "type": type_,
        "titles": _title("Rivers"),
        "contributors": _by(ANNA),
        "date": PartialDate(year=2020),
    }
    said = base | BESIDE.get((field, part), {})
    if not instead:
        return canonical(Reference(**(said | ({} if value is None else {field: value}))))
    absent = {name: value for name, value in (said | base).items() if name != field or name in base}
    absent |= {"type": "article" if type_ == "book" else "book"} if field == "type" else {}
    absent |= {field: INSTEAD[field, part]} if (field, part) in INSTEAD else {}
    return canonical(Reference(**absent))
