"""What a reviewer does, alone, with others, and twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from catalogue import publishing
from catalogue.models import State
from catalogue.schedule import publish_what_is_due
from ingest import pipeline, review
from ingest.intake import receive
from ingest.models import Submission
from ingest.review import Release
from tests import factories, pdfs
from tests.ingest.readings import FirstLineReading

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(reading: FirstLineReading) -> Submission:
    """Return a submission in review."""
    submission = receive("paper.pdf", ContentFile(pdfs.paper(title="On wells")), uploader=None)
    claimed = pipeline.claim("one")
    assert claimed is not None
    pipeline.read_submission(claimed, "one", reading)
    submission.refresh_from_db()
    return submission


def test_a_draft_is_what_the_next_reviewer_sees(submission: Submission) -> None:
    editor = factories.person(staff=True)
    assert review.record_from(submission).reference.title == "On wells"
    review.save_draft(submission, factories.record("On deep wells"), who=editor)
    submission.refresh_from_db()
    assert review.record_from(submission).reference.title == "On deep wells"
    assert submission.publication is not None
    assert submission.publication.title == "On wells"


def test_two_people_never_overwrite_each_other_unseen(submission: Submission) -> None:
    one, two = factories.person(staff=True), factories.person(staff=True)
    review.save_draft(submission, factories.record("One"), who=one, expected=0)
    with pytest.raises(publishing.ChangedMeanwhile):
        review.save_draft(submission, factories.record("Two"), who=two, expected=0)
    with pytest.raises(publishing.ChangedMeanwhile):
        review.approve(submission, factories.record("Two"), two, expected=0)
    assert review.approve(submission, factories.record("Two"), two, expected=1).title == "Two"


def test_a_form_that_is_sent_twice_publishes_once(submission: Submission) -> None:
    editor = factories.person(staff=True)
    first = review.approve(submission, factories.record("On wells"), editor)
    second = review.approve(submission, factories.record("On wells"), editor)
    assert (first.state, first) == (State.PUBLISHED, second)
    assert second.version == first.version
    submission.refresh_from_db()
    assert submission.state == Submission.State.PUBLISHED


def test_a_record_without_a_title_stays_in_review(submission: Submission) -> None:
    with pytest.raises(publishing.IncompleteRecord):
        review.approve(submission, factories.record(titles=()), None)
    submission.refresh_from_db()
    assert submission.state == Submission.State.IN_REVIEW
    assert submission.publication is not None
    assert submission.publication.title == "On wells"


def test_publication_can_be_undone(submission: Submission) -> None:
    editor = factories.person(staff=True)
    published = review.approve(submission, factories.record("On wells"), editor)
    review.reopen(submission, editor)
    submission.refresh_from_db()
    assert submission.publication is not None
    assert (submission.state, submission.publication.state) == (Submission.State.IN_REVIEW, State.IN_REVIEW)
    assert review.approve(submission, factories.record("On wells"), editor).key == published.key


def test_what_is_discarded_can_be_taken_up_again(submission: Submission) -> None:
    editor = factories.person(staff=True)
    review.discard(submission, editor)
    with pytest.raises(review.NotInReview):
        review.approve(submission, factories.record(), editor)
    assert review.reopen(submission, editor).state == Submission.State.IN_REVIEW


def test_a_release_can_wait_for_its_time(submission: Submission) -> None:
    later = timezone.now() + dt.timedelta(hours=1)
    waiting = review.approve(submission, factories.record(), None, release=Release(at=later))
    assert waiting.state == State.IN_REVIEW
    assert publish_what_is_due() == 0
    type(waiting).objects.update(publish_at=timezone.now())
    assert publish_what_is_due() == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.publish_at) == (State.PUBLISHED, None)
    assert publish_what_is_due() == 0


def test_an_embargo_ends_by_itself(submission: Submission) -> None:
    day = timezone.localdate() + dt.timedelta(days=2)
    embargoed = review.approve(submission, factories.record(), None, release=Release(embargo_until=day))
    assert publish_what_is_due() == 0
    type(embargoed).objects.update(embargo_until=timezone.localdate())
    assert publish_what_is_due() == 1
    embargoed.refresh_from_db()
    assert embargoed.state == State.PUBLISHED
    assert embargoed.revisions.order_by("-number")[0].why == "end of the embargo"


def test_a_file_that_could_not_be_read_is_filled_in_by_hand(reading: FirstLineReading) -> None:
    failed = receive("broken.pdf", ContentFile(b"%PDF-1.4\n%%EOF"), uploader=None)
    claimed = pipeline.claim("one")
    assert claimed is not None
    pipeline.read_submission(claimed, "one", reading)
    editor = factories.person(staff=True)
    by_hand = review.fill_in_by_hand(failed, editor)
    published = review.approve(by_hand, factories.record("Typed in"), editor)
    assert published.files.get().file == failed.file


def test_people_on_one_submission_are_told_of_each_other(submission: Submission) -> None:
    one, two = factories.person(staff=True), factories.person(staff=True)
    assert review.visit(submission, one) == ()
    assert review.visit(submission, two) == (one,)
    submission.visits.filter(user=two).update(at=timezone.now() - dt.timedelta(minutes=5))
    assert review.visit(submission, one) == ()
    review.leave(submission, one)
    assert review.visit(submission, two) == ()


def test_the_next_in_the_queue_follows_and_begins_anew_after_the_last(submission: Submission) -> None:
    other = Submission.objects.create(name="b.pdf", state=Submission.State.IN_REVIEW)
    assert review.following(submission) == other
    assert review.following(other) == submission
