"""`manage.py keep_forms`: writes every public record in the formats of whole lists, as the worker does by and by."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dissemination.form_keeping import FormKeeping


class Command(BaseCommand):
    help = "Writes what is not kept yet of public records in BibTeX, BibLaTeX, RIS, CSL-JSON and CSV."
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        keeping = FormKeeping()
        while keeping():
            pass
