"""Sandbox: PDFs are read, drawn and searched for words in children that can do no harm.

    with Sandbox() as sandbox:
        extraction = sandbox.read(path)

A Sandbox may be shared by threads. Every way a child can die becomes a Failure.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from io import BufferedReader
from pathlib import Path
from typing import Any, Self

from ingest.extraction import wire
from ingest.extraction.answers import Answer, Begun
from ingest.extraction.limits import DEFAULT_LIMITS, Limits
from ingest.extraction.lockdown import Protection
from ingest.extraction.ocr import missing_packages, recognised, trained_for
from ingest.extraction.stopwords import language_of, words_in
from ingest.extraction.values import Extraction, Failure, FailureCode, Page, PageWords, Recognised
from ingest.extraction.wire import RECEIVED

SECOND_ENGINE = "pdfminer.six"
Source = Path | str | BufferedReader
_HEADER_WITHIN = 1024
# Pages with less text than this, and no scan, are read by the second engine too, unless they are very many.
_FEW_CHARACTERS = 20
_MOST_PAGES_AGAIN = 60
# From so many pages on, OCR finds the language out from two pages first.
_SAMPLE_FROM = 4
# A second try would meet the same answer.
_FINAL: frozenset[FailureCode] = frozenset({"encrypted", "too_many_pages", "too_big", "empty", "not_pdf", "truncated"})
_GONE = Failure("crashed", "the sandbox could not be started", by_machine=True)
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.extraction.zygote import main; main(int(sys.argv[2]))"


class Sandbox:
    """A zygote and the children that it forks, one for each document and task."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        # The most memory that any child has held so far.
        self.most_resident_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote and with it every child, and OCR where it runs."""
        self._stopping.set()
        self._end_zygote(self._channel)

    def _end_zygote(self, channel: socket.socket | None) -> None:
        """End the zygote at the other end of a channel; another one, that a thread has begun meanwhile, goes on."""
        with self._lock:
            if channel is not self._channel:
                return
            if self._channel:
                self._channel.close()
            if self._process:
                self._process.wait()
            self._channel = self._process = None

    def read(
        self, source: Source, *, ocr: bool = False, languages: Sequence[str] = ("sv", "en")
    ) -> Extraction | Failure:
        """Return all that is read from the PDF, by the second engine where the first one fails or finds no text.

        With `ocr`, a scan or a garbled layer is recognised anew, expecting the `languages`; where that is not possible
        the extraction is what it would be without.
        """
        with _opened(source) as file:
            if refusal := _refusal(file, self.limits):
                return refusal
            with self._begun(file) as begun:
                if isinstance(begun.extraction, Failure):
                    return begun.extraction
                extraction = begun.with_covers(begun.extraction)
            if ocr and extraction.wants_ocr:
                found = self.recognise(file, extraction, languages)
                return extraction if isinstance(found, Failure) else found.extraction
            return extraction

    @contextmanager
    def begin(self, source: Source) -> Iterator[Begun]:
        """Yield what `read` returns as soon as the text is there, while the child draws the covers."""
        with _opened(source) as file:
            if refusal := _refusal(file, self.limits):
                yield Begun(refusal)
                return
            with self._begun(file) as begun:
                yield begun

    def recognise(
        self, source: Source, extraction: Extraction, languages: Sequence[str] = ("sv", "en")
    ) -> Recognised | Failure:
        """Return the extraction with the text that OCR finds in the same PDF, or why there is none.

        Takes seconds a page. More than a few pages are recognised in the language that the first two turn out to have.
        """
        with _opened(source) as file:
            if extraction.page_count > _SAMPLE_FROM:
                languages = self._languages_of(file, extraction, languages)
            quality, pages = extraction.quality, extraction.page_count
            with recognised(file, quality, pages, languages, stop=self._stopping) as result:
                if isinstance(result, Failure):
                    return result
                found = self._read_result(result, extraction)
                if isinstance(found, Failure):
                    return found
                words = tuple(self._words_of(result, page) for page in found.pages)
        return Recognised(
            extraction=found, words=words, languages=trained_for(languages), missing=missing_packages(languages)
        )

    def _languages_of(self, file: BufferedReader, extraction: Extraction, languages: Sequence[str]) -> Sequence[str]:
        """Return the language of the first pages if it can be told, before those that were expected."""
        count = extraction.page_count
        with recognised(file, extraction.quality, count, languages, sample=True, stop=self._stopping) as result:
            sample = result if isinstance(result, Failure) else self.page_texts(result)
        if isinstance(sample, Failure):
            return languages
        language = language_of(words_in(" ".join(sample[:2])))
        return (language,) if language else languages

    def _words_of(self, path: Path, page: Page) -> PageWords:
        words = self.word_boxes(path, page.number)
        return PageWords(width=page.width, height=page.height, words=()) if isinstance(words, Failure) else words

    def _read_result(self, path: Path, extraction: Extraction) -> Extraction | Failure:
        """Return what is read from the copy with recognised text, with what only the original says of itself."""
        with path.open("rb") as file:
            found = self._read_with(file, {"engine": "pdfium", "text_only": False}, extraction.sha256)
        if isinstance(found, Failure):
            return found
        return replace(
            found,
            text_source="ocr",
            info=extraction.info,
            xmp=extraction.xmp,
            outline=extraction.outline,
            cover=extraction.cover,
            covers=extraction.covers,
        )

    @contextmanager
    def _begun(self, file: BufferedReader) -> Iterator[Begun]:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        answer = self._answer("read", file, {"engine": "pdfium", "text_only": False})
        if isinstance(answer, Failure):
            yield Begun(self._read_again(file, sha256, answer))
            return
        with answer:
            begun = Begun(_extraction(answer.begun, sha256), answer)
            if isinstance(begun.extraction, Failure):
                begun = Begun(self._read_again(file, sha256, begun.extraction))
            elif _has_lost_text(begun.extraction):
                begun = Begun(self._read_again(file, sha256, begun.with_covers(begun.extraction)))
            yield begun

    def page_texts(self, source: Source) -> tuple[str, ...] | Failure:
        """Return the text of each page and nothing else, by the first engine alone."""
        with _opened(source) as file:
            if refusal := _refusal(file, self.limits):
                return refusal
            extraction = self._read_with(file, {"engine": "pdfium", "text_only": True}, "")
        return extraction if isinstance(extraction, Failure) else tuple(page.text for page in extraction.pages)

    def render(self, source: Source, page: int, width: int) -> bytes | Failure:
        """Return the page (from 1) as a WebP picture `width` pixels wide."""
        with _opened(source) as file:
            if refusal := _refusal(file, self.limits):
                return refusal
            parts = self._ask("render", file, {"page": page, "width": width})
        if isinstance(parts, Failure):
            return parts
        return parts[1] if len(parts) > 1 else Failure("crashed", "no picture")

    def word_boxes(self, source: Source, page: int) -> PageWords | Failure:
        """Return the words of the page (from 1) with their boxes."""
        with _opened(source) as file:
            if refusal := _refusal(file, self.limits):
                return refusal
            parts = self._ask("words", file, {"page": page})
        if isinstance(parts, Failure):
            return parts
        try:
            return wire.words_from(parts[0])
        except wire.IllFormed as error:
            return Failure("crashed", f"ill-formed answer: {error}")

    def protection(self) -> Protection:
        """Return which measures of protection hold on this machine."""
        with Path(os.devnull).open("rb") as nothing:
            parts = self._ask("protection", nothing, {})
        if isinstance(parts, Failure):
            return Protection()
        held = wire.from_json(parts[0])
        return Protection(**{name: bool(value) for name, value in held.items()})

    def _read_again(self, file: BufferedReader, sha256: str, first: Extraction | Failure) -> Extraction | Failure:
        """Return what the second engine reads, if that is more than the first one gave and may be more at all."""
        if isinstance(first, Failure) and first.code in _FINAL:
            return first
        second = self._read_with(file, {"engine": SECOND_ENGINE}, sha256)
        if isinstance(second, Failure):
            return first
        if isinstance(first, Failure):
            return second
        better = second.characters > first.characters
        return replace(second, cover=first.cover, covers=first.covers, xmp=first.xmp) if better else first

    def _read_with(self, file: BufferedReader, options: dict[str, Any], sha256: str) -> Extraction | Failure:
        parts = self._ask("read", file, options)
        return parts if isinstance(parts, Failure) else _extraction(parts[0], sha256)

    def _ask(self, task: str, file: BufferedReader, options: dict[str, Any]) -> list[bytes] | Failure:
        """Return the parts of a child's answer."""
        answer = self._answer(task, file, options)
        if isinstance(answer, Failure):
            return answer
        with answer:
            return answer.whole() or _GONE

    def _answer(self, task: str, file: BufferedReader, options: dict[str, Any]) -> Answer | Failure:
        """Return a child's answer once its first part is there; the zygote is started anew once when it is gone."""
        request = json.dumps({"task": task, "options": options, "limits": asdict(self.limits)}).encode()
        for _ in range(2):
            channel = self._running()
            if channel is None:
                break
            if answer := self._asked(channel, request, file):
                failure = answer.begin()
                if answer.begun:
                    return answer
                answer.close()
                if failure:
                    return failure
            self._end_zygote(channel)
        return _GONE

    def _asked(self, channel: socket.socket, request: bytes, file: BufferedReader) -> Answer | None:
        """Return the answer of a child that was sent the request; None when the zygote is gone."""
        parts, parts_in = os.pipe()
        ended, ended_in = os.pipe()
        answer = Answer(parts, ended, self.limits, self._note_memory)
        try:
            # A file's place is shared with the child: pdfium and pdfminer both seek, so begin at 0.
            os.lseek(file.fileno(), 0, os.SEEK_SET)
            self._send(channel, request, [file.fileno(), parts_in, ended_in])
        except OSError:
            answer.close()
            return None
        finally:
            os.close(parts_in)
            os.close(ended_in)
        return answer

    def _note_memory(self, resident: int) -> None:
        self.most_resident_bytes = max(self.most_resident_bytes, resident)

    def _running(self) -> socket.socket | None:
        """Return the channel to the zygote, which is started where there is none; None once the sandbox is closed."""
        with self._lock:
            if self._channel is None and not self._stopping.is_set():
                self._channel = self._start()
            return self._channel

    def _send(self, channel: socket.socket, request: bytes, handles: list[int]) -> None:
        with self._lock:
            socket.send_fds(channel, [request], handles)
            # One request at a time is on the way, so that none flows into the next.
            if channel.recv(1) != RECEIVED:
                raise BrokenPipeError

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        root = str(Path(__file__).resolve().parents[2])
        # Nothing of the program's environment: a child that was taken over finds no secrets in it.
        # glibc is told to keep what it freed: a child lives for a fraction of a second.
        environment = {
            "LC_ALL": "C.UTF-8",
            "OPENBLAS_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "1",
            "MALLOC_TRIM_THRESHOLD_": "268435456",
            "MALLOC_MMAP_THRESHOLD_": "33554432",
            "MALLOC_TOP_PAD_": "16777216",
        }
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _BOOT, root, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        return ours


def _extraction(part: bytes, sha256: str) -> Extraction | Failure:
    try:
        return wire.extraction_from(wire.from_json(part), sha256=sha256)
    except wire.IllFormed as error:
        return Failure("crashed", f"ill-formed answer: {error}")


def _has_lost_text(extraction: Extraction) -> bool:
    """Tell whether pages without pictures came out nearly empty, which the second engine may know better."""
    few = extraction.characters < _FEW_CHARACTERS * extraction.page_count
    return few and extraction.quality == "good" and extraction.page_count <= _MOST_PAGES_AGAIN


@contextmanager
def _opened(source: Source) -> Iterator[BufferedReader]:
    if isinstance(source, (str, Path)):
        with Path(source).open("rb") as file:
            yield file
    else:
        yield source


def _refusal(file: BufferedReader, limits: Limits) -> Failure | None:
    """Return why the file is not even given to a parser."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size == 0:
        return Failure("empty")
    if size > limits.file_bytes:
        return Failure("too_big", f"{size} bytes, at most {limits.file_bytes}")
    if b"%PDF-" not in file.read(_HEADER_WITHIN):
        return Failure("not_pdf")
    file.seek(0)
    return None
