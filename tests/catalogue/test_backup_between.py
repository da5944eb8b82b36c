"""A backup goes from SQLite to PostgreSQL and back, and is the same: what one database says, the other says too."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from tests import pdfs
from tests.ingest.processes import Library

psycopg = pytest.importorskip("psycopg")
ADDRESS = os.environ.get("KC_DATABASE_URL", "")

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(not ADDRESS.startswith("postgres"), reason="KC_DATABASE_URL names no PostgreSQL"),
]


@pytest.fixture
def empty_database() -> Any:
    """Give the address of a database on the same server that nothing is in yet."""
    name = f"restored_{uuid4().hex[:12]}"
    with psycopg.connect(ADDRESS, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(ADDRESS)._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def members(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name.startswith(("rows/", "files/"))}


def test_sqlite_to_postgresql_and_back_is_equal(tmp_path: Path, empty_database: str) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(2):
        (papers / f"{number}.pdf").write_bytes(pdfs.paper(title=f"Öar och vatten, del {number}"))
    first = Library(tmp_path / "first", KC_DATABASE_URL="")
    second = Library(tmp_path / "second", KC_DATABASE_URL=empty_database)
    third = Library(tmp_path / "third", KC_DATABASE_URL="")
    first.run("setup")
    first.run("ingest", str(papers), "--publish", "all")
    archives = [tmp_path / f"{number}.zip" for number in range(3)]
    first.run("backup", str(archives[0]))
    steps = ((second, archives[0], archives[1]), (third, archives[1], archives[2]))
    for library, before, after in steps:
        library.run("restore", str(before))
        library.run("backup", str(after))
        state = library.asked("state(['vatten'])")
        assert (state["faults"], state["different"], state["outbox"]) == ([], 0, 0)
        assert state["publications"] == {"published": 2}
    assert members(archives[0]) == members(archives[1]) == members(archives[2])
