"""Pieces of XML for the writers: text without the characters that XML forbids, documents without a tree in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(value: str) -> str:
    """Return the text escaped for the content of an element."""
    return escape(_FORBIDDEN.sub("", value))


def element(tag: str, value: str, /, **attributes: str) -> str:
    """Return an element with this text, "" where there is none; `_` in an attribute's name stands for `:`."""
    if not value:
        return ""
    return around(tag, text(value), **attributes)


def around(tag: str, inner: str, /, **attributes: str) -> str:
    """Return an element around XML, "" where that is empty."""
    if not inner:
        return ""
    said = "".join(
        f" {key.replace('_', ':')}={quoteattr(_FORBIDDEN.sub('', value))}" for key, value in attributes.items() if value
    )
    return f"<{tag}{said}>{inner}</{tag}>"


def one_or_many(records: Iterable[str], wrapper: str) -> Iterator[str]:
    """Yield a document of the one record, or of several in a wrapper, for schemas that know no list."""
    iterator = iter(records)
    first, second = next(iterator, None), next(iterator, None)
    yield DECLARATION
    if first is not None and second is None:
        yield first + "\n"
        return
    yield f"<{wrapper}>\n"
    for record in (record for record in (first, second) if record is not None):
        yield record + "\n"
    for record in iterator:
        yield record + "\n"
    yield f"</{wrapper}>\n"
