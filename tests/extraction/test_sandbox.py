"""Hostile files end in a text or a named failure, and the reader lives on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.extraction.limits import Limits
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import COVER_WIDTHS, Extraction, Failure
from tests.extraction import bombs
from tests.pdfs import paper

# Small limits keep the bombs short; what holds at 300 MiB and 1 s holds at more.
TIGHT = Limits(memory_bytes=300 * 1024 * 1024, cpu_seconds=1, seconds=6.0, pages=500, file_bytes=20_000_000)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(TIGHT) as shared:
        yield shared


def _file(folder: Path, content: bytes, name: str = "paper.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_paper_is_read_with_its_pages_lines_and_covers(sandbox: Sandbox, tmp_path: Path) -> None:
    extraction = sandbox.read(_file(tmp_path, paper(title="Roads of the north", pages=("Snow falls.", "Ice melts."))))
    assert isinstance(extraction, Extraction)
    assert extraction.page_count == 3
    assert extraction.pages[1].text == "Snow falls."
    assert extraction.pages[0].lines[0].text == "Roads of the north"
    assert dict(extraction.info)["Title"] == "Roads of the north"
    assert [cover[8:12] for cover in extraction.covers] == [b"WEBP"] * len(COVER_WIDTHS)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a zip in disguise", "not_pdf"),
        (b"<html>%PDF", "not_pdf"),
        (b"%PDF-1.7\n", "truncated"),
        (paper()[:700], "truncated"),
        (b"%PDF-1.7\nnothing\n%%EOF\n", "damaged"),
        (b"%PDF-" + b"x" * 20_000_001, "too_big"),
    ],
)
def test_what_is_no_whole_pdf_is_named(sandbox: Sandbox, tmp_path: Path, content: bytes, code: str) -> None:
    answer = sandbox.read(_file(tmp_path, content))
    assert isinstance(answer, Failure)
    assert answer.code == code


def test_a_locked_pdf_is_named(sandbox: Sandbox, tmp_path: Path) -> None:
    answer = sandbox.read(_file(tmp_path, bombs.locked()))
    assert isinstance(answer, Failure)
    assert answer.code == "encrypted"


@pytest.mark.parametrize("name", sorted(bombs.BOMBS))
def test_a_bomb_ends_in_text_or_in_a_named_failure_and_the_next_paper_is_read(
    sandbox: Sandbox, tmp_path: Path, name: str
) -> None:
    answer = sandbox.read(_file(tmp_path, bombs.BOMBS[name]()))
    expected = bombs.EXPECTED.get(name)
    if isinstance(answer, Failure):
        assert expected is not None, answer
        assert answer.code in expected
    else:
        assert expected is None or "read" in expected
    assert isinstance(sandbox.read(_file(tmp_path, paper(), "next.pdf")), Extraction)


def test_a_page_that_cannot_be_drawn_costs_the_cover_and_not_the_text(sandbox: Sandbox, tmp_path: Path) -> None:
    answer = sandbox.read(_file(tmp_path, bombs.text_beside_a_drawing_bomb()))
    assert isinstance(answer, Extraction)
    assert "kept" in answer.pages[0].text
    assert answer.covers == ()


def test_the_text_is_there_before_the_covers(sandbox: Sandbox, tmp_path: Path) -> None:
    with sandbox.begin(_file(tmp_path, paper(pages=("kept",)))) as begun:
        assert isinstance(begun.extraction, Extraction)
        assert begun.extraction.covers == ()
        assert len(begun.with_covers(begun.extraction).covers) == len(COVER_WIDTHS)


def test_a_child_that_dies_over_the_cover_leaves_the_text_that_was_begun_with(sandbox: Sandbox, tmp_path: Path) -> None:
    with sandbox.begin(_file(tmp_path, bombs.text_beside_a_drawing_bomb())) as begun:
        assert isinstance(begun.extraction, Extraction)
        assert begun.with_covers(begun.extraction) == begun.extraction


def test_who_wants_no_covers_need_not_wait_for_them(sandbox: Sandbox, tmp_path: Path) -> None:
    with sandbox.begin(_file(tmp_path, paper())) as begun:
        pass
    assert isinstance(begun.extraction, Extraction)
    assert isinstance(sandbox.read(_file(tmp_path, paper(), "next.pdf")), Extraction)


def test_a_file_that_is_refused_is_not_begun(sandbox: Sandbox, tmp_path: Path) -> None:
    with sandbox.begin(_file(tmp_path, b"")) as begun:
        assert begun.extraction == Failure("empty")


def test_more_pages_than_allowed_are_refused(tmp_path: Path) -> None:
    with Sandbox(Limits(pages=2)) as strict:
        answer = strict.read(_file(tmp_path, paper(pages=("one", "two"))))
    assert isinstance(answer, Failure)
    assert answer.code == "too_many_pages"


def test_more_output_than_allowed_is_refused(tmp_path: Path) -> None:
    with Sandbox(Limits(output_bytes=1000)) as strict:
        answer = strict.read(_file(tmp_path, paper(pages=("word " * 1000,))))
    assert isinstance(answer, Failure)
    assert answer.code == "too_big"


def test_the_sandbox_starts_its_zygote_again_when_that_was_killed(tmp_path: Path) -> None:
    path = _file(tmp_path, paper())
    with Sandbox(TIGHT) as own:
        assert isinstance(own.read(path), Extraction)
        assert own._process is not None
        os.kill(own._process.pid, signal.SIGKILL)
        own._process.wait()
        assert isinstance(own.read(path), Extraction)


def test_a_thread_ends_only_the_zygote_that_it_saw_dying(tmp_path: Path) -> None:
    path = _file(tmp_path, paper())
    with Sandbox(TIGHT) as own:
        own.read(path)
        before, process = own._channel, own._process
        assert process is not None
        process.kill()
        process.wait()
        assert isinstance(own.read(path), Extraction)
        begun = own._channel
        own._end_zygote(before)
        assert own._channel is begun is not before


def test_a_sandbox_that_was_closed_starts_no_zygote_for_who_still_asks(tmp_path: Path) -> None:
    own = Sandbox(TIGHT)
    own.close()
    answer = own.read(_file(tmp_path, paper()))
    assert isinstance(answer, Failure)
    assert answer.by_machine
    assert own._process is None


def test_threads_share_a_sandbox(sandbox: Sandbox, tmp_path: Path) -> None:
    paths = [_file(tmp_path, paper(pages=(f"number {n}",)), f"{n}.pdf") for n in range(6)]
    texts: dict[int, str] = {}

    def read(number: int) -> None:
        answer = sandbox.read(paths[number])
        texts[number] = answer.pages[1].text if isinstance(answer, Extraction) else answer.code

    threads = [threading.Thread(target=read, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {n: f"number {n}" for n in range(6)}


def test_the_program_that_reads_finds_no_secret_in_its_environment(tmp_path: Path) -> None:
    code = (
        "import os, sys; os.environ['KC_SECRET_KEY'] = 'hemligt'\n"
        "from pathlib import Path\n"
        "from ingest.extraction.sandbox import Sandbox\n"
        "with Sandbox() as s:\n"
        "    s.protection(); print(Path(f'/proc/{s._process.pid}/environ').read_bytes().decode())\n"
    )
    if not sys.platform.startswith("linux"):
        pytest.skip("/proc is Linux's")
    root = Path(__file__).resolve().parents[2]
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True).stdout
    assert "hemligt" not in said


def test_nothing_a_child_says_reaches_a_database_unsound() -> None:
    from ingest.extraction.wire import IllFormed, extraction_from, sound

    assert sound("a\0b\ud800") == "ab?"
    with pytest.raises(IllFormed):
        extraction_from({"page_count": 1, "pages": [[1, 2]]}, sha256="")


def test_a_flate_stream_is_what_the_tests_take_it_for() -> None:
    assert zlib.decompress(bombs.squeezed(b"q Q ", 4096)) == b"q Q " * 1024
