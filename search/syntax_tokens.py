"""The reader's text cut into tokens: words, phrases, fields, operators, parentheses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from stdnum import isbn

from search.analysis import normal

MAX_CHARACTERS = 2000

# Names a reader may use for a field, English and Swedish.
FIELDS = {
    "title": "title",
    "titel": "title",
    "author": "author",
    "författare": "author",
    "forfattare": "author",
    "abstract": "abstract",
    "sammanfattning": "abstract",
    "keyword": "keyword",
    "nyckelord": "keyword",
    "text": "text",
    "year": "year",
    "år": "year",
    "ar": "year",
    "type": "type",
    "typ": "type",
    "language": "language",
    "språk": "language",
    "sprak": "language",
    "country": "country",
    "land": "country",
    "theme": "theme",
    "tema": "theme",
    "programme": "programme",
    "program": "programme",
    "series": "series",
    "serie": "series",
    "publisher": "publisher",
    "utgivare": "publisher",
    "doi": "doi",
    "isbn": "isbn",
    "issn": "issn",
    "urn": "urn",
    "identifier": "identifier",
}

_OPERATORS = {
    "AND": "and",
    "OCH": "and",
    "&&": "and",
    "OR": "or",
    "ELLER": "or",
    "||": "or",
    "NOT": "not",
    "INTE": "not",
    "ICKE": "not",
    "!": "not",
}

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\))
      | (?P<identifier>10\.\d{4,9}(?:\.\d+)*/(?:[^\s"()]|\([^\s"()]*\))+
          | (?i:urn):[\w-]{2,32}:[^\s"()]+ )
      | (?P<field>[^\W\d_]+):(?=["(]|[^\s:/])
      | "(?P<phrase>[^"]*)(?P<end>"(?:~(?P<slop>\d{1,3}))?|$)
      | (?P<word>[^\s()"]+)
    )""",
    re.VERBOSE,
)
# Halves of surrogate pairs.
_HALVES = re.compile("[\ud800-\udfff]")
# Part words that are written as one (Persian), in questions as in the index.
_JOINERS = "\u200c\u200d"
_SIGNED = re.compile(r"[+\-−!](?=[\w\"(])")
# What stands before an identifier and is no part of it: its name, the address that leads to it.
_BEFORE_DOI = re.compile(
    r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|\bdoi(?:\s*:\s+|\s+))?\b(10\.\d{4,9}(?:\.\d+)*(?:/|%2F)[^\s\"]+)",
    re.IGNORECASE,
)
_BEFORE_URN = re.compile(r"https?://[^\s\"]*?(?=urn:[\w-]{2,32}:)", re.IGNORECASE)
_BEFORE_ISSN = re.compile(r"\b(?:e-?|p-?)?issn(?:-l)?(?:\s*:\s+|\s+)(?=\d{4}-?\d{3}[\dX]\b)", re.IGNORECASE)
_BOOK = re.compile(
    r"(?:\bisbn(?:-1[03])?\s*:?\s*)?(?<![\w-])((?:97[89][- \u00a0]?)?(?:\d[- \u00a0]?){9}[\dX])\b", re.IGNORECASE
)
# Groups of three digits with a space between: one number ("10 000").
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?:[ \u00a0\u202f]\d{3})+)(?![\d.,])")


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was not read as typed: a code that the page puts into words, and what it is about."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str = ""
    slop: int = 0


def tokens(text: str) -> tuple[list[Token], list[Note]]:
    """Return the tokens of a reader's text and notes on what was left out."""
    notes: list[Note] = []
    text = _clean(text, notes)
    found: list[Token] = []
    at = 0
    while at < len(text):
        if (sign := _SIGNED.match(text, at)) and (at == 0 or text[at - 1] in " ("):
            found.append(Token("plus" if sign[0] == "+" else "not"))
            at = sign.end()
            continue
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            if text[at] == '"':
                notes.append(Note("unclosed_quote"))
            at += 1
            continue
        if match["phrase"] is not None and not match["end"]:
            # A mark without its partner parts nothing: what follows is read as if it were not there.
            notes.append(Note("unclosed_quote"))
            at = match.start("phrase")
            continue
        if text[at].isspace() and not match["open"] and not match["close"]:
            at += len(match[0]) - len(match[0].lstrip())
            continue
        found.append(_token(match, notes))
        at = match.end()
    return found, notes


def _token(match: re.Match[str], notes: list[Note]) -> Token:
    if match["open"] or match["close"]:
        return Token("open" if match["open"] else "close")
    if match["field"]:
        if match["field"].lower() in FIELDS:
            return Token("field", match["field"].lower())
        notes.append(Note("unknown_field", match["field"]))
        return Token("word", match["field"])
    if match["phrase"] is not None:
        return Token("phrase", match["phrase"], min(int(match["slop"] or 0), 50))
    word = match["word"] or match["identifier"]
    return Token(_OPERATORS.get(word, "word"), word)


def _clean(text: str, notes: list[Note]) -> str:
    """Return the normal form of the text without control and direction marks, of bounded length."""
    if len(text) > MAX_CHARACTERS:
        notes.append(Note("cut", str(MAX_CHARACTERS)))
        text = text[:MAX_CHARACTERS].rsplit(maxsplit=1)[0] if " " in text[:MAX_CHARACTERS] else text[:MAX_CHARACTERS]
    text = normal(_HALVES.sub(" ", text)).translate(_QUOTES)
    clean = "".join(" " if unicodedata.category(c) in ("Cc", "Zs", "Zl", "Zp") else c for c in text)
    clean = "".join(c for c in clean if c in _JOINERS or unicodedata.category(c) != "Cf").strip()
    return _THOUSANDS.sub(lambda m: m[1] + m[2].replace(" ", ","), _bare_identifiers(clean))


def _bare_identifiers(text: str) -> str:
    """Return the text with each identifier in it alone and in one piece."""
    if not any(map(str.isdigit, text)):
        return text
    text = _BEFORE_DOI.sub(lambda m: unquote(m[1]) if "%" in m[1] else m[1], text)
    text = _BEFORE_ISSN.sub("", _BEFORE_URN.sub("", text))
    return _BOOK.sub(lambda m: re.sub(r"\s", "-", m[1]) if isbn.is_valid(m[1]) else m[0], text)
