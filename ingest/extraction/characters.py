"""The characters of a page as PDFium reports them: the text, and the box of each."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

Floats = npt.NDArray[np.float64]
# Lefts, bottoms, rights, tops.
Sides = tuple[Floats, Floats, Floats, Floats]


def plain_call(function: object, result: type, *arguments: type) -> Callable[..., Any]:
    """Return the C function under bare types: 0.24 µs a call in a map, where the generated wrapper takes 1.4.

    Without `arguments` it takes ints and references alone, which nothing looks at before they are passed. It keeps
    Python's lock, which costs a tenth more to give away than to keep: a reading child has no other thread.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_loose_box = plain_call(raw.FPDFText_GetLooseCharBox, ctypes.c_int)
_unicode = plain_call(raw.FPDFText_GetUnicode, ctypes.c_uint)
# Boxes are asked for so many at a time, into places that are made once.
_AT_ONCE, _BYTES_A_BOX = 1024, 16
_BUFFER = (ctypes.c_float * (4 * _AT_ONCE))()
_BOXES = np.ctypeslib.as_array(_BUFFER).reshape(_AT_ONCE, 4)
_PLACES = [ctypes.byref(_BUFFER, _BYTES_A_BOX * place) for place in range(_AT_ONCE)]


def handle_of(textpage: pdfium.PdfTextPage) -> Any:
    """Return the page's text as a reference for plain calls."""
    return ctypes.byref(textpage.raw.contents)


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
        codes = np.fromiter(map(_unicode, repeat(handle_of(textpage)), range(count)), np.uint32, count)
        return np.where(codes < 0x10000, codes, 0xFFFD).astype("<u2").tobytes().decode("utf-16-le", "replace")
    return bytes(units)[: 2 * count].decode("utf-16-le", "replace")


def letters_of(text: str) -> Sequence[str]:
    """Return one letter for each of PDFium's indexes, which count UTF-16 units: "" for the second half of a pair."""
    if len(text.encode("utf-16-le")) == 2 * len(text):
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
    handle = handle_of(textpage)
    boxes = np.empty((len(indexes), 4), np.float32)
    for start in range(0, len(indexes), _AT_ONCE):
        asked = indexes[start : start + _AT_ONCE]
        _BOXES.fill(0)
        # deque(maxlen=0) runs the map without keeping anything.
        deque(map(_loose_box, repeat(handle), asked, _PLACES), maxlen=0)
        boxes[start : start + len(asked)] = _BOXES[: len(asked)]
    # FS_RECTF is left, top, right, bottom.
    lefts, tops, rights, bottoms = boxes.T.astype(np.float64)
    return lefts, bottoms, rights, tops


def loose_boxes(textpage: pdfium.PdfTextPage, indexes: Sequence[int]) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right and top of the loose boxes of characters."""
    return list(zip(*(side.tolist() for side in loose_sides(textpage, indexes)), strict=True))
