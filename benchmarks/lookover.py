"""Every sign that a library lost, doubled or half did something, in its rows, its files and its index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.core.files.storage import default_storage

from catalogue.models import Publication, State, StoredFile
from catalogue.policy import RECORD_STATES
from ingest.intake import digest_of
from ingest.models import Submission
from search import engines, indexing
from search.models import StaleEntry
from tests.ingest.questions import faults


def faults_of_library(acknowledged: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a sentence for each fault; `acknowledged` names the files taken and the records published or restricted."""
    yield from faults()
    yield from _submissions(set(acknowledged.get("taken", ())))
    yield from _files()
    states = dict(Publication.objects.values_list("pk", "state"))
    for pk in map(int, acknowledged.get("public", ())):
        if states.get(pk) not in RECORD_STATES:
            yield f"publication {pk} was acknowledged and is not public"
    for pk in map(int, acknowledged.get("restricted", ())):
        if states.get(pk) != State.RESTRICTED:
            yield f"publication {pk} was restricted and is not"
    yield from _index()


def _submissions(taken: set[str]) -> Iterator[str]:
    names = Counter(Submission.objects.values_list("name", flat=True))
    yield from (f"{name} was acknowledged and is lost" for name in taken - names.keys())
    yield from (f"{name} is there {count} times" for name, count in names.items() if count > 1)
    for submission in Submission.objects.exclude(publication=None).select_related("publication"):
        record = submission.publication
        public = record is not None and record.state in RECORD_STATES
        if public != (submission.state == Submission.State.PUBLISHED):
            yield f"submission {submission.pk} is {submission.state}, and its record is half published"


def _files() -> Iterator[str]:
    for stored in StoredFile.objects.all():
        if not default_storage.exists(stored.storage_name):
            yield f"the bytes of {stored} are lost"
        else:
            with default_storage.open(stored.storage_name) as content:
                if digest_of(content) != stored.sha256:
                    yield f"the bytes of {stored} are spoilt"


def _index() -> Iterator[str]:
    """Yield the records that differ from the index without standing in the outbox."""
    engine = engines.default()
    if engine.status().ready:
        waiting = set(StaleEntry.objects.values_list("publication_id", flat=True))
        for pk in set(indexing.differences(engine).ids) - waiting:
            yield f"publication {pk} differs from the index and nothing says so"
