"""Mended characters: accents painted as glyphs of their own, ligatures, and stray control characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# pypdfium2 gives this for a hyphen at the end of a line together with the line break.
PDFIUM_HYPHEN = "\ufffe"
SOFT_HYPHEN = "\u00ad"
RAISED = "\u0001"

_ONE_FOR_ONE: dict[int, str] = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\u0132": "IJ",
        "\u0133": "ij",
        "\u202f": " ",
        "\u2007": " ",
        "\u200b": "",
        "\u200e": "",
        "\u200f": "",
        "\ufeff": "",
        # The bullets of Symbol and Wingdings, which Word leaves in the private use area.
        "\uf0b7": "•",
        "\uf0a7": "▪",
        "\uf0d8": "▸",
        "\uf0fc": "✓",
        "\uf020": " ",
        "\uf02d": "-",
    }
)
# Adobe's old-style figures and small capitals, accented ones too, and the pieces of which large brackets are built.
_ONE_FOR_ONE |= {0xF730 + digit: str(digit) for digit in range(10)}
_ONE_FOR_ONE |= {0xF700 + code: chr(code) for code in (*range(0x61, 0x7B), *range(0xE0, 0xFF))}
_ONE_FOR_ONE |= dict.fromkeys(range(0xF8E5, 0xF8FF), "") | {0xF8E8: "®", 0xF8E9: "©", 0xF8EA: "™"}
_CONTROLS = re.compile("[\x00\x02-\x08\x0e-\x1f\x7f-\x9f]")

# Spacing accents of TeX's fonts and the combining mark each stands for.
_COMBINING = {
    "´": "\u0301",
    "\u02ca": "\u0301",
    "`": "\u0300",
    "\u02cb": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "ˇ": "\u030c",
    "˘": "\u0306",
    "˚": "\u030a",
    "˝": "\u030b",
    "˛": "\u0328",
    "¸": "\u0327",
    "¯": "\u0304",
    "˙": "\u0307",
}
_DOTLESS = {"ı": "i", "ȷ": "j"}
# ASCII's grave also opens quotations and code, so it must follow a letter or be French "à".
_SPACING_ACCENT = re.compile(r"([´ˊˋ¨ˆ˜ˇ˘˚˝˛¸¯˙]|(?<=[^\W\d_])`|(?<![^\s])`(?=a\s)) ?([A-Za-zıȷ])")
_PARTED_MARK = re.compile(r"([^\W\d_]) ([\u0300-\u036f])")


_ONE = re.compile(f"[{''.join(map(chr, _ONE_FOR_ONE))}]")
_ODD_CODES = (*_ONE_FOR_ONE, *range(0x300, 0x370), *range(9), *range(14, 32), *range(127, 160))
_ODD = re.compile(f"[{re.escape(''.join((*_COMBINING, *map(chr, _ODD_CODES))))}]")


@lru_cache(maxsize=4096)
def _composed(accent: str, letter: str) -> str | None:
    """Return the one accented letter that the two make, or None when there is none."""
    whole = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _COMBINING[accent])
    return whole if len(whole) == 1 else None


def _accented(match: re.Match[str]) -> str:
    return _composed(match[1], match[2]) or match[0]


def mended(text: str) -> str:
    """Return the text with ligatures spelled out, accents on their letters (NFC) and no control characters.

    Line breaks, U+0001 (a raised mark) and soft hyphens stay.
    """
    if text.isascii() and text.isprintable() and "`" not in text:
        return text
    text = text.replace("\u00a0", " ")
    # Looking for any such sign first halves the time: most pages have nothing to mend.
    if _ODD.search(text):
        text = _CONTROLS.sub("", _ONE.sub(lambda match: _ONE_FOR_ONE[ord(match[0])], text))
        text = _SPACING_ACCENT.sub(_accented, text)
        text = _PARTED_MARK.sub(r"\1\2", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
