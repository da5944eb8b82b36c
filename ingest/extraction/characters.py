"""The characters of a page as PDFium reports them: the text, and the box of each."""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_BYTES_A_BOX = 16
# Lefts, bottoms, rights, tops.
Sides = tuple[list[float], list[float], list[float], list[float]]


def plain_call(function: object, result: type, *arguments: type) -> Callable[..., Any]:
    """Return the C function under bare types: 0.58 µs a call in a map, where the generated wrapper takes 1.4.

    It keeps Python's lock, which costs a tenth more to give away than to keep: a reading child has no other thread.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_loose_box = plain_call(raw.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_unicode = plain_call(raw.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)


def painted_text(textpage: pdfium.PdfTextPage, most: int) -> str:
    """Return the page's text, at most so many UTF-16 units of it, one for each of PDFium's indexes.

    Lines end in \\r\\n; U+FFFE stands for a hyphen at a line's end together with the end; lone surrogates are U+FFFD.
    """
    count = min(raw.FPDFText_CountChars(textpage.raw), most)
    if count <= 0:
        return ""
    units = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage.raw, 0, count, units)
    if written - 1 != count:
        # PDFium left out what has no Unicode; asked one by one, nothing is.
        handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        codes = (code if code < 0x10000 else 0xFFFD for code in map(_unicode, repeat(handle), range(count)))
        units = (ctypes.c_ushort * (count + 1))(*codes)
    return bytes(units)[: 2 * count].decode("utf-16-le", "replace")


def letters_of(text: str) -> Sequence[str]:
    """Return one letter for each of PDFium's indexes, which count UTF-16 units: "" for the second half of a pair."""
    if max(text, default="") <= "\uffff":
        return text
    letters: list[str] = []
    for char in text:
        letters.append(char)
        if char > "\uffff":
            letters.append("")
    return letters


def whole(letters: Sequence[str]) -> str:
    """Return the letters as one string in which each has its index."""
    return letters if isinstance(letters, str) else "".join(letter or " " for letter in letters)


def loose_sides(textpage: pdfium.PdfTextPage, indexes: Sequence[int]) -> Sides:
    """Return the sides of the loose boxes (as high as the font) of characters, in PDFium's coordinates.

    Generated spaces and line ends have boxes without size.
    """
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    boxes = array("f", bytes(_BYTES_A_BOX * len(indexes)))
    start, _ = boxes.buffer_info()
    places = range(start, start + _BYTES_A_BOX * len(indexes), _BYTES_A_BOX)
    # deque(maxlen=0) runs the map without keeping anything.
    deque(map(_loose_box, repeat(handle), indexes, places), maxlen=0)
    # FS_RECTF is left, top, right, bottom.
    return boxes[0::4].tolist(), boxes[3::4].tolist(), boxes[2::4].tolist(), boxes[1::4].tolist()


def loose_boxes(textpage: pdfium.PdfTextPage, indexes: Sequence[int]) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right and top of the loose boxes of characters."""
    return list(zip(*loose_sides(textpage, indexes), strict=True))
