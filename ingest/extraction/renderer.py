"""The renderer: a long-lived process that draws pages and finds words for whoever connects to its Unix socket.

A client sends one JSON request together with the open PDF, and gets framed parts back as in `wire`. The parsing is done
in the children of a Sandbox; this process only passes files and answers on.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from io import BufferedReader
from pathlib import Path

from ingest.extraction import wire
from ingest.extraction.limits import Limits
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Failure

logger = logging.getLogger(__name__)

# A page on which a child needs longer or more is not worth a reader's waiting.
RENDER_LIMITS = Limits(seconds=15.0, cpu_seconds=12, memory_bytes=768 * 1024 * 1024)
# Above this many requests at once the rest hears that the renderer is busy, instead of waiting for ever.
MOST_WAITING = 64
BUSY = "busy"
_REQUEST_SECONDS = 5.0
# sun_path has 108 bytes on Linux and 104 on macOS.
_LONGEST_ADDRESS = 100


class AlreadyRunning(Exception):
    """Another renderer answers at the same address."""


@contextlib.contextmanager
def socket_address(path: Path) -> Iterator[str]:
    """Give an address for the socket at `path` that is short enough for the kernel."""
    if len(os.fsencode(path)) <= _LONGEST_ADDRESS:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class Renderer:
    """Serves requests at a socket, `width` of them at a time."""

    def __init__(self, path: Path, *, width: int = 2, limits: Limits = RENDER_LIMITS) -> None:
        self.path = path
        self.sandbox = Sandbox(limits)
        self._pool = ThreadPoolExecutor(max_workers=width, thread_name_prefix="render")
        self._room = threading.BoundedSemaphore(MOST_WAITING)
        self._ending = threading.Event()
        self._listener = self._bound()

    def run(self) -> None:
        """Serve until `stop` is called."""
        try:
            while not self._ending.is_set():
                try:
                    connection, _ = self._listener.accept()
                except TimeoutError:
                    continue
                self._take(connection)
        finally:
            self._listener.close()
            self.path.unlink(missing_ok=True)
            self.sandbox.close()
            self._pool.shutdown(cancel_futures=True)

    def stop(self) -> None:
        self._ending.set()

    def _bound(self) -> socket.socket:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with socket_address(self.path) as address:
            if self.path.exists():
                self._clear(address)
            listener.bind(address)
        # Only the library's own user may ask.
        self.path.chmod(0o600)
        listener.listen(MOST_WAITING)
        listener.settimeout(0.5)
        return listener

    def _clear(self, address: str) -> None:
        """Remove the socket that a renderer left behind when it was killed."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(address)
            except OSError:
                self.path.unlink(missing_ok=True)
            else:
                raise AlreadyRunning(str(self.path))

    def _take(self, connection: socket.socket) -> None:
        if self._room.acquire(blocking=False):
            self._pool.submit(self._serve, connection)
            return
        with connection, contextlib.suppress(OSError):
            connection.settimeout(_REQUEST_SECONDS)
            connection.sendall(wire.frame(wire.json_bytes({BUSY: True})))

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection:
                connection.settimeout(_REQUEST_SECONDS)
                request, handles, _, _ = socket.recv_fds(connection, 4096, 1)
                if not handles:
                    return
                with os.fdopen(handles[0], "rb") as file:
                    parts = self._answer(request, file)
                connection.sendall(b"".join(wire.frame(part) for part in parts))
        except OSError as error:
            # The client has gone; its next request is a new one.
            logger.info("a request ended early: %s", error)
        except Exception:
            logger.exception("a request could not be served")
        finally:
            self._room.release()

    def _answer(self, request: bytes, file: BufferedReader) -> list[bytes]:
        asked = json.loads(request)
        if asked["task"] == "protection":
            return [wire.json_bytes(asdict(self.sandbox.protection()))]
        if asked["task"] == "words":
            words = self.sandbox.word_boxes(file, int(asked["page"]))
            return [wire.failure_bytes(words) if isinstance(words, Failure) else wire.words_bytes(words)]
        picture = self.sandbox.render(file, int(asked["page"]), int(asked["width"]))
        return [wire.failure_bytes(picture)] if isinstance(picture, Failure) else [b"{}", picture]
