"""`manage.py ingest PATH…`: takes PDFs in, reads them, publishes if asked, and waits until all is done and indexed.

It stands here, not in ingest, because it also brings what it published into the index.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ingest.bulk import Outcome, Publish, ingest_file, pdfs_in, planned
from ingest.reading import SandboxReading
from kc_repository.background import worker_name
from search import engines, indexing
from search.engines.base import EngineError


class Command(BaseCommand):
    help = "Takes PDFs into the library, one line for each file; a .bib, .ris or .json of the same name goes with it."
    # No pages are served here: loading every view only to check it would cost a second a start.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="+", type=Path, help="a PDF, or a folder of PDFs")
        parser.add_argument(
            "--publish",
            choices=["none", "accepted", "all"],
            default="none",
            help="publish nothing, what needs no review, or all that has a title",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and store nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, path: list[Path], publish: Publish, dry_run: bool, format: str, **_options: Any) -> None:  # noqa: A002
        reading, failed = SandboxReading(), 0
        try:
            for outcome in _outcomes(path, publish, reading, dry=dry_run):
                failed += outcome.failed
                line = json.dumps(outcome.written(), ensure_ascii=False) if format == "json" else str(outcome)
                self.stdout.write(line)
                self.stdout.flush()
        finally:
            reading.close()
        if not dry_run:
            self.index()
        if failed:
            message = f"{failed} of the files could not be taken in."
            raise CommandError(message)

    def index(self) -> None:
        """Bring what was published into the index; an engine that is away gets it from the worker later."""
        try:
            indexing.update_or_build(engines.default())
        except EngineError as error:
            self.stderr.write(f"Not in the search index yet: {error}. The worker goes on trying.")


def _outcomes(paths: list[Path], publish: Publish, reading: SandboxReading, *, dry: bool) -> Iterator[Outcome]:
    worker = worker_name()
    for file in pdfs_in(paths):
        yield planned(file, publish, reading) if dry else ingest_file(file, publish, worker, reading)
