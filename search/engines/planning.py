"""An expression as a plan: which fields, which languages, what goes before what. One piece for both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from search.analysis import fold, identifier_key
from search.analysis_forms import COMPOUNDING, MIN_HEAD, MIN_PART, NO_HEAD, NO_WORD, REST, as_one
from search.engines.entry import CODE_FACETS, UNSTEMMED, exact_field
from search.engines.plan import (
    All,
    AllOf,
    AnyOf,
    Between,
    Fixed,
    Near,
    Nothing,
    OneOf,
    Plan,
    Sequence,
    Start,
    Term,
)
from search.engines.tantivy_analysis import ends, marked_stem, starts, stem, tokens, variants
from search.query import (
    And,
    Audience,
    Everything,
    Expression,
    FieldValue,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    SearchQuery,
    Word,
    YearRange,
)
from search.ranking import RANKING, Ranking

_IDENTIFIERS = ("doi", "isbn", "issn", "urn", "identifier")
_OWN_PLANES = {"title": ("title",), "abstract": ("abstract",), "keyword": ("keyword",), "author": ("author",)}
_TEXT = ("body", "refs")
_HEAD = ("title", "abstract", "keyword", "author")
# Pairs of neighbours that are looked for, of a longer question the first; those of whole texts cost more.
MAX_PAIRS = 60
MAX_TEXT_PAIRS = 8
_SHORT = 4
# Letters of a part of a word that may be misspelt (19 of COVID-19 may not).
MIN_MISSPELT = 3
# Ranked by the head, which holds them; asked alone only where a reader names them.
_IN_HEAD = ("abstract", "keyword")

Ask = Callable[[str], Iterable[Plan]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """In which fields a question is asked: of publications or of pages, by whom, in which languages."""

    audience: Audience
    languages: tuple[str, ...]
    references: bool = True
    pages: bool = False
    near: tuple[int, ...] = ()
    ranking: Ranking = RANKING

    def text_planes(self) -> tuple[str, ...]:
        return _TEXT if self.references else _TEXT[:1]

    def open_planes(self, field: str, *, merged: bool = False) -> tuple[str, ...]:
        """Return the planes of a field that the audience may search whole; `merged` has the head for its parts."""
        text = self.text_planes()
        if self.pages:
            return text if field in ("", "text") else ()
        if self.audience.staff:
            text += tuple(f"closed_{plane}" for plane in text)
        if field == "text":
            return text
        return _OWN_PLANES.get(field) or (("head", *text) if merged else (*_HEAD, *text))

    def own_planes(self, field: str) -> tuple[str, ...]:
        """Return the planes that are searched in the asker's own papers only."""
        if self.pages or self.audience.staff or self.audience.uploader is None or field not in ("", "text"):
            return ()
        return tuple(f"closed_{plane}" for plane in self.text_planes())

    def fields(self, plane: str) -> Iterator[tuple[str, str]]:
        for language in ("xx",) if plane in UNSTEMMED else self.languages:
            yield f"{plane}_{language}", language


def scope_of(query: SearchQuery, languages: tuple[str, ...], ranking: Ranking) -> Scope:
    """Return where a query is asked of publications whose texts are in these languages."""
    return Scope(
        audience=query.audience,
        languages=languages,
        references=query.references,
        near=query.near if query.sort == "relevance" else (),
        ranking=ranking,
    )


def plan_of(expression: Expression, scope: Scope) -> Plan:
    """Return the plan of an expression: what must match, and what ranks it."""
    plan = _Planner(scope).plan(expression)
    title = fold(" ".join(_plain_text(expression) or ()))
    better = list(_closeness(expression, scope))
    if title and not scope.pages:
        better.append(Fixed(OneOf("whole_title", (title,)), scope.ranking.exact_title_tier))
    return AllOf((plan,), better=tuple(better)) if better else plan


def _closeness(expression: Expression, scope: Scope) -> Iterator[Plan]:
    """Yield what raises papers close in meaning, by their rank: cosines say little of themselves."""
    most = scope.ranking.meaning * sum(1 for _ in leaves(expression))
    depth = scope.ranking.meaning_depth
    for rank, publication in enumerate(() if scope.pages else scope.near):
        yield Fixed(OneOf("id", (str(publication),)), most * depth / (depth + rank))


