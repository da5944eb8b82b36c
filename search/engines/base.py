"""The seam: what every search engine does. Options come in through the constructor, values go out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator

from search.query import Audience, SearchQuery
from search.results import EngineStatus, Facet, Results
from search.schema import SearchDocument


class EngineError(Exception):
    """Base of what an engine says goes wrong; not raised directly."""


class EngineUnavailable(EngineError):
    """The engine or its index cannot be reached now; trying later may help."""


class QueryTooExpensive(EngineError):
    """The query would go beyond its time budget."""


class SearchEngine(ABC):
    """A search engine keeps the whole of this contract; there are no optional parts."""

    @abstractmethod
    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """Store documents so that they are found from now on, each in place of its older self."""

    @abstractmethod
    def delete(self, ids: Iterable[int]) -> None:
        """Forget documents; ids that are not there are no error."""

    @abstractmethod
    def rebuild(
        self,
        documents: Iterable[SearchDocument],
        *,
        catch_up: Callable[[], Iterable[SearchDocument | int]] = tuple,
        progress: Callable[[int], object] = int,
    ) -> None:
        """Build a new index beside the living one and put it in its place in one step.

        `catch_up` yields what changed meanwhile (a document, or the id of one that is gone) and is
        asked just before the swap. Broken off, the living index stays as it was.
        """

    @abstractmethod
    def search(self, query: SearchQuery) -> Results:
        """Return the page of hits asked for, the total and the facets."""

    @abstractmethod
    def suggest(self, prefix: str, audience: Audience, limit: int = 8) -> tuple[str, ...]:
        """Return words, titles, authors and subjects that begin with `prefix` and that the audience may see."""

    @abstractmethod
    def similar(self, publication: int, audience: Audience, limit: int = 5) -> tuple[int, ...]:
        """Return ids of publications about the same as one, most alike first."""

    @abstractmethod
    def facet_values(self, query: SearchQuery, name: str, containing: str = "", limit: int = 1000) -> Facet:
        """Return the values of one facet, of those whose text contains `containing` (marks and case aside)."""

    @abstractmethod
    def matching_ids(self, query: SearchQuery) -> tuple[int, ...]:
        """Return the ids of all hits in the query's order, its offset and limit left aside."""

    @abstractmethod
    def versions(self) -> Iterator[tuple[int, int]]:
        """Yield (id, version) of every document, for a comparison with the database."""

    @abstractmethod
    def page_counts(self) -> Iterator[tuple[int, int]]:
        """Yield (id, number of pages) of every publication of which there are pages."""

    @abstractmethod
    def status(self) -> EngineStatus:
        """Return how the engine is; never raises."""

    def close(self) -> None:
        """Let go of what the engine holds."""
