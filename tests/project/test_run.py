"""`manage.py run` is the whole library: it opens, it closes without a trace, and the next start is short."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.citations.clients import said_by_clients, with_clients
from tests.project.tree import ROOT

COMMAND = (sys.executable, "manage.py", "run")
_WITHDRAW = """
import time
from catalogue import publishing
from catalogue.models import Publication
from search.models import StaleEntry
publishing.withdraw(Publication.objects.filter(state="published").first(), "It was a trial.", who=None)
until = time.monotonic() + 120
while StaleEntry.objects.exists() and time.monotonic() < until:
    time.sleep(0.2)
print(Publication.objects.count(), "papers,", StaleEntry.objects.count(), "waiting")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def surroundings(folder: Path, port: int) -> dict[str, str]:
    own = {"KC_DATA_DIR": str(folder), "PORT": str(port), "KC_DATABASE_URL": "", "KC_WEB_PROCESSES": "1"}
    return {**os.environ, **own}


def refused(folder: Path) -> str:
    """Return why a second library may not run in the folder."""
    env = surroundings(folder, free_port())
    second = subprocess.run([*COMMAND, "--empty"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert second.returncode != 0
    return second.stderr


@contextmanager
def library(folder: Path, port: int, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a library; yield its process and what it said until it was open."""
    env = surroundings(folder, port)
    process = subprocess.Popen([*COMMAND, *options], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        said = ""
        while "Ctrl-C closes it." not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        yield process, said
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=120)


def answer(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read()


def processes_in(folder: Path) -> list[str]:
    """Return the command lines of processes whose environment names the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes left behind in /proc")
def test_the_library_opens_once_gives_an_account_once_and_leaves_no_process_behind(tmp_path: Path) -> None:
    port = free_port()
    with library(tmp_path, port, "--empty") as (_process, said):
        assert f"is open at http://127.0.0.1:{port}/" in said
        assert "is running already" in refused(tmp_path)
        password = re.search(r"name staff, password (\S+)", said)
        assert password
        status, _body = answer(port, "/healthz")
        assert status == 200
        status, body = answer(port, "/")
        assert status == 200
        assert b"</html>" in body
    assert not processes_in(tmp_path)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in kept if password.group(1).encode() in path.read_bytes()]

    with library(tmp_path, port, "--empty") as (_process, said):
        assert "password" not in said
        assert "Preparing" not in said
    assert not processes_in(tmp_path)


@pytest.fixture(scope="module")
def of_samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """Yield folder and port of a running library that has just loaded its samples."""
    folder, port = tmp_path_factory.mktemp("samples"), free_port()
    with library(folder, port):
        yield folder, port


@pytest.mark.xdist_group("a running library of samples")
@with_clients
@pytest.mark.service
@pytest.mark.parametrize("suffix", ["bib", "biblatex"])
def test_no_client_complains_of_the_sample_library_taken_away_whole(
    suffix: str, of_samples: tuple[Path, int], tmp_path: Path
) -> None:
    status, document = answer(of_samples[1], f"/search.{suffix}")
    assert (status, document.count(b"\n@") >= 8) == (200, True)
    (file := tmp_path / "x.bib").write_bytes(document)
    assert said_by_clients(file, "bibtex" if suffix == "bib" else suffix) == ""


@pytest.mark.xdist_group("a running library of samples")
def test_a_library_that_has_just_loaded_its_samples_goes_on_indexing(of_samples: tuple[Path, int]) -> None:
    shell = (sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", _WITHDRAW)
    env = surroundings(*of_samples)
    told = subprocess.run(shell, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert told.stdout.strip() == "12 papers, 0 waiting", told.stderr


def test_gunicorn_finds_its_settings_without_help(tmp_path: Path) -> None:
    env = {name: value for name, value in surroundings(tmp_path, 1).items() if name != "DJANGO_SETTINGS_MODULE"}
    command = (
        sys.executable,
        "-m",
        "gunicorn",
        "--check-config",
        "-c",
        "python:kc_repository.web",
        "kc_repository.wsgi",
    )
    checked = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
