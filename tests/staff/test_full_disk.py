"""A full disk is named as such, on every page that saves, and nothing half saved is left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from catalogue.models import Revision
from ingest.models import Submission
from tests.staff.conftest import Submit
from tests.staff.test_review_page import page_of, sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def no_room(desk: Client, submit: Submit) -> Iterator[Submission]:
    """Give a submission in a database that may not grow by a single page."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told to have no room")
    submission = submit()
    desk.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    yield submission
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


def test_what_cannot_be_saved_is_answered_with_507(desk: Client, no_room: Submission) -> None:
    words = "many words about wells " * 9000
    answer = desk.post(page_of(no_room), sent(no_room, do="publish", **{"abstract-text": [words]}))
    assert answer.status_code == 507
    assert "The disk is full" in answer.content.decode()
    no_room.refresh_from_db()
    assert (no_room.state, no_room.draft) == (Submission.State.IN_REVIEW, {})
    assert Revision.objects.count() == 1
