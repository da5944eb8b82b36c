"""Writing public records in the formats of whole lists as they change, for lists to be read and not written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from catalogue.addresses import site_prefix
from catalogue.models import Publication
from catalogue.policy import RECORD_STATES
from catalogue.references import references_in_bulk
from dissemination.exports import with_addresses
from dissemination.kept_forms import KEPT, edition, here
from dissemination.models import WrittenForm

_AT_ONCE = 100


class FormKeeping:
    """Keeps the forms of one record after another, the one unchanged for longest first; then of what changes."""

    def __init__(self) -> None:
        self.reached: tuple[dt.datetime, int] | None = None

    def __call__(self) -> int:
        """Look through some records and return how many those were."""
        rows = Publication.objects.order_by("changed_at", "pk")
        if self.reached:
            when, last = self.reached
            rows = rows.filter(Q(changed_at__gt=when) | Q(changed_at=when, pk__gt=last))
        some = list(rows[:_AT_ONCE])
        if some:
            keep(some)
            self.reached = (some[-1].changed_at, some[-1].pk)
        return len(some)


def keep(publications: Sequence[Publication]) -> None:
    """Write what is not kept of these publications' present states; keep nothing of what is not public."""
    WrittenForm.objects.filter(publication__in=[p.pk for p in publications if p.state not in RECORD_STATES]).delete()
    lacking = _lacking([p for p in publications if p.state in RECORD_STATES and p.key])
    WrittenForm.objects.bulk_create(
        _written(lacking),
        update_conflicts=True,
        unique_fields=["publication", "form"],
        update_fields=["version", "edition", "text"],
    )


def _lacking(publications: Sequence[Publication]) -> list[Publication]:
    rows = WrittenForm.objects.filter(publication__in=publications, edition=edition()).order_by()
    there = set(rows.values_list("publication_id", "form", "version"))
    return [p for p in publications if any((p.pk, form.name, p.version) not in there for form in KEPT)]


def _written(publications: Sequence[Publication]) -> list[WrittenForm]:
    root = here()
    own, kept = root + site_prefix(), f"{root}/"
    rows = []
    with_files = Publication.objects.filter(pk__in=[p.pk for p in publications]).prefetch_related(
        "texts", "files__file"
    )
    for publication, reference in references_in_bulk(list(with_files)):
        # A record that names the root itself is written each time: whose address it is could not be told.
        for form in KEPT if root not in repr(reference) else ():
            text = form.entry(with_addresses(reference, publication, form, root)).replace(own, kept)
            row = WrittenForm(form=form.name, version=publication.version, edition=edition(), text=text)
            row.publication_id = publication.pk
            rows.append(row)
    return rows
