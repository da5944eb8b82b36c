"""Text as a reader knows it: accents, ligatures, broken words, running heads, page numbers, languages, garble."""

from __future__ import annotations

import tempfile
from collections import Counter

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from ingest.extraction.folios import printed_labels
from ingest.extraction.furniture import EdgeLine, furniture_places
from ingest.extraction.hyphens import unbroken, vocabulary
from ingest.extraction.in_process import extract
from ingest.extraction.mending import mended
from ingest.extraction.quality import PageSample, text_quality
from ingest.extraction.references_place import ReferenceWatch, has_heading, reference_pages
from ingest.extraction.stopwords import language_of, words_in
from ingest.extraction.values import Extraction

SWEDISH = (
    "Kommunerna har ansvar för skolan och omsorgen, och de tar ut skatt för att betala det som invånarna behöver. "
    "Det är en ordning som har vuxit fram under lång tid och som inte är lik den i andra länder. "
)
ENGLISH = (
    "The municipalities are responsible for schools and for care, and they levy taxes to pay for what people need. "
    "It is an order that has grown over a long time and that is not like the one in other countries. "
)


def _read(content: bytes) -> Extraction:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        with open(file.fileno(), "rb", closefd=False) as reader:
            extraction = extract(reader)
    assert isinstance(extraction, Extraction)
    return extraction


def _paper(texts: list[str], *, head: str = "", numbered_from: int = 0) -> bytes:
    pdf = FPDF()
    pdf.set_auto_page_break(False)
    pdf.set_font("Helvetica", size=11)
    for number, text in enumerate(texts):
        pdf.add_page()
        if head:
            pdf.set_y(8)
            pdf.cell(text=head)
        pdf.set_y(40)
        pdf.multi_cell(0, 6, text)
        if numbered_from:
            pdf.set_y(285)
            pdf.cell(0, text=str(numbered_from + number), align="C")
    return bytes(pdf.output())


