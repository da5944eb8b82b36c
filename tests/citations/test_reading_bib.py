"""What people and their programs write in .bib files, and what is read of it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from benchmarks.zotero_items import compared
from citations.dates import format_edtf, parse_loose
from citations.formats import bibtex
from citations.formats.csl_types import zotero_type
from citations.formats.latex_decode import decode_title
from citations.reference import Name, Reference, Text


def read_one(fields: str, entry: str = "misc") -> Reference:
    [reference] = bibtex.read(f"@{entry}{{k, {fields}}}").references
    return reference


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"$2 \times 2$ and $n \rightarrow \infty$", "2 × 2 and n → ∞"),
        (r"$\frac{1}{2}$, $\sqrt{2}$, $O(n \log n)$", "1/2, √2, O(n log n)"),
        (r"$\mu$m, $\alpha n$, $\sim 100$", "μm, αn, ∼100"),
        (r"10$^{-3}$ at $37^{\circ}\mathrm{C}$", "10<sup>-3</sup> at 37°C"),
        (r"\textalpha-helix", "α-helix"),
        (r"Franc{\ocirc{u}}, {\c C}elik, S{\~a}o, \.{I}zmir, na{\"\i}ve", "Franců, Çelik, São, İzmir, naïve"),
        (r"Vi{\d{\^e}}t Nam, \uhorn", "Việt Nam, ư"),
        (r"\href{http://x.y/z}{Label} and \textcolor{red}{red}", "Label and red"),
        (r"\foreignlanguage{german}{Über} den Wald\footnote{Translated.}", "Über den Wald"),
        (r"\enquote{one \enquote{two} \mkbibquote{three}}", "“one ‘two’ ‘three’”"),
        (r"Energy \(E=mc^2\) and \[x_1\]", "Energy E=mc<sup>2</sup> and x<sub>1</sub>"),
        (r"R {\&}amp$\mathsemicolon$ D, R &amp; D, \&amp;", "R & D, R & D, &amp;"),
    ],
)
def test_latex_is_read_as_the_text_it_prints(source: str, text: str) -> None:
    assert decode_title(source) == text


@pytest.mark.parametrize(
    ("source", "date"),
    [
        ("April 3rd 2001", "2001-04-03"),
        ("OCT 1 2018", "2018-10-01"),
        ("2010 Mar-Apr", "2010-03/2010-04"),
        ("15 mars 2021", "2021-03-15"),
        ("15 de marzo de 2021", "2021-03-15"),
        ("23.06.2011", "2011-06-23"),
        ("01/25/2009", "2009-01-25"),
        ("1978/79", "1978/1979"),
        ("c1998", "1998"),
        ("[2014]", "2014"),
        ("[2014?]", "2014?"),
        ("ca. 1900", "1900~"),
        ("03/04/2009", ""),
        ("31 February 2011", ""),
        ("Marktplatz 2020", ""),
    ],
)
def test_a_date_in_words_is_read_where_only_one_day_can_be_meant(source: str, date: str) -> None:
    read = parse_loose(source)
    assert read is not None
    assert format_edtf(read) == date
    assert read.literal == ("" if date else source)


@pytest.mark.parametrize(
    ("fields", "date", "extra"),
    [
        ("year={[1893] 1984}", "1984", {"origdate": "1893"}),
        ("year={1953 originally 1742}", "1953", {"origdate": "1742"}),
        ("year={2016 in press}", "2016", {"pubstate": "in press"}),
        ("year={2002a}", "2002", {}),
        ("year=2008, month={Oct/Nov}", "2008-10/2008-11", {}),
        ('year=2008, month=jul # "--" # aug', "2008-07/2008-08", {}),
        ("year=2010, month={02}, day={30}", "2010-02", {}),
    ],
)
def test_a_year_is_found_beside_what_else_people_write_there(fields: str, date: str, extra: dict[str, str]) -> None:
    reference = read_one(fields)
    assert reference.date is not None
    assert format_edtf(reference.date) == date
    assert dict(reference.extra) == extra


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (r"D.\,E. Knuth", [Name(family="Knuth", given="D. E.")]),
        ("Ek, Bo and and Li, Wei", [Name(family="Ek", given="Bo"), Name(family="Li", given="Wei")]),
        ("John Smith 0001", [Name(family="Smith", given="John")]),
        ("{UN Women} and {\\'E}mile Zola", [Name(literal="UN Women"), Name(family="Zola", given="Émile")]),
        (
            "Medie, Peace A., Kang, Alice J.",
            [Name(family="Medie", given="Peace A."), Name(family="Kang", given="Alice J.")],
        ),
        (
            "Ann Ek, Wei Li, Bo Ås, Eva Öst",
            [Name(family=f, given=g) for g, f in map(str.split, ("Ann Ek", "Wei Li", "Bo Ås", "Eva Öst"))],
        ),
    ],
)
def test_names_are_told_apart(source: str, names: list[Name]) -> None:
    assert list(read_one(f"author={{{source}}}").names()) == names


def test_commas_for_and_are_reported() -> None:
    [problem] = bibtex.read("\n@misc{k, author={Medie, Peace A., Kang, Alice J.}, title={T}}").problems
    assert (problem.line, problem.key) == (2, "k")
    assert (problem.code, problem.detail) == ("many_commas", "Medie, Peace A., Kang, Alice J.")


def test_an_astronomers_journal_is_known_by_its_command() -> None:
    assert read_one(r"journal={\apj}", "article").container == "Astrophysical Journal"
    assert read_one(r"journal={\unheardof}", "article").container == "unheardof"
    assert read_one(r"journal={{\textbraceleft}}", "article").container == "{"


def test_entries_that_are_commented_out_are_passed_over() -> None:
    result = bibtex.read("%@misc{a, title={A}}\n% @misc{b,\n%  title={B}\n% }\n@misc{c, title={C}}")
    assert [reference.key for reference in result.references] == ["c"]
    assert not result.problems


def test_a_key_is_kept_as_it_stands() -> None:
    result = bibtex.read("@misc{Müller 2010, title={A}}\n@misc{ISI:0004/5.6+7, title={B}}")
    assert [reference.key for reference in result.references] == ["Müller 2010", "ISI:0004/5.6+7"]
    written = "".join(bibtex.write(result.references))
    assert "@misc{Müller2010," in written


def test_a_file_of_an_old_macintosh_has_lines_too() -> None:
    result = bibtex.read("@misc{a, title={A}}\r@misc{b, title={B}, author={A, B, C, D}}\r")
    assert [reference.key for reference in result.references] == ["a", "b"]
    assert [problem.line for problem in result.problems] == [2]


@pytest.mark.parametrize(
    ("entry", "subtype", "zotero"),
    [
        ("video", "film", "film"),
        ("video", "tvepisode", "tvBroadcast"),
        ("video", "", "videoRecording"),
        ("movie", "", "film"),
    ],
)
def test_moving_pictures_are_told_apart_and_come_back(entry: str, subtype: str, zotero: str) -> None:
    reference = read_one(f"title={{T}}, entrysubtype={{{subtype}}}", entry)
    assert zotero_type(reference) == zotero
    assert bibtex.read("".join(bibtex.write([reference]))).references == (reference,)


@pytest.mark.parametrize(
    "carried",
    [
        {"contributors": "author"},
        {"contributor_ids": [[0, 1], [9, "a", "b"], 3], "contributor_names": [[0, 1]]},
        {"type": "no type", "titles": [1, {"text": 2}], "date": {"year": 10**9}, "text_languages": [1, [2, 3]]},
        {"subtitle": 3, "container_subtitle": [], "extra": [[1]], "identifiers": {"scheme": "doi"}},
    ],
)
def test_what_a_stranger_put_into_our_own_field_breaks_nothing(carried: dict[str, object]) -> None:
    source = f"author={{Ek, Bo}}, title={{T}}, journal={{J}}, year=2020, verba={{{json.dumps(carried)}}}"
    reference = read_one(source)
    assert (reference.type, reference.title, reference.names()) == ("other", "T", (Name(family="Ek", given="Bo"),))


@pytest.mark.skipif("KC_CORPUS" not in os.environ, reason="KC_CORPUS names no folder with collections")
def test_real_entries_are_read_as_zotero_reads_them() -> None:
    entries = list(compared(Path(os.environ["KC_CORPUS"]) / "bib" / "better-bibtex-import"))
    assert sum(not entry.differences for entry in entries) >= 0.95 * len(entries)


@pytest.mark.parametrize(
    "source", [r"10.1000/a{\_}b{\textless}c{\textgreater}", r"10.1000/a\_b\textless{}c\textgreater", "10.1000/a_b<c>"]
)
def test_what_some_programs_escape_in_addresses_is_read_as_meant(source: str) -> None:
    reference = read_one(f"doi = {{{source}}}, url = {{https://doi.org/{source}}}")
    assert reference.identifier("doi") == "10.1000/a_b<c>"
    assert reference.url == "https://doi.org/10.1000/a_b<c>"


def test_a_part_takes_the_title_that_its_whole_gives_itself_for_its_parts() -> None:
    source = """@incollection{part, crossref = {whole}, title = {Part}, author = {Anna Berg}}
        @book{whole, title = {Whole}, subtitle = {All of it}, booktitle = {The Whole Book}, year = 1995}"""
    part = bibtex.read(source).references[0]
    assert (part.container, part.container_subtitle) == ("The Whole Book", "")


def test_a_conference_has_a_place_beside_that_of_the_publisher() -> None:
    reference = read_one("address = {New York}, location = {Anchorage}, booktitle = {KDD}", "inproceedings")
    assert (reference.place, reference.event_place) == ("New York", "Anchorage")


@pytest.mark.parametrize("source", ["Berg, Anna; Li, Wei", "Berg, Anna and Li, Wei,", "Berg, Anna AND Wei Li and"])
def test_lists_of_names_with_slips_are_read_as_meant(source: str) -> None:
    names = (Name(family="Berg", given="Anna"), Name(family="Li", given="Wei"))
    assert read_one(f"author = {{{source}}}").names() == names


def test_names_are_text_without_markup() -> None:
    reference = read_one(r"author = {M\textsuperscript{c}Donald, {\it Ann} and X$_2$ Li}")
    assert reference.names() == (Name(family="McDonald", given="Ann"), Name(family="Li", given="X2"))


def test_only_titles_notes_and_abstracts_have_markup() -> None:
    houses = r"journal = {\emph{Nature}}, publisher = {\textbf{A} Press}"
    reference = read_one(rf"edition = {{2\textsuperscript{{nd}}}}, note = {{\emph{{Seen}}}}, {houses}", "article")
    assert (reference.edition, reference.container, reference.publisher) == ("2nd", "Nature", "A Press")
    assert reference.note == "<i>Seen</i>"


def test_bibtex_sorts_by_the_words_of_a_title_and_not_its_markup() -> None:
    reference = Reference(key="k", titles=(Text(text="A <b>bold</b> page"),))
    written = "".join(bibtex.write([reference]))
    assert re.search(r"key\s+= \{A bold page\}", written)
    (read,) = bibtex.read(written).references
    assert (read.titles, read.extra) == (reference.titles, ())