def relaxed_plan(expression: Expression, scope: Scope) -> Plan | None:
    """Return the plan of papers that have most of the words or are close in meaning; None where none may follow."""
    planner = _Planner(scope)
    parts = expression.parts if isinstance(expression, And) else (expression,)
    words = [part for part in parts if isinstance(part, Word | Phrase | Prefix | Fuzzy)]
    options: list[Plan] = []
    needed = _needed(len(words), scope.ranking)
    if needed < len(words):
        options.append(AnyOf(tuple(planner.loose(word) for word in words), least=needed))
    if scope.near and words:
        options.append(OneOf("id", tuple(map(str, scope.near))))
    if not options:
        return None
    must, without = planner.split(part for part in parts if part not in words)
    better = (*planner.pairs(parts), *_closeness(expression, scope))
    return AllOf((AnyOf(tuple(options)), *must), better=better, without=tuple(without))


def _needed(words: int, ranking: Ranking) -> int:
    """Return how many of so many words are most of them."""
    return max(1, int(words * (ranking.most_of_few if words <= ranking.few else ranking.most)))


def any_word_plan(expression: Expression, scope: Scope) -> AllOf | None:
    """Return the plan of what has any of the words that an expression asks for: where to look on pages."""
    planner = _Planner(scope)
    parts = [planner.plan(leaf, tiers=False) for leaf in leaves(expression)]
    phrases = [leaf for leaf in leaves(expression) if isinstance(leaf, Phrase)]
    parts += [planner.plan(Word(word, phrase.field), tiers=False) for phrase in phrases for word in phrase.words]
    parts = [part for part in parts if not isinstance(part, Nothing)]
    if not parts:
        return None
    better = list(planner.pairs(expression.parts)) if isinstance(expression, And) else []
    if len(parts) > 1:
        # A page with more of the words goes before one with more of the same.
        better += [Fixed(part, scope.ranking.page_coverage) for part in parts]
    return AllOf((AnyOf(tuple(parts)),), better=tuple(better))


def letters_apart(term: str, distance: int) -> int:
    """Return by how many letters a word may differ from a term: two of a short one are half of it."""
    return distance if len(term) > _SHORT else 1


def leaves(expression: Expression) -> Iterator[Word | Phrase | Prefix | Fuzzy]:
    """Yield the words, phrases and beginnings that an expression asks for, not what it excludes."""
    match expression:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Word() | Phrase() | Prefix() | Fuzzy():
            yield expression


def _plain_text(expression: Expression) -> list[str] | None:
    """Return the words of an expression that is nothing but words; None for any other."""
    match expression:
        case Word(text, field) if field in ("", "title"):
            return [text]
        case Phrase(words, _, field) if field in ("", "title"):
            return list(words)
        case And(parts):
            texts = [_plain_text(part) for part in parts]
            return None if None in texts else [word for text in texts if text for word in text]
    return None


