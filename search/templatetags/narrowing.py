"""The choices beside a list of results: a hundred and more, each written in one go.

As nodes of a template they took a quarter of the page's time.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from search.facets import Bar, Histogram, Option

register = template.Library()


@register.filter
def boxes(options: Iterable[Option], facet: str) -> SafeString:
    """Return the values of a facet as boxes to tick."""
    return SafeString("\n".join(_box(option, facet, number) for number, option in enumerate(options, start=1)))


def _box(option: Option, facet: str, number: int) -> str:
    checked = " checked" if option.chosen else ""
    return (
        f'<label class="opt">'
        f'<input type="checkbox" name="{facet}" value="{escape(option.value)}" id="{facet}-{number}"{checked}>'
        f' <span dir="auto">{escape(option.label)}</span> <span class="n">{option.count}</span></label>'
    )


@register.filter
def bars(years: Histogram) -> SafeString:
    """Return the years that have publications as bars that choose them."""
    href = escape(years.href)
    return SafeString("\n".join(_bar(bar, href, years.height) for bar in years.bars if bar.count))


def _bar(bar: Bar, href: str, height: int) -> str:
    chosen = ' class="in"' if bar.chosen else ""
    return (
        f'<a href="{href}year_from={bar.year}&amp;year_to={bar.year}" aria-label="{bar.year}: {bar.count}">'
        f'<rect class="hit-area" x="{bar.x}" y="0" width="{bar.width}" height="{height}"/>'
        f'<rect{chosen} x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}"/></a>'
    )
