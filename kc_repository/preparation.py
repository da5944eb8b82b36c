"""Getting the library ready to run: database, static files, index, and the first time samples and an account."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from kc_repository.tables import at_one_stroke
from search import engines, indexing
from search.engines.base import EngineUnavailable

Say = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The first staff account; its password is shown once and kept nowhere in clear."""

    name: str
    password: str


def prepare(*, say: Say) -> None:
    """Bring database, static files and index to what this version of the library needs."""
    _prepare_database(say)
    _prepare_static_files(say)
    _prepare_index(say)


def is_new() -> bool:
    """Return whether the library has no staff yet."""
    return not get_user_model().objects.filter(is_staff=True).exists()


def make_first_account() -> Account:
    """Make the account that can make all others."""
    account = Account(name="staff", password=secrets.token_urlsafe(12))
    get_user_model().objects.create_superuser(username=account.name, password=account.password)
    return account


def _prepare_database(say: Say) -> None:
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        message = f"The database cannot be used: {error}"
        raise CommandError(message) from error
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database ...")
        with nullcontext() if executor.loader.applied_migrations else at_one_stroke():
            call_command("migrate", interactive=False, verbosity=0)
    # Where KC_CACHE says that what is kept for a while lies in the database; else this does nothing.
    call_command("createcachetable", verbosity=0)


def _prepare_static_files(say: Say) -> None:
    # collectstatic names, hashes and compresses every file anew (seconds), so it runs only when one differs.
    stamp = Path(settings.STATIC_ROOT) / ".made-from"
    state = _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    say("Preparing the static files ...")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def _static_state() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return digest.hexdigest()


def _prepare_index(say: Say) -> None:
    if engines.default().status().ready:
        return
    say("Preparing the search index ...")
    try:
        indexing.rebuild(engines.default(), _Progress(say))
    except EngineUnavailable as error:
        say(f"The search engine is away; the worker makes the index when it is back. ({error})")


@dataclass(frozen=True, slots=True)
class _Progress:
    """Says how far a long work is, every thousandth piece."""

    say: Say

    def __call__(self, done: int) -> None:
        if done and done % 1000 == 0:
            self.say(f"  {done} publications")
