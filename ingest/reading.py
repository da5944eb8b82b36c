"""Reading as the library does it: the sandbox, what the library knows, and what came beside the file."""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from catalogue.citing import CitedEntry
from catalogue.record import Record
from citations.reference import Reference
from ingest.description import describe, written
from ingest.description.references import find_references
from ingest.description.values import Vocabulary
from ingest.extraction.answers import Begun
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Extraction, Failure, Recognised
from ingest.learning import labeller_in_use
from ingest.models import Submission
from ingest.pipeline import Described
from ingest.sidecars import sidecar_reference
from ingest.vocabulary import known_vocabulary

logger = logging.getLogger(__name__)

# New names are known to the reading after so long; asking for each paper costs up to a second in a large library.
_VOCABULARY_SECONDS = 60.0


class SandboxReading:
    """Reads PDFs in a sandbox of its own and describes them; may be shared by threads."""

    def __init__(self) -> None:
        self.sandbox = Sandbox()
        self._known: tuple[float, Vocabulary] | None = None

    def read(self, path: Path) -> Extraction | Failure:
        return self.sandbox.read(path)

    def begin(self, path: Path) -> AbstractContextManager[Begun]:
        return self.sandbox.begin(path)

    def recognise(self, path: Path, extraction: Extraction, languages: Sequence[str]) -> Recognised | Failure:
        return self.sandbox.recognise(path, extraction, languages)

    def describe(self, extraction: Extraction, submission: Submission) -> Described:
        sidecar = sidecar_reference(submission.sidecar_name, submission.sidecar)
        description = describe(
            extraction,
            vocabulary=self._vocabulary(),
            file_name=submission.name,
            sidecar=sidecar,
            labeller=labeller_in_use(),
        )
        said = written.reference_from(description)
        reference = completed(sidecar, said.reference) if sidecar else said.reference
        return Described(
            record=Record(reference=reference, countries=said.countries, themes=said.themes),
            description=written.to_json(description),
            references=references_in(extraction),
        )

    def close(self) -> None:
        """End the sandbox; whoever waits for it gets a Failure."""
        self.sandbox.close()

    def _vocabulary(self) -> Vocabulary:
        now = time.monotonic()
        if self._known is None or now - self._known[0] > _VOCABULARY_SECONDS:
            self._known = (now, known_vocabulary())
        return self._known[1]


def references_in(extraction: Extraction) -> tuple[CitedEntry, ...]:
    """Return the paper's reference list; () where it is so strange that reading it fails."""
    try:
        found = find_references(extraction)
    except Exception:
        logger.exception("the reference list of %s could not be read", extraction.sha256)
        return ()
    return tuple(CitedEntry(text=f.text, reference=f.reference, page=f.page, box=f.box) for f in found)


def completed(given: Reference, read: Reference) -> Reference:
    """Return the reference that came beside the file, what it does not say filled in from the file."""
    empty = Reference()
    names = [field.name for field in dataclasses.fields(Reference) if field.name != "key"]
    lacking = {name: getattr(read, name) for name in names if getattr(given, name) == getattr(empty, name)}
    return dataclasses.replace(given, **lacking)
