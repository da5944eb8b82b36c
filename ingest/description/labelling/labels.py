"""Labels of a front page's words, by the shipped model or one trained since."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pycrfsuite

from ingest.description.front import Front
from ingest.description.labelling.features import features
from ingest.description.labelling.tokens import Token, header_tokens

SHIPPED_MODEL = Path(__file__).parent.parent / "model" / "header.crfsuite"


@dataclass(frozen=True, slots=True)
class LabelledFront:
    """The words of a front page, a label (B-title, I-author, O ...) for each, and the share of labels in each row."""

    tokens: tuple[Token, ...]
    labels: tuple[str, ...]
    shares: Mapping[int, Mapping[str, float]]

    def share(self, rows: list[int], label: str) -> float:
        """Return the mean share of a label in rows, by their indexes."""
        return sum(self.shares.get(row, {}).get(label, 0.0) for row in rows) / len(rows) if rows else 0.0

    def runs(self, label: str) -> list[list[Token]]:
        """Return the runs of tokens with a label, each begun by B- or after another label."""
        runs: list[list[Token]] = []
        before = "O"
        for token, found in zip(self.tokens, self.labels, strict=True):
            if found.endswith(f"-{label}"):
                if found.startswith("B-") or not before.endswith(f"-{label}"):
                    runs.append([])
                runs[-1].append(token)
            before = found
        return runs


@cache
def _tagger(model: Path, changed: int) -> pycrfsuite.Tagger:  # noqa: ARG001 - a part of the cache's key
    """Return the model in a file, loaded once for each time at which it `changed`."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    return tagger


def _shares(tokens: list[Token], labels: list[str]) -> dict[int, dict[str, float]]:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for token, label in zip(tokens, labels, strict=True):
        counts[token.row][label.split("-")[-1]] += 1
    return {
        row: {label: number / counter.total() for label, number in counter.items()} for row, counter in counts.items()
    }


def label_front(front: Front, model: Path = SHIPPED_MODEL) -> LabelledFront:
    """Return the front matter with its words labelled."""
    tokens = header_tokens(front)
    labels: list[str] = _tagger(model, model.stat().st_mtime_ns).tag(features(tokens)) if tokens else []
    return LabelledFront(tokens=tuple(tokens), labels=tuple(labels), shares=_shares(tokens, labels))
