"""Fitting the weights of a choice to papers whose right answer is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.description.ranking import NONE_IS_RIGHT, Features

_Matrix = npt.NDArray[np.float64]
_STEPS = 400
_RATE = 0.08


@dataclass(frozen=True, slots=True)
class Example:
    """The options for one field of one paper, and the places of those that are right."""

    options: Sequence[Features]
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Table:
    """All options of all examples as rows, the options of one example beside each other."""

    features: _Matrix
    right: _Matrix
    starts: npt.NDArray[np.intp]
    example_of: npt.NDArray[np.intp]


def _table(examples: Sequence[Example], places: dict[str, int]) -> _Table:
    """Return the examples as one table; the last option of each is that none is right."""
    rows = [(number, option) for number, e in enumerate(examples) for option in (*e.options, NONE_IS_RIGHT)]
    features = np.zeros((len(rows), len(places)))
    for row, (_, option) in enumerate(rows):
        for name, value in option.items():
            features[row, places[name]] = value
    sizes = [len(e.options) + 1 for e in examples]
    starts = np.cumsum([0, *sizes[:-1]])
    right = np.zeros(len(rows))
    for example, start in zip(examples, starts, strict=True):
        for place in example.right or {len(example.options)}:
            right[start + place] = 1.0
    return _Table(features, right, starts, np.array([number for number, _ in rows], dtype=np.intp))


def _gradient(table: _Table, weights: _Matrix) -> _Matrix:
    """Return the mean slope of the log-likelihood that one of an example's right options is chosen."""
    scores = table.features @ weights
    powers = np.exp(scores - np.maximum.reduceat(scores, table.starts)[table.example_of])
    likely = powers / np.add.reduceat(powers, table.starts)[table.example_of]
    wanted = likely * table.right + 1e-12 * table.right
    wanted = wanted / np.add.reduceat(wanted, table.starts)[table.example_of]
    return np.asarray(table.features.T @ (wanted - likely)) / len(table.starts)


def fit(examples: Sequence[Example], penalty: float = 0.01) -> dict[str, float]:
    """Return the weights that make the right options likeliest, with an L2 penalty (Adam, a fixed number of steps)."""
    with_options = [example for example in examples if example.options]
    names = sorted({name for e in with_options for option in e.options for name in option} | set(NONE_IS_RIGHT))
    table = _table(with_options, {name: place for place, name in enumerate(names)})
    weights, mean, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, _STEPS + 1):
        gradient = _gradient(table, weights) - penalty * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights = weights + _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(weights[place]), 4) for place, name in enumerate(names)}
