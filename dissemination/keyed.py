"""Citation keys as addresses: the key a record has, and every key it had, leads to it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from catalogue.addresses import publication_address
from catalogue.keys import publication_by_key
from catalogue.policy import Sight, may_see, reader_of


@require_safe
def by_key(request: HttpRequest, key: str) -> HttpResponse:
    """Lead from a key, living or former, to its publication."""
    publication = publication_by_key(key) if "\x00" not in key else None
    if publication is None or may_see(reader_of(request.user), publication) == Sight.NOTHING:
        raise Http404
    return HttpResponseRedirect(publication_address(publication.pk))
