"""Submissions are read once, by one worker, whatever dies on the way."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager, nullcontext

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from catalogue.models import PageText, Publication, State
from ingest import pipeline
from ingest.extraction.answers import Begun
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Extraction, Failure
from ingest.intake import receive
from ingest.models import Submission
from ingest.pipeline import Described
from tests import factories, pdfs
from tests.ingest.readings import FirstLineReading

pytestmark = pytest.mark.django_db


def waiting(content: bytes = b"", name: str = "paper.pdf") -> Submission:
    return receive(name, ContentFile(content or pdfs.paper()), uploader=None)


def expired(submission: Submission) -> None:
    past = timezone.now() - dt.timedelta(seconds=1)
    Submission.objects.filter(pk=submission.pk).update(lease_until=past)


def claimed(worker: str = "one") -> Submission:
    submission = pipeline.claim(worker)
    assert submission is not None
    return submission


def test_a_paper_becomes_a_record_in_review_with_the_text_of_its_pages(reading: FirstLineReading) -> None:
    uploader = factories.person()
    submission = waiting(pdfs.paper(title="On wells", pages=("Deep wells.", "Shallow wells.")))
    Submission.objects.update(uploader=uploader)
    assert pipeline.read_submission(claimed(), "one", reading) == Submission.State.IN_REVIEW
    submission.refresh_from_db()
    assert submission.publication is not None
    assert submission.publication.title == "On wells"
    assert submission.publication.state == State.IN_REVIEW
    assert submission.publication.uploader == uploader
    assert submission.description["needs_review"] == ["title"]
    assert [page.number for page in PageText.objects.all()] == [1, 2, 3]
    assert "Shallow" in PageText.objects.get(number=3).text


def test_the_oldest_is_claimed_first_and_by_one_worker_alone() -> None:
    first, second = waiting(name="a.pdf"), waiting(pdfs.paper(title="Other"), "b.pdf")
    assert [claimed("one").pk, claimed("two").pk, pipeline.claim("three")] == [first.pk, second.pk, None]


def test_a_dead_workers_submission_is_read_by_the_next(reading: FirstLineReading) -> None:
    submission = waiting()
    claimed("dead")
    assert pipeline.claim("next") is None
    expired(submission)
    assert pipeline.read_submission(claimed("next"), "next", reading) == Submission.State.IN_REVIEW
    assert Publication.objects.count() == 1


def test_a_worker_that_lost_its_lease_stores_nothing(sandbox: Sandbox) -> None:
    submission = waiting()
    slow = claimed("slow")

    def taken_over() -> None:
        expired(submission)
        quick = claimed("quick")
        pipeline.read_submission(quick, "quick", FirstLineReading(sandbox))

    assert pipeline.read_submission(slow, "slow", FirstLineReading(sandbox, taken_over)) == ""
    assert Publication.objects.count() == 1
    submission.refresh_from_db()
    assert submission.state == Submission.State.IN_REVIEW


def test_a_stopped_worker_gives_back_what_it_had_begun() -> None:
    submission = waiting()
    claimed("one")
    assert pipeline.release("one") == 1
    submission.refresh_from_db()
    assert (submission.state, submission.attempts) == (Submission.State.WAITING, 0)


@pytest.mark.parametrize(
    ("content", "code"), [(b"%PDF-1.4 and nothing more", "truncated"), (b"%PDF-1.4\n%%EOF", "damaged")]
)
def test_a_pdf_that_cannot_be_read_is_kept_with_its_code(reading: FirstLineReading, content: bytes, code: str) -> None:
    submission = waiting(content)
    assert pipeline.read_submission(claimed(), "one", reading) == Submission.State.FAILED
    submission.refresh_from_db()
    assert submission.failure == code
    assert submission.file is not None
    assert default_storage.exists(submission.file.storage_name)


def test_a_file_that_kills_every_reader_is_given_up() -> None:
    submission = waiting()
    Submission.objects.update(attempts=pipeline.MOST_ATTEMPTS)
    assert pipeline.claim("one") is None
    submission.refresh_from_db()
    assert (submission.state, submission.failure) == (Submission.State.FAILED, "given_up")


@pytest.mark.parametrize(
    ("by_machine", "states"), [(True, ["waiting", "waiting", "failed"]), (False, ["failed"])], ids=["machine", "file"]
)
def test_a_file_that_killed_its_readers_is_never_read_again_by_itself(
    sandbox: Sandbox, by_machine: bool, states: list[str]
) -> None:
    class Crashes(FirstLineReading):
        def begin(self, path: object) -> AbstractContextManager[Begun]:
            return nullcontext(Begun(Failure("crashed", by_machine=by_machine)))

    waiting()
    assert [pipeline.read_submission(claimed(), "one", Crashes(sandbox)) for _try in states] == states
    assert pipeline.claim("one") is None


def test_a_file_that_is_gone_is_said_to_be(reading: FirstLineReading) -> None:
    submission = waiting()
    assert submission.file is not None
    default_storage.delete(submission.file.storage_name)
    pipeline.read_submission(claimed(), "one", reading)
    submission.refresh_from_db()
    assert submission.failure == "missing"


def test_a_paper_that_no_rule_understands_waits_in_review_with_empty_fields(sandbox: Sandbox) -> None:
    class Confused(FirstLineReading):
        def describe(self, extraction: Extraction, submission: Submission) -> Described:
            raise ZeroDivisionError

    waiting()
    assert pipeline.read_submission(claimed(), "one", Confused(sandbox)) == Submission.State.IN_REVIEW
    assert Publication.objects.get().title == ""


def test_a_crash_between_reading_and_storing_leaves_nothing_half_done(sandbox: Sandbox) -> None:
    class Dies(FirstLineReading):
        def begin(self, path: object) -> AbstractContextManager[Begun]:
            raise KeyboardInterrupt

    submission = waiting()
    with pytest.raises(KeyboardInterrupt):
        pipeline.read_submission(claimed(), "one", Dies(sandbox))
    assert not Publication.objects.exists()
    assert not PageText.objects.exists()
    submission.refresh_from_db()
    assert submission.state == Submission.State.READING
