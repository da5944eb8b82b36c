"""Typed reading of what a tantivy search gives: its stubs leave much open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tantivy import DocAddress, Order, Query, Searcher


def top(
    searcher: Searcher,
    query: Query,
    limit: int,
    *,
    offset: int = 0,
    field: str | None = None,
    order: Order = Order.Desc,
) -> tuple[int, list[tuple[float, DocAddress]]]:
    """Return how many documents match, and (score, address) of the first; the key of `field` for the score if given."""
    # A limit of 0 is a panic in Rust.
    result: Any = searcher.search(query, limit=max(limit, 1), offset=offset, order_by_field=field, order=order)
    return result.count, list(result.hits)[:limit]


def numbers(searcher: Searcher, field: str, addresses: Sequence[DocAddress]) -> list[int]:
    """Return the number of each document in a fast field."""
    found: list[Any] = searcher.fast_field_values(field, list(addresses))
    return found


def stored(searcher: Searcher, address: DocAddress) -> str:
    """Return what a document is shown from."""
    value: Any = searcher.doc(address).get_first("shown")
    text: str = value.decode()
    return text
