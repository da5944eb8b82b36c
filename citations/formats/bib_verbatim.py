"""Addresses, DOIs and numbers of a .bib file, which are no LaTeX but are often written as if they were."""

from __future__ import annotations

import re

URL_COMMAND = re.compile(r"^\s*(?:\\url|\\path|\\href)\s*\{([^{}]*)\}(?:\s*\{[^{}]*\})?[\s.]*$")
# Mendeley writes `a{\_}b` and `{\textless}` in addresses and DOIs.
_NAMED = {"asciitilde": "~", "less": "<", "greater": ">", "underscore": "_", "asciicircum": "^", "backslash": "\\"}
_ESCAPED = re.compile(
    rf"\{{\\([_%&#$~^])(?:\{{\}})?\}}|\\([_%&#${{}}~^])(?:\{{\}})?|\{{?\\text({'|'.join(_NAMED)})(?:\{{\}}|\}}|(?![a-z]))"
)


def plain_verbatim(source: str) -> str:
    """Return an address or number as it stands, without the LaTeX that some programs put in all the same."""
    if not source:
        return ""
    text = source.strip()
    if match := URL_COMMAND.match(text):
        text = match[1]
    if "\\" in text:
        text = _ESCAPED.sub(lambda match: match[1] or match[2] or _NAMED[match[3]], text).replace("\\url", "")
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    return " ".join(text.split())
