"""manage.py read: fields of files, one JSON object a line, an exit code for what could not be read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from ingest.management.commands import read
from tests.description.made import written_pdf
from tests.ingest.processes import Library

pytestmark = pytest.mark.django_db


def _printed(folder: Path) -> Path:
    written_pdf(folder, ("Water, land and trust", 20, 40, 28), ("Ada Provberg", 20, 70, 13), ("2019", 20, 90, 12))
    return folder / "made.pdf"


def test_read_prints_one_object_for_each_file(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("read", str(_printed(tmp_path)), "--format", "json", stdout=out)
    (line,) = out.getvalue().splitlines()
    found = json.loads(line)
    assert found["pages"] == 1
    assert len(found["sha256"]) == 64
    assert found["text"]["source"] == "layer"
    assert found["fields"]["title"]["value"] == "Water, land and trust"
    assert found["fields"]["title"]["evidence"][0]["page"] == 1


def test_what_is_no_pdf_is_an_error_with_its_code_and_exit_1(tmp_path: Path) -> None:
    other = tmp_path / "notes.pdf"
    other.write_text("no PDF at all")
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("read", str(other), str(_printed(tmp_path)), "--format", "json", stdout=out)
    assert ended.value.code == 1
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert first["error"]["code"] == "not_pdf"
    assert "fields" in second


def test_a_paper_that_breaks_the_rules_of_description_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def describing(*_: object, file_name: str, **__: object) -> object:
        raise ZeroDivisionError(file_name)

    monkeypatch.setattr(read, "describe", describing)
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("read", str(_printed(tmp_path)), str(tmp_path / "none.pdf"), stdout=out)
    assert "made.pdf: The text was read" in out.getvalue()
    assert "none.pdf: No such file" in out.getvalue()


def test_without_the_programs_that_recognise_text_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.StringIO()
    monkeypatch.setenv("PATH", str(tmp_path))
    call_command("read", str(_printed(tmp_path)), "--ocr", stdout=io.StringIO(), stderr=said)
    assert "install ocrmypdf, tesseract-ocr" in said.getvalue()


def test_a_file_that_is_only_read_is_not_said_to_be_kept_or_uploaded(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n1 0 obj << /Type /Catalog")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("read", str(broken), str(tmp_path / "none.pdf"), stdout=out)
    assert "broken.pdf: The " in out.getvalue()
    assert "none.pdf: No such file or directory" in out.getvalue()
    assert not {"kept", "upload", "record"} & set(out.getvalue().split())


def test_a_bib_of_the_same_name_beside_the_pdf_is_a_source(tmp_path: Path) -> None:
    path = _printed(tmp_path)
    path.with_suffix(".bib").write_text(
        '@techreport{x, title="Water, land and trust", institution="Centre for Tests", year=2019}'
    )
    out = io.StringIO()
    call_command("read", str(path), "--format", "json", stdout=out)
    assert json.loads(out.getvalue())["fields"]["institution"]["value"] == "Centre for Tests"


def test_read_begins_no_library(tmp_path: Path) -> None:
    library = Library(tmp_path / "var", KC_DATABASE_URL="", KC_SECRET_KEY="")
    assert "Water, land and trust" in library.run("read", str(_printed(tmp_path)))
    assert not list(library.folder.glob("*"))
