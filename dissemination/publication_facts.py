"""The facts of a publication as its page lists them, each leading to what shares it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from babel.dates import format_date
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.codes import country_name, language_name
from catalogue.models import Contribution, Organisation, Publication
from citations.reference import PartialDate, Reference
from dissemination.browse import organisation_name
from search.entries import creators, name_of, page_language

_LICENCES = {
    "ccby4.0": "https://creativecommons.org/licenses/by/4.0/",
    "ccbysa4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "ccbync4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "ccbyncnd4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
    "ccbyncsa4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "ccbynd4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
    "cc01.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text that may lead somewhere; `language` where it is not the page's."""

    text: str
    href: str = ""
    language: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    label: str
    values: tuple[Link, ...]


def people_of(publication: Publication) -> list[Link]:
    """Return authors (or editors, said to be so) with the pages of who they are."""
    people = creators(publication.contributions.all())
    return [_person(c, note="" if c.role == "author" else _("editor")) for c in people]


def _person(contribution: Contribution, *, note: str = "") -> Link:
    if contribution.person_id and contribution.person:
        href = reverse("shelf", args=["people", contribution.person.slug])
    elif contribution.organisation_id and contribution.organisation:
        href = reverse("shelf", args=["organisations", contribution.organisation.slug])
    else:
        href = ""
    return Link(text=name_of(contribution), href=href, note=note)


def date_text(date: PartialDate | None) -> str:
    """Return a date as it is said in the reader's language, to its known precision."""
    if date is None or date.year is None:
        return date.literal if date else ""
    if not 1 <= date.month <= 12 or not 1 <= date.year <= 9999:
        return str(date.year)
    locale = "sv" if page_language() == "sv" else "en_GB"
    if not date.day:
        return format_date(dt.date(date.year, date.month, 1), "LLLL y", locale=locale)
    try:
        return format_date(dt.date(date.year, date.month, date.day), "long", locale=locale)
    except ValueError:
        return str(date.year)


def facts_of(publication: Publication, reference: Reference) -> list[Fact]:
    """Return what is known of the publication, each with the page that gathers the same."""
    return [fact for fact in _facts(publication, reference) if fact.values]


def _facts(publication: Publication, reference: Reference) -> Iterator[Fact]:
    yield _fact(_("Published"), [Link(text=date_text(reference.date))])
    yield _fact(_("In the series"), [_series(publication)])
    yield _fact(_("In"), [Link(text=_container(reference))])
    yield _fact(_("Institution"), [_body(publication.institution, reference.institution)])
    publisher = _body(publication.publisher, reference.publisher)
    if publisher.text != reference.institution:
        yield _fact(_("Publisher"), [publisher])
    yield _fact(_("Place"), [Link(text=reference.place)])
    yield _fact(_("Funder"), [Link(text=funder) for funder in reference.funders])
    yield from _roles(publication)
    yield _fact(_("Language"), [Link(text=language_name(code)) for code in publication.languages])
    yield _fact(_("Country"), [_country(code) for code in publication.countries])
    for kind, label, terms in (
        ("themes", _("Theme"), publication.themes.all()),
        ("topics", _("Topic"), publication.topics.all()),
        ("programmes", _("Programme"), publication.programmes.all()),
    ):
        yield _fact(label, [Link(text=term.name, href=reverse("shelf", args=[kind, term.slug])) for term in terms])
    yield _fact(_("Keywords"), [keyword_link(word) for word in reference.keywords])
    for identifier in reference.identifiers:
        label = _IDENTIFIERS.get(identifier.scheme, identifier.scheme)
        yield _fact(label, [_identifier(identifier.scheme, identifier.value)])
    yield _fact(_("Licence"), [Link(text=reference.licence, href=licence_address(reference.licence))])
    yield _fact(_("Elsewhere"), [Link(text=reference.url, href=reference.url if _is_web(reference.url) else "")])
    yield _fact(_("Note"), [Link(text=reference.note)])


def _fact(label: str, values: list[Link]) -> Fact:
    return Fact(label=label, values=tuple(value for value in values if value.text))


_IDENTIFIERS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "urn": "URN", "handle": "Handle", "arxiv": "arXiv"}


def _roles(publication: Publication) -> Iterator[Fact]:
    shown = {c.pk for c in creators(publication.contributions.all())}
    others = [c for c in publication.contributions.all() if c.pk not in shown]
    labels = {
        "editor": _("Editor"),
        "translator": _("Translator"),
        "illustrator": _("Illustrator"),
        "foreword": _("Foreword"),
    }
    for role in dict.fromkeys(c.role for c in others):
        yield _fact(labels.get(role, role.capitalize()), [_person(c) for c in others if c.role == role])


def _series(publication: Publication) -> Link:
    series = publication.series
    name = series.name if series else publication.series_name
    text = f"{name}, {publication.number}" if name and publication.number else name
    return Link(text=text, href=reverse("shelf", args=["series", series.slug]) if series else "")


def _container(reference: Reference) -> str:
    parts = [reference.container, reference.volume, f"({reference.issue})" if reference.issue else "", reference.pages]
    return " ".join(filter(None, parts)) if reference.container else ""


def _body(body: Organisation | None, printed: str) -> Link:
    if body:
        return Link(text=printed or organisation_name(body), href=reverse("shelf", args=["organisations", body.slug]))
    return Link(text=printed)


def _country(code: str) -> Link:
    return Link(text=country_name(code), href=reverse("shelf", args=["countries", code.lower()]))


def keyword_link(word: str) -> Link:
    query = urlencode({"q": f'"{word}"'})
    return Link(text=word, href=f"{reverse('search')}?{query}")


def _identifier(scheme: str, value: str) -> Link:
    hosts = {"doi": "https://doi.org/", "handle": "https://hdl.handle.net/", "arxiv": "https://arxiv.org/abs/"}
    if scheme in hosts:
        return Link(text=value, href=hosts[scheme] + value)
    if scheme == "urn" and value.lower().startswith("nbn:se"):
        return Link(text=f"urn:{value}", href=f"https://urn.kb.se/resolve?urn=urn:{value}")
    return Link(text=value, href=value if scheme == "url" and _is_web(value) else "")


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def licence_address(licence: str) -> str:
    """Return where a licence is explained: the address it is given by, or that of a well-known name."""
    return licence if _is_web(licence) else _LICENCES.get(re.sub(r"[^a-z0-9.]", "", licence.lower()), "")
