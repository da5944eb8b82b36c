"""The life of a record: every state has a way in and out, every saved state can be compared and restored."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalogue import publishing
from catalogue.models import State
from catalogue.references import reference_for
from ingest.models import Submission
from tests import factories
from tests.staff.conftest import Submit, signed_in


def change(desk: Client, publication: object, **form: str) -> str:
    publication.refresh_from_db()  # type: ignore[attr-defined]
    form = {"version": str(publication.version), **form}  # type: ignore[attr-defined]
    address = reverse("life", args=[publication.pk])  # type: ignore[attr-defined]
    page = desk.post(address, form, follow=True).content.decode()
    publication.refresh_from_db()  # type: ignore[attr-defined]
    return page


@pytest.mark.parametrize(
    ("form", "state"),
    [
        ({"do": "restrict"}, State.RESTRICTED),
        ({"do": "embargo", "embargo_until": "2999-12-31"}, State.EMBARGOED),
        ({"do": "withdraw", "reason": "Wrong figures"}, State.WITHDRAWN),
        ({"do": "take-back"}, State.DRAFT),
    ],
)
def test_a_published_record_changes_its_state_with_a_reason(desk: Client, form: dict[str, str], state: State) -> None:
    publication = factories.publication()
    change(desk, publication, why="So decided", **form)
    assert publication.state == state
    last = publication.revisions.order_by("-number").first()
    assert last is not None
    assert last.why in ("So decided", "Wrong figures")
    change(desk, publication, do="publish")
    assert publication.state == State.PUBLISHED


@pytest.mark.parametrize(
    "form",
    [
        {"do": "withdraw", "reason": "  "},
        {"do": "embargo", "embargo_until": "2001-01-01"},
        {"do": "embargo", "embargo_until": "2999-02-31"},
        {"do": "schedule", "publish_at": "x"},
        {"do": "supersede", "older": "999999"},
        {"do": "supersede", "older": "²"},
        {"do": "nonsense"},
        {"do": "restrict", "version": "0"},
    ],
)
def test_what_cannot_be_done_is_explained_and_changes_nothing(desk: Client, form: dict[str, str]) -> None:
    publication = factories.publication()
    before = publication.version
    assert "notice-bad" in change(desk, publication, **form)
    assert (publication.version, publication.state) == (before, State.PUBLISHED)


def test_a_record_becomes_the_newer_version_of_another(desk: Client) -> None:
    older, newer = factories.publication("First"), factories.publication("Second")
    for named in (str(older.pk), f"https://library.example/en/publications/{older.pk}/?q=x", str(older.key)):
        change(desk, newer, do="supersede", older="")
        assert newer.supersedes is None
        change(desk, newer, do="supersede", older=named)
        assert newer.supersedes == older
    assert "notice-bad" in change(desk, older, do="supersede", older=str(newer.pk))


def test_two_states_are_compared_word_by_word_and_one_restored(desk: Client, editor: User) -> None:
    publication = factories.publication("Local taxes in towns")
    publishing.revise(publication, factories.record("Local taxes in villages"), who=editor, why="A slip")
    page = desk.get(reverse("compare", args=[publication.pk]), {"older": 1, "newer": 2}).content.decode()
    assert "<del>towns</del>" in page
    assert "<ins>villages</ins>" in page
    assert "A slip" in desk.get(reverse("life", args=[publication.pk])).content.decode()
    desk.post(reverse("restore", args=[publication.pk, 1]))
    publication.refresh_from_db()
    assert reference_for(publication).title == "Local taxes in towns"
    assert publication.revisions.count() == 3


@pytest.mark.parametrize("query", ["", "?older=1", "?older=x&newer=1", "?older=1&newer=99", "?older=²&newer=1"])
def test_a_state_that_is_not_there_is_not_found(desk: Client, query: str) -> None:
    publication = factories.publication()
    assert desk.get(reverse("compare", args=[publication.pk]) + query).status_code == 404


def test_only_editors_change_the_life_of_a_record(contributor: User) -> None:
    publication = factories.publication(uploader=contributor)
    client = signed_in(contributor)
    assert client.get(reverse("life", args=[publication.pk])).status_code == 403
    assert client.post(reverse("life", args=[publication.pk]), {"do": "withdraw", "reason": "x"}).status_code == 403
    assert client.post(reverse("restore", args=[publication.pk, 1])).status_code == 403


def test_a_record_released_from_its_own_page_leaves_the_queue(desk: Client, submit: Submit) -> None:
    submission = submit()
    assert submission.publication is not None
    change(desk, submission.publication, do="publish")
    submission.refresh_from_db()
    assert submission.state == Submission.State.PUBLISHED
