"""A plan as Elasticsearch query objects."""

from __future__ import annotations

from typing import Any

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.engines.elastic_forms import cut_off
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

# Lucene's BM25 leaves out the factor k1 + 1, which the embedded engine has and the tiers are measured by.
BM25_FACTOR = 2.2
MAX_EXPANDED = 1000
_LONGEST_YEAR = 32_767


def compiled(plan: Plan) -> Query:  # noqa: C901 -- one line a node of the plan
    """Return the query of a plan."""
    match plan:
        case Term(field, term, weight):
            return _query("term", field, {"value": term, "boost": weight * BM25_FACTOR})
        case Sequence(field, terms, slop, weight):
            asked = {"query": " ".join(terms), "slop": slop, "boost": weight * BM25_FACTOR}
            return _query("match_phrase", field, asked)
        case Start():
            return _start(plan)
        case Near(field, term, distance):
            return _query("fuzzy", field, {"value": term, "fuzziness": distance, "max_expansions": MAX_EXPANDED})
        case OneOf("place", places):
            # What a page is called is its document's id here.
            return _flat(Q("ids", values=list(places)), 0.0)
        case OneOf(field, values):
            return _flat(_query("terms", field, list(values)), 0.0)
        case Between(field, first, last):
            return _flat(_query("range", field, _ends(first, last)), 0.0)
        case Fixed(part, score):
            return _flat(compiled(part), score)
        case AnyOf(()):
            # An empty choice would be every document.
            return Q("match_none")
        case AnyOf(parts, least):
            return Q("bool", should=[compiled(part) for part in parts], minimum_should_match=max(least, 1))
        case AllOf(parts, better, without):
            clauses = {"must": parts, "should": better, "must_not": without}
            asked_all: dict[str, Any] = {
                name: [compiled(part) for part in each] for name, each in clauses.items() if each
            }
            return Q("bool", minimum_should_match=0, **asked_all)
        case All():
            return _flat(Q("match_all"), 0.0)
        case Nothing():
            return Q("match_none")


def _query(kind: str, field: str, value: Any) -> Query:
    return Q(kind, **{field: value})


def _flat(part: Query, score: float) -> Query:
    return Q("constant_score", filter=part, boost=score)


def _start(plan: Start) -> Query:
    if not plan.ending:
        return _query("prefix", plan.field, {"value": plan.start})
    if plan.field.startswith("forms_"):
        return _query("regexp", plan.field, {"value": cut_off(plan.start)})
    # What compounds begin with stands among their forms here, where it is cut off as `ending` and `barred` say.
    plane, _, language = plan.field.rpartition("_")
    return _query("regexp", f"forms_{plane}", {"value": cut_off(f"c:{language}:{plan.start}")})


def _ends(first: int | None, last: int | None) -> dict[str, int]:
    """Return the ends that are given, within what a short number can be."""
    ends = {"gte": first, "lte": last}
    return {name: min(max(end, -1), _LONGEST_YEAR) for name, end in ends.items() if end is not None}
