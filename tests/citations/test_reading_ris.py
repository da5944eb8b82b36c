"""What databases and programs export as RIS, and what is read of it."""

from __future__ import annotations

import pytest

from citations.formats import ris
from citations.reference import Contributor, Identifier, Name, PartialDate, Reference
from tests.citations.samples import written

PUBMED = """
TY  - JOUR
DB  - PubMed
AU  - Jung, Sang  In
AU  - Valle-Delgado,J. J.
T1  - The effect of
  smartphones
SN  - 0915-5287
SN  - 2187-5626 (Electronic)
Y1  - 2016/01/
PY  - 2016/01/15/received
ET  - 2016/01/30
VL  - 28(1)
DO  - http://dx.doi.org/10.1589/jpts.28.186
M3  - doi: 10.1589/jpts.28.186
N1  - doi: 10.1589/jpts.28.186
N1  - First note
N1  - Second note
U1  - 26957754[pmid]
U2  - PMC4756000[pmcid]
J2  - J Phys Ther Sci
JF  - Journal of physical therapy science
UR  - //example.org/1
C8  - a custom value
ER  -
"""


def read_one(text: str) -> Reference:
    result = ris.read(text)
    assert not result.problems
    [reference] = result.references
    return reference


def test_a_databases_record_is_read_whole() -> None:
    reference = read_one(PUBMED)
    assert reference.title == "The effect of smartphones"
    assert reference.names() == (Name(family="Jung", given="Sang In"), Name(family="Valle-Delgado", given="J. J."))
    assert reference.date == PartialDate(year=2016, month=1, day=15)
    assert (reference.volume, reference.issue, reference.edition, reference.genre) == ("28", "1", "", "")
    assert reference.container == "Journal of physical therapy science"
    assert reference.note == "First note\n\nSecond note"
    assert reference.url == "https://example.org/1"
    assert reference.identifiers == (
        Identifier(scheme="doi", value="10.1589/jpts.28.186"),
        Identifier(scheme="issn", value="0915-5287"),
        Identifier(scheme="issn", value="2187-5626"),
        Identifier(scheme="pmid", value="26957754"),
        Identifier(scheme="pmcid", value="PMC4756000"),
    )


def test_tags_that_nobody_knows_are_carried_along() -> None:
    reference = read_one(PUBMED)
    extra = dict(reference.extra)
    assert (extra["shortjournal"], extra["database"], extra["ris-c8"]) == (
        "J Phys Ther Sci",
        "PubMed",
        "a custom value",
    )
    again = read_one(written("ris", reference))
    assert again.extra == reference.extra
    assert again.note == reference.note


def test_a_series_editor_is_no_editor_of_the_book() -> None:
    reference = read_one("TY  - CHAP\nTI  - T\nA2  - Ek, Bo\nA3  - Li, Wei\nER  - \n")
    assert reference.contributors == (
        Contributor(name=Name(family="Ek", given="Bo"), role="editor"),
        Contributor(name=Name(family="Li", given="Wei"), role="collection-editor"),
    )
    assert read_one(written("ris", reference)).contributors == reference.contributors


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2015/october", PartialDate(year=2015, month=10)),
        ("2016/12//", PartialDate(year=2016, month=12)),
        ("2010 Mar-Apr", PartialDate(year=2010, month=3, end=PartialDate(year=2010, month=4))),
        ("2001/02/30/", PartialDate(year=2001, month=2)),
        ("2001/00/00/", PartialDate(year=2001)),
    ],
)
def test_dates_are_read_as_far_as_they_can_be_meant(text: str, date: PartialDate) -> None:
    assert read_one(f"TY  - BOOK\nTI  - T\nPY  - {text}\nER  - \n").date == date


def test_a_type_on_a_type_makes_no_empty_record() -> None:
    result = ris.read("TY  - BOOK\nTY  - JOUR\nTI  - T\nER  - \n")
    assert [(reference.type, reference.title) for reference in result.references] == [("article", "T")]
    assert [problem.line for problem in result.problems] == [2]
