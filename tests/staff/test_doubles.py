"""Records that may be one work are shown before publishing, compared, and related by a person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.record import Record
from citations.reference import Identifier, PartialDate
from ingest.duplicates import likely_doubles
from tests import factories
from tests.staff.conftest import Submit


def reasons(record: Record) -> list[str]:
    return [str(likeness.why) for likeness in likely_doubles(record)]


@pytest.mark.parametrize(
    ("stored", "asked", "why"),
    [
        (("isbn", "978-91-7000-001-0"), ("isbn", "9789170000010"), "the same ISBN"),
        (("doi", "10.1234/ABC"), ("doi", "10.1234/abc"), "the same DOI"),
        (("urn", "urn:nbn:se:a-1"), ("urn", "urn:nbn:se:a-1"), "the same URN"),
    ],
)
def test_an_identifier_in_any_spelling_tells_a_double(
    db: None, stored: tuple[str, str], asked: tuple[str, str], why: str
) -> None:
    scheme, value = stored
    factories.publication("One title", identifiers=(Identifier(scheme=scheme, value=value),))
    scheme, value = asked
    assert reasons(factories.record("Quite another", identifiers=(Identifier(scheme=scheme, value=value),))) == [why]


def test_the_same_number_in_a_series_tells_a_double(db: None) -> None:
    factories.publication("One title", series="Research Reports", number="4")
    assert reasons(factories.record("Another thing", series="research reports", number="4"))
    assert not reasons(factories.record("Another thing", series="Research Reports", number="5"))


def test_nearly_the_same_title_in_about_the_same_year_tells_a_double(db: None) -> None:
    factories.publication("Local taxes in small towns")
    assert reasons(factories.record("Local Taxes in Small Towns."))
    assert not reasons(factories.record("Local taxes in small towns", date=PartialDate(year=2020)))
    assert not reasons(factories.record("Water in large cities"))


def test_reports_of_different_years_are_no_doubles(db: None) -> None:
    factories.publication("Annual report 2011", date=PartialDate(year=2012))
    assert not reasons(factories.record("Annual report 2012", date=PartialDate(year=2013)))


def test_a_double_is_shown_compared_and_made_a_newer_version(desk: Client, submit: Submit) -> None:
    older = factories.publication("On wells")
    submission = submit()
    page = desk.get(reverse("review", args=[submission.pk])).content.decode()
    assert submission.publication is not None
    address = reverse("compare-doubles", args=[submission.publication.pk, older.pk])
    assert address in page
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"do": "version"})["Location"] == reverse("review", args=[submission.pk])
    submission.publication.refresh_from_db()
    assert submission.publication.supersedes == older
    assert desk.get(reverse("compare-doubles", args=[older.pk, 9999])).status_code == 404
