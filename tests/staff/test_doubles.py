"""Records that may be one work are shown before publishing, compared, merged or related by a person."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.doubles import doubles_of
from catalogue.models import State
from catalogue.references import record_for
from catalogue.written import from_json, to_json
from ingest.models import Submission
from tests import factories
from tests.staff.conftest import Submit


def seen(desk: Client, address: str) -> dict[str, str]:
    """Return what the page of two records says of their states."""
    page = desk.get(address).content.decode()
    return dict(re.findall(r'name="(version|other_version)" value="([^"]+)"', page))


def test_a_double_is_shown_compared_and_made_a_newer_version(desk: Client, submit: Submit) -> None:
    older = factories.publication("On wells")
    submission = submit()
    page = desk.get(reverse("review", args=[submission.pk])).content.decode()
    assert submission.publication is not None
    address = reverse("compare-doubles", args=[submission.publication.pk, older.pk])
    assert address in page
    assert desk.get(address).status_code == 200
    versions = seen(desk, address)
    assert desk.post(address, {"do": "version"})["Location"] == address
    assert desk.post(address, {"do": "version", **versions})["Location"] == reverse("review", args=[submission.pk])
    submission.publication.refresh_from_db()
    assert submission.publication.supersedes == older
    assert desk.get(reverse("compare-doubles", args=[older.pk, 9999])).status_code == 404


def test_two_works_that_are_kept_apart_are_not_asked_about_again(desk: Client, submit: Submit) -> None:
    known = factories.publication("On wells")
    submission = submit(factories.record("On wells"))
    assert submission.publication is not None
    review = reverse("review", args=[submission.pk])
    address = reverse("compare-doubles", args=[submission.publication.pk, known.pk])
    assert address in desk.get(review).content.decode()
    assert desk.post(address, {"do": "both"})["Location"] == review
    page = desk.get(review).content.decode()
    assert "Kept apart. Nobody is asked about these two again." in page
    assert address not in page
    assert not doubles_of(known, record_for(known).reference)
    life = desk.get(f"/sv{reverse('life', args=[submission.publication.pk])}").content.decode()
    assert f"ett annat verk än post {known.pk}" in life


@pytest.mark.parametrize(("action", "title"), [("merge-mine", "Typed in review"), ("merge-theirs", "On wells")])
def test_what_was_typed_in_review_is_compared_and_never_lost(
    desk: Client, submit: Submit, action: str, title: str
) -> None:
    known = factories.publication("On wells")
    submission = submit(factories.record("On wells"))
    assert submission.publication is not None
    address = reverse("compare-doubles", args=[submission.publication.pk, known.pk])
    before = seen(desk, address)
    submission.draft, submission.draft_number = to_json(factories.record("Typed in review")), 1
    submission.save()
    # Typed since the page was opened: it is looked at again first.
    assert desk.post(address, {"do": action, **before})["Location"] == address
    assert "Typed" in desk.get(address).content.decode()
    assert desk.post(address, {"do": action, **seen(desk, address)})["Location"] == reverse("life", args=[known.pk])
    known.refresh_from_db()
    assert known.title == title
    said = [from_json(revision.record).reference.title for revision in submission.publication.revisions.all()]
    assert "Typed in review" in said


@pytest.mark.parametrize(("action", "title"), [("merge-theirs", "On wells"), ("merge-mine", "On wells, again")])
def test_two_records_are_merged_with_the_words_of_either(desk: Client, submit: Submit, action: str, title: str) -> None:
    older = factories.publication("On wells")
    submission = submit(factories.record("On wells, again"))
    assert submission.publication is not None
    address = reverse("compare-doubles", args=[submission.publication.pk, older.pk])
    versions = seen(desk, address)
    assert desk.post(address, {"do": action, **versions})["Location"] == reverse("life", args=[older.pk])
    submission.refresh_from_db()
    older.refresh_from_db()
    assert (submission.state, submission.publication) == (Submission.State.DUPLICATE, older)
    assert older.title == title
    assert older.files.count() == 2


def test_merging_keeps_the_record_that_readers_know(desk: Client, submit: Submit) -> None:
    public = factories.publication("On wells")
    submission = submit(factories.record("On wells, again"))
    assert submission.publication is not None
    address = reverse("compare-doubles", args=[public.pk, submission.publication.pk])
    page = desk.get(address).content.decode()
    # What codes mean is said in words.
    assert "research_report" not in page
    versions = seen(desk, address)
    assert desk.post(address, {"do": "merge-theirs", **versions})["Location"] == reverse("life", args=[public.pk])
    public.refresh_from_db()
    submission.refresh_from_db()
    assert (public.state, public.title) == (State.PUBLISHED, "On wells, again")
    assert (submission.state, submission.publication) == (Submission.State.DUPLICATE, public)


def test_an_upload_can_be_the_older_version(desk: Client, submit: Submit) -> None:
    public = factories.publication("On wells")
    submission = submit()
    assert submission.publication is not None
    address = reverse("compare-doubles", args=[submission.publication.pk, public.pk])
    desk.post(address, {"do": "older-version", **seen(desk, address)})
    public.refresh_from_db()
    assert public.supersedes == submission.publication
