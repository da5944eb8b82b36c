"""A thousand files dropped at once: what becomes of each, and whether the page stays usable meanwhile.

    python -m benchmarks.many_files [--files 1000] [--format json]

A browser drops small PDFs on the upload page of a library as `manage.py run` starts it, among them files that are no
PDF, empty, too big, sent twice or oddly named. Each must have its own outcome: a row of the library, or a sentence on
the page. A clock in the page ticks every 50 ms; the longest time between two ticks after the drop
is the longest freeze.
"""

from __future__ import annotations

import argparse
import os
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Request, expect, sync_playwright

from benchmarks.table import Row, print_rows
from tests import pdfs
from tests.browser import CHROMIUM
from tests.browser.staff_desk import Desk, desk
from tests.project.test_run import free_port, library

_LIMIT_MB = 1
_SENTENCES = {
    "not_pdf": "Not a PDF, despite its name",
    "empty": "The file is empty",
    "too_big": f"Bigger than {_LIMIT_MB}\N{NO-BREAK SPACE}MB",
}
_CLOCK = """
window.freezes = [0];
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  window.freezes.push(now - last - 50);
  last = now;
}, 50);
document.addEventListener("drop", () => {
  window.freezes = [0];
  last = performance.now();
}, true);
"""
_HEAP = "() => performance.memory.usedJSHeapSize / 1e6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Files by what should become of each: "taken", "duplicate", or why it is refused."""

    outcomes: dict[Path, str]

    def named(self, *outcomes: str) -> set[str]:
        return {path.name for path, outcome in self.outcomes.items() if outcome in outcomes}


def files(folder: Path, count: int) -> Given:
    """Write so many small files, one in ten of them bad in some way."""
    outcomes = {}
    paper = b""
    for number in range(count):
        path = folder / f"{number:04}.pdf"
        kind = {7: "not_pdf", 17: "empty", 27: "too_big", 37: "duplicate"}.get(number % 40, "taken")
        if kind == "taken":
            odd = {3: "r\u00e5d \u202egnp.pdf", 13: "a b\n.pdf", 23: "'; --.PDF"}.get(number % 40, ".pdf")
            path = folder / f"{number:04}{odd}"
            paper = pdfs.paper(title=f"Wells of village {number}", pages=(f"Number {number} fell dry in spring.",))
        contents = {"not_pdf": b"PK\x03\x04", "empty": b"", "too_big": b"%PDF-" + b"x" * (_LIMIT_MB * 1024 * 1024)}
        path.write_bytes(contents.get(kind, paper))
        outcomes[path] = kind
    return Given(outcomes=outcomes)


@dataclass
class Lines:
    """Requests of the upload that are open at once, the most there were."""

    open: set[Request] = field(default_factory=set)
    most: int = 0

    def watch(self, page: Page) -> None:
        page.on("request", self.begun)
        page.on("requestfinished", self.ended)
        page.on("requestfailed", self.ended)

    def begun(self, request: Request) -> None:
        if "/upload/pieces/" in request.url:
            self.open.add(request)
            self.most = max(self.most, len(self.open))

    def ended(self, request: Request) -> None:
        self.open.discard(request)


def dropped(person: Desk, given: Given) -> Iterator[Row]:
    """Drop all files, wait until each has its outcome, and yield what it cost."""
    page, count = person.page, len(given.outcomes)
    page.add_init_script(_CLOCK)
    person.open("/upload/")
    lines = Lines()
    lines.watch(page)
    before = page.evaluate(_HEAP)
    begun = time.monotonic()
    person.drop(list(given.outcomes))
    bad = len(given.named(*_SENTENCES))
    expect(page.locator("[data-sum]")).to_have_text(
        f"{count - bad} of {count} uploaded, {bad} could not be taken", timeout=3_600_000
    )
    minutes = (time.monotonic() - begun) / 60
    yield Row(name="minutes until all are stored", group="", n=count, value=minutes)
    yield Row(name="longest freeze of the page, ms", group="", n=count, value=page.evaluate("Math.max(...freezes)"))
    yield Row(name="requests open at once, most", group="", n=count, value=lines.most)
    yield Row(name="memory of the page before, MB", group="", n=count, value=before)
    yield Row(name="memory of the page after, MB", group="", n=count, value=page.evaluate(_HEAP))


def faults(page: Page, data: Path, given: Given) -> Iterator[str]:
    """Yield a sentence for each file that has not the outcome it should have."""
    with closing(sqlite3.connect(data / "library.sqlite3", timeout=20)) as database:
        rows = database.execute("SELECT name, state FROM ingest_submission").fetchall()
    stored = Counter(name for name, state in rows if state != "refused")
    expected = {re.sub(r"[\n\u202e]", "", name) for name in given.named("taken", "duplicate")}
    yield from (f"{name!r} is lost" for name in expected - stored.keys())
    yield from (f"{name!r} is there and should not be" for name in stored.keys() - expected)
    yield from (f"{name!r} is there {times} times" for name, times in stored.items() if times > 1)
    # Of two with the same bytes that are on their way at once, either may come first.
    doubles = sum(state == "duplicate" for _name, state in rows)
    if doubles != len(given.named("duplicate")):
        yield f"{doubles} are taken for another, not {len(given.named('duplicate'))}"
    told = dict(page.locator("[data-sending] .job").evaluate_all(_TOLD))
    for kind, sentence in _SENTENCES.items():
        for name in given.named(kind):
            if sentence not in told.get(name, ""):
                yield f"{name!r} should be told: {sentence}, and is told {told.get(name)!r}"


_TOLD = """jobs => jobs.map((job) => [
  job.querySelector(".job-name").textContent, job.querySelector(".state").textContent])"""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    os.environ["KC_MAX_UPLOAD_MB"] = str(_LIMIT_MB)
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as scratch,
        library(Path(scratch) / "library", port, "--empty") as (_process, said),
        sync_playwright() as playwright,
    ):
        password = re.search(r"password (\S+)", said)
        if password is None:
            raise SystemExit(said)
        (folder := Path(scratch) / "papers").mkdir()
        given = files(folder, options.files)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--enable-precise-memory-info"]
        )
        with desk(browser, f"http://127.0.0.1:{port}") as person:
            person.sign_in("staff", password[1])
            rows = list(dropped(person, given))
            found = list(faults(person.page, Path(scratch) / "library", given))
        browser.close()
    print_rows("many_files", rows, form=options.format)
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
