"""From the text of a Reference to LaTeX as .bib files carry it."""

from __future__ import annotations

import re

from citations.formats.latex_symbols import ascii_form
from citations.formats.remembered import remembered
from citations.formats.title_case import Span, keeps_case, protected_words
from citations.markup import Piece, Tag, pieces, plain

_ESCAPES = {
    "\\": "{\\textbackslash}",
    "{": "{\\textbraceleft}",
    "}": "{\\textbraceright}",
    "&": "\\&",
    "%": "\\%",
    "$": "\\$",
    "#": "\\#",
    "_": "\\_",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
    "<": "{\\textless}",
    ">": "{\\textgreater}",
    "|": "{\\textbar}",
}
_SPECIAL = re.compile(r"[\\{}&%$#_~^<>|]|-(?=-)|`(?=`)|'(?=')|[!?](?=`)|[\x80-\U0010ffff]")
_UNICODE_SPECIAL = re.compile(r"[\\{}&%$#_~^<>|]|-(?=-)|`(?=`)|'(?=')|[!?](?=`)|\u00a0")
_DASH_BESIDE_DASH = re.compile("[–—-][–—-]")
_PLAIN = re.compile(r"[A-Za-z0-9 .,:;()/+*=@\[\]\"!?'-]*")
_TAGS: dict[Tag, str] = {"i": "\\textit{", "b": "\\textbf{", "sub": "\\textsubscript{", "sup": "\\textsuperscript{"}


def _ascii(match: re.Match[str]) -> str:
    char = match[0]
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char in "-`'!?":
        return char + "{}"
    if char == "\u00a0":
        return "~"
    if char in "–—":
        return "--" if char == "–" else "---"
    return ascii_form(char) or char


def _unicode(match: re.Match[str]) -> str:
    char = match[0]
    if char in _ESCAPES:
        return _ESCAPES[char]
    return "~" if char == "\u00a0" else char + "{}"


# Where a plainer entry is tried every text comes twice, and what is alike in neighbouring records more often.
@remembered(512)
def encode(text: str, *, ascii_safe: bool) -> str:
    """Return literal text in LaTeX; nothing in it is markup."""
    if _PLAIN.fullmatch(text) and "--" not in text and "''" not in text:
        return text
    if ascii_safe:
        return _dashes_apart(_SPECIAL.sub(_ascii, text), text)
    return _UNICODE_SPECIAL.sub(_unicode, text)


def _dashes_apart(encoded: str, text: str) -> str:
    """Keep neighbouring dashes from running together (`–-` would be read as one long dash)."""
    if "–" not in text and "—" not in text:
        return encoded
    if not _DASH_BESIDE_DASH.search(text):
        return encoded
    apart = re.sub("([–—-])(?=[–—-])", "\\1\x00", text)
    return _SPECIAL.sub(_ascii, apart).replace("\x00", "{}")


def encode_marked(text: str, *, ascii_safe: bool) -> str:
    """Return text with the markup of titles in LaTeX, for fields in which case is never changed."""
    if "<" not in text:
        return encode(text, ascii_safe=ascii_safe)
    return "".join(_piece(piece, ascii_safe=ascii_safe) for piece in pieces(text))


def _piece(piece: Piece, *, ascii_safe: bool) -> str:
    if piece.tag is None:
        return encode(piece.text, ascii_safe=ascii_safe)
    if piece.tag == "nocase":
        # Where case never changes it is no markup, but text.
        return encode(piece.text, ascii_safe=ascii_safe)
    return "}" if piece.closes else _TAGS[piece.tag]


@remembered(16)
def encode_title(text: str, language: str, *, ascii_safe: bool) -> str:
    """Return a title in LaTeX, with the words whose capitals must stay in braces.

    A stretch the title itself marks as `nocase` has braces of its own, doubled where a reader would take
    single ones for the writer's.
    """
    parts = pieces(text)
    bare = plain(text)
    # The writer's own braces are told from marked ones by where they stand; the whole title is no such place.
    words = protected_words(bare, language)
    taken = (*words, (0, len(bare)))
    written: list[str] = []
    position, nocase = 0, 0
    for number, piece in enumerate(parts):
        if piece.tag == "nocase":
            nocase += -1 if piece.closes else 1
            written.append(_nocase_brace(parts, number, position, taken))
        elif piece.tag is None:
            inside = () if nocase else words
            written.append(_protected(piece.text, position, inside, ascii_safe=ascii_safe))
            position += len(piece.text)
        else:
            written.append(_piece(piece, ascii_safe=ascii_safe))
    return "".join(written)


def _nocase_brace(parts: tuple[Piece, ...], number: int, position: int, words: tuple[Span, ...]) -> str:
    """Return the opening or closing braces of a marked stretch."""
    step = -1 if parts[number].closes else 1
    neighbours = parts[number + step :: step]
    inner: list[Piece] = []
    for piece in neighbours:
        if piece.tag == "nocase":
            break
        inner.append(piece)
    simple = len(inner) == 1 and inner[0].tag is None
    text = inner[0].text if simple else ""
    start = position if step == 1 else position - len(text)
    single = simple and keeps_case(text) and (start, start + len(text)) not in words
    single = single and not ascii_form(text[0]) and text[0] not in _ESCAPES
    brace = "{" if step == 1 else "}"
    return brace if single else brace * 2


def _protected(text: str, offset: int, words: tuple[Span, ...], *, ascii_safe: bool) -> str:
    """Return a stretch of a title with its protected words in braces."""
    written: list[str] = []
    done = 0
    for start, end in words:
        if start < offset or end > offset + len(text):
            continue
        written.append(encode(text[done : start - offset], ascii_safe=ascii_safe))
        written.append("{" + encode(text[start - offset : end - offset], ascii_safe=ascii_safe) + "}")
        done = end - offset
    written.append(encode(text[done:], ascii_safe=ascii_safe))
    return "".join(written)
