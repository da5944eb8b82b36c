"""A further file of a record: a translation, an annex. It is read like any other, and becomes a part of that record."""

from __future__ import annotations

from django.db import transaction

from catalogue import publishing
from catalogue.merging import merged
from ingest.models import Submission


@transaction.atomic
def add(submission: Submission) -> Submission:
    """Give the file of a submission its part in the record that it was sent in for, and settle the submission."""
    if submission.addition_to and submission.file:
        publishing.attach_file(
            merged(submission.addition_to),
            submission.file,
            submission.role,
            submission.language,
            submission.name,
            who=submission.uploader,
        )
    submission.state = Submission.State.ADDED
    submission.save()
    return submission
