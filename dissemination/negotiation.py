"""Content negotiation: a publication's address answers programs in the format they ask for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.request import MediaType
from django.utils.cache import patch_vary_headers

from catalogue.models import Publication
from citations.formats import BY_MEDIA_TYPE, Format
from citations.formats.pandoc import PandocUnavailable
from citations.formats.styles import DEFAULT_LOCALE, DEFAULT_STYLE, LOCALES, format_references, locale_for, style_called
from dissemination.exports import public_reference, root_of

_FORMATTED = "text/x-bibliography"
_PAGES = ("text/html", "application/xhtml+xml")
# Names that programs ask by beside the registered ones.
_ALSO = {"application/json": "application/vnd.citationstyles.csl+json", "text/x-bibtex": "application/x-bibtex"}


def answer(request: HttpRequest, publication: Publication) -> HttpResponse | None:
    """Return the record in the format that is asked for, 406 for none of ours; None where the page is wanted."""
    for wanted in sorted(request.accepted_types, key=lambda media: -_quality(media)):
        if _quality(wanted) <= 0:
            continue
        if any(wanted.match(page) for page in _PAGES) or wanted.main_type == "*":
            return None
        if form := _form(wanted):
            return _written(request, publication, form)
        if f"{wanted.main_type}/{wanted.sub_type}" == _FORMATTED:
            return _bibliography(request, publication, wanted)
    if not request.accepted_types:
        return None
    known = ", ".join(sorted([*BY_MEDIA_TYPE, _FORMATTED, "text/html"]))
    response = HttpResponse(f"Known here: {known}\n", status=406, content_type="text/plain; charset=utf-8")
    return varying(response)


def varying(response: HttpResponse) -> HttpResponse:
    """Return the response marked as one that depends on what was asked for."""
    patch_vary_headers(response, ["Accept"])
    return response


def _quality(media: MediaType) -> float:
    try:
        return float(media.params.get("q", "1"))
    except ValueError:
        return 0.0


def _parameter(media: MediaType, name: str) -> str:
    return str(media.params.get(name, "")).strip('"')


def _form(wanted: MediaType) -> Format | None:
    name = f"{wanted.main_type}/{wanted.sub_type}"
    return BY_MEDIA_TYPE.get(_ALSO.get(name, name))


def _written(request: HttpRequest, publication: Publication, form: Format) -> HttpResponse:
    reference = public_reference(publication, form, root_of(request))
    body = "".join(form.write([reference]))
    return varying(HttpResponse(body, content_type=f"{form.media_type}; charset=utf-8"))


def _bibliography(request: HttpRequest, publication: Publication, wanted: MediaType) -> HttpResponse:
    """Return the reference as text in the style and locale of the media type's parameters."""
    style = style_called(_parameter(wanted, "style")) or DEFAULT_STYLE
    asked = _parameter(wanted, "locale")
    locale = asked if asked in LOCALES else locale_for(asked) or DEFAULT_LOCALE
    try:
        made = format_references([public_reference(publication, root=root_of(request))], style, locale)
    except PandocUnavailable:
        text = "References cannot be formatted now.\n"
        return varying(HttpResponse(text, status=503, content_type="text/plain; charset=utf-8"))
    return varying(HttpResponse(made[0].text + "\n", content_type=f"{_FORMATTED}; charset=utf-8"))
