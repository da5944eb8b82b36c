"""`manage.py run`: the whole library in one command, what `make run` calls."""

from __future__ import annotations

import fcntl
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kc_repository.preparation import Account, is_new, make_first_account, prepare
from kc_repository.programs import missing_programs
from kc_repository.supervisor import Part, Supervisor
from search import engines

START_SECONDS = 60


class Command(BaseCommand):
    help = "Get the library ready, start web, worker and page renderer, and end them all at Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="a new library gets no sample papers")

    def handle(self, *_args: Any, empty: bool, **_options: Any) -> None:
        with _one_library_in_the_folder():
            _check_address_is_free()
            account = self._prepare(empty=empty)
            # This process lives as long as the library: the index's only writer, which loading took, is the worker's.
            engines.default().close()
            supervisor = Supervisor(_parts(), say=self._say)
            supervisor.run(ready=lambda: self._greet(supervisor, account))
        self._say("The library is closed.")

    def _prepare(self, *, empty: bool) -> Account | None:
        prepare(say=self._say)
        if not is_new():
            return None
        # The account comes last: a first start that was broken off goes on with the samples.
        if not empty:
            call_command("load_samples", stdout=self.stdout)
        return make_first_account()

    def _greet(self, supervisor: Supervisor, account: Account | None) -> None:
        opened = _wait_for_web(supervisor)
        if supervisor.ending:
            return
        address = f"http://{settings.WEB_ADDRESS}/"
        self._say(f"\n{settings.LIBRARY_NAME} is open at {address}" if opened else f"\n{address} does not answer yet.")
        if account:
            self._say(
                f"The first staff account, shown only this time: name {account.name}, password {account.password}"
            )
        for program in missing_programs():
            self._say(f"Without the program {program.name} the library goes on, but does without {program.brings}.")
        if sys.platform != "linux":
            self._say("On this system PDFs are read with limits on time and memory, but without Linux's seccomp.")
        self._say("Ctrl-C closes it.\n")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _parts() -> tuple[Part, ...]:
    manage = (sys.executable, str(settings.BASE_DIR / "manage.py"))
    gunicorn = (sys.executable, "-m", "gunicorn", "--config", "python:kc_repository.web", "kc_repository.wsgi")
    return (
        Part(name="renderer", command=(*manage, "renderer")),
        Part(name="web", command=gunicorn),
        Part(name="worker", command=(*manage, "worker")),
    )


@contextmanager
def _one_library_in_the_folder() -> Iterator[None]:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.DATA_DIR / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = f"The library in {settings.DATA_DIR} is running already."
            raise CommandError(message) from error
        yield


def _check_address_is_free() -> None:
    host, _, port = settings.WEB_ADDRESS.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            message = f"{settings.WEB_ADDRESS} cannot be used ({error.strerror}). Try another: make run PORT=8001"
            raise CommandError(message) from error


def _wait_for_web(supervisor: Supervisor) -> bool:
    """Return whether the library answers and is well, waiting for it as long as a slow machine may need."""
    host, _, port = settings.WEB_ADDRESS.rpartition(":")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not supervisor.ending:
        if _answers(host, int(port)):
            return True
        time.sleep(0.1)
    return False


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
