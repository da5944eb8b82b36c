"""What was backed up comes back equal, into an empty library only, and a spoilt archive is refused."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django.fixtures import Settings

from catalogue import publishing
from catalogue.models import Publication, Revision, State
from catalogue.references import record_for
from kc_repository.archive import ArchiveError, back_up, faults_of
from kc_repository.restoration import restore
from kc_repository.tables import at_one_stroke
from search import indexing
from search.engines.base import SearchEngine
from search.query import PUBLIC, SearchQuery, Word
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def filled() -> None:
    """Fill the library with one of everything that a backup must bring back."""
    factories.theme()
    editor = factories.person("editor", staff=True)
    publication = factories.publication(
        "Överblick", "Only the biogas plant.", themes=("transparency",), uploader=editor
    )
    publishing.revise(publication, factories.record("Överblick 2"), who=editor, why="a word")
    publishing.withdraw(factories.publication("Gone"), "It was wrong.", who=editor)
    factories.publication("Not yet", state=State.IN_REVIEW, uploader=editor)


def emptied() -> None:
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(default_storage.path("."))


def rows(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name.startswith("rows/")}


def test_a_restored_library_is_equal_to_the_one_backed_up(tmp_path: Path, engine: SearchEngine) -> None:
    filled()
    records = {p.pk: record_for(p) for p in Publication.objects.all()}
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    back_up(first)
    emptied()
    restore(first)
    assert {p.pk: record_for(p) for p in Publication.objects.all()} == records
    assert Revision.objects.get(why="a word").when.microsecond
    back_up(second)
    assert rows(first) == rows(second)
    assert engine.search(SearchQuery(audience=PUBLIC, expression=Word("biogas"))).total == 1
    assert not indexing.differences(engine)
    assert indexing.outbox_size() == 0
    # Ids go on after the restored ones, on PostgreSQL too.
    assert factories.publication("New").pk > max(records)


def test_an_archive_is_restored_into_an_empty_library_only(tmp_path: Path, engine: SearchEngine) -> None:
    filled()
    back_up(tmp_path / "a.zip")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(tmp_path / "a.zip"))
    assert Publication.objects.count() == 3


def test_a_spoilt_archive_is_refused_and_nothing_is_changed(tmp_path: Path, engine: SearchEngine) -> None:
    filled()
    whole, spoilt = tmp_path / "a.zip", tmp_path / "b.zip"
    back_up(whole)
    content = bytearray(whole.read_bytes())
    place = content.index(b"%PDF-") + 200
    content[place] ^= 0xFF
    spoilt.write_bytes(content)
    emptied()
    with pytest.raises(CommandError, match=r"files/"):
        call_command("restore", str(spoilt), "--check")
    with pytest.raises(ArchiveError):
        restore(spoilt)
    assert not Publication.objects.exists()
    assert faults_of(whole) == []
    # It holds what others may not read.
    assert whole.stat().st_mode & 0o077 == 0


def test_tables_are_made_at_one_stroke_or_not_at_all() -> None:
    with pytest.raises(InterruptedError), at_one_stroke():
        with connection.schema_editor() as editor:
            editor.execute("CREATE TABLE halfway (id integer)")
        raise InterruptedError
    assert "halfway" not in connection.introspection.table_names()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4"])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="not an archive"):
        call_command("restore", str(path))


def test_a_library_with_a_damaged_file_is_not_backed_up_in_silence(tmp_path: Path) -> None:
    publication = factories.publication("Damaged")
    path = Path(default_storage.path(publication.files.get().file.storage_name))
    path.write_bytes(b"%PDF-1.4 something else")
    with pytest.raises(CommandError, match="damaged"):
        call_command("backup", str(tmp_path / "a.zip"))
    assert list(tmp_path.glob("*.zip*")) == []


def test_a_backup_names_no_secret(tmp_path: Path, settings: Settings) -> None:
    settings.ENVIRONMENT = {
        "KC_DATABASE_URL": "postgres://u:geheim@h/n",
        "KC_SECRET_KEY": "geheim",
        "KC_LIBRARY_NAME": "Biblioteket",
    }
    back_up(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        said = json.loads(opened.read("settings.json"))
    assert said["KC_LIBRARY_NAME"] == "Biblioteket"
    assert "geheim" not in json.dumps(said)
    assert "KC_SECRET_KEY" not in said


def test_an_archive_of_a_newer_library_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "a.zip"
    with monkeypatch.context() as later:
        later.setattr(
            MigrationRecorder,
            "applied_migrations",
            lambda _self: {("catalogue", "9999_of_tomorrow"): None},
        )
        back_up(made)
    with pytest.raises(ArchiveError, match="newer version"):
        restore(made)
    assert connection.introspection.table_names()
