"""manage.py train --corrections: what staff have published teaches the labeller, and no worse one is taken into use."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from fpdf import FPDF

from catalogue import publishing
from catalogue.models import State
from catalogue.publishing import FileUse
from citations.reference import Contributor, Name
from ingest.description.labelling.corpus import LabelledPaper, write_corpus
from ingest.description.labelling.corrections import corrected_paper
from ingest.description.labelling.labels import SHIPPED_MODEL
from ingest.extraction.sandbox import Sandbox
from ingest.learning import labeller_in_use, lessons
from tests import factories
from tests.description.made import PROSE, article

pytestmark = pytest.mark.django_db

_AUTHORS = (Name(family="Provberg", given="Ada"), Name(family="Testman", given="Bo"))
_TITLES = ("How councils decide on money", "What villages do with water", "Why neighbours read ledgers")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> Iterator[None]:
    with override_settings(LABELLER_FOLDER=tmp_path / "labeller"):
        yield


def _printed(title: str) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    lines = [(title, 20, 18), ("Ada Provberg and Bo Testman", 35, 12), ("Abstract", 50, 11)]
    lines += [(line, 58 + 6 * place, 10) for place, line in enumerate(PROSE)]
    for text, y, size in lines:
        pdf.set_font("Helvetica", size=size)
        pdf.set_xy(20, y)
        pdf.cell(170, 6, text)
    return bytes(pdf.output())


def _published(title: str, state: str = State.PUBLISHED) -> None:
    people = tuple(Contributor(name=name) for name in _AUTHORS)
    stored = factories.stored_file(content=_printed(title))
    publishing.create(factories.record(title, contributors=people), state=state, files=[FileUse(file=stored)])


def _small_corpus(path: Path) -> Path:
    papers = [_labelled(title) for title in _TITLES * 4]
    write_corpus(path, papers)
    return path


def _labelled(title: str) -> LabelledPaper:
    people = tuple(Contributor(name=name) for name in _AUTHORS)
    extraction = article(title=title, authors="Ada Provberg and Bo Testman")
    paper = corrected_paper(extraction, factories.reference(title, contributors=people))
    assert paper is not None
    return paper


def test_what_is_published_teaches_the_labeller_that_is_then_in_use(tmp_path: Path) -> None:
    for title in _TITLES:
        _published(title)
    assert labeller_in_use() == SHIPPED_MODEL
    out = io.StringIO()
    call_command("train", "--corrections", "--corpus", str(_small_corpus(tmp_path / "small.xz")), stdout=out)
    assert "3 papers to learn from" in out.getvalue()
    assert labeller_in_use() == tmp_path / "labeller" / SHIPPED_MODEL.name


def test_only_what_is_published_is_a_lesson(sandbox: Sandbox) -> None:
    _published(_TITLES[0])
    _published(_TITLES[1], State.IN_REVIEW)
    assert len(list(lessons(sandbox.read))) == 1


def test_a_labeller_that_got_worse_is_not_taken_into_use(tmp_path: Path) -> None:
    papers = [_labelled(title) for title in _TITLES] * 20
    write_corpus(tmp_path / "blank.xz", [replace(paper, labels=("O",) * len(paper.labels)) for paper in papers])
    small = _small_corpus(tmp_path / "small.xz")
    with pytest.raises(CommandError, match="worse"):
        call_command("train", "--corrections", str(tmp_path / "blank.xz"), "--corpus", str(small), stdout=io.StringIO())
    assert labeller_in_use() == SHIPPED_MODEL


def test_a_library_with_nothing_published_has_nothing_to_teach() -> None:
    with pytest.raises(CommandError, match="Nothing to learn"):
        call_command("train", "--corrections", stdout=io.StringIO())
