"""How well a labeller does on papers it has not seen: F1 of each label over words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from ingest.description.labelling.corpus import LabelledPaper
from ingest.description.labelling.features import features


def label_f1(model: Path, papers: Iterable[LabelledPaper]) -> dict[str, float]:
    """Return the F1 of each label, and over all words under "all"."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for paper in papers:
        found = [label.split("-")[-1] for label in tagger.tag(features(list(paper.tokens)))]
        given.update(found)
        wanted.update(paper.labels)
        right.update(label for label, true in zip(found, paper.labels, strict=True) if label == true)
    scores = {label: 2 * right[label] / (given[label] + wanted[label]) for label in wanted}
    return scores | {"all": right.total() / max(1, wanted.total())}


def no_worse(new: dict[str, float], old: dict[str, float]) -> bool:
    """Tell whether a retrained model may be taken into use: title and authors no worse on the held-back papers."""
    return all(new.get(label, 0.0) >= old.get(label, 0.0) - 0.002 for label in ("title", "author"))
