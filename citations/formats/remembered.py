"""Answers about texts that come again and again, kept; those about long ones are not, which may be anybody's upload."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

LONGEST = 2000
Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")


def remembered(
    most: int,
) -> Callable[[Callable[Concatenate[str, Rest], Answer]], Callable[Concatenate[str, Rest], Answer]]:
    """Keep the `most` latest answers of a function whose first argument is a text."""

    def kept(work: Callable[Concatenate[str, Rest], Answer]) -> Callable[Concatenate[str, Rest], Answer]:
        known = lru_cache(maxsize=most)(work)

        @wraps(work)
        def asked(text: str, /, *rest: Rest.args, **named: Rest.kwargs) -> Answer:
            return (known if len(text) <= LONGEST else work)(text, *rest, **named)  # type: ignore[arg-type]

        return asked

    return kept
