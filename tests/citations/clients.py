"""What real clients say of a .bib file; KC_INTEROP names a folder with `test_bib.sh`, silent when none complains."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from citations.formats.pandoc import program

INTEROP = os.environ.get("KC_INTEROP", "")
with_clients = pytest.mark.skipif(
    not (INTEROP and shutil.which("biber") and shutil.which("bibtex")), reason="KC_INTEROP, biber and bibtex are needed"
)


def said_by_clients(file: Path, dialect: str) -> str:
    """Return what biber or bibtex with five styles, and pandoc, complain of; "" where none does."""
    path = f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", f"{INTEROP}/test_bib.sh", str(file), dialect]
    done = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, check=False, text=True)
    return done.stdout if done.returncode == 0 else f"exit {done.returncode}: {done.stdout}{done.stderr}"
