"""Training the labeller from the shipped corpus and from papers that staff have corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite

from ingest.description.labelling.corpus import LabelledPaper
from ingest.description.labelling.features import features

# Measured on 70 held-out headers: fewer rounds lose authors, more gain nothing.
_SETTINGS = {"c1": 0.1, "c2": 0.01, "max_iterations": 90, "feature.minfreq": 2, "feature.possible_transitions": True}


def with_starts(labels: Sequence[str]) -> list[str]:
    """Return labels in the B-/I- notation, so that two neighbouring parts of one kind stay two."""
    return [
        label if label == "O" else ("I-" if index and labels[index - 1] == label else "B-") + label
        for index, label in enumerate(labels)
    ]


def train(papers: Iterable[LabelledPaper], target: Path) -> None:
    """Train a model on labelled papers and write it to a file. The same papers give the same bytes."""
    trainer = pycrfsuite.Trainer("lbfgs", verbose=False)
    trainer.set_params(_SETTINGS)
    for paper in papers:
        trainer.append(features(list(paper.tokens)), with_starts(paper.labels))
    trainer.train(str(target))
