"""All records, whatever their state, for those who look after them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from catalogue.models import Publication
from catalogue.references import with_reference
from ingest.filters import RecordFilter
from ingest.views.access import editors

_A_PAGE = 50


@editors
@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """List the records, the ones changed last first."""
    narrowed = RecordFilter(request.GET, queryset=with_reference(Publication.objects.order_by("-changed_at", "-id")))
    page = Paginator(narrowed.qs, _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "ingest/records.html", {"section": "records", "filter": narrowed, "page": page})
