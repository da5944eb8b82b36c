"""manage.py train: the labellers anew, from the shipped corpus and what staff have published.

It needs no database, but for --corrections without a file: then the library's published papers are the lessons.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ingest.description import weighing
from ingest.description.labelling import corpus, evaluation, grobid, training
from ingest.description.labelling.labels import SHIPPED_MODEL
from ingest.description.references import corpus as citation_corpus
from ingest.description.references import training as citation_training
from ingest.extraction.sandbox import Sandbox
from ingest.learning import lessons

MODEL_FOLDER = Path(weighing.__file__).parent / "model"
# The value of --corrections without a file.
_THE_LIBRARY = Path("-")
# Every tenth paper is held back to judge a new model by.
_HELD_BACK_EVERY = 10


class Command(BaseCommand):
    help = "Train the labellers of front pages and references; with --gold, fit the weights of the choices too."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--into",
            type=Path,
            metavar="DIR",
            help="where the models are written: into the package, or with --corrections to where the library uses it",
        )
        parser.add_argument(
            "--corpus",
            type=Path,
            default=MODEL_FOLDER / "headers.xz",
            metavar="FILE",
            help="the labelled papers to begin with",
        )
        parser.add_argument(
            "--grobid", type=Path, metavar="DIR", help="make the compact corpus anew from GROBID's folders"
        )
        parser.add_argument(
            "--corrections",
            type=Path,
            nargs="?",
            const=_THE_LIBRARY,
            metavar="FILE",
            help="learn from what staff have published, or from labelled papers in the form of headers.xz",
        )
        parser.add_argument("--gold", type=Path, action="append", metavar="DIR", help="fit the choices' weights to it")
        parser.add_argument("--only", choices=("headers", "references", "weights"))

    def handle(self, *_: object, **options: Any) -> None:
        only = "headers" if options["corrections"] else options["only"]
        folder: Path = options["into"] or (Path(settings.LABELLER_FOLDER) if options["corrections"] else MODEL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        if options["grobid"]:
            self._make_corpus(options["grobid"])
        if only in {None, "headers"}:
            self._train_headers(folder, options["corpus"], options["corrections"])
        if only in {None, "references"}:
            references = citation_corpus.read_corpus(MODEL_FOLDER / "citations.xz")
            citation_training.train(references, folder / "citation.crfsuite")
        if only == "weights" and not options["gold"]:
            raise CommandError("--only weights needs --gold DIR")
        if options["gold"] and only in {None, "weights"}:
            fitted = weighing.fit_weights(options["gold"])
            (folder / "weights.json").write_text(
                json.dumps(fitted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
        self.stdout.write(f"Trained into {folder}")

    def _make_corpus(self, grobid_folder: Path) -> None:
        headers = grobid.read_headers(grobid_folder / "header" / "corpus")
        corpus.write_corpus(MODEL_FOLDER / "headers.xz", headers)
        references = citation_corpus.read_grobid(grobid_folder / "citation" / "corpus")
        citation_corpus.write_corpus(MODEL_FOLDER / "citations.xz", references)

    def _train_headers(self, folder: Path, begun: Path, corrections: Path | None) -> None:
        """Train the front-page labeller; with corrections, keep the old model unless the new one is no worse."""
        shipped = list(corpus.read_corpus(begun))
        target = folder / SHIPPED_MODEL.name
        if corrections is None:
            training.train(shipped, target)
            return
        corrected = self._corrected(corrections)
        if not corrected:
            raise CommandError("Nothing to learn from: no published paper has its title and authors as its record has.")
        self.stdout.write(f"{len(corrected)} papers to learn from")
        everything = shipped + corrected
        held_back = everything[::_HELD_BACK_EVERY]
        learnt = [paper for place, paper in enumerate(everything) if place % _HELD_BACK_EVERY]
        without = [paper for place, paper in enumerate(shipped) if place % _HELD_BACK_EVERY]
        with tempfile.TemporaryDirectory() as scratch:
            old, new = Path(scratch) / "old", Path(scratch) / "new"
            training.train(without, old)
            training.train(learnt, new)
            before, after = evaluation.label_f1(old, held_back), evaluation.label_f1(new, held_back)
            for label in sorted(before):
                self.stdout.write(f"{label:10} before {before[label]:.3f}  after {after.get(label, 0.0):.3f}")
            if not evaluation.no_worse(after, before):
                raise CommandError("The retrained model is worse on the held-back papers and is not taken into use.")
            training.train(everything, Path(scratch) / "whole")
            # In one step: a worker that reads meanwhile has the old model or the new one.
            whole = shutil.copy(Path(scratch) / "whole", target.with_suffix(".new"))
            Path(whole).replace(target)

    def _corrected(self, corrections: Path) -> list[corpus.LabelledPaper]:
        if corrections != _THE_LIBRARY:
            return list(corpus.read_corpus(corrections))
        with Sandbox() as sandbox:
            return list(lessons(sandbox.read))
