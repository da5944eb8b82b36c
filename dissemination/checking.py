"""Whether citations are sound: looked through once for each state of a record, and listed for staff."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.contrib.auth.decorators import user_passes_test
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.models import Publication
from catalogue.policy import STRANGER, visible_records
from catalogue.references import references_in_bulk
from citations.reference import Reference
from citations.verification import Fault, faults
from dissemination.citation_faults import FaultShown, shown
from dissemination.kept_forms import edition

# Writing and reading a record back takes some milliseconds; a page of the list stays within a second.
_AT_ONCE = 100
_A_MONTH = 30 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class FallsShort:
    """A published record whose citation falls short, and in what."""

    publication: Publication
    faults: list[FaultShown]


def faults_of(reference: Reference) -> tuple[Fault, ...]:
    """Return what falls short in the reference, looked through once for each state of it."""
    # Of this edition: a cache of several processes outlives an upgrade.
    name = f"faults-{hashlib.sha256(f'{edition()}{reference!r}'.encode()).hexdigest()}"
    kept = cache.get(name)
    if kept is None:
        kept = [(fault.attribute, fault.code, fault.detail) for fault in faults(reference)]
        cache.set(name, kept, _A_MONTH)
    return tuple(Fault(attribute=attribute, code=code, detail=detail) for attribute, code, detail in kept)


def faults_shown(publication: Publication, reference: Reference) -> list[FaultShown]:
    """Return what falls short as staff see it."""
    return [shown(publication, fault) for fault in faults_of(reference)]


@user_passes_test(lambda user: user.is_active and user.is_staff)
@require_safe
def falling_short(request: HttpRequest) -> HttpResponse:
    """List the published records whose citations fall short, the newest first."""
    public = Publication.objects.filter(visible_records(STRANGER)).order_by("-pk")
    page = Paginator(public, _AT_ONCE).get_page(request.GET.get("page"))
    found = [
        FallsShort(publication=publication, faults=faults_shown(publication, reference))
        for publication, reference in references_in_bulk(list(page.object_list))
    ]
    context = {"section": "citations", "page": page, "short": [record for record in found if record.faults]}
    return render(request, "dissemination/citing/falling_short.html", context)
