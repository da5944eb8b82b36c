"""One state of the index as it is asked: its searchers, and plans as queries of them."""

from __future__ import annotations

from functools import cached_property

from tantivy import Query, Searcher

from search.engines.conditions import choices, reached
from search.engines.plan import Plan
from search.engines.planning import Scope, plan_of, scope_of
from search.engines.tantivy_analysis import LANGUAGES
from search.engines.tantivy_index import SCHEMAS
from search.engines.tantivy_query import Compiler, PageCompiler
from search.engines.tantivy_reading import top
from search.query import SearchQuery
from search.ranking import RANKING, Ranking


class State:
    """A pair of searchers, which see one state of the index, with what is remembered of its words."""

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

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that texts of the collection have."""
        present = {term for term, _ in self.publications.terms_with_prefix("languages", "")}
        return tuple(language for language in LANGUAGES if language in present)

    def scope(self, query: SearchQuery) -> Scope:
        return scope_of(query, self.languages, self.ranking)

    def strict(self, query: SearchQuery) -> Query:
        """Return the query of what has all the words; worked out once for hits, counts and each facet."""
        return self.compiler.query(plan_of(query.expression, self.scope(query)))

    def filtered(self, query: SearchQuery, words: Query, skip: str = "") -> Query:
        """Return the query with the audience and the choices, those of one facet left aside."""
        return self.compiler.within(words, reached(query, *choices(query, skip)))

    def having(self, query: SearchQuery, plan: Plan) -> int:
        """Return how many of those that the query reaches the plan matches."""
        return self.total(self.filtered(query, self.compiler.query(plan)))

    def total(self, query: Query) -> int:
        return top(self.publications, query, 1)[0]
