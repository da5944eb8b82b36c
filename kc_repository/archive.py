"""The whole library as one file: rows in a form that any database reads back, files, settings, and a list of it all.

A zip archive (so that any program can look into it) of
    manifest.json             what is in it, with counts and digests; the version of every table
    rows/APP.MODEL.jsonl      one row a line: {column: value}
    files/SHA256.pdf          the stored files
    settings.json             KC_ settings of the machine it was made on, without secrets
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from catalogue.models import StoredFile

FORMAT = 1
# Not of the library: sign-ins of the moment, and what is made anew of the rest.
LEFT_OUT = frozenset(
    {
        *("sessions.session", "search.staleentry", "search.meaning", "ingest.visit", "dissemination.writtenform"),
        *("axes.accessattempt", "axes.accesslog", "axes.accessfailurelog", "axes.accessattemptexpiration"),
    }
)
_SECRETS = ("SECRET", "PASSWORD", "DATABASE_URL", "ELASTICSEARCH_URL", "KEY")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How many rows a table has, and the digest of their written form."""

    count: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive holds. `migrations` are those that its tables had; `files` maps digests to sizes."""

    made_at: str
    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, Table]
    files: dict[str, int]
    format: int = FORMAT


class ArchiveError(Exception):
    """The archive cannot be made, or is not one; the text is for the person who asked."""


def back_up(path: Path) -> Manifest:
    """Write the library into a new archive and return what is in it. The library may go on meanwhile.

    The file appears under its name only when it is whole and has been read back.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with (
            tempfile.TemporaryDirectory(dir=path.parent) as folder,
            zipfile.ZipFile(draft, "w", allowZip64=True) as archive,
        ):
            tables, migrations = _dump_tables(Path(folder))
            for name in tables:
                archive.write(Path(folder) / name, f"rows/{name}.jsonl", zipfile.ZIP_DEFLATED)
            digests = _digests(Path(folder) / StoredFile._meta.label_lower)
            manifest = Manifest(
                made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                migrations=migrations,
                tables=tables,
                files={sha256: _add_file(archive, sha256) for sha256 in digests},
            )
            archive.writestr("settings.json", json.dumps(_settings(), indent=1))
            archive.writestr("manifest.json", json.dumps(asdict(manifest), indent=1))
        if faults := faults_of(draft):
            raise ArchiveError(faults[0])
        # It holds the digests of passwords and the secrets of second factors.
        draft.chmod(0o600)
        _synced(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def read_manifest(path: Path) -> Manifest:
    """Return what an archive says it holds. Raises ArchiveError where it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            said = json.loads(archive.read("manifest.json"))
        if said.get("format") != FORMAT:
            message = f"{path} has format {said.get('format')}; this version of the library reads {FORMAT}."
            raise ArchiveError(message)
        return Manifest(
            made_at=said["made_at"],
            migrations=tuple((app, name) for app, name in said["migrations"]),
            tables={name: Table(**table) for name, table in said["tables"].items()},
            files={str(sha256): int(size) for sha256, size in said["files"].items()},
        )
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        message = f"{path} is not an archive of a library: {error}"
        raise ArchiveError(message) from error


def faults_of(path: Path) -> list[str]:
    """Read the whole archive and return what is wrong with it, a sentence each; nothing where it is sound."""
    manifest = read_manifest(path)
    found: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name, table in manifest.tables.items():
            found += _member_faults(archive, f"rows/{name}.jsonl", table.sha256)
        for sha256 in manifest.files:
            found += _member_faults(archive, f"files/{sha256}.pdf", sha256)
        label = StoredFile._meta.label_lower
        if not found and label in manifest.tables:
            rows = (json.loads(line) for line in archive.open(f"rows/{label}.jsonl"))
            missing = {row["sha256"] for row in rows} - manifest.files.keys()
            found += [f"The file {sha256} is named and not there." for sha256 in sorted(missing)]
    return found


def archived_models() -> list[type[models.Model]]:
    """Return every model whose rows belong to the library, the tables of many-to-many fields too."""
    every = apps.get_models(include_auto_created=True)
    return [m for m in every if m._meta.managed and not m._meta.proxy and m._meta.label_lower not in LEFT_OUT]


def _dump_tables(folder: Path) -> tuple[dict[str, Table], tuple[tuple[str, str], ...]]:
    """Write all tables as they are at one moment into a folder, a file each."""
    with _one_moment():
        tables = {m._meta.label_lower: _dump_table(m, folder) for m in archived_models()}
        migrations = tuple(sorted(MigrationRecorder(connection).applied_migrations()))
    return tables, migrations


@contextmanager
def _one_moment() -> Iterator[None]:
    """See the database as it is now until the end, without keeping anybody from writing."""
    before = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = before  # type: ignore[attr-defined]


def _dump_table(model: type[models.Model], folder: Path) -> Table:
    digest, count = hashlib.sha256(), 0
    columns = model._meta.concrete_fields
    with (folder / model._meta.label_lower).open("wb") as out:
        for row in model._base_manager.order_by("pk").iterator(chunk_size=500):
            said = {column.attname: column.value_from_object(row) for column in columns}
            line = json.dumps(said, ensure_ascii=False, sort_keys=True, default=_as_text).encode() + b"\n"
            digest.update(line)
            out.write(line)
            count += 1
    return Table(count=count, sha256=digest.hexdigest())


def _as_text(value: object) -> str:
    """Return dates and times in full: Django's own encoder would cut microseconds off."""
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def _digests(rows: Path) -> list[str]:
    with rows.open(encoding="utf-8") as lines:
        return [json.loads(line)["sha256"] for line in lines]


def _add_file(archive: zipfile.ZipFile, sha256: str) -> int:
    """Copy a stored file into the archive and return its size."""
    stored, digest, size = StoredFile(sha256=sha256), hashlib.sha256(), 0
    try:
        with default_storage.open(stored.storage_name) as source, _member(archive, f"files/{sha256}.pdf") as out:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                out.write(chunk)
                size += len(chunk)
    except FileNotFoundError as error:
        message = f"The stored file {sha256} is missing; nothing was backed up."
        raise ArchiveError(message) from error
    if digest.hexdigest() != sha256:
        message = f"The stored file {sha256} is damaged; nothing was backed up."
        raise ArchiveError(message)
    return size


def _member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    # PDFs are compressed already.
    return archive.open(zipfile.ZipInfo(name), "w", force_zip64=True)


def _member_faults(archive: zipfile.ZipFile, name: str, sha256: str) -> list[str]:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as member:
            while chunk := member.read(_CHUNK):
                digest.update(chunk)
    except (KeyError, OSError, zipfile.BadZipFile, EOFError) as error:
        return [f"{name} cannot be read: {error}"]
    return [] if digest.hexdigest() == sha256 else [f"{name} is not what was backed up."]


def _settings() -> dict[str, str]:
    own = sorted(settings.ENVIRONMENT.items())
    return {name: value for name, value in own if not any(word in name for word in _SECRETS)}


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def lines_of(archive: zipfile.ZipFile, label: str) -> Iterable[dict[str, Any]]:
    """Yield the rows of a table."""
    with archive.open(f"rows/{label}.jsonl") as lines:
        for line in lines:
            yield json.loads(line)
