"""Asking the renderer, from a process that must not parse PDFs itself."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

from ingest.extraction import wire
from ingest.extraction.lockdown import Protection
from ingest.extraction.renderer import BUSY, socket_address
from ingest.extraction.values import Failure, PageWords

# The renderer's own limit on a page is 15 s; waiting in its queue comes on top.
PATIENCE_SECONDS = 20.0
_CONNECT_SECONDS = 2.0


class RendererUnavailable(Exception):
    """The renderer does not run, is busy, or did not answer in time; asking later may help."""


def page_picture(socket_path: Path, pdf: Path, page: int, width: int) -> bytes | Failure:
    """Return the page (from 1) as WebP; raise RendererUnavailable when nobody can draw now."""
    parts = _ask(socket_path, pdf, {"task": "render", "page": page, "width": width})
    if isinstance(parts, Failure):
        return parts
    if len(parts) < 2:
        raise RendererUnavailable("the answer was cut off")
    return parts[1]


def page_words(socket_path: Path, pdf: Path, page: int) -> PageWords | Failure:
    """Return the words of the page (from 1); raise RendererUnavailable when nobody can look now."""
    parts = _ask(socket_path, pdf, {"task": "words", "page": page})
    return parts if isinstance(parts, Failure) else wire.words_from(parts[0])


def protection(socket_path: Path) -> Protection:
    """Return which measures hold in the renderer; raise RendererUnavailable when it does not run."""
    parts = _ask(socket_path, Path(os.devnull), {"task": "protection"})
    if isinstance(parts, Failure):
        return Protection()
    held = wire.from_json(parts[0])
    return Protection(**{name: value is True for name, value in held.items()})


def _ask(socket_path: Path, pdf: Path, request: dict[str, object]) -> list[bytes] | Failure:
    try:
        with (
            pdf.open("rb") as file,
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection,
            socket_address(socket_path) as address,
        ):
            connection.settimeout(_CONNECT_SECONDS)
            connection.connect(address)
            connection.settimeout(PATIENCE_SECONDS)
            socket.send_fds(connection, [json.dumps(request).encode()], [file.fileno()])
            content = _received(connection)
    except OSError as error:
        raise RendererUnavailable(str(error)) from error
    parts = wire.parts(content)
    if not parts:
        raise RendererUnavailable("no answer")
    said = wire.from_json(parts[0]) if len(parts[0]) < 2000 else {}
    if said.get(BUSY):
        raise RendererUnavailable("busy")
    return wire.failure_in(said) or parts


def _received(connection: socket.socket) -> bytes:
    chunks: list[bytes] = []
    while chunk := connection.recv(1 << 20):
        chunks.append(chunk)
    return b"".join(chunks)
