"""`manage.py convert FILE --to FORMAT`: from any form of references to any other; the library is not touched."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from citations.formats import FORMATS, ReadResult
from citations.formats.files import decode_bytes, form_of
from dissemination.reading_problems import shown


class Command(BaseCommand):
    help = "Converts a file of references to another format on standard output; `-` reads standard input."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--to", required=True, choices=list(FORMATS))
        parser.add_argument("--from", dest="source", choices=[f.name for f in FORMATS.values() if f.read])

    def handle(self, *, file: str, to: str, source: str | None, **_options: Any) -> None:
        result = self._read(file, source)
        for piece in FORMATS[to].write(result.references):
            self.stdout.write(piece, ending="")
        self.stdout.flush()
        for problem in map(shown, result.problems):
            parts = (problem.key, problem.text, problem.said)
            self.stderr.write(f"{file}:{problem.line}: {': '.join(filter(None, parts))}")
        if not result.references:
            sys.exit(1)

    def _read(self, file: str, source: str | None) -> ReadResult:
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror or error}")
            return ReadResult(references=())
        text = decode_bytes(content)
        form = FORMATS[source] if source else form_of(file, text)
        if form is None or form.read is None:
            self.stderr.write(f"{file}: not a form of references that can be read")
            return ReadResult(references=())
        return form.read(text)
