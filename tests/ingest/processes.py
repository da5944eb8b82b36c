"""A library of its own on disk, with real processes to start and to kill."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Library:
    """A data folder with a database; every command runs in a process of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "KC_DATA_DIR": str(folder),
            "KC_SECRET_KEY": "for-tests-only",
            "KC_LOG_LEVEL": "WARNING",
            "KC_LEASE_SECONDS": "1",
            "PYTHONWARNINGS": "ignore",
            **environment,
        }

    def run(self, *arguments: str, check: bool = True) -> str:
        """Run a command of manage.py and return what it wrote."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if check and done.returncode:
            message = f"{arguments}: {done.stdout}\n{done.stderr}"
            raise AssertionError(message)
        return done.stdout

    def asked(self, expression: str) -> Any:
        """Return what a Python expression over the models yields, as JSON."""
        code = f"import json; from tests.ingest.questions import *; print(json.dumps({expression}))"
        return json.loads(self.run("shell", "--no-imports", "-v0", "-c", code).splitlines()[-1])

    def states(self) -> dict[str, int]:
        """Return how many submissions are in each state, without the second that a process takes to start."""
        with closing(sqlite3.connect(self.folder / "library.sqlite3", timeout=20)) as database:
            return dict(database.execute("SELECT state, count(*) FROM ingest_submission GROUP BY state"))

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Give a running command; what is left of it afterwards is killed."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def killed_after(self, seconds: float, *arguments: str) -> bool:
        """Start a command, kill it -9 after a while, and say whether it was still running."""
        with self.started(*arguments) as process:
            time.sleep(seconds)
            running = process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait()
        return running
