"""Nearest questions: where nothing is found, the same question with one thing less, and how much that finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.utils.translation import gettext as _

from catalogue.policy import Reader
from search import engines
from search.addresses import pairs_of, search_address
from search.engines.base import QueryTooExpensive
from search.facets import LABELS, Names, span_text
from search.filters import Asked
from search.query import And, Expression, Filters, Not, Phrase, Word
from search.syntax import Parsed, write

# Each costs a search; a reader looks at a handful.
_TRIED = 12
_SHOWN = 5
# Of more parts than these, one less says nothing to a reader and costs most.
_MOST_PARTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A question near the one asked: what it says or leaves out, its address, how many publications it finds."""

    text: str
    href: str
    count: int
    is_query: bool


def nearest(question: Asked, reader: Reader, names: Names) -> tuple[Nearest, ...]:
    """Return near questions that find something, those that keep most of it first. Raises EngineUnavailable."""
    for variants in _rounds(question, names):
        found = [near for text, variant in islice(variants, _TRIED) if (near := _counted(text, variant, reader)).count]
        if found:
            return tuple(found[:_SHOWN])
    return ()


def _rounds(question: Asked, names: Names) -> Iterator[Iterator[tuple[str, Asked]]]:
    """Yield questions ever further away: one thing less, a part alone, and both again without filters."""
    loosened = _loosened(question.parsed.expression)
    loose = _asking(question, loosened) if loosened != question.parsed.expression else question
    yield _with_less(question, names)
    yield _alone(loose)
    if question.filters != Filters():
        bare = _filtered(loose, Filters())
        yield iter([("", bare)])
        yield _with_less(bare, names)
        yield _alone(bare)


def _counted(text: str, variant: Asked, reader: Reader) -> Nearest:
    query = variant.query(reader, offset=0, limit=0, passages=0, relaxed=False, near=())
    try:
        total = engines.default().search(query).total
    except QueryTooExpensive:
        total = 0
    return Nearest(
        text=text or variant.words,
        href=search_address(pairs_of(variant)),
        count=total,
        is_query=not text,
    )


def _with_less(question: Asked, names: Names) -> Iterator[tuple[str, Asked]]:
    """Yield the question with one thing less: a filter, a part of its words, the order of a phrase."""
    if not question.references:
        yield _("reference lists searched too"), replace(question, references=True)
    yield from _without_a_filter(question, names)
    expression = question.parsed.expression
    if (loose := _loosened(expression)) != expression:
        yield "", _asking(question, loose)
    for part in reversed(_parts(expression)):
        rest = tuple(other for other in _parts(expression) if other is not part)
        if any(not isinstance(other, Not) for other in rest):
            yield "", _asking(question, And(rest) if len(rest) > 1 else rest[0])


def _alone(question: Asked) -> Iterator[tuple[str, Asked]]:
    """Yield each part of the words alone."""
    parts = _parts(question.parsed.expression)
    yield from (("", _asking(question, part)) for part in parts if not isinstance(part, Not))


def _parts(expression: Expression) -> tuple[Expression, ...]:
    parts = expression.parts if isinstance(expression, And) else ()
    return parts if len(parts) <= _MOST_PARTS else ()


def _loosened(expression: Expression) -> Expression:
    """Return the expression with the words of each phrase wanted anywhere."""
    match expression:
        case Phrase(words, _slop, field):
            loose = tuple(Word(word, field) for word in words)
            return And(loose) if len(loose) > 1 else loose[0]
        case And(parts):
            flat = [inner for part in map(_loosened, parts) for inner in (_parts(part) or (part,))]
            return And(tuple(flat))
        case _:
            return expression


def _asking(question: Asked, expression: Expression) -> Asked:
    return replace(question, words=write(expression), parsed=Parsed(expression))


def _without_a_filter(question: Asked, names: Names) -> Iterator[tuple[str, Asked]]:
    filters = question.filters
    without = _("without %(label)s: %(value)s")
    for name, values in filters.values:
        rest = tuple(pair for pair in filters.values if pair[0] != name)
        said = {"label": LABELS[name], "value": ", ".join(names.of(name, value) for value in values)}
        yield without % said, _filtered(question, replace(filters, values=rest))
    if span := span_text(filters.year_from, filters.year_to):
        said = {"label": LABELS["year"], "value": span}
        yield without % said, _filtered(question, replace(filters, year_from=None, year_to=None))
    if len(filters.values) + bool(span) > 1:
        yield _("without any filter"), _filtered(question, Filters())


def _filtered(question: Asked, filters: Filters) -> Asked:
    return replace(question, filters=filters)
