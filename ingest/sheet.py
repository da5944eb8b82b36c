"""A sheet: one record as somebody looks it over, with what was read and the draft that is not published yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from catalogue.models import Publication, StoredFile
from catalogue.record import Record
from catalogue.references import record_for, with_record
from catalogue.written import from_json
from ingest.forms.people import FormData
from ingest.forms.record import RecordForm, form_data
from ingest.forms.terms import terms
from ingest.models import Submission
from ingest.recognition import READ_ANEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`base` is the stored record; `submission` is the file's way in, None for a record entered otherwise.

    `version` and `draft_number` say what state of it is shown, so that nothing newer is overwritten unseen.
    """

    publication: Publication
    submission: Submission | None
    base: Record
    draft: Record | None

    @property
    def version(self) -> int:
        return self.publication.version

    @property
    def draft_number(self) -> int:
        return self.submission.draft_number if self.submission else 0

    @property
    def stamp(self) -> str:
        return f"{self.version}.{self.draft_number}"

    @property
    def shown(self) -> Record:
        """What the page begins with: the draft where there is one."""
        return self.draft or self.base

    @property
    def in_review(self) -> bool:
        return self.submission is not None and self.submission.state == Submission.State.IN_REVIEW

    @property
    def description(self) -> Mapping[str, Any]:
        """What reading gave. Once somebody has published the record, nothing of it is doubtful any more."""
        read = self.submission.description if self.submission else {}
        return read if self.in_review else {**read, "needs_review": []}

    @property
    def read(self) -> Record:
        """The record as it was read last, before anybody changed it: by OCR where the file's own text gave nothing."""
        revisions = self.publication.revisions.order_by("number")
        anew = revisions.filter(who=None, why=READ_ANEW).last()
        first = anew or revisions.first()
        return from_json(first.record) if first else self.base

    @property
    def file(self) -> StoredFile | None:
        """The file whose pages are shown beside the form."""
        if self.submission and self.submission.file:
            return self.submission.file
        use = self.publication.files.select_related("file").first()
        return use.file if use else None

    def form(self, data: FormData) -> RecordForm:
        return RecordForm(data, base=self.base, terms=terms())


def sheet_for(publication: Publication, submission: Submission | None = None) -> Sheet:
    """Return the record as it is stored now; a draft is that of a submission in review."""
    stored = with_record(Publication.objects.filter(pk=publication.pk)).get()
    came = submission or stored.submissions.order_by("-id").first()
    drafted = came and came.state == Submission.State.IN_REVIEW and came.draft
    return Sheet(
        publication=stored,
        submission=came,
        base=record_for(stored),
        draft=from_json(drafted) if drafted else None,
    )


def posted(post: QueryDict) -> FormData:
    """Return the form's values as the browser sent them, with one kind of line end."""
    return {name: [str(value).replace("\r\n", "\n") for value in values] for name, values in post.lists()}


def shown_data(sheet: Sheet) -> FormData:
    return form_data(sheet.shown)
