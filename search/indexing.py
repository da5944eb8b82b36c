"""Keeping the index as new as the catalogue: the outbox emptied, the index rebuilt, checked and mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count, Max

from catalogue.models import PageText, Publication, PublicationFile
from search.documents import documents_for, indexed
from search.engines.base import SearchEngine
from search.models import StaleEntry
from search.schema import SearchDocument

# One batch is one commit of the engine: 14-50 ms each with tantivy, so small batches cost little.
BATCH = 50
# Ids, and records without the text of their pages: by fifty a rebuild's queries take a third longer.
_AT_ONCE, _TOGETHER = 500, 200
# In place of the version, where the index has pages of what it has no record of.
_NO_RECORD = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Where index and catalogue differ: missing, older than the record, of no record, torn (other pages, or twice)."""

    missing: tuple[int, ...]
    outdated: tuple[int, ...]
    ghosts: tuple[int, ...]
    torn: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.ids)

    @property
    def ids(self) -> tuple[int, ...]:
        return self.missing + self.outdated + self.ghosts + self.torn


def update(engine: SearchEngine, batch: int = BATCH) -> int:
    """Bring the oldest entries of the outbox into the index and return how many publications that were.

    A row is taken away only after the engine stored what was read after the row: what changes in between
    has a row of its own. Raises EngineError and leaves the rows when the engine cannot store.
    """
    rows = list(StaleEntry.objects.values_list("id", "publication_id")[: batch * 4])
    ids = list(dict.fromkeys(publication_id for _row, publication_id in rows))[:batch]
    if not ids:
        return 0
    there = set(Publication.objects.filter(pk__in=ids).values_list("pk", flat=True))
    engine.upsert(_documents(sorted(there)))
    if gone := [publication_id for publication_id in ids if publication_id not in there]:
        engine.delete(gone)
    done = set(ids)
    StaleEntry.objects.filter(pk__in=[row for row, publication_id in rows if publication_id in done]).delete()
    return len(ids)


def update_all(engine: SearchEngine) -> int:
    """Empty the outbox and return how many publications were indexed."""
    total = 0
    while done := update(engine):
        total += done
    return total


def update_or_build(engine: SearchEngine) -> None:
    """Empty the outbox, or build the index where there is none yet or it has an older form."""
    if engine.status().ready:
        update_all(engine)
    else:
        rebuild(engine)


def rebuild(engine: SearchEngine, progress: Callable[[int], object] = int) -> None:
    """Build the index anew beside the living one; changes made meanwhile are in it too."""
    newest = StaleEntry.objects.aggregate(newest=Max("id"))["newest"] or 0
    engine.rebuild(_all_documents(), catch_up=_CatchUp(newest), progress=progress)
    StaleEntry.objects.filter(pk__lte=newest).delete()


def differences(engine: SearchEngine) -> Differences:
    """Compare index and catalogue by the versions of their records and by how many pages they have."""
    ours = dict(Publication.objects.values_list("pk", "version").iterator())
    versions = list(engine.versions())
    theirs = dict(versions)
    # Up to index form 12 an older state could come back beside the newer one, after a kill while tantivy merged.
    doubled = {publication for publication, times in Counter(pk for pk, _ in versions).items() if times > 1}
    pages, indexed_pages = _page_counts(), dict(engine.page_counts())
    theirs |= dict.fromkeys(indexed_pages.keys() - theirs.keys(), _NO_RECORD)
    both = ours.keys() & theirs.keys()
    older = {i for i in both - doubled if ours[i] != theirs[i]}
    return Differences(
        missing=tuple(sorted(ours.keys() - theirs.keys())),
        outdated=tuple(sorted(older)),
        ghosts=tuple(sorted(theirs.keys() - ours.keys())),
        torn=tuple(sorted(i for i in both - older if i in doubled or pages.get(i, 0) != indexed_pages.get(i, 0))),
    )


def mend(engine: SearchEngine, found: Differences) -> int:
    """Put what differs into the outbox and empty it; return how many publications were indexed."""
    # What is left of a torn one would stand beside its whole self, which has the same version.
    engine.delete(found.torn)
    StaleEntry.objects.bulk_create(StaleEntry(publication_id=publication_id) for publication_id in found.ids)
    return update_all(engine)


def _page_counts() -> dict[int, int]:
    """Return how many pages the catalogue has of each publication."""
    of_file = dict(PageText.objects.shown().order_by().values_list("file_id").annotate(count=Count("pk")))
    found: Counter[int] = Counter()
    for publication, file in PublicationFile.objects.values_list("publication_id", "file_id"):
        found[publication] += of_file.get(file, 0)
    return found


def outbox_size() -> int:
    """Return how many publications wait to be indexed."""
    return StaleEntry.objects.values("publication_id").distinct().count()


class _CatchUp:
    """Yields what came into the outbox after a row, as documents or ids of what is gone."""

    def __init__(self, after: int) -> None:
        self.after = after

    def __call__(self) -> Iterator[SearchDocument | int]:
        rows = StaleEntry.objects.filter(pk__gt=self.after).values_list("publication_id", flat=True).distinct()
        ids = sorted(rows)
        there = set(Publication.objects.filter(pk__in=ids).values_list("pk", flat=True))
        yield from (publication_id for publication_id in ids if publication_id not in there)
        yield from _documents(sorted(there))


def _documents(ids: list[int]) -> Iterator[SearchDocument]:
    """Yield the documents of those of the ids that are there, the pages of a handful in memory at a time."""
    remaining = iter(ids)
    while some := list(islice(remaining, _TOGETHER)):
        yield from documents_for(list(indexed(Publication.objects.filter(pk__in=some).order_by("pk"))))


def _all_documents() -> Iterator[SearchDocument]:
    last = 0
    while some := _ids_after(last):
        yield from _documents(some)
        last = some[-1]


def _ids_after(last: int) -> list[int]:
    return list(Publication.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
