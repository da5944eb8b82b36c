"""What a reader typed becomes an expression tree, with notes on how it was read. No input is an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search.analysis import identifier_key
from search.query import (
    And,
    Everything,
    Expression,
    FieldValue,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    YearRange,
)
from search.syntax_tokens import FIELDS, Note, Token, tokens
from search.syntax_words import read_value, read_word

# Beyond these a query costs more than a reader can have meant.
MAX_TERMS = 60
MAX_DEPTH = 20

Codes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The reader's text as an expression, with a note for each thing that was not read as typed."""

    expression: Expression
    notes: tuple[Note, ...] = ()


def parse(text: str, codes: Codes | None = None) -> Parsed:
    """Return the expression of a reader's text.

    `codes` gives for a field (country, theme, ...) the code of each name a reader may type, in
    lower case (`{"country": {"sverige": "SE"}}`).
    """
    found, notes = tokens(text)
    parser = _Parser(found, notes, codes or {})
    return Parsed(parser.expression(), tuple(dict.fromkeys(parser.notes)))


class _Parser:
    """Recursive descent: OR of ANDs of parts, each perhaps under NOT or a field."""

    def __init__(self, found: list[Token], notes: list[Note], codes: Codes) -> None:
        self.tokens = found
        self.notes = notes
        self.codes = codes
        self.at = 0
        self.terms = 0

    def expression(self) -> Expression:
        parts: list[Expression] = []
        while self.at < len(self.tokens):
            if part := self._any("", 0):
                parts.append(part)
            if self._next("close"):
                self._note("stray_parenthesis")
        return _join(parts) or Everything()

    def _any(self, field: str, depth: int) -> Expression | None:
        """Return alternatives joined by OR, up to a closing parenthesis."""
        options: list[Expression] = []
        sizes: list[int] = []
        while True:
            part, size = self._all(field, depth)
            if part:
                options.append(part)
                sizes.append(size)
            if not self._next("or"):
                break
            if not part or self._peek() in ("", "close", "or"):
                self._note("dangling_operator", "OR")
        if len(options) > 1 and max(sizes) > 1:
            self._note("and_before_or")
        return Or(tuple(options)) if len(options) > 1 else next(iter(options), None)

    def _all(self, field: str, depth: int) -> tuple[Expression | None, int]:
        parts: list[Expression] = []
        while (kind := self._peek()) not in ("", "or", "close"):
            if kind == "and":
                self.at += 1
                if not parts or self._peek() in ("", "or", "close", "and"):
                    self._note("dangling_operator", "AND")
            elif part := self._part(field, depth):
                parts.append(part)
        return _join(parts), len(parts)

    def _part(self, field: str, depth: int) -> Expression | None:
        if self._next("not"):
            if self._peek() in ("", "or", "and", "close"):
                self._note("dangling_operator", "NOT")
                return None
            part = self._part(field, depth)
            return Not(part) if part and depth < MAX_DEPTH else part
        if self._next("plus"):
            return None
        if self._peek() == "field":
            name = self.tokens[self.at].text
            self.at += 1
            return self._of_field(name, depth)
        if self._next("open"):
            return self._group(field, depth)
        return self._leaf(field)

    def _of_field(self, name: str, depth: int) -> Expression | None:
        if self._peek() not in ("open", "word", "phrase"):
            self._note("field_without_value", name)
            return self._read(name, "")
        field = FIELDS[name]
        if self._next("open"):
            return self._group(field, depth)
        return self._leaf(field)

    def _group(self, field: str, depth: int) -> Expression | None:
        if depth >= MAX_DEPTH:
            self._note("too_deep")
            return None
        part = self._any(field, depth + 1)
        if not self._next("close"):
            self._note("unclosed_parenthesis")
        return part

    def _leaf(self, field: str) -> Expression | None:
        token = self.tokens[self.at]
        self.at += 1
        if self.terms >= MAX_TERMS:
            self._note("too_many_words", str(MAX_TERMS))
            return None
        if token.kind == "phrase":
            return self._phrase(token, field)
        return self._read(token.text, field)

    def _phrase(self, token: Token, field: str) -> Expression | None:
        if field and field not in ("title", "author", "abstract", "keyword", "text"):
            return self._read(token.text, field)
        words = [word for word in token.text.split() if any(map(str.isalnum, word))]
        if len(words) > MAX_TERMS - self.terms:
            self._note("too_many_words", str(MAX_TERMS))
        words = words[: MAX_TERMS - self.terms]
        self.terms += len(words)
        return Phrase(tuple(words), token.slop, field) if words else None

    def _read(self, text: str, field: str) -> Expression | None:
        self.terms += 1
        if field and field not in ("title", "author", "abstract", "keyword", "text"):
            return read_value(text, field, self.codes.get(field, {}), self.notes)
        return read_word(text, field, self.notes)

    def _peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _next(self, kind: str) -> bool:
        if self._peek() != kind:
            return False
        self.at += 1
        return True

    def _note(self, code: str, text: str = "") -> None:
        self.notes.append(Note(code, text))


def _join(parts: list[Expression]) -> Expression | None:
    """Return the parts under one AND; parentheses around an AND inside it change nothing."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    return And(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)


def write(expression: Expression) -> str:  # noqa: C901 -- one line a kind of expression
    """Return the text that reads as the expression, with every parenthesis."""
    match expression:
        case Everything():
            return ""
        case And(parts):
            return " ".join(_bracket(part) for part in parts)
        case Or((FieldValue(_, value), Word(text, ""))) if identifier_key(text) == value:
            return text
        case Or(parts):
            return " OR ".join(_bracket(part) for part in parts)
        case Not(part):
            return f"NOT {_bracket(part)}"
        case YearRange(first, last):
            return f"year:{'' if first is None else first}-{'' if last is None else last}"
        case FieldValue(field, value):
            return f'{field}:"{value}"'
        case Phrase(words, slop, field):
            return _in_field(field, f'"{" ".join(words)}"' + (f"~{slop}" if slop else ""))
        case Prefix(text, field):
            return _in_field(field, f"{text}*")
        case Fuzzy(text, distance, field):
            return _in_field(field, f"{text}~{distance}")
        case Word(text, field):
            return _in_field(field, text)


def _in_field(field: str, text: str) -> str:
    return f"{field}:{text}" if field else text


def _bracket(part: Expression) -> str:
    return f"({write(part)})" if isinstance(part, And | Or) else write(part)
