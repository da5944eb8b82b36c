"""What a reviewer does with a submission: look, draft, publish, discard, take back.

A publication that came from a submission is published here, so that both rows always say the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue import publishing, written
from catalogue.models import Publication, State
from catalogue.policy import UNPUBLISHED
from catalogue.publishing import ChangedMeanwhile, FileUse, PublishingError
from catalogue.record import Record
from catalogue.references import record_for
from citations.reference import Reference
from ingest.models import Submission, Visit

# A page that is open says so every half minute.
PRESENT_SECONDS = 90


class NotInReview(PublishingError):
    """Somebody else has published or discarded the submission, or it was never read."""

    def __init__(self) -> None:
        super().__init__(_("This submission is no longer in review."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """How a record becomes public: at once and whole, unless one of these says otherwise."""

    at: dt.datetime | None = None
    embargo_until: dt.date | None = None
    restricted: bool = False


AT_ONCE = Release()


def record_from(submission: Submission) -> Record:
    """Return the record as the reviewer left it: the draft, else what was read from the file."""
    if submission.draft:
        return written.from_json(submission.draft)
    if submission.publication:
        return record_for(submission.publication)
    return Record(reference=Reference())


@transaction.atomic
def save_draft(submission: Submission, record: Record, *, who: User, expected: int | None = None) -> int:
    """Keep what was typed so far and return the number of this saving.

    `expected` is the number that the reviewer's page began with; raises ChangedMeanwhile when somebody
    else saved since, and NotInReview when the submission is no longer there to be reviewed.
    """
    current = _in_review(submission)
    if expected is not None and expected != current.draft_number and current.draft_by_id != who.pk:
        raise ChangedMeanwhile
    current.draft = written.to_json(record)
    current.draft_by = who
    current.draft_number += 1
    current.save()
    return current.draft_number


@transaction.atomic
def approve(
    submission: Submission,
    record: Record,
    who: User | None,
    *,
    release: Release = AT_ONCE,
    expected: int | None = None,
    why: str = "",
) -> Publication:
    """Publish the record of a submission; a form that is sent twice publishes once and gives the same answer."""
    current = _locked(submission)
    if current.publication is None:
        raise NotInReview
    if current.state == Submission.State.PUBLISHED:
        return current.publication
    if current.state != Submission.State.IN_REVIEW:
        raise NotInReview
    if expected is not None and expected != current.draft_number and current.draft_by_id != (who and who.pk):
        raise ChangedMeanwhile
    publication = publishing.revise(current.publication, record, who=who, why=why)
    publication = _released(publication, release, who, why)
    current.draft = {}
    current.state = Submission.State.PUBLISHED
    current.save()
    return publication


def settle(publication: Publication) -> None:
    """Let the submissions of a record that was released otherwise (its own page, a time set there) say so too."""
    if publication.state not in UNPUBLISHED or publication.publish_at:
        waiting = Submission.objects.filter(publication=publication, state=Submission.State.IN_REVIEW)
        waiting.update(state=Submission.State.PUBLISHED, changed_at=timezone.now())


@transaction.atomic
def reopen(submission: Submission, who: User) -> Submission:
    """Take a publication back into review, or a discarded submission; what was typed is kept."""
    current = _locked(submission)
    if current.publication is None or current.state not in {Submission.State.PUBLISHED, Submission.State.DISCARDED}:
        raise NotInReview
    publishing.put_back(current.publication, State.IN_REVIEW, who=who)
    current.state = Submission.State.IN_REVIEW
    current.save()
    return current


@transaction.atomic
def discard(submission: Submission, who: User, why: str = "") -> Submission:
    """Put a submission away; its file and record stay until they are purged, and it can be reopened."""
    current = _in_review(submission)
    if current.publication:
        publishing.put_back(current.publication, State.DRAFT, who=who, why=why or "discarded")
    current.state = Submission.State.DISCARDED
    current.save()
    return current


@transaction.atomic
def fill_in_by_hand(submission: Submission, who: User) -> Submission:
    """Give a file that could not be read an empty record in review."""
    current = _locked(submission)
    if current.state != Submission.State.FAILED or current.file is None or current.addition_to_id:
        raise NotInReview
    current.publication = publishing.create(
        Record(reference=Reference()),
        state=State.IN_REVIEW,
        uploader=current.uploader,
        who=who,
        files=[FileUse(file=current.file, name=current.name)],
    )
    current.state = Submission.State.IN_REVIEW
    current.save()
    return current


def visit(submission: Submission, user: User) -> tuple[User, ...]:
    """Note that the user has the submission open and return who else has."""
    now = timezone.now()
    Visit.objects.update_or_create(submission=submission, user=user, defaults={"at": now})
    since = now - dt.timedelta(seconds=PRESENT_SECONDS)
    others = submission.visits.filter(at__gte=since).exclude(user=user).select_related("user").order_by("user_id")
    return tuple(other.user for other in others)


def leave(submission: Submission, user: User) -> None:
    """Note that the user has closed the submission."""
    Visit.objects.filter(submission=submission, user=user).delete()


def following(submission: Submission) -> Submission | None:
    """Return the next submission in review, in the order they came, beginning anew after the last."""
    waiting = Submission.objects.filter(state=Submission.State.IN_REVIEW).exclude(pk=submission.pk).order_by("id")
    return waiting.filter(pk__gt=submission.pk).first() or waiting.first()


def _locked(submission: Submission) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",)).select_related("publication", "file").get(pk=submission.pk)
    )


def _in_review(submission: Submission) -> Submission:
    current = _locked(submission)
    if current.state != Submission.State.IN_REVIEW:
        raise NotInReview
    return current


def _released(publication: Publication, release: Release, who: User | None, why: str) -> Publication:
    if release.at:
        return publishing.schedule(publication, release.at, who=who, why=why)
    if release.embargo_until:
        return publishing.embargo(publication, release.embargo_until, who=who, why=why)
    if release.restricted:
        return publishing.restrict(publication, who=who, why=why)
    return publishing.publish(publication, who=who, why=why)
