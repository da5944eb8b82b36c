"""Learning from corrections: what staff have published as lessons for the labeller, and the labeller that is in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from catalogue.local_copy import local_copy
from catalogue.models import Publication, PublicationFile, State
from catalogue.references import reference_for, with_reference
from ingest.description.labelling.corpus import LabelledPaper
from ingest.description.labelling.corrections import corrected_paper
from ingest.description.labelling.labels import SHIPPED_MODEL
from ingest.extraction.values import Extraction, Failure

_AT_ONCE = 100


def labeller_in_use() -> Path:
    """Return the labeller that has learnt from this library's corrections; the shipped one where there is none."""
    own = Path(settings.LABELLER_FOLDER) / SHIPPED_MODEL.name
    return own if own.is_file() else SHIPPED_MODEL


def lessons(read: Callable[[Path], Extraction | Failure]) -> Iterator[LabelledPaper]:
    """Yield the front pages of the published papers, read anew, labelled as their records have them."""
    published = with_reference(Publication.objects.filter(state=State.PUBLISHED).order_by("id"))
    for publication in published.iterator(chunk_size=_AT_ONCE):
        part = publication.files.filter(role=PublicationFile.Role.MAIN).select_related("file").first()
        if part is None or not default_storage.exists(part.file.storage_name):
            continue
        with local_copy(part.file) as path:
            extraction = read(path)
        if isinstance(extraction, Extraction) and extraction.quality == "good":
            paper = corrected_paper(extraction, reference_for(publication))
            if paper is not None:
                yield paper
