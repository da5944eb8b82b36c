"""Reference lists: found, cut into entries, read."""

from __future__ import annotations

import pytest

from ingest.description.references import find_references
from ingest.description.references.links import find_dois, glued
from ingest.description.references.parsing import parse
from ingest.description.references.people import cited_names
from ingest.extraction.references_place import has_heading
from tests.description.made import Printed, extraction_of, page_of

_ENTRIES = (
    "Provberg, A., & Testman, B. (2014). Councils and money. Journal of Councils, 12(3), 45-67.",
    "Mallqvist, C. (2009). Water and trust. Exampleton: Test Press.",
    "Testman, B. (2011). Learning to consult. Journal of Small Towns, 4(1), 1-20. https://doi.org/10.1234/jst.4.1",
    "Nordtest, D., & Prov, E. (2016). Fees and fairness. Public Tests, 8, 100-119.",
)


_MORE = (
    _ENTRIES[1],
    _ENTRIES[3],
    "Prov, E. (2015). Snow and taxes in the north. Public Tests, 7, 10-19.",
    _ENTRIES[0],
    "Skrivtest, F. (2001). The minutes of councils. Exampleton: Test Press.",
    _ENTRIES[2],
)


def _list(heading: str, entries: tuple[str, ...], *, hanging: bool) -> tuple[Printed, ...]:
    return ((heading, 70, 80, 14), *_rows(entries, hanging=hanging))


def _rows(entries: tuple[str, ...], *, hanging: bool) -> tuple[Printed, ...]:
    rows: list[Printed] = []
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


def test_a_list_without_a_heading_is_known_by_its_labels() -> None:
    labelled = tuple(f"[{n}] {entry}" for n, entry in enumerate(_MORE, start=1))
    pages = page_of(2, ("We end with a sentence about 2014.", 70, 60, 10), *_rows(labelled, hanging=False))
    assert [found.text for found in find_references(extraction_of(page_of(1), pages))] == list(labelled)


def test_a_list_without_a_heading_is_known_by_names_and_years_in_order() -> None:
    pages = page_of(2, ("We end with a sentence about 2014.", 70, 60, 10), *_rows(_MORE, hanging=True))
    assert [found.text for found in find_references(extraction_of(page_of(1), pages))] == list(_MORE)


def test_a_list_without_a_heading_may_have_its_swedish_letters_behind_z() -> None:
    families = ("Alm", "Berg", "Provberg", "Testman", "Zettertest", "Ågren", "Åprov", "Äng", "Öst")
    entries = tuple(
        f"{family}, A. ({2001 + n}). Kommunernas ekonomi i omvandling. Stockholm: Provförlaget."
        for n, family in enumerate(families)
    )
    pages = page_of(2, ("We end with a sentence about 2014.", 70, 60, 10), *_rows(entries, hanging=True))
    assert len(find_references(extraction_of(page_of(1), pages))) == len(entries)


@pytest.mark.parametrize(
    "heading",
    [
        "Cited works",
        "Referenser och vidare läsning",
        "Källförteckning och litteratur",
        "Quellen- und Literaturverzeichnis",
    ],
)
def test_headings_of_lists_are_known_in_their_variants(heading: str) -> None:
    assert has_heading(f"The end.\n{heading}\nAlm, A. (2001).")


def test_prose_that_names_years_is_no_list() -> None:
    names = ("Testman", "Nordtest", "Provberg", "Ek", "Skrivtest", "Alm", "Mallqvist", "Berg")
    said = [f"{name} ({2000 + n}) finds that councils decide later." for n, name in enumerate(names)]
    prose = tuple((text, 70.0, 80.0 + 14 * n, 10.0) for n, text in enumerate(said))
    assert find_references(extraction_of(page_of(1), page_of(2, *prose))) == ()


def test_a_list_ends_where_nothing_cites_any_more() -> None:
    table = tuple(("Wells rain snow ice and mud", 70.0, 400.0 + 14 * n, 10.0) for n in range(12))
    extraction = extraction_of(page_of(1), page_of(2, *_list("References", _ENTRIES, hanging=True), *table))
    assert [found.text for found in find_references(extraction)] == list(_ENTRIES)


def test_footnotes_and_page_numbers_are_no_part_of_a_list() -> None:
    rows = (
        *_list("References", _ENTRIES, hanging=True),
        ("1 Wells are dug in spring (2012).", 70, 700, 7),
        ("29", 300, 745, 10),
    )
    page = page_of(2, *rows, furniture=("29",))
    assert [found.text for found in find_references(extraction_of(page_of(1), page))] == list(_ENTRIES)


def test_bullets_begin_entries_and_are_no_part_of_them() -> None:
    bulleted = tuple(f"• {entry}" for entry in _ENTRIES)
    found = find_references(extraction_of(page_of(1), page_of(2, *_list("Bibliografía", bulleted, hanging=False))))
    assert [reference.text for reference in found] == list(_ENTRIES)


@pytest.mark.parametrize(
    ("printed", "families"),
    [
        ("Provberg, A., & Testman, B. C.", ["Provberg", "Testman"]),
        ("Provberg, Anna, Bo Testman and Eva Nordtest", ["Provberg", "Testman", "Nordtest"]),
        ("PROVBERG A., DE TESTMAN B.", ["Provberg", "De Testman"]),
        ("Provberg A, Testman BC and Nordtest E", ["Provberg", "Testman", "Nordtest"]),
        ("A. Provberg, B. C. Testman, and E. Nordtest", ["Provberg", "Testman", "Nordtest"]),
        ("Provberg, Anna; Testman, Bo", ["Provberg", "Testman"]),
        ("van Provberg, A.-B., Testman, C., Jr.", ["Provberg", "Testman"]),
    ],
)
def test_people_are_read_in_any_order(printed: str, families: list[str]) -> None:
    assert [name.family for name in cited_names(printed)] == families


@pytest.mark.parametrize(
    ("entry", "title", "container"),
    [
        (
            "Provberg, A. (2014). Councils and money. Journal of Councils, 12(3), 45-67.",
            "Councils and money",
            "Journal of Councils",
        ),
        (
            "Provberg, Anna. 2014. “Councils and Money.” Journal of Councils 12(3):45–67.",
            "Councils and Money",
            "Journal of Councils",
        ),
        ("Provberg A (2014) Who pays? A study of fees. eLocal 3: 1–9.", "Who pays? A study of fees", "eLocal"),
        ("Provberg, A. (2014). Councils and money (2nd ed.). Test Press.", "Councils and money", ""),
        (
            "Counting for councils. (n.d.). In Exampleton Online. Retrieved May 1, 2020.",
            "Counting for councils",
            "Exampleton Online",
        ),
    ],
)
def test_the_form_of_an_entry_tells_title_and_container(entry: str, title: str, container: str) -> None:
    reference = parse(entry)
    assert (reference.title, reference.container) == (title, container)


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
