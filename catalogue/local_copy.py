"""A stored file as a file on this host, wherever storage keeps it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage

from catalogue.models import StoredFile


@contextmanager
def local_copy(stored: StoredFile) -> Iterator[Path]:
    """Give the path of the bytes: storage's own where it is a local folder, else a copy for the while."""
    try:
        own = Path(default_storage.path(stored.storage_name))
    except NotImplementedError:
        own = None
    if own is not None:
        yield own
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy, default_storage.open(stored.storage_name) as source:
        shutil.copyfileobj(source, copy, 1 << 20)
        copy.flush()
        yield Path(copy.name)
