"""The labeller's corpus, its training and what it learns from corrections."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from citations.reference import Contributor, Name, Reference, Text
from ingest.description.fitting import Example, fit
from ingest.description.front import front_matter
from ingest.description.labelling import training
from ingest.description.labelling.corpus import read_corpus, write_corpus
from ingest.description.labelling.corrections import corrected_paper
from ingest.description.labelling.evaluation import label_f1, no_worse
from ingest.description.labelling.labels import SHIPPED_MODEL, label_front
from ingest.description.ranking import choose, probabilities
from ingest.description.weighing import fit_weights, held_out_weights
from tests.description.made import article, written_pdf

_REFERENCE = Reference(
    titles=(Text(text="How councils decide on money"),),
    contributors=(
        Contributor(name=Name(family="Provberg", given="Ada")),
        Contributor(name=Name(family="Testman", given="Bo")),
    ),
)
_PAPER = article(title="How councils decide on money", authors="Ada Provberg and Bo Testman")


def test_the_models_and_what_they_are_made_from_fit_into_eight_megabytes() -> None:
    assert sum(file.stat().st_size for file in SHIPPED_MODEL.parent.iterdir()) <= 8_000_000


def test_a_correction_labels_title_and_authors_as_published() -> None:
    paper = corrected_paper(_PAPER, _REFERENCE)
    assert paper is not None
    labelled = {
        label: [t.word for t, x in zip(paper.tokens, paper.labels, strict=True) if x == label]
        for label in ("title", "author")
    }
    assert labelled["title"] == ["How", "councils", "decide", "on", "money"]
    assert {"Ada", "Provberg", "Bo", "Testman"} <= set(labelled["author"])


def test_a_record_of_another_paper_teaches_nothing() -> None:
    assert corrected_paper(_PAPER, Reference(titles=(Text(text="Something else altogether"),))) is None


def test_the_corpus_survives_its_written_form(tmp_path: Path) -> None:
    paper = corrected_paper(_PAPER, _REFERENCE)
    assert paper is not None
    write_corpus(tmp_path / "papers.xz", [paper])
    (again,) = read_corpus(tmp_path / "papers.xz")
    assert again.labels == paper.labels
    assert [token.word for token in again.tokens] == [token.word for token in paper.tokens]


def test_a_labeller_learns_what_it_is_shown(tmp_path: Path) -> None:
    paper = corrected_paper(_PAPER, _REFERENCE)
    assert paper is not None
    training.train([paper] * 6, tmp_path / "model")
    scores = label_f1(tmp_path / "model", [paper])
    assert scores["title"] > 0.9
    assert no_worse(scores, scores)
    assert not no_worse({"title": 0.5, "author": 0.9}, {"title": 0.9, "author": 0.9})
    labelled = label_front(front_matter(_PAPER), tmp_path / "model")
    assert labelled.runs("title")


def test_fitted_weights_choose_the_right_option_and_know_when_none_is() -> None:
    examples = [Example(options=[{"big": 1.0}, {"small": 1.0}], right=frozenset({0}))] * 20
    examples += [Example(options=[{"small": 1.0}], right=frozenset())] * 20
    weights = fit(examples)
    choice = choose(weights, [{"small": 1.0}, {"big": 1.0}])
    assert choice is not None
    assert choice.best == 1
    assert choice.probability > 0.9
    assert probabilities(weights, [{"small": 1.0}])[0] < 0.2


def _gold(folder: Path, people: Sequence[str]) -> Path:
    """Write a folder of one paper by each of some people, with the answers in its manifest."""
    folder.mkdir()
    records = []
    for number, family in enumerate(people):
        title = f"How {family} decided on money in {2001 + number}"
        written_pdf(
            folder,
            (title, 20, 40, 24 - 4 * number),
            (f"Ada {family}", 20, 70, 12),
            (f"May {2001 + number}", 20, 80, 10),
        )
        (folder / "made.pdf").rename(folder / f"{number}.pdf")
        record = {"id": family, "path": f"{number}.pdf", "title": title, "text_quality": "good"}
        records.append(record | {"authors": [{"family": family}], "year": 2001 + number})
    (folder / "manifest.json").write_text(json.dumps({"records": records}))
    return folder


def test_the_weights_held_out_for_a_paper_are_those_of_folders_without_it(tmp_path: Path) -> None:
    people = ["Provberg", "Testman", "Ekdal", "Lindh", "Sundin"]
    beside = _gold(tmp_path / "beside", ["Quist", "Alm"])
    held_out = held_out_weights(_gold(tmp_path / "gold", people), beside=[beside])
    without = _gold(tmp_path / "without", people)
    manifest = json.loads((without / "manifest.json").read_text())
    manifest["records"] = [record for record in manifest["records"] if record["id"] != "Ekdal"]
    (without / "manifest.json").write_text(json.dumps(manifest))
    assert held_out("Ekdal") == fit_weights([beside, without])
    assert held_out("Ekdal") != held_out("Lindh")
