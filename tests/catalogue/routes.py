"""Every address of the library, filled in from a table: one that the table does not know is an error, not forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
# Django's own admin: a test of its own looks at who gets in.
_LEFT_OUT = ("admin/",)

Values = Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address of the resolver: its name, and its path with places to fill in."""

    name: str
    path: str

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(_PLACE.findall(self.path))


def routes() -> list[Route]:
    """Return every route of the library, as the resolver has them."""
    return [route for route in _within(get_resolver().url_patterns, "/") if not route.path[1:].startswith(_LEFT_OUT)]


def filled(route: Route, values: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the route's addresses: `values` maps a place (`number`, or `NAME.place` for one route alone) to its values.

    Raises LookupError for a place that nobody has thought of.
    """
    chosen = []
    for place in route.places:
        known = values.get(f"{route.name}.{place}", values.get(place))
        if known is None:
            message = f"a new address: say what stands for {place} in {route.path} ({route.name})"
            raise LookupError(message)
        chosen.append(known)
    for combination in product(*chosen):
        rest = iter(combination)
        yield _PLACE.sub(lambda _found, rest=rest: next(rest), route.path)  # type: ignore[misc]


def _within(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for pattern in patterns:
        path = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _within(pattern.url_patterns, path)
        else:
            yield Route(name=pattern.name or "", path=path)
