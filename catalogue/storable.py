"""Text that every database can store: PostgreSQL takes no NUL, and no encoding takes half a character.

Nor does a page take signs that turn what follows them on it: in a list they would mirror the names of others.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar, cast

_UNSTORABLE = re.compile("[\x00\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

Value = TypeVar("Value")


def storable_text(text: str) -> str:
    """Return the text without NUL, lone surrogates, and signs that turn what follows (U+202A-E, U+2066-9)."""
    return _UNSTORABLE.sub("", text)


def storable(value: Value) -> Value:
    """Return a value (a dataclass, tuple, list, dict or text) with all its texts storable."""
    cleaned: Any = value
    if isinstance(value, str):
        cleaned = storable_text(value)
    elif isinstance(value, tuple):
        cleaned = tuple(storable(item) for item in value)
    elif isinstance(value, list):
        cleaned = [storable(item) for item in value]
    elif isinstance(value, dict):
        cleaned = {storable(key): storable(item) for key, item in value.items()}
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        cleaned = dataclasses.replace(value, **{f.name: storable(getattr(value, f.name)) for f in fields})
    return cast("Value", cleaned)
