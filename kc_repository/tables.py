"""Tables made at one stroke."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def at_one_stroke() -> Iterator[None]:
    """Let all migrations within be done together or not at all.

    Django makes a migration's tables in one transaction and notes in the next that it did: killed between the two, it
    says for ever after that a table exists already.
    """
    # SQLite makes no tables within a transaction while it checks what rows point to; PostgreSQL needs no such thing.
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
    finally:
        connection.enable_constraint_checking()
