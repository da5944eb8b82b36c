"""One search in one state of the index: hits in order, facets, pages, suggestions."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nsmallest
from itertools import islice
from math import log
from typing import Any

from tantivy import DocAddress, Order, Query, Searcher

from search.analysis import fold
from search.engines.conditions import choices, hidden, newest, reached
from search.engines.entry import NUMBERED, WORD, exact_field, shown_terms, suggested, value_number
from search.engines.plan import All, AllOf, AnyOf, OneOf, Plan, Term
from search.engines.planning import Scope, any_word_plan, plan_of, relaxed_plan
from search.engines.presenting import FoundPage, Presenter, faceted
from search.engines.spelling import misspellable, nearest
from search.engines.tantivy_analysis import LANGUAGES, tokens
from search.engines.tantivy_index import SCHEMAS
from search.engines.tantivy_query import Compiler, PageCompiler
from search.engines.tantivy_reading import numbers, stored, top
from search.query import Audience, Everything, SearchQuery, Word
from search.ranking import RANKING, Ranking
from search.results import Facet, Hit, Results

# Fewer hits than this with all the words, and papers with most of them follow.
FEW = 10
MAX_LIMIT = 1000
# Values of a facet beyond which tantivy counts no more.
MAX_BUCKETS = 60_000
# So many times as many values as are asked for are looked at, that those with equal counts are all seen.
TIED_VALUES = 10
PAGES_LOOKED_AT = 60
# Hits asked for beyond those that are shown, to see whether scores are equal at the end; if so, of that many.
MORE, MOST_TIED = 10, 2000
# Words beginning with one letter that are compared with a misspelling, commonest first.
VOCABULARY = 50_000
# Words by which publications are alike.
SHORTEST_TELLING, MOST_TELLING = 3, 25
# The newest papers that suggestions are made of, and the words of a beginning by which they are found.
LATELY = 24
COMMONEST = 50
_SUGGESTING = tuple(map(exact_field, ("title", "keyword", "author")))


@dataclass(frozen=True, slots=True)
class Found:
    """A publication found: its id, its score, where it lies in the index."""

    id: int
    score: float
    address: DocAddress


class Search:
    """Answers questions from one pair of searchers, which see one state of the index."""

    def __init__(
        self, searchers: dict[str, Searcher], ranking: Ranking = RANKING, values: dict[int, str] | None = None
    ) -> None:
        """`values` are those of facets by their numbers, kept from state to state."""
        self.searchers = searchers
        self.publications = searchers["publications"]
        self.pages = searchers["pages"]
        self.compiler = Compiler(self.publications, SCHEMAS["publications"])
        self.page_compiler = PageCompiler(self.pages, SCHEMAS["pages"], self.compiler)
        self.ranking = ranking
        self.values = {} if values is None else values

    def results(self, query: SearchQuery) -> Results:
        strict = self.strict(query)
        offset, limit = max(query.offset, 0), min(max(query.limit, 0), MAX_LIMIT)
        total, found = self.page_of(query, strict, offset, limit)
        hits = [(each, False) for each in found]
        relaxed_total = 0
        if total < FEW and query.relaxed and (relaxed := self.relaxed(query, strict, total)):
            relaxed_total, more = self.page_of(query, relaxed, max(offset - total, 0), limit - len(found))
            hits += [(each, True) for each in more]
        counts = self.counts(query, strict, query.facets, query.facet_values)
        return Results(
            total=total,
            hits=tuple(self.shown(query, hits)),
            facets=tuple(faceted(query, name, counts[name], query.facet_values) for name in query.facets),
            relaxed_total=relaxed_total,
            did_you_mean=() if total else tuple(self.corrections(query)),
        )

    def strict(self, query: SearchQuery) -> Query:
        """Return the query of what has all the words; worked out once for hits, counts and each facet."""
        return self.compiler.query(plan_of(query.expression, self.scope(query)))

    def relaxed(self, query: SearchQuery, strict: Query, total: int) -> Query | None:
        """Return the query of papers with most of the words but not all."""
        plan = relaxed_plan(query.expression, self.scope(query))
        if plan is None:
            return None
        have_all = [str(each.id) for each in self.page_of(query, strict, 0, total)[1]] if total else []
        return self.compiler.query(AllOf((plan,), without=(OneOf("id", tuple(have_all)),)) if have_all else plan)

    def scope(self, query: SearchQuery) -> Scope:
        return Scope(
            audience=query.audience,
            languages=self.languages,
            references=query.references,
            near=query.near if query.sort == "relevance" else (),
            ranking=self.ranking,
        )

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that texts of the collection have."""
        present = {term for term, _ in self.publications.terms_with_prefix("languages", "")}
        return tuple(language for language in LANGUAGES if language in present)

    def filtered(self, query: SearchQuery, words: Query, skip: str = "") -> Query:
        """Return the query with the audience and the choices, those of one facet left aside."""
        return self.compiler.within(words, reached(query, *choices(query, skip)))

    def page_of(self, query: SearchQuery, words: Query, offset: int, limit: int) -> tuple[int, list[Found]]:
        """Return how many match, and those from `offset` on in the query's order, ties by id."""
        compiled = self.filtered(query, words)
        if limit <= 0 or offset >= self.publications.num_docs:
            return top(self.publications, compiled, 1)[0], []
        if query.sort != "relevance" or isinstance(query.expression, Everything):
            return self._sorted(compiled, query, offset, limit)
        return self._ranked(compiled, offset, limit)

    def _sorted(self, compiled: Query, query: SearchQuery, offset: int, limit: int) -> tuple[int, list[Found]]:
        field, order = {
            "newest": ("newest", Order.Desc),
            "oldest": ("oldest", Order.Asc),
            "title": ("sort_title", Order.Asc),
            "relevance": ("pk", Order.Asc),
        }[query.sort]
        total, hits = top(self.publications, compiled, limit, offset=offset, field=field, order=order)
        addresses = [address for _, address in hits]
        ids = numbers(self.publications, "pk", addresses)
        return total, [Found(pk, 0.0, address) for pk, address in zip(ids, addresses, strict=True)]

    def _ranked(self, compiled: Query, offset: int, limit: int) -> tuple[int, list[Found]]:
        """Return hits by score. Equal scores go by id, so more are asked for where they tie at the end: at last all."""
        wanted = offset + limit
        asked = wanted + MORE
        total, hits = top(self.publications, compiled, asked)
        while len(hits) == asked < total and hits[-1][0] == hits[wanted - 1][0]:
            # Those of a beginning have two or three scores, and hundreds the highest.
            asked = MOST_TIED if asked < MOST_TIED else total
            total, hits = top(self.publications, compiled, asked)
        ids = numbers(self.publications, "pk", [address for _, address in hits])
        ordered = nsmallest(wanted, ((-score, pk, address) for pk, (score, address) in zip(ids, hits, strict=True)))
        return total, [Found(pk, -minus, address) for minus, pk, address in ordered[offset:]]

    def shown(self, query: SearchQuery, hits: list[tuple[Found, bool]]) -> Iterator[Hit]:
        presenter = Presenter(query.expression, query.near)
        pages = self.located(query, [found.id for found, _ in hits]) if query.passages > 0 else {}
        for found, relaxed in hits:
            count, best = pages.get(found.id, (0, []))
            shown = stored(self.publications, found.address)
            yield presenter.hit(found.id, shown, best, page_count=count, score=found.score, relaxed=relaxed)

    def located(self, query: SearchQuery, ids: list[int]) -> dict[int, tuple[int, list[FoundPage]]]:
        """Return for each publication on how many pages the words are, and its best pages."""
        scope = replace(self.scope(query), pages=True)
        plan = any_word_plan(query.expression, scope)
        if plan is None or not ids:
            return {}
        found = self._best_pages(query, plan, ids)
        if found is None:
            # One long report had more pages than were looked at: each publication is asked alone.
            alone = [self._best_pages(query, plan, [pk]) or {} for pk in ids]
            found = {pk: pages for each in alone for pk, pages in each.items()}
        return found

    def _best_pages(
        self, query: SearchQuery, plan: Plan, ids: list[int]
    ) -> dict[int, tuple[int, list[FoundPage]]] | None:
        asked = AllOf((plan, OneOf("id", tuple(map(str, ids)))), without=hidden(query.audience))
        limit = max(PAGES_LOOKED_AT * len(ids), query.passages)
        total, hits = top(self.pages, self.page_compiler.query(asked), limit)
        if total > limit and len(ids) > 1:
            return None
        addresses = [address for _, address in hits]
        pks, places, files = (numbers(self.pages, name, addresses) for name in ("pk", "number", "file"))
        best: dict[int, list[tuple[float, int, int, DocAddress]]] = defaultdict(list)
        for pk, number, file, (score, address) in zip(pks, places, files, hits, strict=True):
            best[pk].append((-score, number, file, address))
        alone = len(ids) == 1
        return {pk: (total if alone else len(pages), self._first(pages, query.passages)) for pk, pages in best.items()}

    def _first(self, pages: list[tuple[float, int, int, DocAddress]], most: int) -> list[FoundPage]:
        return [
            FoundPage(number=number, file=file, shown=stored(self.pages, address))
            for _, number, file, address in sorted(pages, key=lambda page: page[:2])[:most]
        ]

    def facet(self, query: SearchQuery, name: str, limit: int, containing: str) -> Facet:
        most = 0 if containing else limit
        return faceted(query, name, self.counts(query, self.strict(query), [name], most)[name], limit, containing)

    def counts(
        self, query: SearchQuery, words: Query, names: Sequence[str], most: int = 0
    ) -> dict[str, dict[str, int]]:
        """Return the counts of each facet under the other facets' choices; those without a choice at once.

        `most` is how many values are asked for, the most frequent; where there are many, rarer ones are left out.
        """
        filters = query.filters
        years = filters.year_from is not None or filters.year_to is not None
        chosen = [name for name in names if filters.of(name) or (name == "year" and years)]
        free = [name for name in names if name not in chosen]
        found = self._aggregated(self.filtered(query, words), free, most) if free else {}
        for name in chosen:
            others = self.filtered(query, words, skip=name)
            found |= self._aggregated(others, [name], most)
            for value in set(filters.of(name)) - found[name].keys() if name in NUMBERED else ():
                # A rare one may be chosen, which is not among the most frequent.
                found[name][value] = self._total(
                    self.compiler.within(others, AllOf((OneOf(f"facet_{name}", (value,)),)))
                )
        return found

    def _aggregated(self, compiled: Query, names: Sequence[str], most: int = 0) -> dict[str, dict[str, int]]:
        asked = {name: most * TIED_VALUES if most and name in NUMBERED else MAX_BUCKETS for name in names}
        found: dict[str, dict[str, int]] = {}
        while asked:
            buckets = self._buckets(compiled, asked)
            # Of values with equal counts the first by the alphabet is shown: all of them must be known.
            whole = {name for name, each in buckets.items() if len(each) < asked[name] or asked[name] == MAX_BUCKETS}
            cut = {name for name in asked.keys() - whole if _ties(buckets[name], most)}
            found |= {name: {self._value(name, key): n for key, n in buckets[name]} for name in asked.keys() - cut}
            asked = {name: min(asked[name] * TIED_VALUES, MAX_BUCKETS) for name in cut}
        return found

    def _buckets(self, compiled: Query, sizes: dict[str, int]) -> dict[str, list[tuple[Any, int]]]:
        """Return so many values of each facet with their counts, the most frequent first."""
        asked = {
            name: {"terms": {"field": _column(name), "size": size, "segment_size": MAX_BUCKETS}}
            for name, size in sizes.items()
        }
        answer = self.publications.aggregate(compiled, asked)
        return {name: [(b["key"], b["doc_count"]) for b in answer[name]["buckets"]] for name in sizes}

    def _value(self, name: str, key: Any) -> str:
        """Return the value of a facet that was counted: itself, a year, or what has the number."""
        if name not in (*NUMBERED, "year"):
            return str(key)
        number = int(key)
        if name == "year":
            return str(number)
        if number not in self.values:
            known = self.publications.terms_with_prefix(f"facet_{name}", "")
            self.values.update((value_number(value), value) for value, _ in known)
        return self.values[number]

    def corrections(self, query: SearchQuery) -> Iterator[tuple[str, str]]:
        """Yield words that nothing visible has, each with the nearest that something has."""
        scope = self.scope(query)
        for word, term in misspellable(query.expression):
            if self._count(query, plan_of(Word(word), scope)):
                continue
            known: Counter[str] = Counter()
            for plane in scope.open_planes("", merged=True):
                known.update(dict(self.publications.terms_with_prefix(exact_field(plane), term[:1], limit=VOCABULARY)))
            for candidate in nearest(term, known):
                if self._count(query, plan_of(Word(candidate), scope)):
                    yield word, candidate
                    break

    def _count(self, query: SearchQuery, plan: Plan) -> int:
        return self._total(self.filtered(query, self.compiler.query(plan)))

    def all_ids(self, query: SearchQuery) -> tuple[int, ...]:
        _, found = self.page_of(query, self.strict(query), 0, max(self.publications.num_docs, 1))
        return tuple(each.id for each in found)

    def versions(self) -> Iterator[tuple[int, int]]:
        limit = max(self.publications.num_docs, 1)
        _, hits = top(self.publications, Query.all_query(), limit, field="pk", order=Order.Asc)
        addresses = [address for _, address in hits]
        ids, versions = (numbers(self.publications, name, addresses) for name in ("pk", "version"))
        yield from zip(ids, versions, strict=True)

    def page_counts(self) -> Iterator[tuple[int, int]]:
        _, hits = top(self.pages, Query.all_query(), max(self.pages.num_docs, 1), field="pk", order=Order.Asc)
        yield from Counter(numbers(self.pages, "pk", [address for _, address in hits])).items()

    def similar(self, publication: int, audience: Audience, limit: int) -> tuple[int, ...]:
        """Return the ids of publications whose heads share the most telling words."""
        one = self.compiler.query(AllOf((OneOf("id", (str(publication),)),), without=hidden(audience)))
        _, hits = top(self.publications, one, 1)
        if not hits or limit <= 0:
            return ()
        others = newest(audience, AllOf((All(),), without=(OneOf("id", (str(publication),)),)))
        telling = self._telling(json.loads(stored(self.publications, hits[0][1])), others)
        _, found = self._ranked(self.compiler.within(self.compiler.query(telling), others), 0, limit)
        return tuple(each.id for each in found)

    def _telling(self, shown: dict[str, list[tuple[str, str]]], others: AllOf) -> Plan:
        """Return the plan of the words of a head that few of the others have.

        tantivy's own choice of words is by chance, and of what was replaced or is hidden it knows no difference.
        """
        texts = (*shown["titles"], *shown["abstracts"], *shown["keywords"])
        words = Counter((f"head_{language}", word) for language, text in texts for word in tokens(language, text))
        worth: list[tuple[float, str, str]] = []
        for (field, word), times in words.items():
            if len(word) >= SHORTEST_TELLING and (having := self.publications.doc_freq(field, word)) > 1:
                worth.append((-times * log(1 + self.publications.num_docs / having), field, word))
        terms = (Term(field, word) for _, field, word in sorted(worth))
        shared = (term for term in terms if self._total(self.compiler.within(self.compiler.query(term), others)))
        return AnyOf(tuple(islice(shared, MOST_TELLING)))

    def _total(self, query: Query) -> int:
        return top(self.publications, query, 1)[0]

    def suggestions(self, prefix: str, audience: Audience, limit: int) -> tuple[str, ...]:
        start = fold(prefix)
        if not start:
            return ()
        if found := self._lately_suggested(start, audience, limit):
            return found
        seen = self.compiler.query(newest(audience))
        words, texts = (
            [
                term
                for term, count in self.publications.terms_with_prefix(
                    "suggest", begun, filter_query=seen, limit=limit * 4
                )
                if count
            ]
            for begun in (f"{WORD}{start}", start)
        )
        return suggested(start, words, texts, limit)

    def _lately_suggested(self, start: str, audience: Audience, limit: int) -> tuple[str, ...]:
        """Return suggestions of the newest papers alone where many have such a word; nothing where they give too few.

        Thousands of titles go on from two letters, and all would be read to list the first eight.
        """
        begun = AnyOf(tuple(OneOf(field, self._commonest(field, start)) for field in _SUGGESTING))
        total, hits = top(self.publications, self.compiler.query(newest(audience, begun)), LATELY, field="newest")
        if total <= LATELY:
            return ()
        terms: Counter[str] = Counter()
        for _, address in hits:
            terms.update(shown_terms(stored(self.publications, address), start))
        ordered = sorted(terms, key=lambda term: (-terms[term], term))
        words, texts = ([term for term in ordered if term.startswith(at)] for at in (f"{WORD}{start}", start))
        found = suggested(start, words, texts, limit)
        return found if len(found) == limit else ()

    def _commonest(self, field: str, start: str) -> tuple[str, ...]:
        """Return the commonest words that begin so, of all papers: for a query only, never to be shown."""
        return tuple(term for term, _ in self.publications.terms_with_prefix(field, start, limit=COMMONEST))


def _column(facet: str) -> str:
    """Return the column in which the values of a facet are counted."""
    if facet in NUMBERED:
        return f"number_{facet}"
    return "year" if facet == "year" else f"facet_{facet}"


def _ties(buckets: Sequence[tuple[Any, int]], most: int) -> bool:
    """Tell whether the last value that was looked at is as frequent as the last of those that are asked for."""
    return 0 < most <= len(buckets) and buckets[-1][1] == buckets[most - 1][1]
