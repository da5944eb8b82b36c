"""`manage.py backup FILE`: the whole library in one archive, read back before it is called done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kc_repository.archive import ArchiveError, back_up


class Command(BaseCommand):
    help = "Writes rows, files and settings into one archive and checks it; the library may run meanwhile."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace an archive of the same name")

    def handle(self, *, file: Path, replace: bool, **_options: Any) -> None:
        if file.exists() and not replace:
            message = f"{file} is there already; name another file, or say --replace."
            raise CommandError(message)
        try:
            manifest = back_up(file)
        except (ArchiveError, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(table.count for table in manifest.tables.values())
        self.stdout.write(f"{file}: {rows} rows, {len(manifest.files)} files, {file.stat().st_size} bytes, checked.")
