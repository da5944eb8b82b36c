"""Pages for what went wrong: clear words, the right status, a way on."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string

from catalogue.addresses import publication_address
from catalogue.models import FormerAddress
from catalogue.storage import is_full
from kc_repository.context import names


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return render(request, "403.html", status=403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form that came without the token of its page (too old, or sent from elsewhere)."""
    return render(request, "403.html", {"stale_form": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Lead an address that a record had elsewhere to the record; say so where there is nothing."""
    if former := _former(request):
        return HttpResponsePermanentRedirect(publication_address(former))
    return render(request, "404.html", status=404)


def _former(request: HttpRequest) -> int | None:
    """Return the id of the publication that had this address, with its query or without."""
    paths = [request.get_full_path(), request.path, request.path.rstrip("/")]
    rows = FormerAddress.objects.filter(path__in={path[:500] for path in paths if "\x00" not in path})
    return rows.values_list("publication_id", flat=True).first()


def server_error(_request: HttpRequest) -> HttpResponse:
    """Answer without the request's context: what failed may be the database, which the session needs.

    A full disk is no fault of the library's: it is named, with 507 and what to do.
    """
    full = is_full(sys.exc_info()[1])
    return HttpResponse(render_to_string("507.html" if full else "500.html", names()), status=507 if full else 500)
