"""The written form in which a reading child hands its result over: JSON, since what it says is not to be trusted."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from typing import Any, get_args

from ingest.extraction.values import (
    Box,
    Extraction,
    Failure,
    FailureCode,
    Line,
    OutlineItem,
    Page,
    PageWords,
    TextQuality,
    Word,
)

FAILURE_CODES: frozenset[str] = frozenset(get_args(FailureCode))
# How a child ended: wait status, whether its time was up, most resident memory in KiB.
ENDED = struct.Struct("!iBQ")
# The zygote's word that a request has come whole.
RECEIVED = b"!"
_LENGTH = struct.Struct("!I")


class IllFormed(Exception):
    """What came over the wire is not what a reading child writes."""


def frame(part: bytes) -> bytes:
    """Return the part behind its length."""
    return _LENGTH.pack(len(part)) + part


def parts(content: bytes | bytearray) -> list[bytes]:
    """Return the parts that were framed; what a child could not finish is left out."""
    found: list[bytes] = []
    place = 0
    while place + _LENGTH.size <= len(content):
        (length,) = _LENGTH.unpack_from(content, place)
        place += _LENGTH.size
        if place + length > len(content):
            break
        found.append(bytes(memoryview(content)[place : place + length]))
        place += length
    return found


def json_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def from_json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise IllFormed(str(error)) from error


def failure_bytes(failure: Failure) -> bytes:
    return json_bytes({"failure": [failure.code, failure.detail]})


def failure_in(value: object) -> Failure | None:
    """Return the failure that the JSON value stands for, or None when it is a result."""
    if not isinstance(value, dict) or "failure" not in value:
        return None
    code, detail = value["failure"]
    if code not in FAILURE_CODES:
        raise IllFormed("no such failure")
    return Failure(code, sound(detail)[:300])


def sound(text: object) -> str:
    """Return the text without what no database takes: NUL and lone surrogates."""
    if not isinstance(text, str):
        raise IllFormed("not a text")
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def extraction_bytes(extraction: Extraction) -> bytes:
    """Return the extraction as JSON, its cover aside."""
    return json_bytes(
        {
            "page_count": extraction.page_count,
            "engine": extraction.engine,
            "text_source": extraction.text_source,
            "quality": extraction.quality,
            "scanned_pages": extraction.scanned_pages,
            "info": extraction.info,
            "xmp": extraction.xmp,
            "outline": [(item.title, item.level, item.page) for item in extraction.outline],
            "pages": [_page_row(page) for page in extraction.pages],
        }
    )


def extraction_from(value: Any, *, sha256: str) -> Extraction:
    """Return the extraction; raise IllFormed where the value is not one."""
    try:
        return Extraction(
            sha256=sha256,
            page_count=int(value["page_count"]),
            engine=sound(value["engine"]),
            text_source="layer" if value["text_source"] == "layer" else "none",
            quality=_quality(value["quality"]),
            scanned_pages=_whole(value["scanned_pages"]),
            info=tuple((sound(key), sound(word)) for key, word in value["info"]),
            xmp=sound(value["xmp"]),
            outline=tuple(_outline_item(*row) for row in value["outline"]),
            pages=tuple(_page(row) for row in value["pages"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise IllFormed(str(error)) from error


def _quality(word: object) -> TextQuality:
    return "garbled" if word == "garbled" else "none" if word == "none" else "good"


def _outline_item(title: object, level: object, page: object) -> OutlineItem:
    return OutlineItem(title=sound(title), level=_whole(level), page=None if page is None else _whole(page))


def _whole(number: object) -> int:
    if not isinstance(number, int):
        raise IllFormed("not a whole number")
    return number


def _page_row(page: Page) -> tuple[object, ...]:
    return (
        page.number,
        page.width,
        page.height,
        page.text,
        page.label,
        page.furniture,
        page.language,
        [_line_row(line) for line in page.lines],
    )


def _line_row(line: Line) -> tuple[object, ...]:
    look = line.bold | line.italic << 1 | line.rotated << 2
    return (line.text, line.box, line.size, look, line.font, "" if line.plain == line.text else line.plain)


def _page(row: Any) -> Page:
    number, width, height, text, label, furniture, language, lines = row
    return Page(
        number=_whole(number),
        width=float(width),
        height=float(height),
        text=sound(text),
        label=sound(label),
        furniture=_texts(furniture),
        language=sound(language),
        lines=tuple(_line(*line) for line in lines),
    )


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(sound(value) for value in values)


def _line(text: str, box: Any, size: Any, look: Any, font: str, plain: str) -> Line:
    x0, y0, x1, y1 = box
    text = sound(text)
    return Line(
        text=text,
        box=(float(x0), float(y0), float(x1), float(y1)),
        size=float(size),
        bold=bool(look & 1),
        italic=bool(look & 2),
        rotated=bool(look & 4),
        font=sound(font),
        plain=sound(plain) if plain else text,
    )


def words_bytes(found: PageWords) -> bytes:
    """Return the words of a page as JSON."""
    rows = [(word.text, word.boxes) for word in found.words]
    return json_bytes({"width": found.width, "height": found.height, "words": rows})


def words_from(content: bytes) -> PageWords:
    """Return the words that `words_bytes` wrote; raise IllFormed for anything else."""
    value = from_json(content)
    try:
        return PageWords(
            width=float(value["width"]),
            height=float(value["height"]),
            words=tuple(Word(text=sound(text), boxes=_boxes(boxes)) for text, boxes in value["words"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise IllFormed(str(error)) from error


def _boxes(rows: Iterable[Any]) -> tuple[Box, ...]:
    return tuple((float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1 in rows)
