"""What is kept for a while is shared by web processes where KC_CACHE says so."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings

from catalogue.rates import counted
from citations.formats.styles import Formatted, PageCitation
from dissemination import checking, citing
from tests import factories

PLAIN = Formatted("A", "A")
_AS_SET = "import json; from kc_repository import settings; print(json.dumps(settings.CACHES))"


def caches(shared: str) -> Any:
    """Return what the settings make of KC_CACHE, read in a process of its own."""
    env = os.environ | {"KC_CACHE": shared}
    said = subprocess.run([sys.executable, "-c", _AS_SET], env=env, capture_output=True, text=True, check=True).stdout
    return json.loads(said)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """A Redis server of the test's own."""
    if not (server := shutil.which("redis-server")) or find_spec("redis") is None:
        pytest.skip("wants redis-server and the package redis")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL) as process:
        _answers(port)
        yield f"redis://127.0.0.1:{port}/0"
        process.terminate()


def _answers(port: int) -> None:
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("Redis did not start")


@pytest.mark.django_db
def test_a_count_in_the_database_is_one_for_all() -> None:
    with override_settings(CACHES=caches("database")):
        call_command("createcachetable", verbosity=0)
        assert [counted("zips", 2, 3600) for _ in range(3)] == [True, True, False]
        assert counted("other", 2, 3600)
        cache.clear()


def test_a_count_in_redis_is_one_for_all(redis: str) -> None:
    with override_settings(CACHES=caches(redis)):
        assert [counted("zips", 2, 3600) for _ in range(3)] == [True, True, False]
        cache.set("a-reference", [("<i>A</i>", "A")], 60)
        assert cache.get("a-reference") == [("<i>A</i>", "A")]


def test_without_the_setting_a_count_is_not_put_out_by_what_else_is_kept() -> None:
    with override_settings(CACHES=caches("")):
        assert counted("zips", 1, 3600)
        for number in range(1000):
            cache.set(f"reference-{number}", "A", 60)
        assert not counted("zips", 1, 3600)
        cache.clear()


def test_a_count_begins_anew_with_the_next_stretch_of_time() -> None:
    assert counted("briefly", 1, 1)
    assert not all(counted("briefly", 1, 1) for _ in range(2))
    time.sleep(1.05)
    assert counted("briefly", 1, 1)


def test_what_another_edition_of_the_writers_left_in_a_shared_cache_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reference, manner = factories.reference(), citing.Manner(style="apa", locale="en-GB")
    monkeypatch.setattr(cache, "set", lambda *_kept: None)
    monkeypatch.setattr(citing, "format_page", lambda *_asked: PageCitation(in_text=PLAIN, entry=PLAIN))
    names: list[str] = []
    monkeypatch.setattr(cache, "get", names.append)
    for edition in ("one", "another"):
        monkeypatch.setattr(checking, "edition", lambda edition=edition: edition)
        monkeypatch.setattr(citing, "edition", lambda edition=edition: edition)
        checking.faults_of(reference)
        citing.formatted(reference, manner)
    assert len(set(names)) == 4
