"""Storage on a local disk that says "stored" only when the bytes are on the disk."""

from __future__ import annotations

import errno
import os
import uuid
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError


class DurableFileSystemStorage(FileSystemStorage):
    """Files appear whole or not at all, under exactly the name asked for, and survive a power cut once saved.

    Django's own writes into the final name without fsync: a kill in the middle leaves half a file there.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """Return the name itself: names here are made from the content, so the same name is the same bytes."""
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
        try:
            with draft.open("wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return name


def is_full(error: BaseException | None) -> bool:
    """Say whether an error means that the disk is full, that of the files or that of the database."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    # 53100 is PostgreSQL's disk_full; SQLite says it in words only.
    return isinstance(error, DatabaseError) and (
        "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", "") == "53100"
    )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
