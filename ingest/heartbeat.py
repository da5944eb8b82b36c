"""Signs of life of the processes on this host: the time at which each last said that it is well."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

EVERY_SECONDS = 15


def beat(name: str) -> None:
    """Say that the process called `name` is well; called every EVERY_SECONDS."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def last(name: str) -> datetime | None:
    """Return when a process of that name was last well here, None if never."""
    try:
        return datetime.fromtimestamp(_path(name).stat().st_mtime, tz=UTC)
    except OSError:
        return None


def _path(name: str) -> Path:
    return Path(settings.DATA_DIR) / "alive" / name
