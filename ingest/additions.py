"""A further file of a record: a translation, an annex. It is read like any other, and becomes a part of that record."""

from __future__ import annotations

from django.db import transaction

from catalogue import publishing
from catalogue.merging import merged
from ingest.models import Submission


@transaction.atomic
def add(submission: Submission) -> Submission:
    """Give the file of a submission its part in the record that it was sent in for, and settle the submission.

    A file that the record has already keeps its part: the main one sent in again by mistake must not become an annex.
    """
    submission.state = Submission.State.ADDED
    if submission.addition_to and submission.file:
        record = merged(submission.addition_to)
        if record.files.filter(file=submission.file).exists():
            submission.state = Submission.State.DUPLICATE
        else:
            publishing.attach_file(
                record,
                submission.file,
                submission.role,
                submission.language,
                submission.name,
                who=submission.uploader,
            )
    submission.save()
    return submission
