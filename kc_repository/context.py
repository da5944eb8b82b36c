"""What every page says: the names of the library, the reader's theme, the page's addresses in each language."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from kc_repository.languages import CODES, plain_path

# Each language's own name, as its readers look for it.
_OWN_NAMES = {"sv": "Svenska", "en": "English"}
THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLanguage:
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page's addresses: `canonical` has no language; `next` is where the switches of the footer come back to."""

    canonical: str
    alternates: tuple[tuple[str, str], ...]
    next: str
    other: OtherLanguage


def library(request: HttpRequest) -> dict[str, object]:
    """Return what base.html needs."""
    theme = request.COOKIES.get("theme", "")
    return {
        **names(),
        "theme": theme if theme in THEMES else "",
        "address": address_of(request),
    }


def names() -> dict[str, str]:
    """Return the language of the page, and the library's and the centre's names in it."""
    code = (translation.get_language() or "en").split("-")[0]
    swedish = code == "sv"
    return {
        "page_language": code,
        "library_name": settings.LIBRARY_NAME_SV if swedish else settings.LIBRARY_NAME,
        "centre_name": settings.CENTRE_NAME_SV if swedish else settings.CENTRE_NAME,
    }


def address_of(request: HttpRequest) -> Address:
    """Return the addresses of the page asked for; of its query only the number of a list's page is kept."""
    path = plain_path(request.path)
    page = request.GET.get("page", "")
    query = "?" + urlencode({"page": page}) if page.isdecimal() and page != "1" else ""
    root = f"{request.scheme}://{request.get_host()}"
    whole = request.META.get("QUERY_STRING", "")
    current = translation.get_language() or "en"
    other = next(code for code in CODES if code != current.split("-")[0])
    return Address(
        canonical=f"{root}{path}{query}",
        alternates=(
            *((code, f"{root}/{code}{path}{query}") for code in CODES),
            ("x-default", f"{root}{path}{query}"),
        ),
        next=f"{path}?{whole}" if whole else path,
        other=OtherLanguage(code=other, name=_OWN_NAMES.get(other, other)),
    )
