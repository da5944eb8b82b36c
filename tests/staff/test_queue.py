"""The queue: states and progress as they change, each person's own, and what can be done about failures."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from ingest.models import Submission
from tests import factories
from tests.staff.conftest import DESCRIPTION, Submit, signed_in

State = Submission.State


def test_progress_is_polled_while_files_are_read_and_no_longer(desk: Client, submit: Submit) -> None:
    row = submit(state=State.READING, pages_done=31, pages_total=88)
    page = desk.get("/submissions/changes/").content.decode()
    assert "Reading page 31 of 88" in page
    assert "every 2s" in page
    Submission.objects.filter(pk=row.pk).update(state=State.IN_REVIEW)
    page = desk.get("/submissions/changes/").content.decode()
    assert "every 2s" not in page
    assert "1 field is doubtful: title" in page


def test_a_contributor_sees_the_own_only(contributor: User, submit: Submit) -> None:
    submit(name="own.pdf", uploader=contributor)
    submit(name="others.pdf")
    for address in ("/submissions/", "/submissions/changes/", "/upload/"):
        page = signed_in(contributor).get(address).content.decode()
        assert "own.pdf" in page
        assert "others.pdf" not in page


def test_the_list_is_narrowed_by_state_and_name(desk: Client, submit: Submit) -> None:
    submit(name="wells.pdf")
    submit(name="rain.pdf", state=State.FAILED, failure="encrypted")
    assert "rain.pdf" not in desk.get("/submissions/?state=in_review").content.decode()
    assert "wells.pdf" not in desk.get("/submissions/?q=RAIN").content.decode()
    assert desk.get("/submissions/?state=nonsense&page=99&q=%00").status_code == 200


def test_the_list_stays_narrowed_from_page_to_page(desk: Client) -> None:
    Submission.objects.bulk_create([Submission(name=f"wells-{n}.pdf", state=State.FAILED) for n in range(101)])
    page = desk.get("/submissions/?q=wells&state=failed&page=2").content.decode()
    for rel, number in (("prev", 1), ("next", 3)):
        assert f'rel="{rel}" href="?q=wells&amp;state=failed&amp;page={number}"' in page
    assert "2 of 3" in page


def test_a_certain_record_is_published_from_the_list(desk: Client, submit: Submit) -> None:
    certain = submit(description={**DESCRIPTION, "needs_review": []})
    assert certain.publication is not None
    assert reverse("publish-at-once", args=[certain.pk]) in desk.get("/submissions/").content.decode()
    desk.post(reverse("publish-at-once", args=[certain.pk]), {"version": certain.publication.version})
    certain.refresh_from_db()
    assert certain.state == State.PUBLISHED


def test_a_record_that_changed_since_is_looked_over_first(desk: Client, submit: Submit) -> None:
    certain = submit(description={**DESCRIPTION, "needs_review": []})
    desk.post(reverse("publish-at-once", args=[certain.pk]), {"version": "99"})
    certain.refresh_from_db()
    assert certain.state == State.IN_REVIEW


def test_a_failed_file_is_read_again_filled_in_or_put_away(desk: Client) -> None:
    rows = [
        Submission.objects.create(name=f"{n}.pdf", state=State.FAILED, failure="crashed", file=factories.stored_file())
        for n in range(3)
    ]
    desk.post(reverse("read-again", args=[rows[0].pk]))
    desk.post(reverse("fill-in", args=[rows[1].pk]))
    desk.post(reverse("put-away", args=[rows[2].pk]))
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == [State.WAITING, State.IN_REVIEW, State.DISCARDED]
    assert desk.get(reverse("review", args=[rows[1].pk])).status_code == 200


@pytest.mark.parametrize("description", [{}, {"fields": None}, {"needs_review": None}])
def test_a_strange_description_is_no_error(desk: Client, submit: Submit, description: dict[str, object]) -> None:
    row = submit(description=description)
    assert desk.get(reverse("review", args=[row.pk])).status_code == 200
    assert desk.get("/submissions/").status_code == 200


def test_a_likely_double_is_not_published_from_the_list_unseen(desk: Client, submit: Submit) -> None:
    factories.publication("On wells")
    certain = submit(description={**DESCRIPTION, "needs_review": []})
    assert certain.publication is not None
    answer = desk.post(reverse("publish-at-once", args=[certain.pk]), {"version": certain.publication.version})
    assert answer["Location"] == reverse("review", args=[certain.pk])
    certain.refresh_from_db()
    assert certain.state == State.IN_REVIEW
