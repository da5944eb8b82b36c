"""How the library is, for machines at /healthz and for the staff at /status/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ingest.views.access import editors
from kc_repository.health import Health, all_parts, essentials


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when readers are served, else 503; names and states only, no details for strangers."""
    parts = essentials()
    status = 503 if any(part.is_bad for part in parts) else 200
    return JsonResponse({part.name: part.health.value for part in parts}, status=status)


@editors
@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show each part and each missing program."""
    parts = all_parts()
    context = {
        "section": "status",
        "parts": [(part, _LOOKS[part.health]) for part in parts],
        "bad": sum(part.is_bad for part in parts),
    }
    return render(request, "library/status.html", context)


_LOOKS = {Health.GOOD: "is-done", Health.ABSENT: "is-look", Health.BAD: "is-bad"}