@pytest.mark.parametrize(
    ("painted", "read"),
    [
        ("Universit\u00a8at", "Universität"),
        ("M\u00a8 uller", "Müller"),
        ("Andr´e", "André"),
        ("P´ıo", "Pío"),
        ("Fran¸cois", "François"),
        ("\ufb01nal e\ufb00ort", "final effort"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("voil`a", "voilà"),
        ("`quoted'", "`quoted'"),
        ("a\x07b", "ab"),
        ("\uf0b7 point", "• point"),
        ("x \u00a8 y", "x ÿ"),
        ("\uf731\uf739\uf737\uf739", "1979"),
        ("S\uf76d\uf761\uf76c\uf7e5", "Smalå"),
        ("\uf8ebx\uf8f6", "x"),
    ],
)
def test_accents_and_ligatures_become_letters(painted: str, read: str) -> None:
    assert mended(painted) == read


@given(st.text())
def test_mending_takes_any_text(text: str) -> None:
    assert not {"\x00", "\x07", "\ufb01"}.intersection(mended(text))


def test_a_broken_word_is_joined_as_the_document_spells_it_elsewhere() -> None:
    words = vocabulary(["They co-operate. A well-known cooperation.", "co-operate", "municipality"])
    assert unbroken("co\ufffeoperate", words) == "co-operate"
    assert unbroken("munici\ufffepality", words) == "municipality"
    assert unbroken("munici-\r\npality", words) == "municipality"
    assert unbroken("never\ufffeseen", words) == "neverseen"
    assert unbroken("Franco\ufffeGerman", words) == "Franco-German"
    assert unbroken("pages 3-\n5", words) == "pages 3-5"
    assert unbroken("- item\n- item", words) == "- item\n- item"


@given(st.text(alphabet="ab-\ufffe\u00ad\r\n A1", max_size=60))
def test_joining_words_loses_no_letter(text: str) -> None:
    joined = unbroken(text, Counter())
    assert [c for c in joined if c.isalnum()] == [c for c in text if c.isalnum()]


def test_running_heads_and_page_numbers_are_furniture_and_not_text() -> None:
    extraction = _read(_paper([ENGLISH] * 4, head="Papers on local rule no. 7", numbered_from=31))
    for page in extraction.pages:
        assert page.text.startswith("The municipalities")
        assert page.text.endswith("countries.")
        assert page.furniture[0] == "Papers on local rule no. 7"
    assert [page.label for page in extraction.pages] == ["31", "32", "33", "34"]


def test_a_line_that_stands_on_one_page_only_is_text() -> None:
    head = EdgeLine(place=0, text="A title of its own", height=0.05)
    body = EdgeLine(place=0, text="Another line", height=0.05)
    assert furniture_places([[head], [body]]) == [set(), set()]
    lower = EdgeLine(place=0, text="A title of its own", height=0.11)
    assert furniture_places([[head], [lower]]) == [set(), set()]


@pytest.mark.parametrize(
    ("edges", "labels"),
    [
        ([["3"], ["4"], ["5"]], ["3", "4", "5"]),
        ([["12 ANNA BERG"], ["A title 13"], ["14 ANNA BERG"]], ["12", "13", "14"]),
        ([["Page 1 of 3"], ["Page 2 of 3"], ["Page 3 of 3"]], ["1", "2", "3"]),
        ([["1 (3)"], ["2 (3)"], ["3 (3)"]], ["1", "2", "3"]),
        ([[""], ["i"], ["ii"], ["iii"], ["1"], ["2"], ["3"]], ["", "i", "ii", "iii", "1", "2", "3"]),
        ([[], ["- 2 -"], [], ["- 4 -"], ["- 5 -"]], ["1", "2", "3", "4", "5"]),
        ([["2012"], ["2012"], ["2012"]], ["", "", ""]),
        ([["Report 7"], ["Report 7"], ["Report 7"]], ["", "", ""]),
    ],
)
def test_printed_numbers_are_those_that_count_with_the_pages(edges: list[list[str]], labels: list[str]) -> None:
    assert printed_labels(edges) == labels


def test_a_page_in_another_language_is_known() -> None:
    extraction = _read(_paper([SWEDISH * 3, SWEDISH * 3, ENGLISH * 3]))
    assert [page.language for page in extraction.pages] == ["sv", "sv", "en"]


def test_a_few_words_have_no_language() -> None:
    assert language_of(words_in("the of and")) == ""


def test_a_layer_that_spells_nothing_is_garbled_and_a_picture_without_text_is_a_scan() -> None:
    garble = PageSample(text="qxv wfz kjh ztr bvm " * 40, pictured=0)
    scan = PageSample(text="", pictured=0.98)
    prose = PageSample(text=ENGLISH * 4, pictured=0)
    blank = PageSample(text="", pictured=0)
    assert text_quality([garble, garble]) == "garbled"
    assert text_quality([PageSample(text="\ue012\ue013\ue014" * 90, pictured=0)]) == "garbled"
    assert text_quality([scan, scan]) == "none"
    assert text_quality([scan, prose, prose]) == "good"
    assert text_quality([prose]) == "good"
    assert text_quality([blank, blank]) == "good"


def test_the_reference_list_is_looked_for_from_its_heading_and_no_page_is_missed_on_the_way() -> None:
    texts = ["prose"] * 6 + ["prose\nReferences\nBerg (2001)", "Lind (2002)", "Falk (2003)"]
    assert reference_pages(texts) == {6, 7, 8}
    watch = ReferenceWatch(len(texts))
    assert {n for n, text in enumerate(texts) if watch.wants(n, text)} >= {6, 7, 8}
    assert reference_pages(["prose"] * 7 + ["2001 2002 2003 2004 2005 2006 2007 2008"]) == {7}


def test_the_boxes_of_lines_count_from_the_top_left_of_the_page_as_it_is_shown() -> None:
    line = _read(_paper(["Top line"])).pages[0].lines[0]
    x0, y0, x1, y1 = line.box
    assert 20 < x0 < x1 < 120
    # The text begins 40 mm (113 points) from the top.
    assert 110 < y0 < y1 < 135
    assert 9 < line.size < 14


def test_a_heading_is_looked_for_once_a_line_however_many_are_empty() -> None:
    """Each empty line was begun at and run through to the last: 30,000 took minutes."""
    empty = "\n" * 30_000
    assert not has_heading(empty)
    assert has_heading(f"{empty}  3. References\n{empty}")
