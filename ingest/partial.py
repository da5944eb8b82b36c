"""Files that arrive in pieces: what has come is kept, and an upload goes on where it broke off.

Pieces are kept in a folder of this host; several hosts behind one address need sessions that stay on one of them.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_PIECE = 1024 * 1024
_KEPT_SECONDS = 7 * 24 * 3600


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class UnknownUpload(LookupError):
    """No such upload, or somebody else's, or given up long ago."""


class WrongOffset(Exception):
    """The piece does not begin where the last one ended; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class TooMuch(Exception):
    """The piece goes beyond the size that was announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What the sender said about the file before its first piece."""

    user_id: int
    name: str
    size: int
    sidecar_name: str = ""
    sidecar: str = ""


def begin(announced: Announced) -> str:
    """Return the id of a new upload, and forget uploads that nobody went on with for a week."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    _forget_old(folder)
    upload = secrets.token_urlsafe(16)
    (folder / f"{upload}.json").write_text(json.dumps(asdict(announced)))
    (folder / f"{upload}.part").touch()
    return upload


def announced(upload: str, user_id: int) -> Announced:
    """Return what was announced. Raises UnknownUpload, also for somebody else's."""
    try:
        known = Announced(**json.loads(_path(upload, "json").read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise UnknownUpload from error
    if known.user_id != user_id:
        raise UnknownUpload
    return known


def offset_of(upload: str) -> int:
    """Return how many bytes have come. Raises UnknownUpload."""
    try:
        return _path(upload, "part").stat().st_size
    except OSError as error:
        raise UnknownUpload from error


def append(upload: str, offset: int, piece: Readable, limit: int) -> int:
    """Add a piece that begins at `offset` and return the new offset; `limit` is the whole file's size.

    Raises WrongOffset, TooMuch, UnknownUpload, and OSError where the disk is full: what came before stays.
    """
    with _locked(upload) as part:
        end = part.seek(0, os.SEEK_END)
        if end != offset:
            raise WrongOffset(end)
        try:
            return _copied(piece, part, end, limit)
        except (OSError, TooMuch):
            part.truncate(end)
            raise


@contextmanager
def opened(upload: str) -> Iterator[BinaryIO]:
    """Give the whole file to read, while nobody else writes to it."""
    with _locked(upload) as part:
        part.seek(0)
        yield part


def finish(upload: str, submission_id: int) -> None:
    """Forget the bytes, which are stored elsewhere now, and remember what became of them."""
    _path(upload, "done").write_text(str(submission_id))
    _path(upload, "part").unlink(missing_ok=True)


def finished(upload: str) -> int | None:
    """Return the submission that the upload became, None before that."""
    try:
        return int(_path(upload, "done").read_text())
    except (OSError, ValueError):
        return None


def forget(upload: str) -> None:
    for ending in ("part", "json", "done"):
        _path(upload, ending).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.INCOMING_DIR)


def _path(upload: str, ending: str) -> Path:
    if not _ID.fullmatch(upload):
        raise UnknownUpload
    return _folder() / f"{upload}.{ending}"


@contextmanager
def _locked(upload: str) -> Iterator[BinaryIO]:
    """Open the part for one writer; two tabs that send the same piece are answered one after the other."""
    try:
        part = _path(upload, "part").open("r+b")
    except OSError as error:
        raise UnknownUpload from error
    with part:
        fcntl.flock(part, fcntl.LOCK_EX)
        yield part


def _copied(piece: Readable, part: BinaryIO, end: int, limit: int) -> int:
    while chunk := piece.read(_PIECE):
        if end + len(chunk) > limit:
            raise TooMuch
        part.write(chunk)
        end += len(chunk)
    part.flush()
    os.fsync(part.fileno())
    return end


def _forget_old(folder: Path) -> None:
    before = time.time() - _KEPT_SECONDS
    for path in folder.iterdir():
        # Another upload may have ended since the folder was listed.
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
