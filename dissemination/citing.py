"""Citations as readers take them: in a style and a language, of a whole work or of one page."""

from __future__ import annotations

import hashlib
import html
import json
import logging
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from catalogue.addresses import plain_address, plain_reverse
from catalogue.codes import language_name
from catalogue.collation import swedish_sort_key
from catalogue.models import Publication
from catalogue.page_labels import PageLabel
from catalogue.policy import Sight, may_see, reader_of
from catalogue.references import with_reference
from citations.formats import FORMATS
from citations.formats.csl_json import item_of
from citations.formats.latex_encode import encode
from citations.formats.pandoc import PandocUnavailable
from citations.formats.styles import (
    DEFAULT_LOCALE,
    DEFAULT_STYLE,
    LOCALES,
    USUAL_STYLES,
    Formatted,
    PageCitation,
    find_styles,
    format_page,
    locale_for,
    style_called,
    style_title,
)
from citations.reference import Reference
from dissemination.exports import public_reference, root_of
from dissemination.kept_forms import edition

logger = logging.getLogger(__name__)

_A_MONTH = 30 * 24 * 3600
# Stands for the page while pandoc formats: one run then serves every page of a work.
_ANY_PAGE = "987654321"
# Two of the usual styles are named by words and not by who made them.
_NAMES = {
    "chicago-author-date": gettext_lazy("Chicago, author and date"),
    "chicago-notes-bibliography": gettext_lazy("Chicago, notes"),
}
# Formats offered in the citation box, in its order.
_OFFERED = ("bibtex", "biblatex", "ris", "csl-json", "endnote-xml", "enw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A style or language to choose: its name, where it leads, whether it is the one shown."""

    name: str
    title: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """The style and locale that a reader asks for."""

    style: str
    locale: str


def manner_of(request: HttpRequest) -> Manner:
    """Return the style and locale of `?style=&locale=`; unknown names give the usual ones."""
    locale = request.GET.get("locale", "")
    spoken = locale_for(get_language() or "") or DEFAULT_LOCALE
    return Manner(
        style=style_called(request.GET.get("style", "")) or DEFAULT_STYLE,
        locale=locale if locale in LOCALES else spoken,
    )


def formatted(reference: Reference, manner: Manner, page: str = _ANY_PAGE) -> PageCitation | None:
    """Return the reference formatted, from the cache if it was before; None where pandoc cannot now.

    The form in the text is of a page yet to be put in, or with "" of the whole work.
    """
    # Of this edition: a cache of several processes outlives an upgrade.
    digest = hashlib.sha256(f"{edition()}{reference!r}".encode()).hexdigest()
    name = f"citation-{digest}-{manner.style}-{manner.locale}{'' if page else '-whole'}"
    if (kept := cache.get(name)) is not None:
        return PageCitation(in_text=Formatted(*kept[0]), entry=Formatted(*kept[1]))
    try:
        made = format_page(reference, page, manner.style, manner.locale)
    except PandocUnavailable as error:
        logger.warning("A reference could not be formatted: %s", error)
        return None
    cache.set(name, [(made.in_text.html, made.in_text.text), (made.entry.html, made.entry.text)], _A_MONTH)
    return made


def on_page(citation: Formatted, label: str) -> Formatted:
    """Return an in-text citation with the page in its place."""
    return Formatted(citation.html.replace(_ANY_PAGE, html.escape(label)), citation.text.replace(_ANY_PAGE, label))


def style_choices(manner: Manner, query: str = "") -> list[Choice]:
    """Return the usual styles, and the chosen one where it is another."""
    known = [name for name, _title in USUAL_STYLES]
    names = [*known, *([] if manner.style in known else [manner.style])]
    return [
        Choice(
            name=name,
            title=str(_NAMES.get(name) or style_title(name)),
            href=f"?{query}style={name}&locale={manner.locale}#cite",
            current=name == manner.style,
        )
        for name in names
    ]


def locale_choices(reference: Reference, manner: Manner) -> list[Choice]:
    """Return Swedish, English and the paper's own languages."""
    codes = ["sv", "en", *reference.languages]
    locales = [locale for locale in dict.fromkeys(map(locale_for, codes)) if locale]
    locales += [] if manner.locale in locales else [manner.locale]
    return [
        Choice(
            name=locale,
            title=language_name(locale.split("-")[0]),
            href=f"?style={manner.style}&locale={locale}#cite",
            current=locale == manner.locale,
        )
        for locale in locales
    ]


def box(request: HttpRequest, publication: Publication) -> dict[str, object]:
    """Return what the citation box of a publication shows."""
    reference = public_reference(publication, root=root_of(request))
    manner = manner_of(request)
    made = formatted(reference, manner)
    return {
        "manner": manner,
        "styles": style_choices(manner),
        "locales": locale_choices(reference, manner),
        "entry": made.entry if made else None,
        "formats": [
            Choice(
                name=name,
                title=FORMATS[name].label,
                href=plain_reverse("publication-as", publication.pk, FORMATS[name]),
            )
            for name in _OFFERED
        ],
        "bibtex": "".join(FORMATS["bibtex"].write([reference])),
        "more_href": reverse("cite", args=[publication.pk]),
        "key": publication.key,
        "publication_id": publication.pk,
        "link": root_of(request) + plain_address("publication", publication.pk),
    }


def page_box(request: HttpRequest, publication_id: int, label: PageLabel) -> dict[str, object]:
    """Return how to cite the page, or the work where the page has no number: {} where the reader may not read it."""
    publication = with_reference(Publication.objects.filter(pk=publication_id)).first()
    if publication is None or may_see(reader_of(request.user), publication) < Sight.TEXT:
        return {}
    reference = public_reference(publication, root=root_of(request))
    manner = manner_of(request)
    number = label.number
    made = formatted(reference, manner, _ANY_PAGE if number else "")
    key = reference.key
    item = {"id": key, **({"locator": number, "label": "page"} if number else {})}
    return {
        "manner": manner,
        "styles": style_choices(manner, _kept_words(request)),
        "label": label,
        "in_text": on_page(made.in_text, number) if made else None,
        "entry": made.entry if made else None,
        "latex": f"\\autocite[{in_brackets(number)}]{{{key}}}" if number else f"\\autocite{{{key}}}",
        "pandoc": f"[@{key}, p. {number}]" if number else f"[@{key}]",
        "csl": json.dumps({"citationItems": [{**item, "itemData": item_of(reference, key)}]}, ensure_ascii=False),
        "link": root_of(request) + plain_address("publication-page", publication.pk, label.sheet),
        "publication_id": publication.pk,
    }


def in_brackets(label: str) -> str:
    """Return the label in LaTeX, with braces about a bracket that would end the optional argument."""
    written = encode(label, ascii_safe=False)
    return f"{{{written}}}" if "]" in label else written


def _kept_words(request: HttpRequest) -> str:
    """Return the words searched for, as the beginning of a query string."""
    words = request.GET.get("q", "")
    return urlencode({"q": words}) + "&" if words else ""


def _all_locales(manner: Manner) -> list[Choice]:
    """Return every language that styles speak, by its name in the reader's."""
    named = [(language_name(locale), locale) for locale in LOCALES]
    return [
        Choice(name=locale, title=name, href="", current=locale == manner.locale)
        for name, locale in sorted(named, key=lambda pair: swedish_sort_key(pair[0]))
    ]


@require_safe
def cite(request: HttpRequest, publication_id: int) -> HttpResponse:
    """The citation box alone, with a search among all styles."""
    publication = get_object_or_404(with_reference(Publication.objects.all()), pk=publication_id)
    if may_see(reader_of(request.user), publication) < Sight.RECORD:
        return render(request, "404.html", status=404)
    words = request.GET.get("find", "")[:100]
    manner = manner_of(request)
    found = [
        Choice(name=style.name, title=style.title, href=f"?style={style.name}&locale={manner.locale}#cite")
        for style in find_styles(words)
    ]
    context = {
        "publication": publication,
        "words": words,
        "found": found,
        "all_locales": _all_locales(manner),
        "manner": manner,
    }
    return render(request, "dissemination/citing/cite.html", context)
