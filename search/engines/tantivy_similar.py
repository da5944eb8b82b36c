"""Publications that are like one."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from math import log

from search.engines.conditions import hidden, newest
from search.engines.plan import All, AllOf, AnyOf, OneOf, Plan, Term
from search.engines.tantivy_analysis import tokens
from search.engines.tantivy_hits import ranked
from search.engines.tantivy_reading import stored, top
from search.engines.tantivy_state import State
from search.query import Audience

# Words by which publications are alike.
SHORTEST_TELLING, MOST_TELLING = 3, 25


def similar(state: State, publication: int, audience: Audience, limit: int) -> tuple[int, ...]:
    """Return the ids of publications whose heads share the most telling words."""
    one = state.compiler.query(AllOf((OneOf("id", (str(publication),)),), without=hidden(audience)))
    _, hits = top(state.publications, one, 1)
    if not hits or limit <= 0:
        return ()
    others = newest(audience, AllOf((All(),), without=(OneOf("id", (str(publication),)),)))
    telling = _telling(state, json.loads(stored(state.publications, hits[0][1])), others)
    _, found = ranked(state, state.compiler.within(state.compiler.query(telling), others), 0, limit)
    return tuple(each.id for each in found)


def _telling(state: State, shown: dict[str, list[tuple[str, str]]], others: AllOf) -> Plan:
    """Return the plan of the words of a head that few of the others have.

    tantivy's own choice of words is by chance, and of what was replaced or is hidden it knows no difference.
    """
    texts = (*shown["titles"], *shown["abstracts"], *shown["keywords"])
    words = Counter((f"head_{language}", word) for language, text in texts for word in tokens(language, text))
    worth: list[tuple[float, str, str]] = []
    for (field, word), times in words.items():
        if len(word) >= SHORTEST_TELLING and (having := state.publications.doc_freq(field, word)) > 1:
            worth.append((-times * log(1 + state.publications.num_docs / having), field, word))
    terms = (Term(field, word) for _, field, word in sorted(worth))
    shared = (term for term in terms if state.total(state.compiler.within(state.compiler.query(term), others)))
    return AnyOf(tuple(islice(shared, MOST_TELLING)))
