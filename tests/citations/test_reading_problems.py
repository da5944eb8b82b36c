"""What could not be read is said in the reader's language, whatever it is."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import get_args

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from citations.formats import FORMATS, Problem, ProblemCode
from dissemination.reading_problems import TEXTS, shown

BROKEN: list[tuple[str, str, ProblemCode]] = [
    ("bibtex", "@misc{k {x}, title={y}}", "comma_after_key_missing"),
    ("bibtex", "@misc{k, title = {x} # y year = 2020}", "comma_missing"),
    ("bibtex", "@misc{k, title, year=2020}", "equals_sign_missing"),
    ("bibtex", "@misc{k, title={x}, title={y}}", "field_twice"),
    ("bibtex", "@misc{k, title={x}}\n@misc{k, title={y}}", "key_twice"),
    ("bibtex", "@misc{k, author={Medie, Peace A., Kang, Alice J.}}", "many_commas"),
    ("bibtex", "@misc{title={x}}", "no_key"),
    ("bibtex", "@misc{k, date={soon}}", "not_a_date"),
    ("bibtex", "@misc{k, crossref={gone}, title={x}}", "parent_missing"),
    ("bibtex", "@misc{k, title={x", "unclosed"),
    ("bibtex", "@misc{k, title={x\n@misc{l, title={y}}", "unclosed"),
    ("csl-json", '[{"type": "book"]', "json"),
    ("csl-json", "[" * 200_000, "nested_too_deeply"),
    ("csl-json", "[5]", "no_item"),
    ("ris", "TI  - x\nER  - ", "no_beginning"),
    ("ris", "TY  - BOOK\nTI  - x", "no_end"),
    ("ris", "TY  - BOOK\nTY  - BOOK\nER  - ", "two_types"),
    ("ris", "x", "outside"),
    ("endnote-xml", "<xml><record></xml>", "xml"),
]


@pytest.mark.parametrize(("form", "source", "code"), BROKEN)
def test_what_could_not_be_read_is_said_by_what_it_is(form: str, source: str, code: ProblemCode) -> None:
    read = FORMATS[form].read
    assert read is not None
    assert code in [problem.code for problem in read(source).problems]


@pytest.mark.parametrize("code", get_args(ProblemCode))
def test_each_problem_is_said_in_both_languages(code: ProblemCode) -> None:
    problem = Problem(line=1, code=code, detail="x%0")
    with override("en"):
        english = shown(problem).text
    with override("sv"):
        swedish = shown(problem).text
    assert english != swedish
    assert ("x%0" in english) == ("x%0" in swedish) == ("%(detail)s" in str(TEXTS[code]))


@pytest.mark.django_db
def test_the_converter_says_in_swedish_what_it_could_not_read(client: Client) -> None:
    sent = {"text": "@misc{k, date={soon}, title={x}}", "to": "ris"}
    page = client.post("/sv/convert/", sent).content.decode()
    assert "inte ett datum: soon" in page
    assert '<span lang="en">' not in page
    page = client.post("/sv/convert/", {"text": '[{"type": "book"]', "to": "ris"}).content.decode()
    assert 'filen är inte giltig JSON: <span lang="en">Expecting' in page


def test_the_command_says_line_key_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "mine.bib"
    path.write_text("\n@misc{k, date={soon}, title={x}}")
    beside = StringIO()
    call_command("convert", str(path), "--to", "ris", stdout=StringIO(), stderr=beside)
    assert beside.getvalue() == f"{path}:2: k: not a date: soon\n"
