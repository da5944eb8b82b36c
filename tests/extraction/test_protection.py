"""What a child that was taken over could do: nothing."""

from __future__ import annotations

import errno
import os
import random
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.hostile import mutated
from ingest.extraction import lockdown
from ingest.extraction.limits import Limits
from ingest.extraction.lockdown import Protection
from ingest.extraction.sandbox import Sandbox
from tests.pdfs import paper

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="seccomp and namespaces are Linux's")


def _in_a_locked_child(attempt: Callable[[], object]) -> int:
    """Return the errno that the attempt meets in a child with the filter of system calls, 0 when it succeeds."""
    program = lockdown.compiled_filter()
    if not program:
        pytest.skip("libseccomp.so.2 is not installed")
    pid = os.fork()
    if pid == 0:
        status = 255
        try:
            if lockdown.deny_calls(program):
                attempt()
                status = 0
        except OSError as error:
            status = error.errno or 254
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@linux
@pytest.mark.parametrize(
    "attempt",
    [
        socket.socket,
        lambda: Path("/tmp/taken-over").write_text("x"),
        lambda: os.execv("/bin/true", ["true"]),  # noqa: S606
        os.fork,
        lambda: os.kill(os.getppid(), 0),
        lambda: Path("/tmp").chmod(0o700),
        lambda: Path("/tmp/nothing-here").unlink(),
        lambda: os.setuid(0),
    ],
    ids=["socket", "write", "execute", "fork", "kill", "chmod", "unlink", "setuid"],
)
def test_a_child_is_denied(attempt: Callable[[], object]) -> None:
    assert _in_a_locked_child(attempt) == errno.EPERM


@linux
def test_a_child_still_reads_and_computes() -> None:
    assert _in_a_locked_child(lambda: Path("/etc/hostname").exists() and sum(range(10))) == 0


def test_protection_names_what_is_missing() -> None:
    held = Protection(limits=True, network=True)
    assert held.missing == ("system_calls", "files")
    assert not held.complete
    assert Protection(limits=True, network=True, system_calls=True, files=True).complete


@linux
def test_without_seccomp_and_namespaces_papers_are_read_and_the_status_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest.extraction import sandbox as module

    without = "import ingest.extraction.lockdown as l; l.pyseccomp = None; l.leave_network = lambda **_: False; "
    monkeypatch.setattr(module, "_BOOT", module._BOOT.replace("from ingest", without + "from ingest", 1))
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper())
    with Sandbox() as bare:
        assert {"network", "system_calls"} <= set(bare.protection().missing)
        assert hasattr(bare.read(path), "pages")


@pytest.fixture(scope="module")
def quick() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=5, cpu_seconds=4)) as sandbox:
        yield sandbox


def test_mutated_papers_end_in_an_answer(quick: Sandbox, tmp_path: Path) -> None:
    content = paper(pages=("The council decides.", "Snow falls."))
    for seed in range(25):
        path = tmp_path / f"{seed}.pdf"
        path.write_bytes(mutated(content, random.Random(seed)))
        quick.read(path)
    sound = tmp_path / "sound.pdf"
    sound.write_bytes(content)
    assert hasattr(quick.read(sound), "pages")
