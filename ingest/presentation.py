"""Submissions as the queue shows them: a state in words, what can be done, and in which group they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.models import State as PublicationState
from ingest.forms.record import RecordForm
from ingest.models import Submission
from ingest.sentences import sentence_for

State = Submission.State

_MORE_LABELS: dict[str, str | Promise] = {
    "authors": gettext_lazy("Authors"),
    "editors": gettext_lazy("Editors"),
    "year": gettext_lazy("Year"),
    "abstract": gettext_lazy("Abstract"),
}
_LOOKS = {
    State.WAITING: "",
    State.READING: "is-busy",
    State.IN_REVIEW: "is-look",
    State.PUBLISHED: "is-done",
    State.DUPLICATE: "is-look",
    State.FAILED: "is-bad",
    State.REFUSED: "is-bad",
    State.DISCARDED: "",
    State.ADDED: "is-done",
}
_NEEDS_SOMEBODY = (State.IN_REVIEW, State.DUPLICATE, State.FAILED, State.REFUSED)
_AT_WORK = (State.WAITING, State.READING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One submission on its way. `look` is its CSS class; `share` how much is read, in percent."""

    submission: Submission
    look: str
    sentence: str
    doubtful: tuple[str, ...]
    href: str
    share: int | None

    @property
    def title(self) -> str:
        """What the record is called; of a withdrawn one its own page tells what may be told."""
        record = self.submission.publication
        return record.title if record and record.state != PublicationState.WITHDRAWN else ""

    @property
    def at_work(self) -> bool:
        return self.submission.state in _AT_WORK

    @property
    def ready(self) -> bool:
        """Whether it was read and every field is certain: one click publishes it."""
        return self.submission.state == State.IN_REVIEW and not self.doubtful

    @property
    def can_be_read_again(self) -> bool:
        return self.submission.state == State.FAILED and self.submission.file_id is not None

    @property
    def can_be_filled_in(self) -> bool:
        return self.can_be_read_again and self.submission.addition_to_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Jobs in their groups; `moving` while the page should ask again."""

    needs: tuple[Job, ...]
    working: tuple[Job, ...]
    done: tuple[Job, ...]

    @property
    def moving(self) -> bool:
        return bool(self.working)

    @property
    def total(self) -> int:
        return len(self.needs) + len(self.working) + len(self.done)


def field_label(name: str) -> str:
    """Return what staff call a field of a description."""
    if label := _MORE_LABELS.get(name):
        return str(label)
    field = RecordForm.base_fields.get(name)
    return str(field.label) if field else name


def job_for(submission: Submission) -> Job:
    state = State(submission.state)
    doubtful = doubtful_fields(submission)
    look = "is-done" if state == State.IN_REVIEW and not doubtful else _LOOKS[state]
    return Job(
        submission=submission,
        look=look,
        sentence=_sentence(submission, doubtful),
        doubtful=doubtful,
        href=_href(submission),
        share=_share(submission),
    )


def jobs_page(submissions: Iterable[Submission]) -> Queue:
    """Return the submissions in their groups, each in the order given."""
    jobs = [job_for(submission) for submission in submissions]
    return Queue(
        needs=tuple(j for j in jobs if j.submission.state in _NEEDS_SOMEBODY),
        working=tuple(j for j in jobs if j.at_work),
        done=tuple(j for j in jobs if j.submission.state in (State.PUBLISHED, State.ADDED, State.DISCARDED)),
    )


def doubtful_fields(submission: Submission) -> tuple[str, ...]:
    """Return the names of the fields that a person should look at, as the description says."""
    names = submission.description.get("needs_review") or ()
    return tuple(str(name) for name in names)


def _sentence(submission: Submission, doubtful: tuple[str, ...]) -> str:
    state = State(submission.state)
    if state == State.READING and submission.pages_total:
        pages = {"page": submission.pages_done, "pages": submission.pages_total}
        return _("Reading page %(page)d of %(pages)d") % pages
    if state == State.IN_REVIEW:
        return _review_sentence(doubtful)
    if state == State.WAITING:
        return _("Waiting for its turn")
    return sentence_for(submission) or str(state.label)


def _review_sentence(doubtful: tuple[str, ...]) -> str:
    if not doubtful:
        return _("Read, everything is certain")
    names = get_text_list([field_label(name).lower() for name in doubtful], _("and"))
    count = len(doubtful)
    words = ngettext(
        "Read, %(count)d field is doubtful: %(names)s", "Read, %(count)d fields are doubtful: %(names)s", count
    )
    return words % {"count": count, "names": names}


def _href(submission: Submission) -> str:
    """Return where the submission is looked over, or the record that it became."""
    if submission.state == State.IN_REVIEW:
        return reverse("review", args=[submission.pk])
    if submission.addition_to_id is not None:
        return reverse("life", args=[submission.addition_to_id])
    publication = submission.publication_id
    if publication is None and submission.original is not None:
        publication = submission.original.publication_id
    if publication is not None and submission.state in (State.PUBLISHED, State.DUPLICATE):
        return reverse("publication", args=[publication])
    return ""


def _share(submission: Submission) -> int | None:
    if submission.state != State.READING or not submission.pages_total:
        return None
    return min(100, 100 * submission.pages_done // submission.pages_total)
