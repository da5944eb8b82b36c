"""`manage.py load_samples`: the sample papers, by the way that every paper takes."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.management.base import BaseCommand

from ingest import intake, pipeline, review
from ingest.models import Submission
from ingest.reading import SandboxReading
from ingest.sidecars import sidecar_beside
from kc_repository.background import worker_name
from kc_repository.sample_papers import Sample, corrected, samples, store_vocabularies
from search import engines, indexing
from search.engines.base import EngineError

_UNREAD = (Submission.State.WAITING, Submission.State.READING)


class Command(BaseCommand):
    help = "Load the sample papers and their vocabularies; what is here already is left as it is."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        store_vocabularies()
        papers = samples()
        reading, worker = SandboxReading(), worker_name()
        try:
            for number, sample in enumerate(papers, 1):
                self.stdout.write(f"Loading sample paper {number} of {len(papers)}: {sample.path.name}")
                self.stdout.flush()
                _load(sample, reading, worker)
        finally:
            pipeline.release(worker)
            reading.close()
        self._index()

    def _index(self) -> None:
        """Bring the papers into the index, unless a worker has its only writer and does so itself."""
        try:
            indexing.update_or_build(engines.default())
        except EngineError as error:
            self.stderr.write(f"Not in the search index yet: {error}. The worker goes on trying.")


def _load(sample: Sample, reading: SandboxReading, worker: str) -> None:
    submission = _submitted(sample)
    if submission.state in _UNREAD and (claimed := pipeline.claim(worker, only=submission.pk)):
        pipeline.read_submission(claimed, worker, reading)
        submission.refresh_from_db()
    if submission.state == Submission.State.IN_REVIEW and sample.publish:
        record = corrected(review.record_from(submission), sample.correction)
        review.approve(submission, record, None, why="sample paper")


def _submitted(sample: Sample) -> Submission:
    """Return the paper's submission: the one of a start that was broken off, or a new one."""
    sha256 = hashlib.sha256(sample.path.read_bytes()).hexdigest()
    if known := Submission.objects.filter(file=sha256).order_by("id").first():
        return known
    with sample.path.open("rb") as file:
        return intake.receive(sample.path.name, file, uploader=None, sidecar=sidecar_beside(sample.path))
