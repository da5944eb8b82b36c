"""With a bucket for its files a library has none on its own disk, and reads, serves and saves them all the same."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests import pdfs
from tests.ingest.processes import Library
from tests.project.test_run import free_port

boto3 = pytest.importorskip("boto3", reason="boto3 is in requirements/scale.txt")
pytest.importorskip("moto", reason="moto speaks S3, from requirements/all.txt")

pytestmark = pytest.mark.service

_KEYS = {"AWS_ACCESS_KEY_ID": "for-tests", "AWS_SECRET_ACCESS_KEY": "for-tests", "AWS_DEFAULT_REGION": "us-east-1"}
_SERVED = """
from django.test import Client
answer = Client(SERVER_NAME="localhost").get("/publications/1/a.pdf", follow=True)
print(answer.status_code, len(b"".join(answer.streaming_content)))
"""


@pytest.fixture
def store() -> Iterator[str]:
    """Yield the address of an S3 store that answers."""
    port = free_port()
    command = (sys.executable, "-c", f"from moto.server import main; main(['-p', '{port}'])")
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_open(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def until_open(port: int) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def bucket(store: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return an empty bucket."""
    for name, value in _KEYS.items():
        monkeypatch.setenv(name, value)
    bucket = boto3.resource("s3", endpoint_url=store).Bucket("papers")
    bucket.create()
    return bucket


def test_files_are_read_served_and_saved_from_a_bucket(store: str, bucket: Any, tmp_path: Path) -> None:
    library = Library(tmp_path / "var", KC_DATABASE_URL="", KC_S3_BUCKET="papers", KC_S3_ENDPOINT=store)
    paper = pdfs.write_paper(tmp_path, "a.pdf")
    library.run("migrate", "-v0", "--skip-checks")
    library.run("ingest", str(paper), "--publish", "all")
    assert [stored.size for stored in bucket.objects.all()] == [paper.stat().st_size]
    assert not list(library.folder.rglob("*.pdf"))
    assert library.run("shell", "-v0", "-c", _SERVED).split() == ["200", str(paper.stat().st_size)]
    library.run("backup", str(tmp_path / "library.zip"))
    with ZipFile(tmp_path / "library.zip") as archive:
        assert [name for name in archive.namelist() if name.endswith(".pdf")]
