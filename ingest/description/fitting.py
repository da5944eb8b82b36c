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


def _matrix(example: Example, places: dict[str, int]) -> _Matrix:
    options = (*example.options, NONE_IS_RIGHT)
    matrix = np.zeros((len(options), len(places)))
    for row, option in enumerate(options):
        for name, value in option.items():
            matrix[row, places[name]] = value
    return matrix


def _targets(example: Example) -> _Matrix:
    """Return 1 for each right option; the last place is for none being right."""
    targets = np.zeros(len(example.options) + 1)
    for place in example.right or {len(example.options)}:
        targets[place] = 1.0
    return targets


def _gradient(matrix: _Matrix, targets: _Matrix, weights: _Matrix) -> _Matrix:
    scores = matrix @ weights
    powers = np.exp(scores - scores.max())
    likely = powers / powers.sum()
    wanted = likely * targets
    total = wanted.sum()
    wanted = wanted / total if total > 0 else targets / targets.sum()
    return np.asarray(matrix.T @ (wanted - likely))


def fit(examples: Sequence[Example], penalty: float = 0.01) -> dict[str, float]:
    """Return the weights that make the right options likeliest, with an L2 penalty (Adam, a fixed number of steps)."""
    names = sorted({name for e in examples for option in e.options for name in option} | set(NONE_IS_RIGHT))
    places = {name: place for place, name in enumerate(names)}
    matrices = [(_matrix(e, places), _targets(e)) for e in examples if e.options]
    weights, mean, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, _STEPS + 1):
        gradient = sum((_gradient(m, t, weights) for m, t in matrices), np.zeros(len(names))) / max(1, len(matrices))
        gradient = gradient - penalty * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights = weights + _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(weights[place]), 4) for name, place in places.items()}
