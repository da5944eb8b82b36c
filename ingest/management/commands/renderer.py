"""`manage.py renderer`: draw pages for the web processes of this host until told to end."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ingest.extraction.renderer import AlreadyRunning, Renderer
from ingest.pictures import keep_within_bounds

_TIDY_SECONDS = 600


class Command(BaseCommand):
    help = "Draw page pictures and find words on pages for the web processes of this host."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at-once", type=int, default=2, help="how many pages are drawn at a time")

    def handle(self, *_: Any, **options: Any) -> None:
        """Serve at settings.RENDERER_SOCKET; SIGTERM and SIGINT end it in order."""
        try:
            renderer = Renderer(settings.RENDERER_SOCKET, width=max(1, options["at_once"]))
        except AlreadyRunning as error:
            msg = f"A renderer already runs at {error}."
            raise CommandError(msg) from error
        ending = threading.Event()

        def stop(_number: int, _frame: object) -> None:
            ending.set()
            renderer.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        tidying = threading.Thread(target=_tidy, args=(ending,), daemon=True)
        tidying.start()
        renderer.run()


def _tidy(ending: threading.Event) -> None:
    while not ending.wait(_TIDY_SECONDS):
        keep_within_bounds()
