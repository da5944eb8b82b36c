"""The project's own files, as the tests of its structure read them."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("kc_repository", "dissemination", "ingest", "search", "catalogue", "citations", "benchmarks", "samples")


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function and how many lines it takes, from `def` to its last one."""

    name: str
    lines: int


@cache
def committed_files() -> tuple[Path, ...]:
    """Return every file of the project: those that git keeps, or all where there is no git."""
    try:
        names = subprocess.run(
            ["/usr/bin/env", "git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        return tuple(path for package in (*PACKAGES, "tests", "docs") for path in (ROOT / package).rglob("*.*"))
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


@cache
def texts() -> tuple[tuple[Path, str], ...]:
    """Return every committed file that is text, with its text."""
    found = []
    for path in committed_files():
        try:
            found.append((path.relative_to(ROOT), path.read_text()))
        except UnicodeDecodeError:
            continue
    return tuple(found)


def modules() -> list[tuple[Path, str]]:
    """Return the project's Python modules, tests and migrations aside."""
    return [
        (path, text)
        for path, text in texts()
        if path.suffix == ".py" and path.parts[0] in PACKAGES and "migrations" not in path.parts
    ]


@cache
def nodes() -> tuple[tuple[Path, ast.AST], ...]:
    """Return every node of every module: parsed once, since that takes seconds."""
    return tuple((path, node) for path, text in modules() for node in ast.walk(ast.parse(text)))


def functions() -> tuple[Function, ...]:
    return tuple(
        Function(name=f"{path}:{node.name}", lines=(node.end_lineno or 0) - node.lineno + 1)
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
