"""What is taken without a person's look: how sure a title and its authors are, and what makes them doubtful."""

from __future__ import annotations

import pytest

from citations.reference import Name
from ingest.description import describe
from ingest.description.doubts import MOST_IN_DOUBT
from ingest.description.names import full_text
from ingest.description.people_elsewhere import address_users, has_address
from ingest.description.values import Description
from ingest.description.wording import fold
from ingest.extraction.values import Extraction
from tests.description.made import PROSE, Printed, extraction_of, page_of

_TITLE = "How councils decide on money"
_OTHER = "The order in which questions are put"


def _paper(*printed: Printed, info: tuple[tuple[str, str], ...] = (), heads: tuple[str, ...] = ()) -> Extraction:
    """Return a paper of three pages: what is given, then text."""
    body = [(line, 90.0, 330.0 + 14 * place, 10.0) for place, line in enumerate(PROSE * 5)]
    second = page_of(2, *body, furniture=heads)
    third = page_of(3, *body, furniture=heads)
    return extraction_of(page_of(1, *printed, *body), second, third, info=info)


def _people(description: Description) -> list[str]:
    found = description.field("authors")
    return [full_text(name) for name in found.value if isinstance(name, Name)] if found else []  # type: ignore[union-attr]


def test_another_title_in_the_file_that_is_printed_too_is_a_doubt() -> None:
    rows = ((_TITLE, 90, 80, 18), ("Ada Provberg", 90, 120, 12), (_OTHER, 90, 180, 12), ("Abstract", 90, 200, 11))
    sure = describe(_paper(*rows, heads=(_TITLE,)))
    doubted = describe(_paper(*rows, heads=(_TITLE,), info=(("Title", _OTHER),)))
    assert sure.field("title").confidence > doubted.field("title").confidence  # type: ignore[union-attr]
    assert "title" in doubted.needs_review


def test_a_title_that_breaks_off_is_asked_for() -> None:
    rows = (("How councils decide on the", 90, 80, 18), ("Ada Provberg", 90, 120, 12), ("Abstract", 90, 200, 11))
    assert "title" in describe(_paper(*rows)).needs_review


def test_a_title_whose_row_goes_on_in_other_letters_is_asked_for() -> None:
    end = 90 + 0.5 * 18 * len(_TITLE)
    rows = ((_TITLE, 90, 80, 18), ("Ada Provberg", 90, 120, 12), ("Abstract", 90, 200, 11))
    assert "title" not in describe(_paper(*rows, heads=(_TITLE,))).needs_review
    assert "title" in describe(_paper(*rows, ("and taxes", end, 82, 11), heads=(_TITLE,))).needs_review


def test_small_letters_under_a_title_in_capitals_are_its_subtitle() -> None:
    rows = (
        ("HOW COUNCILS DECIDE ON", 90, 80, 18),
        ("MONEY", 90, 102, 18),
        ("A study of twelve budgets", 90, 124, 18),
        ("Ada Provberg", 90, 160, 12),
        ("Abstract", 90, 200, 11),
    )
    found = {field.name: field.value for field in describe(_paper(*rows)).fields}
    assert found["title"] == "How councils decide on money"
    assert found["subtitle"] == "A study of twelve budgets"


def test_what_stands_in_another_column_is_no_subtitle() -> None:
    rows = (
        ("Councils and money", 340, 80, 18),
        ("The price of copies", 60, 102, 14),
        ("Ada Provberg", 340, 120, 12),
        ("Abstract", 90, 200, 11),
    )
    assert describe(_paper(*rows)).field("subtitle") is None


def test_authors_of_whom_a_cover_sheet_names_only_some_are_asked_for() -> None:
    rows = ((_TITLE, 90, 80, 18), ("Ada Provberg, Bo Testman", 90, 120, 12), ("Abstract", 90, 200, 11))
    whole = describe(_paper(*rows, ("2 authors, including:", 90, 400, 10)))
    some = describe(_paper(*rows, ("3 authors, including:", 90, 400, 10)))
    assert _people(whole) == _people(some)
    assert whole.field("authors").confidence > some.field("authors").confidence  # type: ignore[union-attr]
    assert "authors" in some.needs_review


def test_who_saved_the_file_is_no_author() -> None:
    rows = ((_TITLE, 90, 80, 18), ("Abstract", 90, 200, 11))
    assert "Cilla Sparad" not in _people(describe(_paper(*rows, info=(("Author", "Cilla Sparad"),))))


def test_authors_are_found_where_the_paper_says_how_it_is_cited() -> None:
    cited = f"Provberg, A., and Testman, B. (2019) {_TITLE}. Journal of Tests 4."
    rows = ((_TITLE, 90, 80, 18), ("Abstract", 90, 200, 11), (cited, 90, 790, 9))
    found = describe(_paper(*rows)).field("authors")
    assert found is not None
    assert "a citation" in {evidence.source for evidence in found.evidence}


def test_authors_are_found_where_a_preface_says_who_wrote_the_report() -> None:
    preface = "Rapporten har skrivits av Ada Provberg och docent Bo Testman vid Institutet."
    rows = (("Kommunernas ekonomi i förändring", 90, 180, 28), ("Rapport 2015:3", 90, 780, 12))
    paper = extraction_of(page_of(1, *rows), page_of(2, (preface, 90, 700, 10)))
    assert _people(describe(paper)) == ["Ada Provberg", "Bo Testman"]


