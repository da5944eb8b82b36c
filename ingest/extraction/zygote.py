"""The zygote: a small process with the parsers loaded, which forks a locked-down child for each document.

It is started by `sandbox.Sandbox` as an interpreter of its own, before any thread, connection or secret of the
program could be inherited. Requests come over a socket, each with three open files: the PDF, the pipe for the answer
and the pipe for the way the child ended. A fork costs 4 ms and the locks 5 ms; a fresh interpreter would cost 60.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.extraction import lockdown
from ingest.extraction.limits import Limits
from ingest.extraction.tasks import answer
from ingest.extraction.values import Failure
from ingest.extraction.warming import warm_up
from ingest.extraction.wire import ENDED, RECEIVED, failure_bytes, frame, json_bytes

MOST_REQUEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    ended: int
    deadline: float


class Zygote:
    """Forks children on request and reports how each of them ended."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        self.children: dict[int, _Child] = {}
        self.late: set[int] = set()
        self.program = lockdown.compiled_filter()
        self.network = lockdown.leave_network()
        self.files = lockdown.leave_files()
        self._woken, wake = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(self._woken, False)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGCHLD, _noticed)

    def run(self) -> None:
        """Serve until the other side closes the channel; children still at work are then ended."""
        while True:
            readable, _, _ = select.select([self.channel.fileno(), self._woken], [], [], self._patience())
            if self._woken in readable:
                os.read(self._woken, 512)
            self._reap()
            self._end_late()
            if self.channel.fileno() in readable and not self._accept():
                break
        for child in self.children.values():
            os.kill(child.pid, signal.SIGKILL)

    def _patience(self) -> float | None:
        if not self.children:
            return None
        return max(0.0, min(child.deadline for child in self.children.values()) - time.monotonic())

    def _accept(self) -> bool:
        request, handles, _, _ = socket.recv_fds(self.channel, MOST_REQUEST, 3)
        if not request:
            return False
        document, out, ended = handles
        self.channel.send(RECEIVED)
        asked = json.loads(request)
        limits = Limits(**asked["limits"])
        pid = os.fork()
        if pid == 0:
            self._become_child(asked, limits, document, out)
        os.close(document)
        os.close(out)
        self.children[pid] = _Child(pid, ended, time.monotonic() + limits.seconds)
        return True

    def _become_child(self, asked: dict[str, Any], limits: Limits, document: int, out: int) -> None:
        """Lock this process down, do the task, write the answer, and end."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            # The channel and what the other children report to are none of this child's business.
            self.channel.close()
            for other in self.children.values():
                os.close(other.ended)
            lockdown.die_with_parent()
            bounded = lockdown.set_limits(memory_bytes=limits.memory_bytes, cpu_seconds=limits.cpu_seconds)
            filtered = lockdown.deny_calls(self.program)
            held = {"limits": bounded, "network": self.network, "system_calls": filtered, "files": self.files}
            for part in _parts(asked, limits, document, held):
                _write(out, frame(part))
            status = 0
        finally:
            os._exit(status)

    def _reap(self) -> None:
        while self.children:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return
            child = self.children.pop(pid)
            resident = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
            _report(child.ended, ENDED.pack(status, pid in self.late, resident))
            self.late.discard(pid)

    def _end_late(self) -> None:
        now = time.monotonic()
        for child in self.children.values():
            if child.deadline <= now and child.pid not in self.late:
                self.late.add(child.pid)
                os.kill(child.pid, signal.SIGKILL)


def _parts(asked: dict[str, Any], limits: Limits, document: int, held: dict[str, bool]) -> Iterator[bytes]:
    """Yield the parts of the answer, ready to be framed; an exception of a parser is an answer too."""
    if asked["task"] == "protection":
        yield json_bytes(held)
        return
    with os.fdopen(document, "rb") as file:
        try:
            yield from answer(asked["task"], file, asked["options"], limits)
        except MemoryError:
            yield failure_bytes(Failure("out_of_memory"))
        except Exception as error:  # noqa: BLE001 - a parser may raise anything at all
            place = traceback.extract_tb(error.__traceback__)[-1]
            detail = f"{type(error).__name__} at {place.name}:{place.lineno}: {error}"[:300]
            yield failure_bytes(Failure("damaged", detail))


def _noticed(_signal: int, _frame: object) -> None:
    """Let a signal interrupt select; the wakeup pipe carries it."""


def _report(handle: int, content: bytes) -> None:
    try:
        os.write(handle, content)
    except OSError:
        # Nobody waits for it any more.
        return
    finally:
        os.close(handle)


def _write(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def main(handle: int) -> None:
    """Serve on the inherited socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    warm_up()
    # Children live for one document: collecting garbage would only copy the pages of memory that they share with us.
    gc.disable()
    gc.freeze()
    with socket.socket(fileno=handle) as channel:
        Zygote(channel).run()
