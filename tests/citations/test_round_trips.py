"""What is written is read again as it was: exactly where the form can say it, stably where it cannot."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import jsonschema
import pytest
import rispy
from hypothesis import HealthCheck, given, settings
from lxml import etree

from citations.canonical import canonical
from citations.formats import FORMATS
from citations.formats.files import decode_bytes, form_of
from citations.reference import PUBLICATION_TYPES, PartialDate, Reference, Text
from tests.citations.references import references
from tests.citations.samples import sample, written

GOLDEN = Path(__file__).parent / "golden"
EXACT = ("bibtex", "biblatex", "csl-json")
STABLE = ("ris", "enw", "endnote-xml")
often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", EXACT)
@often
@given(reference=references)
def test_reading_what_was_written_gives_the_same_reference(name: str, reference: Reference) -> None:
    read = FORMATS[name].read
    assert read is not None
    assert read(written(name, reference)).references == (reference,)


@pytest.mark.parametrize("name", STABLE)
@often
@given(reference=references)
def test_what_a_tagged_form_can_say_it_says_again(name: str, reference: Reference) -> None:
    read = FORMATS[name].read
    assert read is not None
    once = read(written(name, reference))
    assert not once.problems
    assert read(written(name, *once.references)).references == once.references


@often
@given(reference=references)
def test_every_xml_form_is_well_formed(reference: Reference) -> None:
    for name in ("endnote-xml", "mods", "datacite", "dc"):
        etree.fromstring(written(name, reference, reference).encode())


@often
@given(reference=references)
def test_bibtex_is_ascii_where_the_script_allows_and_has_balanced_braces(reference: Reference) -> None:
    for name in ("bibtex", "biblatex"):
        text = written(name, reference)
        assert text.count("{") == text.count("}")
    latin = dataclasses.replace(reference, titles=(Text(text="Łódź, Malmö – ‘naïve’ “Ångström” ß"),), subtitles=())
    title = next(line for line in written("bibtex", latin).splitlines() if line.startswith("  title"))
    assert title.isascii()


def test_a_hostile_title_runs_nowhere_and_survives_everywhere() -> None:
    title = "<script>alert(1)</script> {\\input{x}} $\\write18$ 50% 😀 ế Ж العربية </style>"
    reference = canonical(Reference(key="k", type="book", titles=(Text(text=title),)))
    for name in EXACT:
        read = FORMATS[name].read
        assert read is not None
        assert read(written(name, reference)).references[0].title == title
    assert "<script" not in written("jsonld", reference)
    for name in ("mods", "datacite", "dc", "endnote-xml"):
        found = etree.fromstring(written(name, reference).encode())
        assert title in "".join(str(part) for part in found.itertext())
    for name in ("ris", "enw", "csv"):
        assert title.split(" ", maxsplit=1)[0] in written(name, reference)


def test_a_year_before_ours_is_counted_as_each_form_counts_it() -> None:
    """EDTF has a year 0, CSL none."""
    reference = Reference(key="k", date=PartialDate(year=-43))
    assert json.loads(written("csl-json", reference))[0]["issued"] == {"date-parts": [[-44]]}
    assert "-0043" in written("biblatex", reference)


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("year", [-1, 0, 1])
def test_the_years_about_the_turn_of_eras_are_given_back(name: str, year: int) -> None:
    read = FORMATS[name].read
    assert read is not None
    reference = Reference(key="k", date=PartialDate(year=year, certainty="uncertain"))
    assert read(written(name, reference)).references == (reference,)


def test_spreadsheets_compute_nothing() -> None:
    reference = Reference(key="=1+1", titles=(Text(text="@SUM(A1)"),))
    assert "'=1+1,other,'@SUM(A1)" in written("csv", reference)


@pytest.mark.parametrize("type_", PUBLICATION_TYPES)
@pytest.mark.parametrize("name", list(FORMATS))
def test_each_type_is_written_as_its_golden_file_says(name: str, type_: str) -> None:
    """`KC_WRITE_GOLDEN=1` writes the files anew: read the difference before committing it."""
    path = GOLDEN / f"{type_}.{FORMATS[name].suffix}"
    text = _in_lines(written(name, sample(type_)))
    if os.environ.get("KC_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def _in_lines(text: str) -> str:
    """Return the text with one thing a line, so that a difference shows what changed."""
    if text.startswith(("{", "[")):
        return json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
    return text.replace("\r\n", "\n").replace("><", ">\n<")


@pytest.mark.parametrize("type_", PUBLICATION_TYPES)
def test_rispy_reads_the_same_record(type_: str) -> None:
    [record] = rispy.loads(written("ris", sample(type_)))
    assert record["title"] == "Floods in Łódź: <i>Salmo trutta</i> & DNA: A study"
    assert record["authors"] == ["van der Berg, Anna", "World Health Organization"]
    assert record["year"] == "2021"
    assert record["doi"] == "10.5555/demo.2021.4"
    assert record["keywords"] == ["flood", "risk"]


def test_csl_items_keep_to_the_schema() -> None:
    """The rules of CSL's schema that a writer can break: known types, known variables, dates in numbers."""
    schema = {
        "type": "array",
        "items": {"type": "object", "required": ["id", "type"], "properties": {"issued": {"type": "object"}}},
    }
    items = json.loads(written("csl-json", *map(sample, PUBLICATION_TYPES)))
    jsonschema.validate(items, schema)
    corpus = os.environ.get("KC_CORPUS")
    if corpus:
        whole = json.loads((Path(corpus).parent / "interop" / "csl-data.json").read_text())
        jsonschema.Draft7Validator(whole).validate(items)


