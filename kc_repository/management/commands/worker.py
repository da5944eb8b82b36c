"""`manage.py worker`: reads submissions, keeps the index new, publishes what is due, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ingest import heartbeat
from ingest.reading import SandboxReading
from kc_repository.background import ROLES, finish, jobs, work, worker_name

logger = logging.getLogger(__name__)

# Reading is heavy: a search page of the same machine goes first.
_NICENESS = 5


class Command(BaseCommand):
    help = "Does the library's background work: reading PDFs, indexing, publishing what is due."
    # No pages are served here: loading every view only to check it would cost a second a start.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--role", action="append", choices=ROLES, help="what this worker does; may be repeated (default: all)"
        )
        parser.add_argument(
            "--readers", type=int, default=max(1, (os.cpu_count() or 2) // 2), help="how many PDFs are read at a time"
        )

    def handle(self, *, role: list[str] | None, readers: int, **_options: Any) -> None:
        roles = tuple(role or ROLES)
        os.nice(_NICENESS)
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stop.set())
        worker = worker_name()
        reading = SandboxReading()
        threads = work(jobs(roles, max(1, readers), worker, reading), stop)
        logger.info("worker %s at work: %s", worker, ", ".join(roles))
        heartbeat.beat("worker")
        while not stop.wait(heartbeat.EVERY_SECONDS):
            heartbeat.beat("worker")
        finish(threads, worker, reading)
        logger.info("worker %s has stopped", worker)
