"""The supervisor restarts what falls and leaves nothing behind. Real processes, a few hundred milliseconds each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

SCRIPT = textwrap.dedent("""
    import sys
    from pathlib import Path
    from kc_repository.supervisor import Part, Supervisor
    folder = Path(sys.argv[1])
    child = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1], str(os.getpid())).touch(); time.sleep(60)"
    parts = [Part(name=name, command=(sys.executable, "-c", child, str(folder))) for name in ("web", "worker")]
    Supervisor(parts, say=lambda text: print(text, flush=True)).run(ready=lambda: print("ready", flush=True))
    print("closed", flush=True)
""")


@pytest.fixture
def supervisor(tmp_path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def started(folder: Path, count: int) -> list[int]:
    deadline = time.monotonic() + 60
    while len(found := [int(path.name) for path in folder.iterdir()]) < count:
        assert time.monotonic() < deadline, f"{count} processes did not start"
        time.sleep(0.02)
    return found


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_dead(pids: list[int]) -> None:
    deadline = time.monotonic() + 60
    while any(lives(pid) for pid in pids):
        assert time.monotonic() < deadline, "a process was left behind"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process_it_started(
    supervisor: subprocess.Popen[str], tmp_path: Path, number: signal.Signals
) -> None:
    children = started(tmp_path, 2)
    supervisor.send_signal(number)
    output, _ = supervisor.communicate(timeout=60)
    assert output == "closed\n"
    assert supervisor.returncode == 0
    wait_until_dead(children)


def test_a_dead_process_is_started_again_and_said(supervisor: subprocess.Popen[str], tmp_path: Path) -> None:
    first = started(tmp_path, 2)
    os.kill(first[0], signal.SIGKILL)
    everyone = started(tmp_path, 3)
    supervisor.terminate()
    output, _ = supervisor.communicate(timeout=60)
    assert "was killed by signal 9; starting it again." in output
    wait_until_dead(everyone)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_even_a_killed_supervisor_leaves_no_process_behind(supervisor: subprocess.Popen[str], tmp_path: Path) -> None:
    children = started(tmp_path, 2)
    supervisor.kill()
    supervisor.communicate(timeout=60)
    wait_until_dead(children)
