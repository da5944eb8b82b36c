"""`manage.py ingest`: one line a file, published as asked, found at once."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalogue.models import Publication, State
from catalogue.references import reference_for
from ingest.models import Submission
from ingest.sidecars import sidecar_reference
from tests import pdfs

pytestmark = pytest.mark.django_db

_BIB = """@report{berg:2012, author = {Berg, Karin}, title = {Local taxes in small towns}, institution = {Centre},
  type = {Research report}, year = 2012, number = 7}"""


def ingested(*arguments: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("ingest", *arguments, "--format", "json", stdout=out, stderr=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def searched(query: str, *arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("search", query, *arguments, "--format", "json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_a_folder_is_published_and_found_by_a_word_of_one_page(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdfs.paper(pages=("Nothing.", "The biogas plant in Slite.")))
    (tmp_path / "notes.txt").write_text("not asked for")
    (outcome,) = ingested(str(tmp_path), "--publish", "all")
    assert (outcome["state"], outcome["title"]) == ("published", "Local taxes in small towns")
    found = searched("biogas")
    assert found["total"] == 1
    assert found["hits"][0]["key"] == outcome["key"]
    assert found["hits"][0]["pages"][0]["page"] == 3
    assert any(fragment["matched"] for fragment in found["hits"][0]["pages"][0]["excerpt"])


def test_nothing_is_published_unless_asked(tmp_path: Path) -> None:
    pdfs.write_paper(tmp_path)
    (outcome,) = ingested(str(tmp_path))
    assert outcome["state"] == "in_review"
    assert Publication.objects.get().state == State.IN_REVIEW
    assert searched("")["total"] == 0
    assert searched("", "--staff")["total"] == 1


def test_a_dry_run_stores_nothing(tmp_path: Path) -> None:
    pdfs.write_paper(tmp_path)
    (outcome,) = ingested(str(tmp_path), "--publish", "all", "--dry-run")
    assert (outcome["state"], outcome["title"]) == ("published", "Local taxes in small towns")
    assert not Submission.objects.exists()
    assert not Publication.objects.exists()


def test_files_that_cannot_be_taken_are_named_and_the_others_are(tmp_path: Path) -> None:
    pdfs.write_paper(tmp_path, "good.pdf")
    (tmp_path / "bad.pdf").write_bytes(b"PK not a pdf")
    (tmp_path / "cut.pdf").write_bytes(pdfs.paper()[:300])
    out = StringIO()
    with pytest.raises(CommandError, match="3 of the files"):
        call_command("ingest", str(tmp_path), str(tmp_path / "none.pdf"), "--format", "json", stdout=out)
    outcomes = {Path(o["file"]).name: o for o in map(json.loads, out.getvalue().splitlines())}
    assert outcomes["good.pdf"]["state"] == "in_review"
    assert outcomes["bad.pdf"]["error"]["code"] == "not_pdf"
    assert outcomes["cut.pdf"]["error"]["code"] == "truncated"
    assert outcomes["none.pdf"]["error"]["code"] == "unreadable"


def test_the_same_file_twice_points_to_the_record(tmp_path: Path) -> None:
    path = pdfs.write_paper(tmp_path)
    (first,) = ingested(str(path), "--publish", "all")
    (second,) = ingested(str(path), "--publish", "all")
    assert (second["state"], second["publication"]) == ("duplicate", first["publication"])


def test_a_bib_of_the_same_name_completes_what_the_file_says(tmp_path: Path) -> None:
    path = pdfs.write_paper(tmp_path)
    path.with_suffix(".bib").write_text(_BIB)
    (outcome,) = ingested(str(path), "--publish", "all")
    assert outcome["key"] == "berg:2012"
    reference = reference_for(Publication.objects.get())
    assert (reference.number, reference.institution) == ("7", "Centre")
    assert reference.languages == ("en",)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.bib", _BIB),
        ("a.ris", "TY  - RPRT\nTI  - Local taxes in small towns\nER  - \n"),
        ("a.json", '[{"id": "a", "type": "report", "title": "Local taxes in small towns"}]'),
        ("a.json", '{"id": "a", "type": "report", "title": "Local taxes in small towns"}'),
    ],
)
def test_a_sidecar_in_any_form_is_read(name: str, text: str) -> None:
    reference = sidecar_reference(name, text)
    assert reference is not None
    assert reference.title == "Local taxes in small towns"


@pytest.mark.parametrize("text", ["", "{", "@report{", "TY  -", "\x00" * 50, '[1, null, "x"]', "@a{b, title={" * 500])
@pytest.mark.parametrize("name", ["a.bib", "a.ris", "a.json"])
def test_a_broken_sidecar_does_no_harm(name: str, text: str) -> None:
    sidecar_reference(name, text)
