"""Which language a page answers in: that of its address (/sv/…, /en/…), else the reader's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers

CODES = tuple(code for code, _name in settings.LANGUAGES)
# Answered at one address only, whatever the language: formats, files, pictures, machines.
_NEVER_PREFIXED = ("static/", "api/", "admin/", "healthz", "oai", "unapi", "robots.txt", "sitemap")

_SAME_IN_ALL = ("image/", "application/pdf")


class LanguageMiddleware:
    """Answer /sv/x as x in Swedish with links that stay in Swedish, and x in the reader's language.

    The reader's language is that of the cookie set by the switch, else Accept-Language; the answer
    then varies with both.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        code, path = split_prefix(request.path_info)
        if request.path_info[1:] in CODES:
            return HttpResponsePermanentRedirect(_with_query(f"{request.path}/", request))
        if code and not is_prefixable(path):
            return HttpResponsePermanentRedirect(_with_query(get_script_prefix() + path.lstrip("/"), request))
        if code:
            return self._in_language(request, code, path)
        with translation.override(translation.get_language_from_request(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        if not response.get("Content-Type", "").startswith(_SAME_IN_ALL):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    def _in_language(self, request: HttpRequest, code: str, path: str) -> HttpResponseBase:
        before = get_script_prefix()
        request.path_info = path
        set_script_prefix(f"{before}{code}/")
        try:
            with translation.override(code):
                request.LANGUAGE_CODE = code
                response = self.get_response(request)
        finally:
            set_script_prefix(before)
        response.headers.setdefault("Content-Language", code)
        return response


def split_prefix(path: str) -> tuple[str, str]:
    """Return the language that a path begins with ("" for none) and the path without it."""
    head, slash, rest = path[1:].partition("/")
    return (head, f"/{rest}") if slash and head in CODES else ("", path)


def is_prefixable(path: str) -> bool:
    """Say whether a plain path is a page: not a file, a format or something for machines."""
    last = path.rsplit("/", 1)[-1]
    return "." not in last and not path.lstrip("/").startswith(_NEVER_PREFIXED)


def plain_path(path: str) -> str:
    """Return the path without the language it begins with."""
    return split_prefix(path)[1]


def _with_query(path: str, request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
