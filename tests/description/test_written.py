"""The written form of a description, and the reference made from it."""

from __future__ import annotations

import json

from citations.reference import Name, PartialDate
from ingest.description import describe
from ingest.description.values import Description, Evidence, Field, LanguageText
from ingest.description.written import from_json, reference_from, to_json
from tests.description.made import article

_DESCRIPTION = Description(
    fields=(
        Field(
            name="title",
            value="Water and trust",
            confidence=0.97,
            evidence=(Evidence(source="layout", page=1, box=(1, 2, 3, 4)),),
        ),
        Field(
            name="authors",
            value=(Name(family="Test", given="Ludvig", particle="van der"), Name(literal="Centre for Tests")),
            confidence=0.9,
            alternatives=((Name(family="Other", given="A."),),),
        ),
        Field(name="year", value=2019, confidence=0.99),
        Field(name="date", value="2019-05", confidence=0.9),
        Field(name="abstract", value=(LanguageText(language="en", text="On water."),), confidence=0.9),
        Field(name="language", value="en", confidence=0.99),
        Field(name="countries", value=("BA", "XK"), confidence=0.7),
        Field(name="doi", value="10.1234/x", confidence=0.9),
    ),
    needs_review=("authors",),
)


def test_a_description_survives_its_written_form() -> None:
    assert from_json(json.loads(json.dumps(to_json(_DESCRIPTION)))) == _DESCRIPTION


def test_a_read_description_survives_its_written_form() -> None:
    description = describe(article(title="How councils decide on money", authors="Ada Provberg and Bo Testman"))
    assert from_json(json.loads(json.dumps(to_json(description)))) == description


def test_names_are_written_as_family_and_given_or_as_one_name() -> None:
    authors = to_json(_DESCRIPTION)["fields"]["authors"]["value"]
    assert authors == [{"family": "van der Test", "given": "Ludvig"}, {"name": "Centre for Tests"}]


def test_a_description_becomes_a_reference_and_a_classification() -> None:
    described = reference_from(_DESCRIPTION)
    reference = described.reference
    assert reference.title == "Water and trust"
    assert reference.date == PartialDate(year=2019, month=5)
    assert reference.identifier("doi") == "10.1234/x"
    assert reference.names()[0].particle == "van der"
    assert described.countries == ("BA", "XK")


def test_unknown_fields_of_an_older_written_form_are_left_out() -> None:
    assert from_json({"fields": {"colour": {"value": "red", "confidence": 1}}}).fields == ()
