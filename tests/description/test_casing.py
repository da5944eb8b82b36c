"""Titles in capitals, written as the paper writes their words."""

from __future__ import annotations

import pytest

from ingest.description.casing import without_capitals


@pytest.mark.parametrize(
    ("printed", "pages", "written"),
    [
        ("THE OECD AND LOCAL TAXES IN MALMÖ, SWEDEN", ["the OECD says in Malmö, of local taxes in Malmö and"],
         "The OECD and local taxes in Malmö, Sweden"),
        ("ARBEIT UND KULTUR", ["Wir sehen die Arbeit, und mit ihr die Kultur."] * 2, "Arbeit und Kultur"),
        ("LOCAL TAXES", ["Local taxes rise.\nLocal Taxes\nLOCAL TAXES", "They are local"], "Local taxes"),
        ("EU-STÖD FÖR ÅRE", ["de som får stöd av EU bor i Åre", "det är i Åre"], "EU-stöd för Åre"),
        ("OECD AND EU RULES on Aid", ["with the rules and all of the EU, the OECD"], "OECD and EU rules on Aid"),
        ("NATO UN OECD at work", ["that the UN says"], "NATO UN OECD at work"),
        ("OM DAGEN, NATTEN OCH LIVET", ["OM DAGEN, NATTEN OCH LIVET"], "Om dagen, natten och livet"),
        ("CLEAN WATER", ["a Centre for Water Policy"], "Clean water"),
        ("WORDS OF NO PAGE, BUT THE EU", [], "Words of no page, but the EU"),
        ("As It Is", ["as it is"], "As It Is"),
        ("EU", ["the eu"], "EU"),
        ("A (B) [C* TITLE", ["with a title"], "A (b) [c* title"),
    ],
)  # fmt: skip
def test_a_title_in_capitals_is_written_as_the_sentences_of_the_paper(
    printed: str, pages: list[str], written: str
) -> None:
    assert without_capitals(printed, pages) == written
