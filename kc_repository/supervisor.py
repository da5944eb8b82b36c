"""The supervisor: starts the library's processes, starts a dead one again, and ends them all with itself."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PATIENCE_SECONDS = 20
LONGEST_PAUSE_SECONDS = 30
# A part that lived this long has started well; the next fall is not counted with the earlier ones.
SOUND_SECONDS = 60
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A process that the library is made of."""

    name: str
    command: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Child:
    part: Part
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)
    falls: int = 0
    again_at: float | None = None


class Supervisor:
    """Keeps parts running until `stop` is called or SIGINT, SIGTERM or SIGHUP comes."""

    def __init__(self, parts: Sequence[Part], *, say: Callable[[str], object]) -> None:
        self._parts = parts
        self._say = say
        self._ending = threading.Event()

    def run(self, *, ready: Callable[[], object]) -> None:
        """Start every part, call `ready`, and return when all have ended."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)
        children: list[_Child] = []
        try:
            for part in self._parts:
                process = _start(part)
                children.append(_Child(part=part, process=process))
            ready()
            while not self._ending.wait(0.25):
                for child in children:
                    self._look_after(child)
        finally:
            _end(children)

    def stop(self) -> None:
        self._ending.set()

    @property
    def ending(self) -> bool:
        return self._ending.is_set()

    def _heard(self, _number: int, _frame: object) -> None:
        self._ending.set()

    def _look_after(self, child: _Child) -> None:
        now = time.monotonic()
        if child.again_at is not None:
            if now >= child.again_at:
                child.process, child.started, child.again_at = _start(child.part), now, None
            return
        code = child.process.poll()
        if code is None:
            return
        # What the dead process had started (sandboxed children, web workers) goes with it.
        _signal_group(child.process, signal.SIGKILL)
        child.falls = 1 if now - child.started > SOUND_SECONDS else child.falls + 1
        pause = 0 if child.falls == 1 else min(2**child.falls, LONGEST_PAUSE_SECONDS)
        child.again_at = now + pause
        self._say(f"{child.part.name} {_ended(code)}; starting it again{f' in {pause} s' if pause else ''}.")


def _start(part: Part) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the supervisor alone, which ends its children in order.
    return subprocess.Popen(
        part.command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent if _libc else None,  # noqa: PLW1509 - the supervisor has one thread
    )


def _die_with_parent() -> None:
    # Even kill -9 of the supervisor leaves no process behind.
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(children: Sequence[_Child]) -> None:
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        try:
            child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
        _signal_group(child.process, signal.SIGKILL)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _ended(code: int) -> str:
    return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