class _Planner:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.weights = scope.ranking

    def plan(self, expression: Expression, *, tiers: bool = True) -> Plan:  # noqa: C901 -- one line a kind
        match expression:
            case Everything():
                return All()
            case And(parts):
                must, without = self.split(parts)
                return AllOf(tuple(must) or (All(),), better=tuple(self.pairs(parts)), without=tuple(without))
            case Or(parts):
                return AnyOf(tuple(self.plan(part) for part in parts))
            case Not(part):
                return AllOf((All(),), without=(self.plan(part),))
            case YearRange(first, last):
                return Between("year", first, last)
            case FieldValue(field, value):
                return self.code(field, value)
            case Word(text, field):
                return self.word(text, field, tiers=tiers and not self.scope.pages)
            case Phrase(words, slop, field):
                # Title, abstract and keywords lie behind each other in the head: neighbours there are real ones.
                near = partial(self.sequence, text=" ".join(words), slop=slop)
                return self.over(field, near, merged=not slop)
            case Prefix(text, field):
                return self.start(text, field)
            case Fuzzy(text, distance, field):
                return self.near(text, distance, field)

    def split(self, parts: Iterable[Expression]) -> tuple[list[Plan], list[Plan]]:
        """Return the plans of what is asked for and of what is excluded."""
        must: list[Plan] = []
        without: list[Plan] = []
        for part in parts:
            if isinstance(part, Not):
                without.append(self.plan(part.part))
            else:
                must.append(self.plan(part))
        return must, without

    def code(self, field: str, value: str) -> Plan:
        if field in _IDENTIFIERS:
            return Fixed(OneOf("identifier", (identifier_key(value),)), self.weights.identifier_tier)
        if field in CODE_FACETS:
            return OneOf("codes", (f"{field}={fold(value)}",))
        return Nothing()

    def over(self, field: str, ask: Ask, *, merged: bool = False) -> Plan:
        """Return what any plane of the field answers; closed planes only in the asker's own papers."""
        parts = [part for plane in self.scope.open_planes(field, merged=merged) for part in ask(plane)]
        own = [part for plane in self.scope.own_planes(field) for part in ask(plane)]
        if own:
            parts.append(AllOf((AnyOf(tuple(own)), OneOf("owner", (str(self.scope.audience.uploader),)))))
        return AnyOf(tuple(parts)) if parts else Nothing()

    def word(self, text: str, field: str, *, tiers: bool) -> Plan:
        found = tokens("xx", text)
        if not found:
            return Nothing()
        if len(found) > 1:
            return self.parted(text, as_one(found), field)
        whole = self.whole(text, field)
        long_enough = len(found[0]) >= MIN_PART
        parts = self.over(field, partial(self.compounds, text=text), merged=True) if long_enough else Nothing()
        if isinstance(parts, Nothing):
            return self.marked(whole, text, field) if tiers else whole
        if not tiers:
            return AnyOf((whole, Fixed(parts, self.weights.part)))
        above = AllOf((whole,), better=(Fixed(All(), self.weights.whole_tier),))
        return self.marked(AnyOf((above, Fixed(parts, self.weights.part))), text, field)

    def whole(self, text: str, field: str) -> Plan:
        """Return the plan of a word itself, in whatever spelling (covid19 where COVID-19 stands)."""
        stems = self.over(field, partial(self.terms, text=text, named=bool(field)))
        joined = self.over(field, partial(self.joined, text=text), merged=True)
        head = () if field or self.scope.pages else tuple(self.head(text))
        return AnyOf((stems, joined, *head))

    def parted(self, text: str, joined: str, field: str) -> Plan:
        """Return the plan of a word of several tokens: as a sequence, or written as one."""
        apart = self.over(field, partial(self.sequence, text=text, slop=0), merged=True)
        return AnyOf((apart, Fixed(self.whole(joined, field), self.weights.joined)))

    def loose(self, leaf: Expression) -> Plan:
        """Return the plan of a part of the query that may be missing; of T-cell each half counts for itself."""
        if not isinstance(leaf, Word) or len(halves := tokens("xx", leaf.text)) < 2:
            return self.plan(leaf, tiers=False)
        joined = self.over(leaf.field, partial(self.joined, text=as_one(halves)), merged=True)
        return AnyOf((joined, *(self.plan(Word(half, leaf.field), tiers=False) for half in halves)))

    def marked(self, plan: Plan, text: str, field: str) -> Plan:
        """Return the plan with the exact spelling of a word typed with marks before all others."""
        if text.isascii():
            return plan
        exact = self.over(field, partial(self.marks, word=text.lower()), merged=True)
        return AllOf((plan,), better=(Fixed(exact, self.weights.marks_tier),))

    def weight(self, plane: str) -> float:
        match plane.removeprefix("closed_"):
            case "body":
                return self.weights.body
            case "refs":
                return self.weights.references
            case "author":
                return self.weights.author
            case "title":
                return self.weights.title
        return self.weights.head

    def head(self, text: str) -> Iterator[Plan]:
        for field, language in self.scope.fields("head"):
            yield from (Term(field, term, self.weights.head) for term in variants(language, text))

    def terms(self, plane: str, text: str, *, named: bool) -> Iterator[Plan]:
        if named or plane not in _IN_HEAD:
            for field, language in self.scope.fields(plane):
                yield from (Term(field, term, self.weight(plane)) for term in variants(language, text))

    def joined(self, plane: str, text: str) -> Iterator[Plan]:
        terms = (f"j:{language}:{stem(language, text)}" for language in self.scope.languages)
        yield Fixed(OneOf(f"forms_{plane}", tuple(terms)), self.weights.joined)

    def marks(self, plane: str, word: str) -> Iterator[Plan]:
        terms = tuple(f"m:{language}:{marked_stem(language, word)}" for language in (*self.scope.languages, "xx"))
        yield OneOf(f"forms_{plane}", tuple(dict.fromkeys(terms)))

    def compounds(self, plane: str, text: str) -> Iterator[Plan]:
        for field, language in self.scope.fields(plane):
            if language not in COMPOUNDING:
                continue
            for start in starts(language, text):
                if len(start) >= MIN_PART:
                    yield Start(field, start, REST, NO_HEAD)
            for end in ends(language, text) if len(stem("xx", text)) >= MIN_HEAD else ():
                if len(end) >= MIN_PART:
                    yield Start(f"forms_{plane}", f"h:{language}:{end[::-1]}", REST, NO_WORD)

    def sequence(self, plane: str, text: str, slop: int) -> Iterator[Plan]:
        weight = self.weight(plane) + (self.weights.head if plane == "title" else 0)
        fields = [*self.scope.fields(plane), *(self.scope.fields("author") if plane == "head" else ())]
        for field, language in fields:
            terms = tuple(tokens(language, text))
            if slop:
                # One engine takes a word that comes once for both of two, the other does not.
                terms = tuple(dict.fromkeys(terms))
            if len(terms) > 1:
                yield Sequence(field, terms, slop, weight)
            elif terms:
                yield Term(field, terms[0], weight)

    def start(self, text: str, field: str) -> Plan:
        *before, last = tokens("xx", text) or [""]
        if not last:
            return Nothing()
        parts = [self.over(field, partial(self.unstemmed, term=term), merged=True) for term in before]
        parts.append(self.over(field, partial(self.beginning, start=last), merged=True))
        return AllOf(tuple(parts)) if before else parts[0]

    def unstemmed(self, plane: str, term: str) -> Iterator[Plan]:
        found = Term(exact_field(plane), term)
        # On pages it counts as the beginning beside it does: no index has frequencies of them there.
        yield Fixed(found, self.weights.start) if self.scope.pages else found

    def beginning(self, plane: str, start: str) -> Iterator[Plan]:
        yield Fixed(Start(exact_field(plane), start), self.weights.start)

    def near(self, text: str, distance: int, field: str) -> Plan:
        """Return the plan of a word that may be misspelt; of COVID-19 each part, or both written as one."""
        found = tokens("xx", text)
        if not found:
            return Nothing()
        as_one_word = self.near_token("".join(found), distance, field)
        if len(found) == 1:
            return as_one_word
        return AnyOf((AllOf(tuple(self.near_token(token, distance, field) for token in found)), as_one_word))

    def near_token(self, term: str, distance: int, field: str) -> Plan:
        if len(term) < MIN_MISSPELT:
            return self.over(field, partial(self.unstemmed, term=term), merged=True)
        near = partial(self.misspelt, term=term, distance=letters_apart(term, distance))
        return self.over(field, near, merged=True)

    def misspelt(self, plane: str, term: str, distance: int) -> Iterator[Plan]:
        yield Fixed(Near(exact_field(plane), term, distance), self.weights.start)

    def pairs(self, parts: Iterable[Expression]) -> Iterator[Plan]:
        """Yield what raises papers in which neighbours of the query are neighbours."""
        words = [part.text for part in parts if isinstance(part, Word) and part.field == ""]
        text = self.scope.open_planes("text")
        for plane in text if self.scope.pages else ("head", "author", *text):
            most = MAX_TEXT_PAIRS if plane in text else MAX_PAIRS
            for field, language in self.scope.fields(plane):
                terms = [term for word in words for term in tokens(language, word)]
                for pair in list(pairwise(terms))[:most]:
                    if pair[0] != pair[1]:
                        yield Sequence(field, pair, self.weights.pair_slop, self.weights.pair * self.weight(plane))
