"""A plan as a tantivy query. What no document can match is left out before the search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tantivy import FieldType, Occur, Query, Schema, Searcher

from search.analysis_forms import goes_on
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
MAX_EXPANDED = 20_000
MAX_KNOWN = 100_000
# Terms that are asked for one by one. Of more a set is made into a bitmap of all documents first, 14 microseconds a
# term; an automaton over the vocabulary takes 0.4 ms to make.
MAX_LISTED = 40
# Terms of compounds that are remembered: a reader's next page or filter asks for the same words.
MAX_ENDINGS = 100_000


class Compiler:
    """Translates plans for one state of one index."""

    def __init__(self, searcher: Searcher, schema: Schema) -> None:
        self.searcher = searcher
        self.schema = schema
        self.known: dict[tuple[str, str], bool] = {}
        self.endings: dict[Start, tuple[str, ...]] = {}
        self.remembered = 0

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
        if not plan.ending:
            return self._beginning(plan.field, plan.start)
        return self._any_term(plan.field, self.ending(plan))

    def ending(self, plan: Start) -> tuple[str, ...]:
        """Return the terms that begin and go on as the plan says."""
        terms = self.endings.get(plan)
        if terms is None:
            terms = tuple(self._looked_up(plan))
            self.remembered += 1 + len(terms)
            if self.remembered > MAX_ENDINGS:
                self.endings.clear()
                self.remembered = 1 + len(terms)
            self.endings[plan] = terms
        return terms

    def _looked_up(self, plan: Start) -> Iterator[str]:
        ending = re.compile(plan.ending)
        barred = re.compile(plan.barred or "(?!)")
        for term, _ in self.searcher.terms_with_prefix(plan.field, plan.start, limit=MAX_EXPANDED):
            if goes_on(term[len(plan.start) :], ending, barred):
                yield term

    def _beginning(self, field: str, start: str) -> Query | None:
        found = self.searcher.terms_with_prefix(field, start, limit=MAX_LISTED + 1)
        terms = tuple(term for term, _ in found)
        if len(terms) <= MAX_LISTED:
            return self._any_term(field, terms)
        return Query.regex_query(self.schema, field, re.escape(start) + ".*")

    def _one_of(self, field: str, values: tuple[str, ...]) -> Query | None:
        if len(values) <= MAX_LISTED:
            values = tuple(value for value in values if self._has(field, value))
        query = self._any_term(field, values)
        return None if query is None else Query.const_score_query(query, 0.0)

    def _any_term(self, field: str, terms: tuple[str, ...]) -> Query | None:
        """Return the query of documents with any of the terms; its scores are for nothing."""
        if len(terms) > MAX_LISTED:
            return Query.term_set_query(self.schema, field, list(terms))
        queries = [Query.term_query(self.schema, field, term, "basic") for term in terms]
        if len(queries) < 2:
            return queries[0] if queries else None
        return Query.boolean_query([(Occur.Should, query) for query in queries])

    def _between(self, field: str, first: int | None, last: int | None) -> Query | None:
        low = None if first is None else max(first, 0)
        if last is not None and last < (low or 0):
            return None
        return Query.const_score_query(Query.range_query(self.schema, field, FieldType.Unsigned, low, last), 0.0)

    def _any_of(self, parts: tuple[Plan, ...], least: int) -> Query | None:
        flat = parts if least > 1 else tuple(_options(parts))
        queries = [query for part in flat if (query := self._query(part)) is not None]
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


def _options(parts: Iterable[Plan]) -> Iterator[Plan]:
    """Yield the parts, those of parts that are choices themselves one by one: each level is a merge of its own."""
    for part in parts:
        if isinstance(part, AnyOf) and part.least <= 1:
            yield from _options(part.parts)
        else:
            yield part


class PageCompiler(Compiler):
    """Translates plans for pages, whose words with a certain end are looked up among those of their publications.

    A page keeps none from its end on: compounds took a fourth of tantivy's part of a rebuild.
    """

    def __init__(self, searcher: Searcher, schema: Schema, publications: Compiler) -> None:
        super().__init__(searcher, schema)
        self.publications = publications

    def _start(self, plan: Start) -> Query | None:
        if not plan.field.startswith("forms_"):
            return super()._start(plan)
        _, language, _ = plan.start.split(":", 2)
        return self._any_term(f"{plan.field.removeprefix('forms_')}_{language}", self.ending(plan))

    def _looked_up(self, plan: Start) -> Iterator[str]:
        """Yield the stems of the publications' compounds, which stand reversed there."""
        if not plan.field.startswith("forms_"):
            yield from super()._looked_up(plan)
            return
        plane = plan.field.removeprefix("forms_")
        fields = (f"forms_{plane}", f"forms_closed_{plane}")
        forms = (self.publications.ending(replace(plan, field=field)) for field in fields)
        yield from sorted({term.rpartition(":")[2][::-1] for terms in forms for term in terms})
