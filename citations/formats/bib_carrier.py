"""What a .bib field cannot say, in one of BibLaTeX's custom fields: JSON that every client leaves alone.

biber warns of fields that an entry type does not have (the series of a @report, the publisher of an
@article); `verba` is allowed everywhere, is read by no style, and is verbatim.
"""

from __future__ import annotations

import json
from typing import Any

from citations.reference import Reference

FIELD = "verba"

Carried = dict[str, Any]
_KNOWN = frozenset(Reference.__dataclass_fields__) | {
    "contributor_ids",
    "contributor_names",
    "subtitle",
    "text_languages",
}


def write(carried: Carried) -> str:
    """Return the field's value in ASCII and with balanced braces, "" for nothing."""
    if not carried:
        return ""
    text = json.dumps(carried, ensure_ascii=True, separators=(", ", ": "), sort_keys=True)
    # Braces inside strings would upset the balance; a percent sign begins a comment for some readers.
    return _outside_strings_only(text)


def _outside_strings_only(text: str) -> str:
    written: list[str] = []
    in_string = escaped = False
    for char in text:
        if in_string and char in "{}%":
            written.append(f"\\u{ord(char):04x}")
        else:
            written.append(char)
        if char == '"' and not escaped:
            in_string = not in_string
        escaped = char == "\\" and not escaped
    return "".join(written)


def read(text: str) -> Carried | None:
    """Return what was carried, None if the field holds something else."""
    if not text.startswith("{"):
        return None
    try:
        carried = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return carried if isinstance(carried, dict) and carried.keys() <= _KNOWN else None
