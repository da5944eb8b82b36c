"""The form of a record gives back what it was given, and changes only what was changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.record import Record
from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text
from ingest.forms.people import Row, changed_rows, pasted, rows_from, written_rows
from ingest.forms.record import RecordForm, form_data
from ingest.forms.spoken import joined, words

TERMS = {"themes": [("participation", "Participation")], "programmes": [("kc", "KC")], "topics": []}


def record() -> Record:
    reference = Reference(
        type="research_report",
        titles=(
            Text(text="Water and votes", language="en"),
            Text(text="Vatten och val", language="sv"),
            Text(text="Eau", language="fr"),
        ),
        subtitles=(Text(text="A study", language="en"), Text(text="En studie", language="sv")),
        abstracts=(Text(text="About water.", language="en"), Text(text="Om vatten.", language="sv")),
        contributors=(
            Contributor(name=Name(family="Berg", given="Åsa", particle="af"), orcid="0000-0002-1825-0097"),
            Contributor(name=Name(literal="Centre for Wells"), role="editor"),
            Contributor(name=Name(family="Ek"), role="illustrator"),
        ),
        others=("author",),
        date=PartialDate(year=2012, month=5, end=PartialDate(year=2013)),
        series="Research Reports",
        number="4",
        funders=("Sida, Stockholm", "A fund"),
        identifiers=(Identifier(scheme="handle", value="1/2"), Identifier(scheme="isbn", value="978-91-7000-001-0")),
        languages=("en", "sr-Cyrl"),
        keywords=("one, two",),
        extra=(("howpublished", "pamphlet"),),
        note="Two\nlines",
    )
    return Record(reference=reference, themes=("participation",), countries=("SE", "XK"))


def checked(given_record: Record, **changes: list[str]) -> RecordForm:
    form = RecordForm({**form_data(given_record), **changes}, base=given_record, terms=TERMS)
    form.is_valid()
    return form


def test_a_form_left_alone_gives_back_the_record() -> None:
    form = checked(record())
    assert not form.errors
    assert form.record() == record()


def test_an_empty_record_survives_the_form_apart_from_its_missing_title() -> None:
    form = checked(Record(reference=Reference()))
    assert list(form.errors) == ["title"]


@given(st.lists(st.text(alphabet="ab,; ", min_size=1).map(lambda t: " ".join(t.split())).filter(bool), max_size=4))
def test_a_list_is_read_as_it_was_joined_unless_a_value_holds_a_semicolon(values: list[str]) -> None:
    clean = [value for value in dict.fromkeys(values) if ";" not in value]
    if not (len(clean) > 1 or "," in "".join(clean)):
        assert words(joined(clean)) == tuple(clean)
    else:
        assert words(joined(clean)) == tuple(clean)


@pytest.mark.parametrize("text", ["2012", "2012-05", "2012-5-4", "2012-22"])
def test_a_date_keeps_its_real_precision(text: str) -> None:
    date = checked(record(), date=[text]).record().reference.date
    assert date is not None
    assert date.end is None
    assert bool(date.month) == ("-" in text)


@pytest.mark.parametrize("text", ["about 2012", "2012-13", "2012-02-30", "20120", "0000"])
def test_a_date_that_cannot_be_is_explained(text: str) -> None:
    assert "date" in checked(record(), date=[text]).errors


def test_a_doi_loses_the_address_before_it() -> None:
    form = checked(record(), doi=["https://doi.org/10.1234/abc"])
    assert Identifier(scheme="doi", value="10.1234/abc") in form.record().reference.identifiers


def test_a_wrong_check_digit_is_explained() -> None:
    assert "isbn" in checked(record(), isbn=["978-91-7000-001-9"]).errors


def test_names_of_languages_and_countries_are_understood_in_both_languages() -> None:
    changed = checked(record(), language=["Svenska, English"], countries=["Sverige; Kosovo; MD"]).record()
    assert changed.reference.languages == ("sv", "en")
    assert changed.countries == ("SE", "XK", "MD")


def test_an_unknown_country_is_answered_with_the_nearest() -> None:
    assert "Sweden" in str(checked(record(), countries=["Swedn"]).errors["countries"])


def test_rows_survive_the_form() -> None:
    rows = [Row(family="Ek", given="Bo", orcid="x"), Row(kind="organisation", literal="A, B", role="editor")]
    assert rows_from(written_rows(rows)) == rows


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Romeo, L; Berg, Åsa", [("L", "Romeo"), ("Åsa", "Berg")]),
        ("Leonora Romeo and Åsa Berg", [("Leonora", "Romeo"), ("Åsa", "Berg")]),
        ("Leonora Romeo, Åsa Berg & Jan van der Ploeg", [("Leonora", "Romeo"), ("Åsa", "Berg"), ("Jan", "Ploeg")]),
        ("Romeo, Leonora", [("Leonora", "Romeo")]),
        ("Romeo, L., Berg, Å. B.", [("L.", "Romeo"), ("Å. B.", "Berg")]),
        ("Leonora Romeo\nÅsa Berg", [("Leonora", "Romeo"), ("Åsa", "Berg")]),
        ("Plato", [("", "Plato")]),
    ],
)
def test_a_pasted_list_is_split_into_people(text: str, names: list[tuple[str, str]]) -> None:
    assert [(row.given, row.family) for row in pasted(text)] == names


@pytest.mark.parametrize("name", ["Ministry of Water and Sanitation", "Ministry of Water, Sanitation and Hygiene"])
def test_a_pasted_organisation_stays_whole(name: str) -> None:
    (row,) = pasted(name)
    assert row.is_organisation
    assert row.literal == name


@pytest.mark.parametrize(
    "text", ["Leonora Romeo, Centre for Wells and Åsa af Berg", "Romeo, Leonora and Centre for Wells"]
)
def test_organisations_among_people_are_told_apart(text: str) -> None:
    rows = pasted(text)
    assert [row.literal or row.family for row in rows][:2] == ["Romeo", "Centre for Wells"]
    assert [row.is_organisation for row in rows][:2] == [False, True]


@pytest.mark.parametrize(
    ("name", "people"),
    [
        (Row(given="Karin Berg Bo", family="Ek"), ["Karin Berg", "Bo Ek"]),
        (Row(given="Karin, Berg;", family="Bo Ek"), ["Berg Karin", "Bo Ek"]),
        (Row(given="Jan van der", family="Ploeg"), ["Jan van der Ploeg"]),
        (Row(given="Karin Eva", family="Berg"), ["Karin Eva Berg"]),
        (Row(kind="organisation", literal="Centre for Wells and Eva Holm"), ["Centre for Wells", "Eva Holm"]),
    ],
)
def test_what_was_taken_for_one_name_is_split(name: Row, people: list[str]) -> None:
    assert [row.full_name for row in changed_rows([name], "split", 0)] == people


def test_a_row_moves_turns_and_goes() -> None:
    rows = [Row(family="A"), Row(family="B", given="C"), Row(family="D")]
    assert [r.family for r in changed_rows(rows, "up", 1)] == ["B", "A", "D"]
    assert [r.family for r in changed_rows(rows, "down", 1)] == ["A", "D", "B"]
    assert [r.family for r in changed_rows(rows, "remove", 1)] == ["A", "D"]
    turned = changed_rows(rows, "organisation", 1)
    assert turned[1].literal == "C B"
    assert changed_rows(turned, "person", 1) == rows
    assert changed_rows(rows, "up", 0) == rows
    assert changed_rows(rows, "nonsense", 99) == rows


def test_what_cannot_be_is_kept_in_a_draft_as_it_was_typed() -> None:
    typed = {"date": "spring of 2012", "isbn": "978-91-7000-001-9", "countries": "Sweden; Atlantis", "title": ""}
    form = checked(record(), **{name: [text] for name, text in typed.items()})
    assert {"date", "isbn", "countries", "title"} <= set(form.errors)
    draft = form_data(form.record())
    assert draft["date"] == ["spring of 2012"]
    assert draft["isbn"] == ["978-91-7000-001-9"]
    assert draft["countries"] == ["Sweden; Atlantis"]
    assert draft["title"] == [""]
