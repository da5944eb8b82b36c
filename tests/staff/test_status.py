"""How the library says that it is well, and what is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from ingest import heartbeat
from ingest.extraction.lockdown import Protection
from ingest.models import Submission
from kc_repository import health
from kc_repository.health import Health
from search.engines.base import SearchEngine
from search.models import StaleEntry
from tests.staff.conftest import signed_in


@pytest.fixture(autouse=True)
def own_data(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    settings.RENDERER_SOCKET = tmp_path / "renderer.sock"


def test_machines_get_states_and_no_details(db: None, engine: SearchEngine) -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "good", "engine": "good"})
    assert "no-store" in answer["Cache-Control"]


def test_a_database_that_is_away_is_said_with_503(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr("kc_repository.health.connection.cursor", away)
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": "bad"})


def test_staff_see_each_part_and_each_missing_program(
    desk: Client, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kc_repository.programs.shutil.which", lambda _name: None)
    page = desk.get("/status/").content.decode()
    for word in ("Database", "Search", "Worker", "Page pictures", "Sandbox", "Disk", "tesseract", "ocrmypdf"):
        assert word in page
    assert "renderer does not answer" in page
    assert "Not on this machine" in page


@pytest.mark.parametrize(
    ("held", "said", "state"),
    [
        (Protection(limits=True, network=True, system_calls=True, files=True), "without network", Health.GOOD),
        (Protection(limits=True, files=True), "(unshare is not allowed here); a filter of system calls", Health.ABSENT),
    ],
)
def test_what_the_sandbox_lacks_on_this_machine_is_told(
    monkeypatch: pytest.MonkeyPatch, held: Protection, said: str, state: Health
) -> None:
    monkeypatch.setattr("ingest.extraction.renderer_client.protection", lambda _socket: held)
    part = health.sandbox()
    assert said in part.sentence
    assert part.health is state


def test_contributors_and_strangers_do_not_see_the_status(contributor: User) -> None:
    assert signed_in(contributor).get("/status/").status_code == 403
    assert Client().get("/status/").status_code == 302


def test_a_worker_is_missed_when_files_wait(db: None) -> None:
    assert health.worker().health is Health.ABSENT
    row = Submission.objects.create(name="a.pdf")
    Submission.objects.filter(pk=row.pk).update(changed_at=timezone.now() - timedelta(minutes=5))
    assert health.worker().health is Health.BAD
    heartbeat.beat("worker")
    assert health.worker().health is Health.GOOD


def test_changes_that_wait_long_for_the_index_are_told(db: None) -> None:
    assert health.index_lag().health is Health.GOOD
    entry = StaleEntry.objects.create(publication_id=1)
    StaleEntry.objects.filter(pk=entry.pk).update(since=timezone.now() - timedelta(minutes=5))
    assert health.index_lag().health is Health.BAD
