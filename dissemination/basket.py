"""The basket: publications gathered over several searches, kept in the reader's browser, taken away whole."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.addresses import plain_address, plain_reverse
from catalogue.policy import reader_of
from citations.formats import FORMATS, Format
from citations.formats.pandoc import PandocUnavailable
from citations.formats.styles import format_references
from dissemination.citing import Choice, manner_of, style_choices
from dissemination.exports import references_of, root_of, streamed, written
from search.entries import entries_for

COOKIE = "basket"
# A cookie holds 4096 bytes; more would be lost without a word.
MOST = 400
_A_YEAR = 365 * 24 * 3600
# One run of pandoc formats them all; more would take longer than a reader waits.
_MOST_FORMATTED = 200


def gathered_ids(request: HttpRequest) -> list[int]:
    """Return the ids in the basket, in the order they were put there."""
    found = re.findall(r"\d{1,18}", request.COOKIES.get(COOKIE, "")[:8000])
    return list(dict.fromkeys(map(int, found)))[:MOST]


def gathered(request: HttpRequest) -> dict[str, object]:
    """Return what every page knows of the basket, for its buttons and its count."""
    return {"gathered": gathered_ids(request)}


@require_http_methods(["GET", "HEAD", "POST"])
def basket(request: HttpRequest) -> HttpResponse:
    """The basket, and by POST putting in (`add`), taking out (`drop`) and emptying (`empty`)."""
    if request.method == "POST":
        return _changed(request)
    reader = reader_of(request.user)
    ids = gathered_ids(request)
    entries = entries_for(ids, reader)
    manner = manner_of(request)
    context = {
        "entries": [entries[pk] for pk in ids if pk in entries],
        "most": MOST,
        "manner": manner,
        "styles": style_choices(manner),
        "references": _formatted(request, [pk for pk in ids if pk in entries][:_MOST_FORMATTED]),
        "formats": [
            Choice(name=form.name, title=form.label, href=plain_reverse("basket-as", form)) for form in FORMATS.values()
        ],
    }
    return render(request, "dissemination/citing/basket.html", context)


@require_safe
def basket_as(request: HttpRequest, form: Format) -> HttpResponseBase:
    """The whole basket in a format."""
    document = written(gathered_ids(request), reader_of(request.user), form, root_of(request))
    return streamed(document, form, f"basket.{form.suffix}")


def _formatted(request: HttpRequest, ids: list[int]) -> list[str] | None:
    """Return the reference list in the style asked for, None where pandoc cannot now; [] until a style is asked for."""
    if "style" not in request.GET:
        return []
    manner = manner_of(request)
    references = list(references_of(ids, reader_of(request.user), root=root_of(request)))
    try:
        return [made.html for made in format_references(references, manner.style, manner.locale)]
    except PandocUnavailable:
        return None


def _changed(request: HttpRequest) -> HttpResponse:
    ids = gathered_ids(request)
    added, dropped = request.POST.get("add", ""), request.POST.get("drop", "")
    if re.fullmatch(r"[0-9]{1,18}", added) and int(added) not in ids:
        ids = [*ids, int(added)][-MOST:]
    if re.fullmatch(r"[0-9]{1,18}", dropped):
        ids = [pk for pk in ids if pk != int(dropped)]
    if "empty" in request.POST:
        ids = []
    response = HttpResponseRedirect(_back(request))
    value = ".".join(map(str, ids))
    response.set_cookie(COOKIE, value, max_age=_A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


def _back(request: HttpRequest) -> str:
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if back.startswith("/") and safe else plain_address("basket")
