"""The choices beside a list of results: a hundred and more, each written in one go.

As nodes of a template they took a quarter of the page's time.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from search.facets import Histogram, Option

register = template.Library()
_OPTION = (
    '<label class="opt"><input type="checkbox" name="{}" value="{}" id="{}-{}"{}>'
    ' <span>{}</span> <span class="n">{}</span></label>'
)
_BAR = (
    '<a href="{}year_from={}&amp;year_to={}" aria-label="{}: {}">'
    '<rect class="hit-area" x="{}" y="0" width="{}" height="{}"/>'
    '<rect{} x="{}" y="{}" width="{}" height="{}"/></a>'
)
_CHECKED, _IN, _NOTHING = SafeString(" checked"), SafeString(' class="in"'), SafeString("")


@register.filter
def boxes(options: Iterable[Option], facet: str) -> SafeString:
    """Return the values of a facet as boxes to tick."""
    return format_html_join(
        "\n",
        _OPTION,
        (
            (facet, o.value, facet, number, _CHECKED if o.chosen else _NOTHING, o.label, o.count)
            for number, o in enumerate(options, start=1)
        ),
    )


@register.filter
def bars(years: Histogram) -> SafeString:
    """Return the years that have publications as bars that choose them."""
    return format_html_join(
        "\n",
        _BAR,
        (
            (
                *(years.href, bar.year, bar.year, bar.year, bar.count),
                *(bar.x, bar.width, years.height),
                *(_IN if bar.chosen else _NOTHING, bar.x, bar.y, bar.width, bar.height),
            )
            for bar in years.bars
            if bar.count
        ),
    )
