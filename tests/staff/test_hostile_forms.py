"""Whatever is sent to the staff's pages gets a clear answer, never an error of the server."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ingest.forms.changes import changed
from ingest.forms.people import Row, written_rows
from tests import factories
from tests.staff.conftest import Submit
from tests.staff.test_review_page import page_of, sent

HUGE = "9" * 30
ODD = ["", "\x00", "\ud7ff￾", "²", "٣", HUGE, "-1", "1:2:3", "<script>", "a" * 5000, "%s{}", "../../x"]


FIELDS = ("date", "language", "countries", "isbn", "doi", "type", "themes", "person-role", "person-orcid")


def test_odd_values_in_a_review_form_are_answered(desk: Client, submit: Submit) -> None:
    submission = submit()
    for odd in ODD[1:7]:
        answer = desk.post(page_of(submission), sent(submission, do="publish", **{name: [odd] for name in FIELDS}))
        assert answer.status_code == 422
        assert desk.post(page_of(submission), sent(submission, do=odd, use=odd, page=odd)).status_code == 200
        answer = desk.post(page_of(submission), {"do": "publish", "title": odd, "version": odd, "draft": odd})
        assert answer.status_code == 409


def test_odd_places_in_the_list_of_authors_change_nothing() -> None:
    rows = written_rows([Row(family="Ek", given="Bo"), Row(kind="organisation", literal="Centre for Wells")])
    for action in ("up", "down", "remove", "split", "person", "organisation"):
        for place in ("", "99", HUGE, "x", "-1"):
            assert changed(rows, f"{action}:{place}") == rows


def test_rows_that_do_not_fit_together_are_answered(desk: Client, submit: Submit) -> None:
    submission = submit()
    form = sent(submission, do="save", **{"person-family": ["A", "B", "C"], "person-given": ["X"]})
    assert desk.post(page_of(submission), form).status_code == 302


@pytest.mark.parametrize("odd", ODD[1:4])
def test_odd_queries_are_answered(desk: Client, submit: Submit, odd: str) -> None:
    submission = submit()
    publication = factories.publication()
    for address in (
        page_of(submission),
        reverse("life", args=[publication.pk]),
        reverse("compare", args=[publication.pk]),
        reverse("page-beside", args=[publication.pk]),
        "/submissions/",
        "/submissions/changes/",
        "/records/",
    ):
        query = dict.fromkeys(("page", "q", "state", "published", "older", "newer", "lacks", "mine"), odd)
        assert desk.get(address, query).status_code < 500


@pytest.mark.parametrize("number", ["0", "999999", HUGE])
def test_numbers_of_nothing_are_not_found(desk: Client, number: str) -> None:
    for address in (
        f"/submissions/{number}/",
        f"/publications/{number}/edit/",
        f"/publications/{number}/life/",
        f"/publications/{number}/beside/{number}/",
        f"/publications/{number}/pages/1/words.json",
    ):
        assert desk.get(address).status_code == 404
    for name in ("draft", "publish", "undo", "read-again", "fill-in", "put-away"):
        assert desk.post(f"/submissions/{number}/{name}/").status_code in (302, 404)


def test_a_form_without_its_token_is_answered(submit: Submit, desk: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    answer = strict.post(page_of(submit()), {"do": "publish"})
    assert answer.status_code == 403
