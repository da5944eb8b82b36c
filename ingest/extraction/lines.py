"""Lines of a page with place and look, from the characters that PDFium reports."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.extraction.mending import PDFIUM_HYPHEN, RAISED, SOFT_HYPHEN, mended
from ingest.extraction.values import Box, Line

# A gap this many letter heights wide is a tab in the text; a wider one parts two lines that stand side by side.
TAB_GAP = 1.5
COLUMN_GAP = 4.0
_BOLD = re.compile(r"bold|black|heavy|-bd|cmbx|demi|medi(?!ev)|semibold", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|cmti|cmsl|-it\b|slanted", re.IGNORECASE)
_BYTES_A_BOX = 16


def _plain_call(function: object, result: type, *arguments: type) -> Callable[..., int]:
    """Return the C function under bare types: 0.64 µs a call in a map, where the generated wrapper takes 1.4."""
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.CFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_loose_box = _plain_call(raw.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_unicode = _plain_call(raw.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)


@dataclass(frozen=True, slots=True)
class Frame:
    """The shown page: what turns PDFium's coordinates (from the bottom left, unrotated) into ours."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> Frame:
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in points."""
        across, up = self.right - self.left, self.top - self.bottom
        return (up, across) if self.rotation in (90, 270) else (across, up)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the box in points from the top left of the page as it is shown."""
        x0, x1 = left - self.left, right - self.left
        y0, y1 = bottom - self.bottom, top - self.bottom
        across, up = self.right - self.left, self.top - self.bottom
        if self.rotation == 90:
            turned = (y0, x0, y1, x1)
        elif self.rotation == 180:
            turned = (across - x1, y0, across - x0, y1)
        elif self.rotation == 270:
            turned = (up - y1, across - x1, up - y0, across - x0)
        else:
            turned = (x0, up - y1, x1, up - y0)
        return (round(turned[0], 1), round(turned[1], 1), round(turned[2], 1), round(turned[3], 1))


@dataclass(frozen=True, slots=True)
class Char:
    """A character and its box in PDFium's coordinates, as high as its font."""

    index: int
    code: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        return abs(self.top - self.bottom)

    @property
    def visible(self) -> bool:
        return (self.code > 32 and self.code != 0xA0) or self.code == 2


def page_lines(textpage: pdfium.PdfTextPage, frame: Frame, *, most: int) -> tuple[Line, ...]:
    """Return the page's lines in the order in which they are painted, from at most `most` characters."""
    runs = _split(page_characters(textpage, most=most))
    return tuple(line for chars in runs if (line := _line(textpage, chars, frame)))


def page_characters(textpage: pdfium.PdfTextPage, *, most: int) -> list[Char]:
    """Return the page's first `most` characters with their loose boxes, surrogate halves joined.

    Line ends and spaces that PDFium generated have no box.
    """
    count = min(raw.FPDFText_CountChars(textpage.raw), most)
    if count <= 0:
        return []
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    boxes = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(boxes)
    found = list(
        map(_loose_box, repeat(handle), range(count), range(start, start + _BYTES_A_BOX * count, _BYTES_A_BOX))
    )
    codes = list(map(_unicode, repeat(handle), range(count)))
    # FS_RECTF is left, top, right, bottom.
    lefts, tops, rights, bottoms = boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]
    chars: list[Char] = []
    high = 0
    for index in range(count):
        code = codes[index]
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        if found[index]:
            chars.append(Char(index, code, lefts[index], bottoms[index], rights[index], tops[index]))
        elif code in (10, 13, 32):
            chars.append(Char(index, code, 0, 0, 0, 0))
    return chars


def _split(chars: list[Char]) -> list[list[Char]]:
    """Return the characters line by line: at generated breaks, jumps of the baseline, and wide gaps."""
    lines: list[list[Char]] = []
    current: list[Char] = []
    last: Char | None = None
    for char in chars:
        if char.code in (10, 13):
            last = None
            if current:
                lines.append(current)
            current = []
            continue
        if not char.visible:
            if current:
                current.append(char)
            continue
        if last is not None and _breaks(last, char):
            lines.append(current)
            current = []
        current.append(char)
        last = char
    if current:
        lines.append(current)
    return lines


def _breaks(last: Char, char: Char) -> bool:
    size = max(char.size, last.size)
    upright = abs(char.bottom - last.bottom) <= 0.9 * size
    if not upright:
        # Text that runs up or down the page moves its baseline with every letter.
        return not (abs(char.left - last.left) < 0.3 * size and abs(char.bottom - last.bottom) < 3 * size)
    return char.left < last.left - 3 * size or char.left > last.right + COLUMN_GAP * size


def _median(numbers: list[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


def _line(textpage: pdfium.PdfTextPage, chars: list[Char], frame: Frame) -> Line | None:
    shown = [char for char in chars if char.visible]
    if not shown:
        return None
    letters = [char.size for char in shown if chr(char.code).isalnum()]
    size = _median(letters or [char.size for char in shown])
    middle = shown[len(shown) // 2]
    font = _font_name(textpage, middle.index)
    weight = raw.FPDFText_GetFontWeight(textpage.raw, middle.index)
    text, plain = _texts(chars, size, _median([char.bottom for char in shown]))
    return Line(
        text=text,
        plain=plain if plain != text else text,
        box=frame.box(
            min(char.left for char in shown),
            min(char.bottom for char in shown),
            max(char.right for char in shown),
            max(char.top for char in shown),
        ),
        size=round(size, 1),
        bold=weight >= 600 or bool(_BOLD.search(font)),
        italic=bool(_ITALIC.search(font)),
        rotated=abs(raw.FPDFText_GetCharAngle(textpage.raw, shown[0].index)) > 0.1,
        font=font,
    )


def _font_name(textpage: pdfium.PdfTextPage, index: int) -> str:
    buffer = ctypes.create_string_buffer(128)
    length = raw.FPDFText_GetFontInfo(textpage.raw, index, buffer, 128, ctypes.c_int())
    if not 1 < length <= 128:
        return ""
    name = buffer.raw[: length - 1].decode("utf-8", "replace")
    # A subset's name begins with six letters of its own.
    return name[7:] if name[6:7] == "+" else name


def _texts(chars: list[Char], size: float, base: float) -> tuple[str, str]:
    """Return the line's text, and the same with raised marks replaced by U+0001."""
    text: list[str] = []
    plain: list[str] = []
    last: Char | None = None
    for char in chars:
        letter = SOFT_HYPHEN if char.code in (0xFFFE, 2) else chr(char.code)
        if not char.visible:
            text.append(" ")
            plain.append(" ")
            continue
        if last is not None and char.left - last.right > TAB_GAP * size:
            text.append("\t")
            plain.append("\t")
        text.append(letter)
        raised = char.size < size * 0.82 and char.bottom > base + size * 0.12
        plain.append(RAISED if raised else letter)
        last = char
    return _spaced(text), _spaced(plain)


def _spaced(letters: list[str]) -> str:
    text = mended("".join(letters).replace(PDFIUM_HYPHEN, SOFT_HYPHEN))
    return re.sub(r" {2,}", " ", re.sub(r" *\t *", "\t", text)).strip()
