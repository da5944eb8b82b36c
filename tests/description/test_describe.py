"""Describing a whole paper: fields with evidence, confidence, and what is asked of a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citations.reference import Contributor, Name, PartialDate, Reference, Text
from ingest.description import describe
from ingest.description.names import full_text
from ingest.description.values import Description, Value, Vocabulary
from tests.description.made import PROSE, article, extraction_of, page_of, written_pdf


def value(description: Description, name: str) -> Value | None:
    field = description.field(name)
    return field.value if field else None


def people(description: Description) -> list[str]:
    found = value(description, "authors")
    assert isinstance(found, tuple)
    return [full_text(name) for name in found if isinstance(name, Name)]


def test_title_authors_and_abstract_of_an_article_are_read() -> None:
    description = describe(article(title="How councils decide on money", authors="Ada Provberg and Bo Testman"))
    assert value(description, "title") == "How councils decide on money"
    assert people(description) == ["Ada Provberg", "Bo Testman"]
    assert value(description, "language") == "en"
    assert "abstract" in {field.name for field in description.fields}


def test_a_line_of_a_contents_list_is_no_abstract() -> None:
    contents = page_of(
        2,
        ("Contents", 90, 80, 14),
        ("Abstract " + ". " * 60 + "1", 90, 110, 10),
        ("1 Introduction " + ". " * 55 + "2", 90, 124, 10),
    )
    paper = article(title="How councils decide on money", authors="Ada Provberg and Bo Testman")
    with_contents = extraction_of(contents, *paper.pages)
    found = value(describe(with_contents), "abstract")
    assert isinstance(found, tuple)
    assert not any(". . . ." in str(text) for text in found)


def test_every_field_on_the_paper_says_where_it_stands() -> None:
    description = describe(article(title="How councils decide on money", authors="Ada Provberg and Bo Testman"))
    title = description.field("title")
    assert title is not None
    assert title.evidence[0].page == 1
    assert title.evidence[0].box == (90, 80, 90 + 9 * len("How councils decide on money"), 98)


def test_what_was_not_found_is_asked_for() -> None:
    description = describe(extraction_of(page_of(1)))
    assert set(description.needs_review) >= {"title", "authors", "year"}
    assert description.field("title") is None


def test_garbled_text_yields_no_accepted_title() -> None:
    sound = article(title="How councils decide on money", authors="Ada Provberg and Bo Testman")
    description = describe(replace(sound, quality="garbled"))
    assert {"title", "authors", "language"} <= set(description.needs_review)


def test_what_ocr_read_is_asked_for_and_says_that_ocr_read_it() -> None:
    sound = article(title="How councils decide on money", authors="Ada Provberg and Bo Testman")
    description = describe(replace(sound, text_source="ocr"))
    assert {"title", "authors", "year"} <= set(description.needs_review)
    title = description.field("title")
    assert title is not None
    assert {evidence.source for evidence in title.evidence} == {"ocr"}
    assert title.evidence[0].page == 1


def test_a_piece_of_a_sentence_is_no_organisation_and_no_author() -> None:
    rows = (
        ("Councillors should report at the kgotla each quarter and leave a", 75, 760, 11),
        ("The council that meets in the town hall was asked to read the", 75, 780, 11),
    )
    paper = article(title="How towns decide on money", authors="")
    description = describe(extraction_of(page_of(1, ("How towns decide on money", 90, 80, 18), *rows), *paper.pages))
    assert value(description, "institution") is None
    assert description.field("authors") is None


def test_identifiers_of_the_paper_are_read_bare() -> None:
    extraction = extraction_of(
        page_of(
            1,
            ("How councils decide on money", 90, 80, 18),
            ("Ada Provberg", 90, 120, 12),
            ("https://doi.org/10.1234/councils.2019.7", 90, 800, 9),
            ("ISBN 978-91-7063-000-2   ISSN 0378-5955", 90, 780, 9),
            *((line, 90.0, 200.0 + 14 * place, 10.0) for place, line in enumerate(PROSE)),
        )
    )
    description = describe(extraction)
    assert value(description, "doi") == "10.1234/councils.2019.7"
    assert value(description, "issn") == "0378-5955"


def test_a_placeholder_of_a_template_is_no_doi() -> None:
    extraction = extraction_of(
        page_of(1, ("doi 10.1145/nnnnnnn.nnnnnnn", 90, 700, 9), ("How councils decide", 90, 80, 18))
    )
    assert describe(extraction).field("doi") is None


def test_a_doi_in_the_reference_list_is_not_the_papers_own() -> None:
    extraction = extraction_of(
        page_of(
            1,
            ("How councils decide", 90, 80, 18),
            ("References", 90, 500, 12),
            ("Test A. doi:10.1234/x.1", 90, 520, 10),
        )
    )
    assert describe(extraction).field("doi") is None


def test_a_report_cited_in_parentheses_is_not_this_one() -> None:
    front = page_of(
        1,
        ("POLICY BRIEF 5", 90, 60, 11),
        ("Ledgers that neighbours can read", 90, 90, 22),
        ("halve the leakage (Research Report No. 7).", 90, 700, 10),
        *[(line, 90, 200 + 14 * place, 10) for place, line in enumerate(PROSE * 3)],
    )
    description = describe(extraction_of(front))
    assert (value(description, "series"), value(description, "number")) == ("POLICY BRIEF", "5")
    assert value(description, "type") == "policy_brief"


def test_a_report_tells_series_number_institution_and_type(tmp_path: Path) -> None:
    extraction = written_pdf(
        tmp_path,
        ("Centre for Municipal Studies", 20, 20, 13),
        ("Water, land and trust", 20, 80, 28),
        ("Lessons from shared governance", 20, 100, 17),
        ("Ada Provberg", 20, 130, 13),
        ("Working Paper No. 12", 20, 250, 12),
        ("2019", 20, 260, 12),
    )
    description = describe(extraction)
    assert value(description, "title") == "Water, land and trust"
    assert value(description, "subtitle") == "Lessons from shared governance"
    assert value(description, "series") == "Working Paper"
    assert value(description, "number") == "12"
    assert value(description, "institution") == "Centre for Municipal Studies"
    assert value(description, "type") == "working_paper"
    assert value(description, "year") == 2019


@pytest.mark.parametrize(
    ("printed", "series", "number"),
    [
        ("Schriftenreihe Soziale Prüfung, Band 12", "Schriftenreihe Soziale Prüfung", "12"),
        ("Forschungsbericht 548", "Forschungsbericht", "548"),
        ("PROV-rapport 2015:3", "PROV-rapport", "2015:3"),
        ("Ministeriön julkaisuja 2020:14", "Ministeriön julkaisuja", "2020:14"),
    ],
)
def test_a_series_is_known_by_what_it_is_called_in_its_language(
    tmp_path: Path, printed: str, series: str, number: str
) -> None:
    description = describe(written_pdf(tmp_path, ("Water, land and trust", 20, 80, 28), (printed, 20, 250, 12)))
    assert (value(description, "series"), value(description, "number")) == (series, number)


def test_a_report_without_people_has_its_institution_as_author(tmp_path: Path) -> None:
    extraction = written_pdf(
        tmp_path,
        ("Institutet för lokal demokrati", 20, 20, 13),
        ("Kommunernas ekonomi i förändring", 20, 80, 28),
        ("Rapport 2015:3", 20, 250, 12),
    )
    assert people(describe(extraction)) == ["Institutet för lokal demokrati"]


def test_a_sidecar_fills_what_the_paper_does_not_say() -> None:
    sidecar = Reference(
        type="research_report",
        titles=(Text(text="How councils decide on money"),),
        contributors=(Contributor(name=Name(family="Provberg", given="Ada")),),
        date=PartialDate(year=2011, month=5),
        series="Council Papers",
    )
    description = describe(extraction_of(page_of(1)), sidecar=sidecar)
    assert value(description, "year") == 2011
    assert value(description, "date") == "2011-05"
    assert value(description, "series") == "Council Papers"
    assert people(description) == ["Ada Provberg"]


def test_themes_come_from_the_librarys_own_words() -> None:
    vocabulary = Vocabulary(
        themes=(("local-finance", ("councils", "kommunal ekonomi")), ("water", ("water", "vatten")))
    )
    description = describe(article(title="How councils decide", authors="Ada Provberg"), vocabulary=vocabulary)
    assert value(description, "themes") == ("local-finance",)


def test_countries_are_known_in_the_papers_language() -> None:
    swedish = tuple(
        f"Den här rapporten handlar om kommunerna i Bosnien och Hercegovina och om hur de styrs {n}. " for n in range(6)
    )
    description = describe(article(title="Kommuner i förändring", authors="Ada Provberg", body=swedish))
    countries = value(description, "countries")
    assert countries == ("BA",)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_text_however_strange_breaks_the_reading(texts: list[str]) -> None:
    rows = [(text, 50.0, 40.0 + 20 * place, 8.0 + place) for place, text in enumerate(texts)]
    describe(
        extraction_of(page_of(1, *rows), info=(("Title", "".join(texts)[:80]),), xmp="<x:xmpmeta" + "".join(texts))
    )


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Chapter · January 2015", "chapter"),
        ("Article in Local Councils · June 2011", "article"),
        ("Technical Report · 2019", "research_report"),
        ("Proc. of Ledgers 45 (1992) 1234", "article"),
        ("What councils ask most: FAQ", "handbook"),
    ],
)
def test_a_line_of_the_cover_tells_the_type(line: str, kind: str) -> None:
    body = [(text, 90, 200.0 + 14 * place, 10) for place, text in enumerate(PROSE * 3)]
    front = page_of(1, ("How councils keep their ledgers", 90, 90, 22), (line, 90, 130, 11), *body)
    assert value(describe(extraction_of(front)), "type") == kind


@pytest.mark.parametrize(("label", "kind"), [("79", "chapter"), ("1", "article")])
def test_a_numbered_heading_on_a_later_page_begins_a_chapter(label: str, kind: str) -> None:
    body = [(text, 90, 200.0 + 14 * place, 10) for place, text in enumerate(PROSE * 6)]
    front = page_of(1, ("5. Democracy", 90, 90, 22), ("Ada Provberg", 90, 130, 11), *body)
    assert value(describe(extraction_of(replace(front, label=label))), "type") == kind


def test_french_says_par_rapport_of_no_report() -> None:
    body = [(text, 90, 200.0 + 14 * place, 10) for place, text in enumerate(PROSE * 6)]
    front = page_of(1, ("Le conseil et ses habitants", 90, 90, 22), ("par rapport à leurs voisins", 90, 180, 10), *body)
    assert value(describe(extraction_of(front)), "type") == "article"


def test_a_numbered_section_is_no_abstract() -> None:
    cover = page_of(
        1,
        ("Vem styr ån?", 60, 150, 30),
        ("Kommunal vattenplanering längs Österdalälven 1998–2024", 60, 190, 30),
        ("Göran af Ekenstam & Þóra Sigurðardóttir-Öberg", 60, 320, 14),
        ("Rapport 7/2024", 60, 380, 14),
        ("Institutet för Kust & Inland", 60, 400, 14),
        ("Mora, november 2024", 60, 420, 14),
    )
    sentence = "Vattenrådens sammansättning ändrades när länsstyrelsen tog över tillsynen, och kostnaderna fördelades."
    prose = [(sentence, 60, 90.0 + 17 * place, 11) for place in range(18)]
    section = page_of(2, ("1 Vattenråd och kommunsamverkan", 60, 60, 11), *prose)
    assert describe(extraction_of(cover, section)).field("abstract") is None
