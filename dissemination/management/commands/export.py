"""`manage.py export [QUERY] --format FORMAT`: what is public, ordered by id; the same library gives the same bytes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.policy import STRANGER
from citations.formats import FORMATS
from dissemination.exports import gathered, public_ids, references_of
from search.engines.base import EngineError


class Command(BaseCommand):
    help = "Writes the public records that a search finds, or all of them, in a format."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query", nargs="?", default="")
        parser.add_argument("--format", required=True, choices=list(FORMATS))

    def handle(self, *, query: str, format: str, **_options: Any) -> None:  # noqa: A002
        try:
            ids = public_ids(query)
        except EngineError as error:
            raise CommandError(str(error)) from error
        for piece in gathered(FORMATS[format].write(references_of(ids, STRANGER))):
            self.stdout.write(piece, ending="")
