"""Reference lists: found, cut into entries, read."""

from __future__ import annotations

import pytest

from ingest.description.references import find_references
from ingest.description.references.links import find_dois, glued
from ingest.description.references.parsing import parse
from tests.description.made import Printed, extraction_of, page_of

_ENTRIES = (
    "Provberg, A., & Testman, B. (2014). Councils and money. Journal of Councils, 12(3), 45-67.",
    "Mallqvist, C. (2009). Water and trust. Exampleton: Test Press.",
    "Testman, B. (2011). Learning to consult. Journal of Small Towns, 4(1), 1-20. https://doi.org/10.1234/jst.4.1",
    "Nordtest, D., & Prov, E. (2016). Fees and fairness. Public Tests, 8, 100-119.",
)


def _list(heading: str, entries: tuple[str, ...], *, hanging: bool) -> tuple[Printed, ...]:
    rows: list[Printed] = [(heading, 70, 80, 14)]
    top = 110.0
    for entry in entries:
        middle = entry.rfind(" ", 0, 60)
        rows.append((entry[:middle], 70, top, 10))
        rows.append((entry[middle + 1 :], 90 if hanging else 70, top + 12, 10))
        top += 24 if hanging else 34
    return tuple(rows)


@pytest.mark.parametrize(
    "heading", ["References", "Referenser", "Bibliographie", "6. Literature", "Käll- och litteraturförteckning"]
)
@pytest.mark.parametrize("hanging", [True, False])
def test_a_list_is_cut_at_indents_or_at_gaps(heading: str, hanging: bool) -> None:
    extraction = extraction_of(page_of(1), page_of(2, *_list(heading, _ENTRIES, hanging=hanging)))
    found = find_references(extraction)
    assert [reference.text for reference in found] == list(_ENTRIES)
    assert {reference.page for reference in found} == {2}


def test_numbers_begin_entries() -> None:
    numbered = tuple(f"[{n}] {entry}" for n, entry in enumerate(_ENTRIES, start=1))
    found = find_references(extraction_of(page_of(1), page_of(2, *_list("References", numbered, hanging=False))))
    assert len(found) == len(_ENTRIES)


def test_a_paper_without_a_list_has_no_references() -> None:
    assert (
        find_references(extraction_of(page_of(1, ("Only text", 70, 80, 10)), page_of(2, ("More text", 70, 80, 10))))
        == ()
    )


def test_an_entry_is_read_into_its_parts() -> None:
    reference = parse(_ENTRIES[0])
    assert reference.title == "Councils and money"
    assert [name.family for name in reference.names()] == ["Provberg", "Testman"]
    assert reference.date is not None
    assert reference.date.year == 2014
    assert reference.container == "Journal of Councils"
    assert (reference.volume, reference.issue) == ("12", "3")


@pytest.mark.parametrize(
    ("lines", "doi"),
    [
        (["See https://doi.org/10.1234/", "abc.def.12"], "10.1234/abc.def.12"),
        (["See https: //doi.org/10.1234/abc.", "2019.7"], "10.1234/abc.2019.7"),
        (
            ["doi:10.1002/(SICI)1098-2736(199812)35:10<1>3.0.CO;2-X."],
            "10.1002/(SICI)1098-2736(199812)35:10<1>3.0.CO;2-X",
        ),
        (["(see 10.1234/abc(2)5)."], "10.1234/abc(2)5"),
    ],
)
def test_a_doi_broken_over_a_line_is_whole_again(lines: list[str], doi: str) -> None:
    assert find_dois(glued(lines)) == [doi]


def test_a_new_entry_is_not_drawn_into_a_doi() -> None:
    assert find_dois(glued(["A. doi:10.1234/abc.", "Testman, B. (2010)."])) == ["10.1234/abc"]
