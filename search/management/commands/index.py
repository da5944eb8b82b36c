"""`manage.py index rebuild|update|check|status`: the index built anew, brought up to date, compared, described."""

from __future__ import annotations

import gc
import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import engines, indexing
from search.engines.base import EngineError

_REPORT_EVERY = 500


class Command(BaseCommand):
    help = "Builds, updates, checks or describes the search index."
    # No pages are served here: loading every view only to check it would cost a second a start.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["rebuild", "update", "check", "status"])
        parser.add_argument("--mend", action="store_true", help="check: index again what differs")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, action: str, mend: bool, format: str, **_options: Any) -> None:  # noqa: A002
        actions = {"rebuild": self.rebuild, "update": self.update, "status": self.status}
        try:
            said = self.compare(mend=mend) if action == "check" else actions[action]()
        except EngineError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(said) if format == "json" else "\n".join(f"{k}: {v}" for k, v in said.items()))
        if action == "check" and said["different"] and not mend:
            raise CommandError("The index differs from the catalogue; `index check --mend` mends it.", returncode=1)

    def rebuild(self) -> dict[str, object]:
        # What is loaded stays: looking through it for garbage again and again took a fortieth of the catalogue's part.
        gc.freeze()
        try:
            indexing.rebuild(engines.default(), self.report)
        finally:
            gc.unfreeze()
        return self.status()

    def update(self) -> dict[str, object]:
        indexing.update_or_build(engines.default())
        return self.status()

    def status(self) -> dict[str, object]:
        return {**asdict(engines.default().status()), "waiting": indexing.outbox_size()}

    def compare(self, *, mend: bool) -> dict[str, object]:
        """Return counts of what differs; with `mend`, of what differed and was indexed again."""
        engine = engines.default()
        indexing.update_all(engine)
        found = indexing.differences(engine)
        counts = {name: len(ids) for name, ids in asdict(found).items()}
        mended = indexing.mend(engine, found) if mend and found else 0
        return {"different": len(found.ids), **counts, "mended": mended}

    def report(self, done: int) -> None:
        if done and done % _REPORT_EVERY == 0:
            self.stderr.write(f"{done} publications")
