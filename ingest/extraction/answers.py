"""The answer of a reading child: its parts as they come through a pipe, and how the child ended."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from ingest.extraction import wire
from ingest.extraction.limits import Limits
from ingest.extraction.values import COVER_WIDTHS, Extraction, Failure

# Beyond its own limit a child gets this long to be ended by the zygote; then the zygote itself is at fault.
_GRACE_SECONDS = 5.0


class Answer:
    """What one child says, read from two pipes: its first part can be used while the child works on the others."""

    def __init__(self, answer: int, ended: int, limits: Limits, held: Callable[[int], object]) -> None:
        """`held` is told the most memory that the child held, in bytes, once it has ended."""
        self._answer, self._ended = answer, ended
        self._limits, self._held = limits, held
        self._until = time.monotonic() + limits.seconds + _GRACE_SECONDS
        self._content = bytearray()
        # The first part; empty as long as it is not there.
        self.begun = b""
        self._refused = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Listen no longer; a child that still writes ends by it."""
        os.close(self._answer)
        os.close(self._ended)

    def begin(self) -> Failure | None:
        """Wait until the first part is whole; return why there is none, or None too when the zygote is gone."""
        while not (found := wire.parts(self._content)) and self._more():
            pass
        if not found:
            return self._without_parts()
        failure = _failure_in(found[0])
        self.begun = b"" if failure else found[0]
        return failure

    def whole(self) -> list[bytes] | Failure | None:
        """Return all parts once the child has ended, or why there are none; None when the zygote is gone."""
        while self._more():
            pass
        found = wire.parts(self._content)
        if self._refused or not found:
            return self._without_parts()
        # A child may die over the cover after it has said the text.
        return found if self._end() else None

    def _more(self) -> bool:
        """Wait for more; tell whether it came."""
        # What came meanwhile is read however late it is asked for.
        if select.select([self._answer], [], [], max(0.0, self._until - time.monotonic()))[0]:
            chunk = os.read(self._answer, 1 << 20)
            self._content += chunk
            self._refused = len(self._content) > self._limits.output_bytes
            return bool(chunk) and not self._refused
        self._refused = True
        return False

    def _without_parts(self) -> Failure | None:
        if self._refused:
            return Failure("too_big", "more output than allowed, or none in time")
        end = self._end()
        if end is None:
            return None
        status, late, resident = end
        if late:
            return Failure("timed_out", f"over {self._limits.seconds:g} s")
        return _death(status, resident, self._limits)

    def _end(self) -> tuple[int, bool, int] | None:
        """Return how the child ended: wait status, whether it was late, most resident KiB; None without a zygote."""
        if not select.select([self._ended], [], [], max(0.0, self._until - time.monotonic()))[0]:
            return None
        report = os.read(self._ended, wire.ENDED.size)
        if len(report) < wire.ENDED.size:
            return None
        status, late, resident = wire.ENDED.unpack(report)
        self._held(resident * 1024)
        return status, bool(late), resident


@dataclass(frozen=True, slots=True)
class Begun:
    """A reading of which the text is there, and the covers perhaps not yet."""

    extraction: Extraction | Failure
    _answer: Answer | None = None

    def with_covers(self, extraction: Extraction) -> Extraction:
        """Return the extraction with the covers once the child has ended; without where it died over them."""
        parts = self._answer.whole() if self._answer else None
        if not isinstance(parts, list) or len(parts) < 2 + len(COVER_WIDTHS) or not parts[1].isdigit():
            return extraction
        return replace(extraction, cover=int(parts[1]), covers=tuple(parts[2 : 2 + len(COVER_WIDTHS)]))


def _failure_in(part: bytes) -> Failure | None:
    try:
        # Failures are short; looking for one in a long answer would parse it twice.
        return wire.failure_in(wire.from_json(part)) if len(part) < 2000 else None
    except (wire.IllFormed, TypeError, ValueError) as error:
        return Failure("crashed", f"ill-formed answer: {error}")


def _death(status: int, resident: int, limits: Limits) -> Failure:
    """Return what the wait status means. `resident` is the most memory the child held, in KiB."""
    if not os.WIFSIGNALED(status):
        return Failure("crashed", f"exit {os.waitstatus_to_exitcode(status)}")
    ending = os.WTERMSIG(status)
    # Real-time signals have no names.
    name = signal.Signals(ending).name if ending in set(signal.Signals) else f"signal {ending}"
    detail = f"{name}, {resident // 1024} MiB"
    if ending == signal.SIGXCPU:
        return Failure("timed_out", detail)
    # PDFium aborts when memory runs out; a kernel short of memory kills.
    starved = ending == signal.SIGKILL or resident * 1024 > limits.memory_bytes // 4
    return Failure("out_of_memory" if starved else "crashed", detail)
