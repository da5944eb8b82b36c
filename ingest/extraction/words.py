"""Boxes of the words of a page, for marking what was found on its picture."""

from __future__ import annotations

from typing import BinaryIO

import pypdfium2 as pdfium

from ingest.extraction.characters import letters_of, loose_boxes, painted_text
from ingest.extraction.frame import Frame
from ingest.extraction.limits import DEFAULT_LIMITS, Limits
from ingest.extraction.mending import PDFIUM_HYPHEN, SOFT_HYPHEN, mended
from ingest.extraction.opening import Unreadable, opened
from ingest.extraction.values import Box, PageWords, Word

_HYPHENS = (PDFIUM_HYPHEN, "\u0002", SOFT_HYPHEN)


def page_words(file: BinaryIO, number: int, *, limits: Limits = DEFAULT_LIMITS) -> PageWords:
    """Return the words of page `number` (from 1) with boxes from the top left; raise Unreadable when there is none."""
    with opened(file) as document:
        if not 1 <= number <= len(document):
            raise Unreadable("damaged", f"no page {number}")
        try:
            page = document[number - 1]
            textpage = page.get_textpage()
        except pdfium.PdfiumError as error:
            raise Unreadable("damaged", str(error)) from error
        frame = Frame.of(page)
        width, height = frame.size
        gathering = _Gathering(frame)
        letters = letters_of(painted_text(textpage, limits.line_characters_a_page))
        for letter, box in zip(letters, loose_boxes(textpage, range(len(letters))), strict=True):
            gathering.add(letter, box)
        gathering.finish()
        return PageWords(width=round(width, 1), height=round(height, 1), words=tuple(gathering.words))


class _Gathering:
    """Words growing letter by letter."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.words: list[Word] = []
        self._text = ""
        self._boxes: list[Box] = []
        self._joined = False

    def add(self, letter: str, place: Box) -> None:
        if letter in _HYPHENS:
            self._joined = True
            return
        if not letter:
            return
        if letter <= " " or letter == "\u00a0":
            if not self._joined:
                self.finish()
            return
        if self._boxes and not self._joined and not self._continues(place):
            self.finish()
        self._text += letter
        if self._boxes and not self._joined and self._continues(place):
            self._boxes[-1] = _around(self._boxes[-1], place)
        else:
            self._boxes.append(place)
        self._joined = False

    def _continues(self, place: Box) -> bool:
        left, bottom, right, top = self._boxes[-1]
        size = max(top - bottom, place[3] - place[1])
        return abs(place[1] - bottom) < 0.9 * size and -3 * size < place[0] - right < 0.6 * size and right >= left

    def finish(self) -> None:
        if text := mended(self._text).replace(PDFIUM_HYPHEN, "").strip():
            self.words.append(Word(text=text, boxes=tuple(self.frame.box(*box) for box in self._boxes)))
        self._text, self._boxes, self._joined = "", [], False


def _around(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
