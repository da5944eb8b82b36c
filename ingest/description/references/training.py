"""Training the citation labeller."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from ingest.description.labelling.training import with_starts
from ingest.description.references.corpus import LabelledReference
from ingest.description.references.tokens import features

_SETTINGS = {"c1": 0.2, "c2": 0.02, "max_iterations": 60, "feature.minfreq": 3, "feature.possible_transitions": True}


def train(references: Iterable[LabelledReference], target: Path) -> None:
    """Train a model on labelled references and write it to a file."""
    trainer = pycrfsuite.Trainer("lbfgs", verbose=False)
    trainer.set_params(_SETTINGS)
    for reference in references:
        trainer.append(features([word for word, _ in reference]), with_starts([label for _, label in reference]))
    trainer.train(str(target))
