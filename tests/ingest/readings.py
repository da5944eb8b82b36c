"""Readings for tests of the pipeline: the real sandbox with the simplest description, or one that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from catalogue.record import Record
from citations.reference import Reference, Text
from ingest.extraction.answers import Begun
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Extraction, Failure, Recognised
from ingest.models import Submission
from ingest.pipeline import Described


class FirstLineReading:
    """Takes the first line as the title; `before_describing` is for what happens meanwhile."""

    def __init__(self, sandbox: Sandbox, before_describing: Callable[[], object] = bool) -> None:
        self.sandbox = sandbox
        self.before_describing = before_describing

    def read(self, path: Path) -> Extraction | Failure:
        return self.sandbox.read(path)

    def begin(self, path: Path) -> AbstractContextManager[Begun]:
        return self.sandbox.begin(path)

    def recognise(self, path: Path, extraction: Extraction, languages: Sequence[str]) -> Recognised | Failure:
        return self.sandbox.recognise(path, extraction, languages)

    def describe(self, extraction: Extraction, submission: Submission) -> Described:
        self.before_describing()
        title = extraction.pages[0].text.partition("\n")[0]
        record = Record(reference=Reference(titles=(Text(text=title, language="en"),), languages=("en",)))
        return Described(record=record, description={"fields": {}, "needs_review": ["title"]})
