"""`manage.py setup`: get the library ready to run, and return."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from kc_repository.preparation import prepare


class Command(BaseCommand):
    help = "Make or upgrade database, static files and search index; what is ready is left alone."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        prepare(say=self.stdout.write)
