"""The reader's language and theme, kept in two cookies and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kc_repository.context import THEMES
from kc_repository.languages import CODES

_YEAR_SECONDS = 365 * 24 * 60 * 60


# Without a token: the worst a foreign page could do is change the colours, and no reader needs a cookie for this form.
@csrf_exempt
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep what the form says and go back to the page it stood on."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    if (language := request.POST.get("language", "")) in CODES:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    if (theme := request.POST.get("theme", "")) in THEMES:
        _keep(response, "theme", theme)
    elif theme == "device":
        response.delete_cookie("theme")
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
