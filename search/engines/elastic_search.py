"""One search on Elasticsearch: hits in order, facets, pages, suggestions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from search.analysis import fold
from search.engines.base import QueryTooExpensive
from search.engines.conditions import among, choices, hidden, newest, reached
from search.engines.elastic_index import SUGGESTED
from search.engines.elastic_query import compiled
from search.engines.entry import WORD, exact_field, suggested
from search.engines.page_words import Key, PageWords, added, parted, placed, scored
from search.engines.plan import All, AllOf, AnyOf, OneOf, Plan, Start
from search.engines.planning import Scope, any_word_plan, plan_of, relaxed_plan, scope_of
from search.engines.presenting import FoundPage, Presenter, faceted
from search.engines.spelling import misspellable, nearest
from search.engines.tantivy_analysis import tokens
from search.query import Audience, Everything, SearchQuery, Word
from search.ranking import Ranking
from search.results import Facet, Hit, Results

# Fewer hits than this with all the words, and papers with most of them follow.
FEW = 10
MAX_LIMIT = 1000
# The server's own bound on paging; beyond it all ids are fetched.
MAX_WINDOW = 10_000
MAX_BUCKETS = 60_000
_BATCH = 10_000
# Pages with their texts at a time.
_READ = 1000
TIME_BUDGET = "5s"
_SORTS: dict[str, list[Any]] = {
    "relevance": ["_score", "pk"],
    "newest": ["-newest"],
    "oldest": ["oldest"],
    "title": ["sort_title"],
}


class ElasticSearch:
    """Answers questions from the two living indexes."""

    def __init__(self, client: Elasticsearch, index: str, languages: tuple[str, ...], ranking: Ranking) -> None:
        self.client = client
        self.publications = f"{index}-publications"
        self.pages = f"{index}-pages"
        self.languages = languages
        self.ranking = ranking

    def results(self, query: SearchQuery) -> Results:
        strict = plan_of(query.expression, self.scope(query))
        offset, limit = max(query.offset, 0), min(max(query.limit, 0), MAX_LIMIT)
        answer = self._answer(query, strict, offset, limit, facets=query.facets)
        total: int = answer["hits"]["total"]["value"]
        hits = [(hit, False) for hit in self._hits(query, strict, answer, offset, limit)]
        relaxed_total = 0
        if total < FEW and query.relaxed and (relaxed := self._relaxed(query, strict, total)):
            more = self._answer(query, relaxed, max(offset - total, 0), limit - len(hits))
            relaxed_total = more["hits"]["total"]["value"]
            hits += [(hit, True) for hit in more["hits"]["hits"]]
        return Results(
            total=total,
            hits=tuple(self._shown(query, hits)),
            facets=tuple(
                self._facet(query, name, answer["aggregations"][name], query.facet_values) for name in query.facets
            ),
            relaxed_total=relaxed_total,
            did_you_mean=() if total else tuple(self._corrections(query)),
        )

    def scope(self, query: SearchQuery) -> Scope:
        return scope_of(query, self.languages, self.ranking)

    def _relaxed(self, query: SearchQuery, strict: Plan, total: int) -> Plan | None:
        plan = relaxed_plan(query.expression, self.scope(query))
        if plan is None or not total:
            return plan
        found = self._answer(query, strict, 0, total)["hits"]["hits"]
        return AllOf((plan,), without=(OneOf("id", tuple(hit["_id"] for hit in found)),))

    def _answer(
        self, query: SearchQuery, plan: Plan, offset: int, limit: int, facets: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Return the server's answer: every count exact, all facets in the same request."""
        beyond = offset + limit > MAX_WINDOW
        search = self._search(self.publications).query(compiled(reached(query, plan)))
        search = search.extra(track_total_hits=True).source(["shown"])
        search = search[0:0] if beyond or limit <= 0 else search[offset : offset + limit]
        search = search.sort(*_sort(query))
        if chosen := list(choices(query)):
            search = search.post_filter(compiled(AllOf(tuple(chosen))))
        for name in facets:
            self._ask_facet(search, query, name, query.facet_values + 1)
        return _whole(search)

    def _search(self, index: str) -> Search[Any]:
        # With a red shard the default is an answer with fewer hits and status 200.
        return Search(using=self.client, index=index).params(allow_partial_search_results=False, request_cache=False)

    def _hits(
        self, query: SearchQuery, plan: Plan, answer: dict[str, Any], offset: int, limit: int
    ) -> list[dict[str, Any]]:
        hits: list[dict[str, Any]] = answer["hits"]["hits"]
        if limit <= 0 or offset + limit <= MAX_WINDOW or offset >= answer["hits"]["total"]["value"]:
            return hits
        wanted = [str(pk) for pk in self.all_ids(query, plan)[offset : offset + limit]]
        search = self._search(self.publications).query("ids", values=wanted).source(["shown"])[0 : len(wanted)]
        found = {hit["_id"]: hit for hit in _whole(search)["hits"]["hits"]}
        return [found[pk] for pk in wanted if pk in found]

    def _ask_facet(self, search: Search[Any], query: SearchQuery, name: str, size: int) -> None:
        """Ask for the counts of a facet under the other facets' choices, for the chosen values in any case."""
        others: Query = compiled(AllOf((*choices(query, skip=name),)) if list(choices(query, name)) else AllOf(()))
        field = "year" if name == "year" else f"facet_{name}"
        bucket = search.aggs.bucket(name, "filter", filter=others)
        order = [{"_count": "desc"}, {"_key": "asc"}]
        bucket.bucket("values", A("terms", field=field, size=min(size, MAX_BUCKETS), order=order))
        chosen = query.filters.of(name)
        if name == "year":
            numbers = [int(value) for value in chosen if value.isdecimal() and len(value) < 5]
            if numbers:
                bucket.bucket("chosen", A("terms", field=field, size=len(numbers), include=numbers))
        elif chosen:
            bucket.bucket("chosen", A("terms", field=field, size=len(chosen), include=list(chosen)))

    def _facet(self, query: SearchQuery, name: str, answer: dict[str, Any], limit: int, containing: str = "") -> Facet:
        buckets = [*answer["values"]["buckets"], *answer.get("chosen", {"buckets": []})["buckets"]]
        known = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
        return faceted(query, name, known, limit, containing)

    def facet(self, query: SearchQuery, name: str, limit: int, containing: str) -> Facet:
        plan = plan_of(query.expression, self.scope(query))
        search = self._search(self.publications).query(compiled(reached(query, plan)))[0:0]
        self._ask_facet(search, query, name, MAX_BUCKETS if containing else limit + 1)
        return self._facet(query, name, _whole(search)["aggregations"][name], limit, containing)

    def _shown(self, query: SearchQuery, hits: list[tuple[dict[str, Any], bool]]) -> Iterator[Hit]:
        presenter = Presenter(query.expression, query.near)
        pages = self._located(query, [int(hit["_id"]) for hit, _ in hits]) if query.passages > 0 else {}
        for hit, relaxed in hits:
            count, found = pages.get(int(hit["_id"]), (0, []))
            yield presenter.hit(
                int(hit["_id"]),
                hit["_source"]["shown"],
                found,
                page_count=count,
                score=hit.get("_score") or 0.0,
                relaxed=relaxed,
            )

    def _located(self, query: SearchQuery, ids: list[int]) -> dict[int, tuple[int, list[FoundPage]]]:
        """Return for each publication on how many pages the words are, and its best pages, in one request.

        Words unstemmed, for beginnings and misspellings, are read from the pages first.
        """
        plan = any_word_plan(query.expression, replace(self.scope(query), pages=True))
        if plan is None or not ids:
            return {}
        plan, unstemmed = parted(plan)
        words = PageWords(lambda: self._read(query, ids))
        plan = placed(plan, added(scored(part, words) for part in unstemmed), ids)
        asked = AllOf((plan, among(ids)), without=hidden(query.audience))
        search = self._search(self.pages).query(compiled(asked))[0:0]
        order = ["_score", "number", "file"]
        best = {"size": min(query.passages, 100), "sort": order, "_source": ["shown", "number", "file"]}
        search.aggs.bucket("of", "terms", field="id", size=len(ids)).metric("best", "top_hits", **best)
        buckets = _whole(search)["aggregations"]["of"]["buckets"]
        found = {bucket["key"]: (bucket["doc_count"], bucket["best"]["hits"]["hits"]) for bucket in buckets}
        return {int(pk): (count, [FoundPage(**hit["_source"]) for hit in hits]) for pk, (count, hits) in found.items()}

    def _read(self, query: SearchQuery, ids: list[int]) -> Iterator[tuple[Key, str]]:
        """Yield each page of publications with what it is shown from; mostly they come in one answer."""
        asked = compiled(AllOf((among(ids),), without=hidden(query.audience)))
        answer = _whole(self._search(self.pages).query(asked).source(["shown"]).extra(track_total_hits=True)[0:_READ])
        hits = answer["hits"]["hits"]
        if answer["hits"]["total"]["value"] > len(hits):
            hits = self._all(asked, ["_shard_doc"], self.pages, batch=_READ, source="shown")
        for hit in hits:
            pk, _, position = hit["_id"].partition(".")
            yield (int(pk), int(position)), hit["_source"]["shown"]

    def _corrections(self, query: SearchQuery) -> Iterator[tuple[str, str]]:
        scope = self.scope(query)
        for word, term in misspellable(query.expression):
            if self._count(query, plan_of(Word(word), scope)):
                continue
            for candidate in nearest(term, self._alike(term, scope)):
                if self._count(query, plan_of(Word(candidate), scope)):
                    yield word, candidate
                    break

    def _alike(self, term: str, scope: Scope) -> Counter[str]:
        """Return words of the index within two letters of a term, with how many papers have them."""
        search = self._search(self.publications)[0:0]
        asked = {"suggest_mode": "always", "max_edits": 2, "prefix_length": 1, "size": 10}
        for plane in scope.open_planes("", merged=True):
            search = search.suggest(plane, term, term={"field": exact_field(plane), **asked})
        found: Counter[str] = Counter()
        for entries in _whole(search)["suggest"].values():
            for option in (option for entry in entries for option in entry["options"]):
                found[option["text"]] += option["freq"]
        return found

    def _count(self, query: SearchQuery, plan: Plan) -> int:
        asked = compiled(reached(query, plan, *choices(query)))
        return int(self.client.count(index=self.publications, query=asked.to_dict())["count"])

    def all_ids(self, query: SearchQuery, plan: Plan | None = None) -> tuple[int, ...]:
        """Return the ids of all hits in the query's order."""
        plan = plan or plan_of(query.expression, self.scope(query))
        asked = compiled(reached(query, plan, *choices(query)))
        return tuple(int(hit["_id"]) for hit in self._all(asked, _sort(query)))

    def versions(self) -> Iterator[tuple[int, int]]:
        for hit in self._all(Q("match_all"), ["pk"]):
            yield int(hit["_id"]), hit["_version"]

    def pages_of(self, publication: int) -> Iterator[tuple[str, int]]:
        """Yield (id, version) of every page of a publication."""
        for hit in self._all(compiled(among([publication])), ["number", "file"], self.pages):
            yield hit["_id"], hit["_version"]

    def page_counts(self) -> Iterator[tuple[int, int]]:
        after: dict[str, Any] = {}
        while True:
            search = self._search(self.pages)[0:0]
            search.aggs.bucket("of", "composite", sources=[{"pk": A("terms", field="pk")}], size=_BATCH, **after)
            found = _whole(search)["aggregations"]["of"]
            yield from ((int(bucket["key"]["pk"]), int(bucket["doc_count"])) for bucket in found["buckets"])
            if "after_key" not in found:
                return
            after = {"after": found["after_key"]}

    def _all(
        self, asked: Query, sort: list[Any], index: str = "", *, batch: int = _BATCH, source: str = ""
    ) -> Iterator[dict[str, Any]]:
        """Yield every hit from one state of the index."""
        pit = self.client.open_point_in_time(index=index or self.publications, keep_alive="2m")["id"]
        order = [
            {"_score": "desc"} if s == "_score" else {s.lstrip("-"): "desc" if s[0] == "-" else "asc"} for s in sort
        ]
        after: list[Any] | None = None
        try:
            while True:
                answer = self.client.search(
                    pit={"id": pit, "keep_alive": "2m"}, query=asked.to_dict(), size=batch, sort=order,
                    search_after=after, source={"includes": [source]} if source else False, version=True,
                    track_total_hits=False, timeout=TIME_BUDGET, allow_partial_search_results=False,
                )  # fmt: skip
                hits = _in_time(answer.body)["hits"]["hits"]
                yield from hits
                if len(hits) < batch:
                    return
                after = hits[-1]["sort"]
        finally:
            self.client.close_point_in_time(id=pit)

    def similar(self, publication: int, audience: Audience, limit: int) -> tuple[int, ...]:
        one = compiled(AllOf((among([publication]),), without=hidden(audience)))
        hits = _whole(self._search(self.publications).query(one).source(["shown"])[0:1])["hits"]["hits"]
        if not hits or limit <= 0:
            return ()
        shown = json.loads(hits[0]["_source"]["shown"])
        texts: dict[str, list[str]] = {}
        for language, text in (*shown["titles"], *shown["abstracts"], *shown["keywords"]):
            texts.setdefault(language, []).append(" ".join(tokens(language, text)))
        asked = {"min_term_freq": 1, "min_doc_freq": 2, "max_query_terms": 25, "min_word_length": 3}
        alike = [
            Q("more_like_this", fields=[f"head_{language}"], like=words, minimum_should_match="1", **asked)
            for language, words in texts.items()
        ]
        conditions = newest(audience, AllOf((All(),), without=(among([publication]),)))
        both = Q("bool", should=alike, minimum_should_match=1, filter=[compiled(conditions)])
        found = _whole(self._search(self.publications).query(both).source([]).sort("_score", "pk")[0:limit])
        return tuple(int(hit["_id"]) for hit in found["hits"]["hits"])

    def suggestions(self, prefix: str, audience: Audience, limit: int) -> tuple[str, ...]:
        start = fold(prefix)[:200]
        if not start or limit <= 0:
            return ()
        begun = dict(zip(SUGGESTED, (f"{WORD}{start}", start), strict=True))
        # Counting goes through all values of what it is asked of, so only those with a fitting one are counted.
        having = AnyOf(tuple(Start(field, term) for field, term in begun.items()))
        search = self._search(self.publications).query(compiled(newest(audience, having)))[0:0]
        order = [{"_count": "desc"}, {"_key": "asc"}]
        for field, term in begun.items():
            search.aggs.bucket(field, A("terms", field=field, include=f"{term}.*", size=limit * 4, order=order))
        found = _whole(search)["aggregations"]
        words, texts = ([bucket["key"] for bucket in found[field]["buckets"]] for field in SUGGESTED)
        return suggested(start, words, texts, limit)


def _sort(query: SearchQuery) -> list[Any]:
    if query.sort == "relevance" and isinstance(query.expression, Everything):
        return ["pk"]
    return _SORTS[query.sort]


def _whole(search: Search[Any]) -> dict[str, Any]:
    """Return the answer to a search; raises QueryTooExpensive beyond the time budget."""
    return _in_time(search.extra(timeout=TIME_BUDGET).execute().to_dict())


def _in_time(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer; one that the time budget cut short is an error, not fewer hits."""
    if answer.get("timed_out"):
        raise QueryTooExpensive(f"not answered within {TIME_BUDGET}")  # noqa: EM102
    return answer
