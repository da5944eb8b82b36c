"""Scans are recognised by programs of their own; without them a paper is what it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extraction import ocr
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Extraction, Failure
from tests.pdfs import paper, scan

needs_programs = pytest.mark.skipif(
    bool(ocr.missing_programs()), reason=f"OCR needs programs that are not installed: {ocr.missing_programs()}"
)


def _scan(folder: Path) -> Path:
    """Write a paper as a scanner gives it: one picture a page, no text."""
    path = folder / "scan.pdf"
    path.write_bytes(scan(paper(title="Water in the northern districts")))
    return path


def test_a_scan_is_known_and_gives_no_text(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        extraction = sandbox.read(_scan(tmp_path))
    assert isinstance(extraction, Extraction)
    assert (extraction.quality, extraction.text_source, extraction.characters) == ("none", "none", 0)


@pytest.mark.service
@needs_programs
def test_a_scan_is_recognised_and_stays_the_file_that_it_is(tmp_path: Path) -> None:
    path = _scan(tmp_path)
    with Sandbox() as sandbox:
        bare = sandbox.read(path)
        read = sandbox.read(path, ocr=True, languages=("en",))
    assert isinstance(bare, Extraction)
    assert isinstance(read, Extraction)
    assert read.text_source == "ocr"
    assert "Water in the northern districts" in read.pages[0].text
    assert read.pages[0].lines
    assert read.sha256 == bare.sha256


def test_without_the_programs_a_scan_is_what_it_was_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = _scan(tmp_path)
    with Sandbox() as sandbox:
        extraction = sandbox.read(path, ocr=True)
        assert isinstance(extraction, Extraction)
        assert extraction.quality == "none"
        failure = sandbox.recognise(path, extraction)
    assert isinstance(failure, Failure)
    assert failure.code == "unsupported"
    assert "ocrmypdf" in failure.detail


def test_a_run_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, script in (("ocrmypdf", "sleep 60"), ("tesseract", "echo languages; echo eng")):
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    path = _scan(tmp_path)
    limits = ocr.OcrLimits(seconds_at_least=1, seconds_a_page=0)
    with path.open("rb") as file, ocr.recognised(file, "none", 2, ("en",), limits=limits) as result:
        assert result == Failure("timed_out", "ocrmypdf")
