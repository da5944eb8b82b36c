"""Taking away for good: what was put away long ago, and single records that must not stay.

Everything else in the library is a state that can be undone; this cannot, so a plan is shown first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from catalogue import publishing
from catalogue.models import Publication, PublicationFile, State, StoredFile
from ingest.models import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a purge will take away; files are those that nothing else uses."""

    publications: tuple[int, ...]
    submissions: tuple[int, ...]
    files: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.publications or self.submissions or self.files)


def plan_for_put_away(days: int) -> Plan:
    """Plan to take away what was discarded, refused or a duplicate and not touched for so many days.

    A record goes with its submission only if it was never public.
    """
    before = timezone.now() - dt.timedelta(days=days)
    ended = (Submission.State.DISCARDED, Submission.State.REFUSED, Submission.State.DUPLICATE)
    submissions = Submission.objects.filter(state__in=ended, changed_at__lt=before)
    never_public = Publication.objects.filter(
        state=State.DRAFT,
        published_at=None,
        changed_at__lt=before,
        submissions__in=submissions.filter(state=Submission.State.DISCARDED),
    )
    return _plan(never_public.values_list("pk", flat=True), submissions.values_list("pk", flat=True))


def plan_for_record(publication: Publication) -> Plan:
    """Plan to take away one record with all that came of it: its history, submissions, files, merged doubles."""
    doubles = Publication.objects.filter(merged_into=publication).values_list("pk", flat=True)
    ids = [publication.pk, *doubles]
    files = PublicationFile.objects.filter(publication_id__in=ids).values_list("file_id", flat=True)
    of_it = Submission.objects.filter(Q(publication_id__in=ids) | Q(addition_to_id__in=ids) | Q(file_id__in=files))
    return _plan(ids, of_it.values_list("pk", flat=True))


@transaction.atomic
def carry_out(plan: Plan) -> None:
    """Take away what the plan names; the bytes go when the rows are gone for sure."""
    for publication in Publication.objects.filter(pk__in=plan.publications):
        publication.successors.update(supersedes=publication.supersedes)
    Submission.objects.filter(pk__in=plan.submissions).delete()
    Publication.objects.filter(pk__in=plan.publications).update(supersedes=None, merged_into=None)
    Publication.objects.filter(pk__in=plan.publications).delete()
    publishing.announce(plan.publications)
    unused = [stored for stored in StoredFile.objects.filter(pk__in=plan.files) if not _is_used(stored)]
    StoredFile.objects.filter(pk__in=[stored.pk for stored in unused]).delete()
    names = [stored.storage_name for stored in unused]
    transaction.on_commit(lambda: _delete_bytes(names))


def _plan(publications: Iterable[int], submissions: Iterable[int]) -> Plan:
    records, sent = tuple(sorted(set(publications))), tuple(sorted(set(submissions)))
    touched = Q(uses__publication_id__in=records) | Q(submissions__in=sent)
    kept = Q(uses__publication__in=Publication.objects.exclude(pk__in=records))
    kept |= Q(submissions__in=Submission.objects.exclude(pk__in=sent))
    files = StoredFile.objects.filter(touched).exclude(pk__in=StoredFile.objects.filter(kept)).distinct()
    return Plan(publications=records, submissions=sent, files=tuple(files.order_by("pk").values_list("pk", flat=True)))


def _is_used(stored: StoredFile) -> bool:
    return stored.uses.exists() or stored.submissions.exists()


@transaction.atomic
def _delete_bytes(names: list[str]) -> None:
    """Delete the bytes of files that have no row; one that was sent in again meanwhile has."""
    for name in names:
        if not StoredFile.objects.filter(pk=PurePath(name).stem).exists():
            default_storage.delete(name)
