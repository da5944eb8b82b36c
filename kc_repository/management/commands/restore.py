"""`manage.py restore FILE [--check]`: an archive becomes a library in an empty data folder or database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kc_repository.archive import ArchiveError, faults_of, read_manifest
from kc_repository.restoration import restore


class Command(BaseCommand):
    help = "Fills an empty library with an archive, or with --check only reads the archive through."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="read the whole archive and change nothing")

    def handle(self, *, file: Path, check: bool, **_options: Any) -> None:
        try:
            faults = faults_of(file) if check else []
            manifest = read_manifest(file) if check else restore(file)
        except (ArchiveError, OSError) as error:
            raise CommandError(str(error)) from error
        if faults:
            raise CommandError("\n".join(faults))
        rows = sum(table.count for table in manifest.tables.values())
        done = "sound" if check else "restored"
        self.stdout.write(f"{file} of {manifest.made_at}: {rows} rows, {len(manifest.files)} files, {done}.")
