"""Choosing one of several options by a linear model whose probabilities are calibrated by their fitting."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Features = Mapping[str, float]
Weights = Mapping[str, float]

_WEIGHTS_FILE = Path(__file__).parent / "model" / "weights.json"
# The option that none of the others is right.
NONE_IS_RIGHT: Features = {"none": 1.0}


@dataclass(frozen=True, slots=True)
class Choice:
    """The place of the best option, its probability, and the other options' places from likely to unlikely."""

    best: int
    probability: float
    others: tuple[int, ...]


@cache
def shipped_weights() -> Mapping[str, Weights]:
    """Return the fitted weights of each field's choice."""
    weights: dict[str, dict[str, float]] = json.loads(_WEIGHTS_FILE.read_text(encoding="utf-8"))
    return weights


def _score(weights: Weights, features: Features) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items() if value)


def probabilities(weights: Weights, options: Sequence[Features]) -> list[float]:
    """Return the probability of each option being right; what is missing to 1 is that none is."""
    scores = [_score(weights, features) for features in (*options, NONE_IS_RIGHT)]
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers[:-1]]


def choose(weights: Weights, options: Sequence[Features]) -> Choice | None:
    """Return the likeliest option; None where there are no options."""
    if not options:
        return None
    likely = probabilities(weights, options)
    order = sorted(range(len(options)), key=lambda place: -likely[place])
    return Choice(best=order[0], probability=likely[order[0]], others=tuple(order[1:]))
