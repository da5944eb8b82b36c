"""Started as a program of its own: gives up network, priority and files, then becomes ocrmypdf."""

from __future__ import annotations

import os
import resource
from collections.abc import Sequence
from pathlib import Path

from ingest.extraction import lockdown

_NICENESS = 15


def main(arguments: Sequence[str]) -> None:
    """Become the program after the folder and the bounds (bytes of memory, seconds, bytes of a file)."""
    folder, memory_bytes, seconds, file_bytes, *command = arguments
    os.nice(_NICENESS)
    lockdown.die_with_parent()
    lockdown.leave_network(keep_user=True)
    lockdown.write_only_in(Path(folder))
    lockdown.set_limits(memory_bytes=int(memory_bytes), cpu_seconds=int(seconds), file_bytes=int(file_bytes))
    # ocrmypdf opens a file for each page.
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard) if hard > 0 else 4096, hard))
    os.execvp(command[0], command)  # noqa: S606 - no shell is wanted
