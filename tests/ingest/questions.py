"""Questions that a test asks a library in another process; each answer can be written as JSON."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from catalogue.models import PageText, Publication, Revision, StoredFile
from ingest.intake import receive
from ingest.models import Submission
from search import engines, indexing
from search.models import StaleEntry
from search.query import PUBLIC, SearchQuery, Word

__all__ = ["faults", "paths", "publications", "receive", "state", "submissions"]


def paths(folder: str) -> list[Path]:
    return sorted(Path(folder).iterdir())


def submissions() -> dict[str, int]:
    """Return how many submissions are in each state."""
    return dict(Counter(Submission.objects.values_list("state", flat=True)))


def publications() -> dict[str, int]:
    """Return how many publications are in each state."""
    return dict(Counter(Publication.objects.values_list("state", flat=True)))


def faults() -> list[str]:
    """Return every sign that something was lost, doubled or half done."""
    found = []
    for submission in Submission.objects.select_related("file", "publication"):
        ended = submission.state in {Submission.State.IN_REVIEW, Submission.State.PUBLISHED}
        if ended and (submission.publication is None or submission.file is None):
            found.append(f"submission {submission.pk} is {submission.state} without record or file")
    for stored in StoredFile.objects.all():
        uses = stored.uses.count()
        pages = PageText.objects.filter(file=stored).count()
        if uses > 1:
            found.append(f"file {stored.pk[:8]} has {uses} records")
        if uses and pages != stored.page_count:
            found.append(f"file {stored.pk[:8]} has {pages} of {stored.page_count} pages")
    for publication in Publication.objects.all():
        revisions = Revision.objects.filter(publication=publication).count()
        if revisions != publication.version:
            found.append(f"publication {publication.pk} has {revisions} revisions, version {publication.version}")
        if publication.published_at and not publication.key:
            found.append(f"publication {publication.pk} is public without a key")
    return found


def state(words: list[str]) -> dict[str, Any]:
    """Return all that a test compares, and how many publications each word finds."""
    engine = engines.default()
    found = [engine.search(SearchQuery(audience=PUBLIC, expression=Word(word))).total for word in words]
    return {
        "submissions": submissions(),
        "publications": publications(),
        "faults": faults(),
        "outbox": StaleEntry.objects.count(),
        "different": len(indexing.differences(engine).ids),
        "found": found,
    }
