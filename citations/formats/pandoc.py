"""Running pandoc: sandboxed, with limits of time and memory, two at once on the whole machine."""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pypandoc

TIMEOUT_SECONDS = 20.0
# Its Haskell runtime reserves a terabyte of addresses, so that RLIMIT_AS would stop it at once; -M limits what it uses.
_MEMORY = ("+RTS", "-M512m", "-RTS")
_AT_ONCE = 2


class PandocUnavailable(Exception):
    """Pandoc is not installed, too busy, or gave up on its input."""


@cache
def program() -> str:
    """Return the path of pandoc; raises PandocUnavailable where there is none."""
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        message = "pandoc is not installed"
        raise PandocUnavailable(message) from error


def run(arguments: list[str], source: str) -> str:
    """Return what pandoc writes for the source; raises PandocUnavailable when it cannot or may not."""
    command = [program(), "--sandbox", *arguments, *_MEMORY]
    with _slot():
        try:
            done = subprocess.run(
                command, input=source.encode(), capture_output=True, timeout=TIMEOUT_SECONDS, check=False, env={}
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            message = "pandoc took too long" if isinstance(error, subprocess.TimeoutExpired) else str(error)
            raise PandocUnavailable(message) from error
    if done.returncode != 0:
        message = f"pandoc: {done.stderr.decode(errors='replace').strip()[:300]}"
        raise PandocUnavailable(message)
    return done.stdout.decode()


@contextmanager
def _slot() -> Iterator[None]:
    """Hold one of the machine's two places; a lock of the kernel's, so that no crash keeps a place."""
    folder = Path(tempfile.gettempdir()) / f"kc-pandoc-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    files = [(folder / f"place-{number}").open("w") for number in range(_AT_ONCE)]
    try:
        _take_one([file.fileno() for file in files])
        yield
    finally:
        for file in files:
            file.close()


def _take_one(places: list[int]) -> None:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        for place in places:
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            return
        time.sleep(0.02)
    message = "too many references are being formatted at once"
    raise PandocUnavailable(message)
