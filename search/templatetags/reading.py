"""How numbers, days and texts are set for reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from html import escape

from babel.dates import format_date
from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.entries import Entry, page_language
from search.results import Excerpt

register = template.Library()
_NO_BREAK = "\u00a0"
_MANY, _STATE = SafeString(' class="many"'), SafeString(' class="state-note"')


@register.filter
def spaced(number: int) -> str:
    """Return a number with no-break spaces between thousands."""
    return f"{number:,}".replace(",", _NO_BREAK)


@register.filter
def short_day(moment: dt.datetime | None) -> str:
    """Return the day and month, with the year where it is not this one."""
    if moment is None:
        return ""
    day = timezone.localtime(moment).date()
    form = "d MMM" if day.year == timezone.localdate().year else "d MMM y"
    return format_date(day, form, locale="sv" if page_language() == "sv" else "en_GB")


@register.filter
def marked(excerpt: Excerpt) -> SafeString:
    """Return a stretch of text with the words that were found in <mark>."""
    written = (f"<mark>{escape(f.text)}</mark>" if f.matched else escape(f.text) for f in excerpt)
    return SafeString("".join(written))


@register.filter
def names(people: Iterable[str]) -> SafeString:
    """Return names in a row, each apart: one that runs from right to left does not turn what stands beside it."""
    return format_html_join(", ", "<bdi>{}</bdi>", ((name,) for name in people))


@register.filter
def people(entry: Entry) -> SafeString:
    """Return the names of an entry as a sentence has them: "A, B and C", "A, B, C and 5 more"."""
    if entry.more_people:
        more = ngettext("and %(number)s more", "and %(number)s more", entry.more_people)
        return format_html("{} {}", names(entry.people), more % {"number": entry.more_people})
    *others, last = entry.people
    return format_html("{} {} {}", names(others), _("and"), names([last])) if others else names([last])


@register.simple_tag
def facts(entry: Entry, hide_year: object = "") -> SafeString:
    """Return the line below a title: year, kind, countries, length, and what sets the publication apart."""
    return format_html_join(" ", "<span{}>{}</span>", [*_plain_facts(entry, hide_year), *_apart(entry)])


@register.filter
def standing(entry: Entry) -> SafeString:
    """Return what a reader does not expect: the language, what keeps the file back, a newer version."""
    return format_html_join(" ", "<span{}>{}</span>", _apart(entry))


def _plain_facts(entry: Entry, hide_year: object) -> Iterator[tuple[str, object]]:
    if entry.year and not hide_year:
        yield "", entry.year
    yield "", entry.kind
    if entry.countries:
        yield _MANY, ", ".join(entry.countries)
    if entry.pages:
        yield "", ngettext("%(number)s page", "%(number)s pages", entry.pages) % {"number": entry.pages}


def _apart(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.foreign:
        yield "", _("in %(language)s") % {"language": entry.foreign}
    if entry.state_note:
        notes = {"embargoed": _("file under embargo"), "restricted": _("file for staff only")}
        yield _STATE, notes.get(entry.state_note, _("not published"))
    if entry.superseded:
        yield "", _("a newer version exists")


@register.filter
def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text without markup."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
