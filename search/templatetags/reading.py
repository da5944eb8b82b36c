"""How numbers, days and texts are set for reading."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from search.entries import page_language
from search.results import Excerpt

register = template.Library()
_NO_BREAK = "\u00a0"
_OPEN = ("", SafeString("<mark>"))
_CLOSE = ("", SafeString("</mark>"))


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
    return format_html_join("", "{}{}{}", ((_OPEN[f.matched], f.text, _CLOSE[f.matched]) for f in excerpt))


@register.filter
def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text without markup."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
