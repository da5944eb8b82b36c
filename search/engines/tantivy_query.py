"""A plan as a tantivy query. What no document can match is left out before the search."""

from __future__ import annotations

import re

from tantivy import FieldType, Occur, Query, Schema, Searcher

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

# Words of the vocabulary that are looked at for a part of a compound.
MAX_EXPANDED = 5000
MAX_KNOWN = 100_000
# Terms of a beginning that are listed one by one.
MAX_LISTED = 1000
# Looked up in one answer: a few hundred; thousands would be kept for nobody.
MAX_ENDINGS = 1000


class Compounds:
    """The words of a state of the index that may be compounds, looked up by a part of them.

    No document keeps its own: they took a seventh of a rebuild. One that is found stands for itself in any plane.
    """

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.endings: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def going_on(self, start: str, ending: str, barred: str) -> tuple[str, ...]:
        """Return the words, without their kind and language, that begin and go on so."""
        asked = (start, ending, barred)
        words = self.endings.get(asked)
        if words is None:
            found = self.searcher.terms_with_prefix("word", start, limit=MAX_EXPANDED)
            may_end, may_not = re.compile(ending), re.compile(barred or "(?!)")
            rests = ((word, word[len(start) :]) for word, _ in found)
            fitting = (word for word, rest in rests if may_end.fullmatch(rest) and not may_not.fullmatch(rest))
            words = tuple(word.rpartition(":")[2] for word in fitting)
            if len(self.endings) >= MAX_ENDINGS:
                self.endings.clear()
            self.endings[asked] = words
        return words


class Compiler:
    """Translates plans for one state of one index."""

    def __init__(self, searcher: Searcher, schema: Schema, compounds: Compounds) -> None:
        self.searcher = searcher
        self.schema = schema
        self.compounds = compounds
        self.known: dict[tuple[str, str], bool] = {}

    def query(self, plan: Plan) -> Query:
        """Return the query of a plan."""
        return self._query(plan) or Query.empty_query()

    def within(self, words: Query, conditions: AllOf) -> Query:
        """Return a query under conditions, those of leaving out beside it and not inside: that is cheapest."""
        clauses = [(Occur.Must, words)]
        clauses += [(Occur.Must, self.query(part)) for part in conditions.parts if not isinstance(part, All)]
        without = [query for part in conditions.without if (query := self._query(part)) is not None]
        clauses += [(Occur.MustNot, query) for query in without]
        return words if len(clauses) == 1 else Query.boolean_query(clauses)

    def _query(self, plan: Plan) -> Query | None:  # noqa: C901 -- one line a node of the plan
        match plan:
            case Term(field, term, weight):
                return (
                    self._weighted(Query.term_query(self.schema, field, term), weight)
                    if self._has(field, term)
                    else None
                )
            case Sequence(field, terms, slop, weight):
                return self._sequence(field, terms, slop, weight)
            case Start():
                return self._start(plan)
            case Near(field, term, distance):
                return Query.fuzzy_term_query(self.schema, field, term, distance)
            case OneOf(field, values):
                return self._one_of(field, values)
            case Between(field, first, last):
                return self._between(field, first, last)
            case Fixed(part, score):
                inner = self._query(part)
                return None if inner is None else Query.const_score_query(inner, score)
            case AnyOf(parts, least):
                return self._any_of(parts, least)
            case AllOf():
                return self._all_of(plan)
            case All():
                return Query.const_score_query(Query.all_query(), 0.0)
            case Nothing():
                return None

    def _has(self, field: str, term: str) -> bool:
        key = (field, term)
        known = self.known.get(key)
        if known is None:
            if len(self.known) >= MAX_KNOWN:
                self.known.clear()
            known = self.known[key] = self.searcher.doc_freq(field, term) > 0
        return known

    def _weighted(self, query: Query, weight: float) -> Query:
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def _sequence(self, field: str, terms: tuple[str, ...], slop: int, weight: float) -> Query | None:
        if not all(self._has(field, term) for term in terms):
            return None
        return self._weighted(Query.phrase_query(self.schema, field, list(terms), slop), weight)

    def _start(self, plan: Start) -> Query | None:
        return self._compound(plan) if plan.ending else self._beginning(plan.field, plan.start)

    def _compound(self, plan: Start) -> Query | None:
        """Return the query of the compounds with a part: those that begin with it as words, others by their stems."""
        plane = plan.field.removeprefix("forms_")
        kind, language, _ = plan.start.split(":", 2)
        said = self.compounds.going_on(plan.start, plan.ending, plan.barred)
        field = f"exact_{plane}" if kind == "c" else f"{plane}_{language}"
        terms = said if kind == "c" else [reverse[::-1] for reverse in said]
        there = [term for term in dict.fromkeys(terms) if self._has(field, term)]
        return Query.term_set_query(self.schema, field, there) if there else None

    def _beginning(self, field: str, start: str) -> Query | None:
        terms = self.searcher.terms_with_prefix(field, start, limit=MAX_LISTED + 1)
        if not terms:
            return None
        # An automaton over the vocabulary takes 2 ms to make; a list of terms none.
        if len(terms) > MAX_LISTED:
            return Query.regex_query(self.schema, field, re.escape(start) + ".*")
        return Query.term_set_query(self.schema, field, [term for term, _ in terms])

    def _one_of(self, field: str, values: tuple[str, ...]) -> Query | None:
        if len(values) <= 50:
            values = tuple(value for value in values if self._has(field, value))
        if not values:
            return None
        if len(values) == 1:
            # A set of terms is made into a bitmap of all documents first, even of one term.
            return Query.const_score_query(Query.term_query(self.schema, field, values[0], "basic"), 0.0)
        return Query.const_score_query(Query.term_set_query(self.schema, field, list(values)), 0.0)

    def _between(self, field: str, first: int | None, last: int | None) -> Query | None:
        low = None if first is None else max(first, 0)
        if last is not None and last < (low or 0):
            return None
        return Query.const_score_query(Query.range_query(self.schema, field, FieldType.Unsigned, low, last), 0.0)

    def _any_of(self, parts: tuple[Plan, ...], least: int) -> Query | None:
        queries = [query for part in parts if (query := self._query(part)) is not None]
        if len(queries) < max(least, 1):
            return None
        if len(queries) == 1:
            return queries[0]
        options = [(Occur.Should, query) for query in queries]
        return (
            Query.boolean_query(options, minimum_number_should_match=least)
            if least > 1
            else Query.boolean_query(options)
        )

    def _all_of(self, plan: AllOf) -> Query | None:
        clauses: list[tuple[Occur, Query]] = []
        for part in plan.parts:
            query = self._query(part)
            if query is None:
                return None
            clauses.append((Occur.Must, query))
        for parts, occur in ((plan.better, Occur.Should), (plan.without, Occur.MustNot)):
            clauses += [(occur, query) for part in parts if (query := self._query(part)) is not None]
        return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)
