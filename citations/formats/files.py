"""Files of references as they come: their encoding, and which form they are in."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

from citations.formats import BY_SUFFIX, FORMATS, Format

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_JABREF = re.compile(rb"(?i)%\s*encoding:\s*([\w-]+)")
_RIS = re.compile(r"^\s*[A-Z][A-Z0-9]  ?-", re.MULTILINE)
_ENW = re.compile(r"^%[0A-Z] ", re.MULTILINE)
_BIB = re.compile(r"@\s*\w+\s*[{(]")


def decode_bytes(content: bytes) -> str:
    """Return the text in UTF-8, UTF-16, the encoding that the file names, or else Windows' own for Western Europe."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if (start := content[:200]) and start[1::2].count(0) > len(start) // 3:
        return content.decode("utf-16-le", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if match := _JABREF.search(content[:500]):
        try:
            return content.decode(match[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return content.decode("cp1252", errors="replace")


def form_of(name: str, text: str) -> Format | None:
    """Return the readable form that a file is in, by its content, else by its name; None if it is in none."""
    found = _by_content(text[:200_000])
    if found is None:
        suffix = PurePath(name).name.partition(".")[2].lower()
        found = BY_SUFFIX.get(suffix) or BY_SUFFIX.get(suffix.rpartition(".")[2])
    return found if found is not None and found.read is not None else None


def _by_content(text: str) -> Format | None:
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith(("[", "{")):
        return FORMATS["csl-json"]
    if start.startswith("<"):
        return FORMATS.get("endnote-xml")
    if _RIS.search(start) and (start.startswith("TY") or not _BIB.search(start)):
        return FORMATS["ris"]
    if _ENW.search(start) and not _BIB.search(start):
        return FORMATS.get("enw")
    return FORMATS["biblatex"] if _BIB.search(start) else None
