"""Sizes of files as people read them."""

from __future__ import annotations

from babel.numbers import format_decimal
from django.utils.translation import get_language

_STEP = 1024
_UNITS = ("B", "kB", "MB", "GB", "TB")
_NO_BREAK = "\u00a0"
# From here on a decimal says nothing that anybody would act on.
_ROUND_FROM = 10


def size_text(size: int) -> str:
    """Return a size in the largest unit that leaves one whole, with the decimal sign of the reader's language."""
    amount, unit = float(size), 0
    while amount >= _STEP and unit < len(_UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    pattern = "#,##0" if amount >= _ROUND_FROM or unit == 0 else "#,##0.#"
    locale = "sv" if (get_language() or "").startswith("sv") else "en_GB"
    return f"{format_decimal(amount, format=pattern, locale=locale)}{_NO_BREAK}{_UNITS[unit]}"
