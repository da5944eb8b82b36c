"""What a reading child does with the one file that it is given. Each task returns the parts of its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BufferedReader
from typing import Any

from ingest.extraction import drawing, pdfium, second_engine, words
from ingest.extraction.limits import Limits
from ingest.extraction.opening import Unreadable, is_cut_off, opened
from ingest.extraction.values import Failure
from ingest.extraction.wire import extraction_bytes, failure_bytes, words_bytes

Options = dict[str, Any]
Task = Callable[[BufferedReader, Options, Limits], Iterator[bytes]]


def _read(file: BufferedReader, options: Options, limits: Limits) -> Iterator[bytes]:
    if options.get("engine") == second_engine.ENGINE:
        yield extraction_bytes(second_engine.read(file, limits=limits))
        return
    with opened(file) as document:
        text_only = options["text_only"]
        yield extraction_bytes(pdfium.read_document(document, file, limits=limits, text_only=text_only))
        # Last, so that a page which cannot be drawn costs the pictures and not the text.
        if not text_only:
            yield from drawing.covers(document, limits=limits)


def _render(file: BufferedReader, options: Options, limits: Limits) -> Iterator[bytes]:
    picture = drawing.page_picture(file, int(options["page"]), int(options["width"]), limits=limits)
    yield b"{}"
    yield picture


def _words(file: BufferedReader, options: Options, limits: Limits) -> Iterator[bytes]:
    yield words_bytes(words.page_words(file, int(options["page"]), limits=limits))


_TASKS: dict[str, Task] = {"read": _read, "render": _render, "words": _words}


def answer(task: str, file: BufferedReader, options: Options, limits: Limits) -> Iterator[bytes]:
    """Yield the parts of the task's answer, the first of them JSON; a failure before the first is an answer too."""
    nothing_said = True
    try:
        for part in _TASKS[task](file, options, limits):
            yield part
            nothing_said = False
    except Unreadable as unreadable:
        if nothing_said:
            yield failure_bytes(_as_cut_off(unreadable.failure, file))


def _as_cut_off(failure: Failure, file: BufferedReader) -> Failure:
    """Return the failure under its better name where the file's end is missing."""
    return Failure("truncated", failure.detail) if failure.code == "damaged" and is_cut_off(file) else failure