@pytest.mark.parametrize(
    "source",
    [
        "@book{a, title={" + "{" * 100_000 + "}" * 100_000 + "}}",
        "@book{a, title={" * 2000,
        "@" * 50_000,
        "@misc{a, crossref={b}, title={x}}\n@misc{b, crossref={a}}",
        "@misc{a, crossref={a}, xdata={a}, title={x}}",
        "@string{a = a # a}" + "@string{a = a # a}" * 50 + "@misc{x, title=a}",
        '@misc{x, title="' + '"' * 1000,
        "@misc{x, title={\\'{\\'{\\'{" + "\\'{" * 5000 + "}}",
        "@misc{x, date={9999999999-99-99}, year={" + "9" * 5000 + "}, month={0}}",
        "@misc{x, author={" + " and ".join(["A, B"] * 5000) + "}}",
        "\x00\x01@misc{x, title={\x02\x03}}",
    ],
)
def test_hostile_bib_files_are_answered(source: str) -> None:
    read = FORMATS["bibtex"].read
    assert read is not None
    result = read(source)
    assert read(written("bibtex", *result.references)) is not None


@pytest.mark.parametrize(
    "source", ["[" * 100_000, '{"a":' * 50_000, "[1, null, {}]", '[{"id": []}]', '{"items": 3}', "nope"]
)
def test_hostile_json_is_answered(source: str) -> None:
    read = FORMATS["csl-json"].read
    assert read is not None
    assert read(source).problems or not read(source).references or read(source).references[0].title == ""


def test_broken_entries_are_reported_with_line_and_reason_and_the_rest_is_read() -> None:
    read = FORMATS["bibtex"].read
    assert read is not None
    result = read("@book{a, title={A}}\n@book{b, title={B\n\n@book{c, title={C}}\n@book{a, title={again}}")
    assert [r.key for r in result.references] == ["a", "c", "a"]
    assert [problem.line for problem in result.problems] == [2, 5]
    assert [problem.code for problem in result.problems] == ["unclosed", "key_twice"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("@misc{a, title={Malmö}}".encode("cp1252"), "bib"),
        ("\ufeff@misc{a, title={Malmö}}".encode("utf-16"), "bib"),
        ("@misc{a, title={Malmö}}".encode("utf-16-le"), "bib"),
        ("@misc{a, title={Malmö}}".encode(), "bib"),
        ("TY  - BOOK\r\nTI  - Malmö\r\nER  - ".encode(), "ris"),
        ('[{"id": "a", "title": "Malmö"}]'.encode(), "csl.json"),
        ("%0 Book\n%T Malmö".encode(), "enw"),
        (
            "<xml><records><record><ref-type>6</ref-type><titles><title>Malmö</title></titles></record></records></xml>".encode(),
            "endnote.xml",
        ),
    ],
)
def test_files_are_known_by_their_content_in_common_encodings(content: bytes, expected: str) -> None:
    text = decode_bytes(content)
    form = form_of("unnamed", text)
    assert form is not None
    assert form.suffix in {expected, "biblatex"} if expected == "bib" else form.suffix == expected
    assert form.read is not None
    assert form.read(text).references[0].title == "Malmö"


@pytest.mark.parametrize("type_", ["book", "handbook"])
def test_a_book_for_bibtex_has_authors_or_editors_and_keeps_both(type_: str) -> None:
    text = written("bibtex", sample(type_))
    assert "  editor" not in text
    read = FORMATS["bibtex"].read
    assert read is not None
    assert read(text).references == (sample(type_),)
