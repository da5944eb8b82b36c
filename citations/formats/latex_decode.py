"""From LaTeX as .bib files carry it to the text of a Reference; no depth of braces overflows a stack."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from citations.formats.latex_symbols import ACCENTS, FUNCTIONS, SYMBOLS
from citations.formats.title_case import keeps_case, protected_words
from citations.markup import CLOSING, OPENING, Tag, plain

_TOKEN = re.compile(r"\\[A-Za-z]+\*?[ \t\n]*|\\.?|[{}$~^_]|-{2,3}|``|''|[^\\{}$~^_`'-]+|.", re.DOTALL)
_NEEDS_DECODING = re.compile(r"[\\{}$~]|--|``|''")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLAIN_SIGNS = {"~": "\u00a0", "--": "–", "---": "—", "``": "“", "''": "”"}

# Commands with an argument that becomes marked text, and declarations that mark the rest of their group.
_WRAPPERS: dict[str, Tag] = {
    "emph": "i",
    "textit": "i",
    "textsl": "i",
    "mkbibemph": "i",
    "mkbibitalic": "i",
    "mathit": "i",
    "textbf": "b",
    "mkbibbold": "b",
    "mathbf": "b",
    "textsubscript": "sub",
    "mkbibsubscript": "sub",
    "textsuperscript": "sup",
    "mkbibsuperscript": "sup",
}
_DECLARATIONS: dict[str, Tag] = {"em": "i", "it": "i", "itshape": "i", "sl": "i", "bf": "b", "bfseries": "b"}
# Commands that put something around their argument.
_AROUND = {
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
} | dict.fromkeys(("frac", "tfrac", "dfrac", "sfrac", "nicefrac"), ("", "/"))
# Commands that put quotation marks around it: other ones within others.
_QUOTES = frozenset({"enquote", "mkbibquote", "textquote"})
# Commands whose first argument is not text, and those of them that have a second which is.
_TEXT_FOLLOWS = frozenset({"href", "textcolor", "foreignlanguage"})
_NO_TEXT = frozenset(
    {"color", "hspace", "vspace", "noopsort", "cite", "label", "ref", "footnote", "thanks", "index", "selectlanguage"}
)
_FORMULA = frozenset("()[]")
_DEEPEST = 50
_PARAGRAPHS = frozenset({"par", "newline", "linebreak", "\\"})

# Marks of a protected stretch until the title is whole: braces the writer may have set, and doubled ones.
_AUTO, _MARKED, _END = "\x01", "\x02", "\x03"

_Kind = Literal["root", "group", "argument", "skipped", "math"]


@dataclass(slots=True)
class _Frame:
    """One open brace, or the whole text."""

    kind: _Kind
    before: str = ""
    after: str = ""
    parts: list[str] = field(default_factory=list)
    groups: int = 0
    others: int = 0
    special: bool = False
    sole_child_special: bool = False
    accent: str = ""
    text_follows: bool = False


class _Decoder:
    """Reads tokens one by one, with a stack of open braces in place of recursion."""

    def __init__(self, source: str, *, title: bool = False, paragraphs: bool = False, marked: bool = True) -> None:
        self.tokens = _TOKEN.findall(source)
        self.title = title
        self.marked = marked
        self.paragraph = "\n\n" if paragraphs else " "
        self.stack = [_Frame("root")]
        self.dollars = self.tokens.count("$")
        self.math = False
        self.pending: _Frame | None = None
        self.accent = ""

    def decode(self) -> str:
        for sign in self.tokens:
            self._take(sign)
        while len(self.stack) > 1:
            self._close()
        return "".join(self.stack[0].parts)

    def _take(self, sign: str) -> None:
        if sign == "{":
            self._open()
        elif sign == "}":
            if len(self.stack) > 1:
                self._close()
        elif sign[0] == "\\":
            self._command(sign[1:].rstrip(" \t\n").rstrip("*") or sign[1:2] or "\\", spaced=sign[-1] in " \t\n")
        elif sign == "$":
            self._dollar()
        elif self.math and sign in "^_":
            self.pending = self._waiting("textsuperscript" if sign == "^" else "textsubscript")
        else:
            self._text(sign if self.math else _PLAIN_SIGNS.get(sign, sign))

    def _open(self) -> None:
        if self.pending is not None:
            frame, self.pending = self.pending, None
        else:
            # Deeper than any real title, braces say nothing more.
            frame = _Frame("group" if len(self.stack) < _DEEPEST else "argument")
        frame.accent, self.accent = self.accent, ""
        self.stack[-1].groups += 1
        self.stack.append(frame)

    def _close(self) -> None:
        frame = self.stack.pop()
        text = "".join(frame.parts)
        parent = self.stack[-1]
        if frame.kind == "skipped":
            self.pending = _Frame("argument") if frame.text_follows else None
            return
        if frame.accent:
            parent.parts.append(_accented(text, frame.accent))
            return
        parent.sole_child_special = frame.kind == "group" and frame.special
        if self.title and frame.kind == "group" and not self.math:
            text = _mark_protected(frame, text)
        parent.parts.append(_wrapped(frame, text))

    def _dollar(self) -> None:
        self.dollars -= 1
        if not self.math and self.dollars == 0:
            self._text("$")
            return
        self.math = not self.math
        self.stack[-1].parts.append("")
        self.stack[-1].others += 1

    def _text(self, text: str) -> None:
        frame = self.stack[-1]
        frame.others += 1
        if self.accent or self.pending is not None:
            text = self._argument_of_one(text)
        frame.parts.append(text)

    def _argument_of_one(self, text: str) -> str:
        """Give a waiting command the first character as its argument."""
        stripped = text.lstrip()
        if not stripped:
            return text
        first, rest = stripped[0], stripped[1:]
        if self.accent:
            accent, self.accent = self.accent, ""
            return _accented(first, accent) + rest
        frame, self.pending = self.pending, None
        if frame is None or frame.kind == "skipped":
            return rest
        return frame.before + first + frame.after + rest

    def _command(self, name: str, *, spaced: bool) -> None:
        frame = self.stack[-1]
        if not frame.parts and not frame.groups and not frame.others:
            frame.special = name in ACCENTS or (name.isalpha() and name not in _WRAPPERS)
        if name in ACCENTS and (name not in SYMBOLS or not self.math):
            self.accent = ACCENTS[name] + self.accent
        elif waiting := self._waiting(name):
            self.pending = waiting
        elif name in _DECLARATIONS and frame.kind != "root" and self.marked:
            frame.before += OPENING[_DECLARATIONS[name]]
            frame.after = CLOSING[_DECLARATIONS[name]] + frame.after
            frame.others += 1
        elif name in _FORMULA:
            self.math = name in "(["
        elif name in _PARAGRAPHS:
            self._text(self.paragraph if name == "par" else " ")
        elif name in SYMBOLS:
            between = self.math and spaced and (name in FUNCTIONS or _ends_in_space(frame.parts))
            self._symbol(SYMBOLS[name] + (" " if between and len(name) > 1 else ""))
        else:
            self.pending = self.pending or _Frame("argument")

    def _waiting(self, name: str) -> _Frame | None:
        """Return the frame of what follows a command that does something to its argument."""
        if name in _WRAPPERS:
            return _wrapping(_WRAPPERS[name]) if self.marked else _Frame("argument")
        if name in _AROUND:
            return _Frame("argument", *_AROUND[name])
        if name in _QUOTES:
            within = sum(frame.before in {"“", "‘"} for frame in self.stack)
            return _Frame("argument", *(("‘", "’") if within % 2 else ("“", "”")))
        if name in _TEXT_FOLLOWS or name in _NO_TEXT:
            return _Frame("skipped", text_follows=name in _TEXT_FOLLOWS)
        return None

    def _symbol(self, sign: str) -> None:
        if self.accent:
            accent, self.accent = self.accent, ""
            self._text(_accented(sign, accent))
        elif self.pending is not None and sign:
            wrapper, self.pending = self.pending, None
            self._text(_wrapped(wrapper, sign))
        else:
            self._text(sign)


def _wrapped(frame: _Frame, text: str) -> str:
    """Return the text with what its frame puts around it; a circle raised is a sign of its own."""
    return "°" if text == "∘" and frame.before == OPENING["sup"] else frame.before + text + frame.after


def _ends_in_space(parts: list[str]) -> bool:
    """Say whether a sign in a formula stands between spaces: those behind a command are not its own."""
    return bool(parts) and parts[-1].endswith(" ")


def _wrapping(tag: Tag) -> _Frame:
    return _Frame("argument", OPENING[tag], CLOSING[tag])


def _accented(text: str, accent: str) -> str:
    """Return the text with an accent over its first letter; a dotless i under an accent is an i."""
    if not text:
        return ""
    first = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
    end = 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return unicodedata.normalize("NFC", first + text[1:end] + accent) + text[end:]


def _mark_protected(frame: _Frame, text: str) -> str:
    """Return the text of a group with marks around it, unless its braces only hold a letter or a font."""
    inner = text.replace(_AUTO, "").replace(_MARKED, "").replace(_END, "")
    if frame.groups == 1 and frame.others == 0 and not frame.sole_child_special and not frame.special:
        return _MARKED + inner + _END
    if frame.special or frame.before or not keeps_case(inner):
        return text
    return _AUTO + inner + _END


def _settle_protection(text: str, language: str) -> str:
    """Return a title with `nocase` in place of the marks that say more than its words do."""
    if _END not in text:
        return text
    bare = text.replace(_AUTO, "").replace(_MARKED, "").replace(_END, "")
    # Offsets are those of the text without tags, as the writer counts.
    words = set(protected_words(plain(bare), language))
    drops = _redundant(plain(text), words)
    written: list[str] = []
    number, dropping = 0, False
    for char in text:
        if char in (_AUTO, _MARKED):
            dropping = number in drops
            number += 1
            written.append("" if dropping else OPENING["nocase"])
        elif char == _END:
            written.append("" if dropping else CLOSING["nocase"])
        else:
            written.append(char)
    return "".join(written)


def _redundant(text: str, words: set[tuple[int, int]]) -> set[int]:
    """Return which protected stretches, counted from 0, say nothing: the whole title, or what the writer protects."""
    whole = (0, sum(char not in (_AUTO, _MARKED, _END) for char in text))
    drops: set[int] = set()
    position, start, number, auto = 0, 0, -1, False
    for char in text:
        if char in (_AUTO, _MARKED):
            number, start, auto = number + 1, position, char == _AUTO
        elif char == _END:
            if auto and ((start, position) in words or (start, position) == whole):
                drops.add(number)
        else:
            position += 1
    return drops


def _spaced(text: str, *, paragraphs: bool) -> str:
    """Return the text with single spaces; blank lines stay where paragraphs may be."""
    if not paragraphs:
        return " ".join(_ASCII_SPACE.split(text)).strip() if _UNEVEN.search(text) else text.strip()
    return "\n\n".join(filter(None, (" ".join(_ASCII_SPACE.split(part)).strip() for part in _BLANK.split(text))))


_ASCII_SPACE = re.compile(r"[ \t\r\n]+")
_UNEVEN = re.compile(r"[\t\r\n]|  ")
_BLANK = re.compile(r"\n[ \t\r]*\n")


# As other programs' exports have them; LaTeX itself would stop at such a bare `&`.
_ENTITY = re.compile(r"(?<!\\)&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5});")
_ESCAPED_ENTITY = re.compile(r"(?:\{\\&\}|\\&)(amp|lt|gt)\$\\mathsemicolon\$")


def _without_entities(source: str) -> str:
    source = _ESCAPED_ENTITY.sub(r"&\1;", source)
    return _ENTITY.sub(_entity, source)


def _entity(match: re.Match[str]) -> str:
    sign = html.unescape(match[0])
    return match[0] if sign in _TEX_SIGNS else sign


_TEX_SIGNS = frozenset("\\{}$~^_%#")


def decode(source: str, *, paragraphs: bool = False, marked: bool = True) -> str:
    """Return what a field says, with the markup of titles for italics, bold, sub- and superscripts if `marked`."""
    if not source:
        return ""
    if _CONTROL.search(source):
        source = _CONTROL.sub("", source)
    if "&" in source:
        source = _without_entities(source)
    if paragraphs and "\n" in source:
        source = _BLANK.sub(r"\\par ", source)
    if _NEEDS_DECODING.search(source):
        source = _Decoder(source, paragraphs=paragraphs, marked=marked).decode()
    return _spaced(source, paragraphs=paragraphs)


def decode_title(source: str, language: str = "") -> str:
    """Return what a title says; braces that keep capitals become `nocase` where the words do not tell."""
    if not source:
        return ""
    if _CONTROL.search(source):
        source = _CONTROL.sub("", source)
    if "&" in source:
        source = _without_entities(source)
    if not _NEEDS_DECODING.search(source):
        return _spaced(source, paragraphs=False)
    decoded = _spaced(_Decoder(source, title=True).decode(), paragraphs=False)
    return _settle_protection(decoded, language).strip()
