"""An archive becomes a library again, in whatever database and storage the settings name."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from catalogue.models import Publication, StoredFile
from kc_repository.archive import ArchiveError, Manifest, archived_models, faults_of, lines_of, read_manifest
from kc_repository.tables import at_one_stroke
from search import engines, indexing
from search.models import StaleEntry

# What `migrate` makes by itself in an empty library; the archive's own rows take their place.
_MADE_BY_MIGRATE = ("auth.group_permissions", "auth.group", "auth.permission", "contenttypes.contenttype")
_AT_ONCE = 500


def restore(path: Path) -> Manifest:
    """Fill the empty library with an archive, build its index, and return what was restored.

    Files come first (they are named by their content: a second try finds them there), then all rows in one
    transaction, then the index: broken off at any point, the library is empty or whole.
    """
    faults = faults_of(path)
    if faults:
        raise ArchiveError("\n".join(faults))
    manifest = read_manifest(path)
    if found := _rows_there():
        message = f"This library is not empty ({found}); an archive is restored into an empty one only."
        raise ArchiveError(message)
    with zipfile.ZipFile(path) as archive:
        restored_apps = _prepare_tables(manifest)
        _restore_files(archive, manifest)
        _restore_rows(archive, manifest, restored_apps)
        _keep_settings(archive)
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    ContentType.objects.clear_cache()
    indexing.rebuild(engines.default())
    return manifest


def _rows_there() -> str:
    """Return the name of a table that already has rows of the library's own, "" where there is none."""
    tables = set(connection.introspection.table_names())
    for model in archived_models():
        label = model._meta.label_lower
        if label in _MADE_BY_MIGRATE or model._meta.db_table not in tables:
            continue
        if model._base_manager.exists():
            return label
    return ""


def _prepare_tables(manifest: Manifest) -> Apps:
    """Bring the tables to the form that they had when the archive was made; return the models of that form."""
    executor = MigrationExecutor(connection)
    archived = set(manifest.migrations)
    known = set(executor.loader.disk_migrations or ())
    ours = {app for app, _name in known}
    if unknown := sorted(key for key in archived - known if key[0] in ours):
        message = f"The archive was made by a newer version of the library ({'.'.join(unknown[0])})."
        raise ArchiveError(message)
    targets = _leaves(executor, archived & known)
    with at_one_stroke():
        executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def _leaves(executor: MigrationExecutor, applied: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the newest of the applied migrations of each app."""
    followed = {
        parent.key
        for key in applied
        for parent in executor.loader.graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return sorted(applied - followed)


def _restore_files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    for sha256, size in manifest.files.items():
        name = StoredFile(sha256=sha256).storage_name
        if default_storage.exists(name) and default_storage.size(name) == size:
            continue
        with archive.open(f"files/{sha256}.pdf") as member:
            content = File(member, name=name)
            content.size = size
            default_storage.save(name, content)


@transaction.atomic
def _restore_rows(archive: zipfile.ZipFile, manifest: Manifest, restored_apps: Apps) -> None:
    """Write all rows; the database checks what they point to when the last one is there."""
    every = {m._meta.label_lower: m for m in restored_apps.get_models(include_auto_created=True)}
    for label in _MADE_BY_MIGRATE:
        if label in every:
            every[label]._base_manager.all().delete()
    for label in manifest.tables:
        if label in every:
            _restore_table(every[label], lines_of(archive, label).__iter__())
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(every.values())):
            cursor.execute(statement)
    # Should the process end before the index is built, the worker knows what is missing in it.
    ids = Publication.objects.order_by("pk").values_list("pk", flat=True)
    StaleEntry.objects.bulk_create((StaleEntry(publication_id=i) for i in ids.iterator()), batch_size=_AT_ONCE)


def _restore_table(model: type[models.Model], rows: Iterator[dict[str, Any]]) -> None:
    columns = {field.attname: field for field in model._meta.concrete_fields}
    for field in columns.values():
        # The times of the archive are kept; these models are of this restoration alone.
        if isinstance(field, models.DateField):
            field.auto_now = field.auto_now_add = False
    while some := list(islice(rows, _AT_ONCE)):
        model._base_manager.bulk_create(
            model(**{name: columns[name].to_python(value) for name, value in row.items() if name in columns})
            for row in some
        )


def _keep_settings(archive: zipfile.ZipFile) -> None:
    """Lay the settings of the old machine beside the data, to be compared; they are not put in force."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings-of-the-backup.json").write_bytes(archive.read("settings.json"))