def test_names_in_the_letters_of_the_first_are_offered_together() -> None:
    rows = (
        (_TITLE, 90, 60, 20),
        ("Ada Provberg", 90, 120, 16),
        ("(Northern Academy)", 90, 140, 12),
        ("Cleo Santana Mönster", 90, 160, 16),
        ("(ABCD)", 90, 180, 12),
        ("Bo Testman", 90, 200, 16),
        ("Abstract", 90, 240, 11),
    )
    found = describe(_paper(*rows)).field("authors")
    assert found is not None
    lists = [value for value in (found.value, *found.alternatives) if isinstance(value, tuple)]
    offered = [[full_text(name) for name in names if isinstance(name, Name)] for names in lists]
    assert ["Ada Provberg", "Cleo Santana Mönster", "Bo Testman"] in offered


def test_a_subtitle_is_found_on_the_half_title() -> None:
    cover = page_of(1, ("Jämställda nämnder", 90, 200, 30), ("Ada Provberg", 90, 600, 13))
    half = page_of(2, ("Jämställda nämnder", 90, 200, 20), ("Hur fördelas makten efter valet?", 90, 226, 14))
    rest = page_of(3, *[(line, 90.0, 80.0 + 14 * place, 10.0) for place, line in enumerate(PROSE * 5)])
    found = describe(extraction_of(cover, half, rest)).field("subtitle")
    assert found is not None
    assert found.value == "Hur fördelas makten efter valet?"


def test_a_subtitle_may_speak_of_a_report() -> None:
    cover = page_of(
        1,
        ("Egen vinning?", 90, 200, 30),
        ("En rapport om förtroende i kommunerna", 90, 240, 16),
        ("Ada Provberg", 90, 600, 13),
    )
    rest = page_of(2, *[(line, 90.0, 80.0 + 14 * place, 10.0) for place, line in enumerate(PROSE * 5)])
    found = describe(extraction_of(cover, rest)).field("subtitle")
    assert found is not None
    assert found.value == "En rapport om förtroende i kommunerna"


@pytest.mark.parametrize("user", ["ada.provberg", "aprovberg", "provberg", "ada", "provberga", "aprovb"])
def test_an_address_belongs_to_a_person(user: str) -> None:
    assert has_address(Name(family="Provberg", given="Ada"), user.replace(".", " "))
    assert not has_address(Name(family="Testman", given="Bo"), user.replace(".", " "))


def test_addresses_in_braces_belong_to_several() -> None:
    assert address_users(["{ada, bo.test}@example.org", "c@example.org"]) == ("ada", "bo test")


def test_a_contents_list_is_no_abstract_though_it_is_labelled_one() -> None:
    entries = [(f"Kapitel {n} om kommunernas ekonomi {'.' * 60} {n}", 90.0, 80.0 + 14 * n, 10.0) for n in range(1, 20)]
    paper = extraction_of(page_of(1, ("Kommunernas ekonomi", 90, 200, 28)), page_of(2, *entries))
    assert describe(paper).field("abstract") is None


def test_an_organisation_that_the_text_writes_about_is_not_taken_for_the_papers_own() -> None:
    amid = ("The Centre for Municipal Studies", 90, 500, 10)
    rows = ((_TITLE, 90, 80, 18), ("Ada Provberg", 90, 120, 12), ("Abstract", 90, 200, 11), amid)
    description = describe(_paper(*rows))
    assert description.field("institution") is None or "institution" in description.needs_review


def test_a_subtitle_is_written_without_the_dash_before_it() -> None:
    cover = page_of(1, ("Det öppna torget", 90, 200, 30), ("– en studie av samtal i kommuner", 90, 240, 16))
    rest = page_of(2, *[(line, 90.0, 80.0 + 14 * place, 10.0) for place, line in enumerate(PROSE * 5)])
    found = describe(extraction_of(cover, rest)).field("subtitle")
    assert found is not None
    assert found.value == "en studie av samtal i kommuner"


@pytest.mark.parametrize(
    "rows",
    [
        ("OECD AND EU RULES", "on State Aid for Airports"),
        ("THE PRICE OF WATER IN", "Dry Regions of the South"),
        ("EVALUATION OF THE ROAD SAFETY", "programme of the last years"),
    ],
)
def test_a_phrase_that_goes_on_in_small_letters_is_one_title(rows: tuple[str, str]) -> None:
    printed = ((rows[0], 90, 80, 18), (rows[1], 90, 102, 18), ("Ada Provberg", 90, 160, 12), ("Abstract", 90, 200, 11))
    title = describe(_paper(*printed)).field("title")
    assert title is not None
    assert fold(str(title.value)) == fold(" ".join(rows))


def test_letters_without_a_size_are_described_all_the_same() -> None:
    rows = ((_TITLE, 90, 80, 0.0), ("of their people", 90, 80, 0.0), ("and why", 90, 80, 0.0))
    assert describe(extraction_of(page_of(1, *rows))).needs_review


@pytest.mark.parametrize(
    "rows",
    [
        ("Ada Provberg, Stockholm", "Bo Test, Oslo"),
        ("Gender, Climate", "Trade, Energy"),
        ("Prueba Modelo, Ada", "Mall Exempel, Bo"),
    ],
)
def test_people_who_may_be_mixed_up_are_asked_for(rows: tuple[str, ...]) -> None:
    printed = [(row, 90.0, 120.0 + 16 * place, 12.0) for place, row in enumerate(rows)]
    found = describe(_paper((_TITLE, 90, 80, 18), *printed)).field("authors")
    assert found is None or found.confidence <= MOST_IN_DOUBT


def test_a_list_that_goes_on_in_the_next_row_is_no_mixture() -> None:
    rows = ("Ada Provberg, Bo Test, Cleo Mall, Dan", "Example and Eva Fiktiv")
    printed = [(row, 90.0, 120.0 + 14 * place, 12.0) for place, row in enumerate(rows)]
    found = describe(_paper((_TITLE, 90, 80, 18), *printed)).field("authors")
    assert found is not None
    assert found.confidence > MOST_IN_DOUBT
