"""How long a person takes from a dropped PDF to a published paper, and to put a wrong list of authors right.

    python -m benchmarks.staff_minute [PAPER ...] [--key 0.28] [--format json]

A browser works on a library as `manage.py run` starts it, 1280 and 390 pixels wide. Papers named are taken as read
right; without any, some are made. The person is the keystroke-level model's (Card, Moran and Newell 1980), the slower
typist: 0.28 s a key, shift and control counted as keys; 1.1 s to point, 0.2 s to click, 1.35 s to think before each
step. What is looked over is read twice, in the field and on the page, at 238 words a minute (Brysbaert 2019), of a
long text its first 30 words. While the machine works the person's clock stands; its own runs.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.table import Row, print_rows
from tests import pdfs
from tests.browser import CHROMIUM
from tests.browser.staff_desk import Desk, desk
from tests.project.test_run import free_port, library

WIDTHS = (1280, 390)
CLICKS, PUBLISHED_WITHIN, CORRECTED_WITHIN = 3, 60.0, 15.0
KEY, _POINT, _CLICK, _THINK = 0.28, 1.1, 0.2, 1.35
_WORDS_A_SECOND = 238 / 60
_DONE = "Published. It can be searched and cited now."
_TO_LOOK_OVER = """() => [...document.querySelectorAll("#sheet [data-part]")].map((part) =>
  [...part.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea")]
    .filter((field) => field.checkVisibility())
    .map((field) => Math.min(30, field.value.split(/\\s+/).filter(Boolean).length))
    .reduce((one, other) => one + other, 0)).reduce((one, other) => one + other, 0)"""


@dataclass(slots=True)
class Hands:
    """A person's hands at the desk; `seconds` are theirs, `waited` the machine's."""

    person: Desk
    key_seconds: float = KEY
    seconds: float = 0.0
    waited: float = 0.0

    def drop(self, file: Path) -> None:
        """Drag a file from another window into this one."""
        self.seconds += _THINK + 2 * (_POINT + _CLICK / 2)
        self.person.drop([file])

    def click(self, selector: str) -> None:
        self.seconds += _THINK + _POINT + _CLICK
        self.person.click(selector)

    def read(self, words: int) -> None:
        self.seconds += _THINK + words / _WORDS_A_SECOND

    def key(self, chord: str, times: int = 1) -> None:
        """Think, then press a key with those that are held."""
        self.seconds += _THINK + times * self.key_seconds * len(chord.split("+"))
        for _time in range(times):
            self.person.page.keyboard.press(chord)

    def type(self, text: str) -> None:
        self.seconds += self.key_seconds * sum(1 + letter.isupper() for letter in text)
        self.person.page.keyboard.type(text)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.waited += time.monotonic() - begun


def to_published(person: Desk, paper: Path, *, look: bool) -> tuple[int, Hands]:
    """Drop a paper and publish it, at once where the library is certain of everything and `look` is not set."""
    person.open("/upload/")
    person.clicks = 0
    hands = Hands(person=person)
    hands.drop(paper)
    with hands.waiting():
        person.wait_until_read(paper)
    row = f".job:has(a:text-is('{paper.name}'))"
    at_once = f"{row} button:has-text('Publish')"
    if not look and person.page.locator(at_once).count():
        hands.read(2 * len(person.page.locator(row).first.inner_text().split()))
    else:
        hands.click(f"{row} a:has-text('Look over')")
        with hands.waiting():
            person.page.wait_for_load_state("load")
        hands.read(2 * person.page.evaluate(_TO_LOOK_OVER))
        at_once = "button[value=publish]"
    hands.click(at_once)
    with hands.waiting():
        expect(person.page.get_by_text(_DONE)).to_be_visible()
    return person.clicks, hands


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A wrong list as it was read, the right one, and what a person does from the first author's field on."""

    name: str
    wrong: str
    right: str
    steps: Callable[[Hands], None]


def _split(hands: Hands) -> None:
    hands.key("Alt+s")


def _organisation(hands: Hands) -> None:
    hands.key("Alt+j")
    hands.key("Alt+o")


def _order(hands: Hands) -> None:
    hands.key("Alt+ArrowDown", 2)


def _remove(hands: Hands) -> None:
    hands.key("Alt+j", 2)
    hands.key("Alt+Delete")


def _misread(hands: Hands) -> None:
    hands.key("Tab")
    hands.type("Lindqvist")


def _missing(hands: Hands) -> None:
    hands.key("Alt+a")
    hands.type("Åsa af Berg")
    hands.key("Control+Shift+Enter")


def _pasted(hands: Hands) -> None:
    hands.key("Alt+a")
    hands.key("Control+v")
    hands.key("Control+Enter")


def _typed(names: str) -> Callable[[Hands], None]:
    def steps(hands: Hands) -> None:
        hands.key("Alt+a")
        hands.type(names)
        hands.key("Control+Enter")

    return steps


_THREE = "Leonora Romeo; Centre for Wells; Åsa af Berg"
CORRECTIONS = (
    Correction(name="two run together", wrong="Karin Berg Bo Ek", right="Karin Berg; Bo Ek", steps=_split),
    Correction(
        name="a person, an organisation",
        wrong="Karin Berg; Wells United",
        right="Karin Berg; Wells United",
        steps=_organisation,
    ),
    Correction(
        name="in the wrong order",
        wrong="Karin Berg; Bo Ek; Åsa Holm",
        right="Bo Ek; Åsa Holm; Karin Berg",
        steps=_order,
    ),
    Correction(name="one too many", wrong="Karin Berg; Bo Ek; Tryck Ab", right="Karin Berg; Bo Ek", steps=_remove),
    Correction(name="a name misread", wrong="Karin Lmdqv1st; Bo Ek", right="Karin Lindqvist; Bo Ek", steps=_misread),
    Correction(name="one missing", wrong="Karin Berg; Bo Ek", right="Karin Berg; Bo Ek; Åsa af Berg", steps=_missing),
    Correction(name="all wrong, three pasted", wrong="Report No", right=_THREE, steps=_pasted),
    Correction(
        name="all wrong, two typed",
        wrong="Report No",
        right="Leonora Romeo; Åsa Berg",
        steps=_typed("Leonora Romeo, Åsa Berg"),
    ),
    Correction(name="all wrong, three typed", wrong="Report No", right=_THREE, steps=_typed(_THREE)),
)
_NAMES = """() => [...document.querySelectorAll("#sheet [data-person]")].map((row) =>
  ["literal", "given", "particle", "family"].map((name) => row.querySelector(`[name=person-${name}]`))
    .filter((field) => field && (field.name !== "person-literal" || field.type !== "hidden"))
    .filter((field) => !row.classList.contains("is-organisation") || field.name === "person-literal")
    .map((field) => field.value).filter(Boolean).join(" ")).join("; ")"""


def to_corrected(person: Desk, correction: Correction, key_seconds: float) -> Hands:
    """Put a wrong list right by keys alone, on the review page that is open; the draft saves itself."""
    page = person.page
    _list_authors(page, correction.wrong)
    page.evaluate("text => navigator.clipboard.writeText(text)", correction.right)
    page.locator("[name=person-given]").first.focus()
    hands = Hands(person=person, key_seconds=key_seconds)
    correction.steps(hands)
    with hands.waiting():
        page.wait_for_function(f"right => ({_NAMES})() === right", arg=correction.right)
        page.wait_for_load_state("load")
    if correction.steps is _organisation:
        expect(page.locator("[data-person].is-organisation")).to_have_count(1)
    return hands


def _list_authors(page: Page, names: str) -> None:
    page.locator("#pasted").evaluate("area => { area.closest('details').open = true; }")
    page.fill("#pasted", names)
    page.click("[value=replace]")
    page.wait_for_function(f"names => ({_NAMES})() === names", arg=names)
    page.click("button[data-key=save]")
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    page.reload()


def made_papers(folder: Path, count: int) -> list[Path]:
    """Return papers unlike each other, in plain words."""
    subjects = ("Council budgets and the price of water", "Women in village meetings", "Wells that fall dry in spring")
    found = []
    for number in range(count):
        text = f"Case {number} of {time.time_ns()}: the meeting decides on fees in November every year. " * 12
        path = folder / f"paper-{number}.pdf"
        path.write_bytes(
            pdfs.paper(title=subjects[number % 3], authors=("Berg, Karin", "Ek, Bo"), year=2010 + number, pages=(text,))
        )
        found.append(path)
    return found


def rows_of(browser: Browser, address: str, password: str, papers: Sequence[Path], key_seconds: float) -> Iterator[Row]:
    """Yield the figures, each the highest of its cases."""
    published: dict[str, list[tuple[int, Hands]]] = {}
    corrected: dict[str, list[Hands]] = {}
    for width in WIDTHS:
        with desk(browser, address, width=width) as person:
            person.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            person.sign_in("staff", password)
            mine = papers[WIDTHS.index(width) :: len(WIDTHS)]
            for number, paper in enumerate(mine[:-1]):
                kind = "looked over" if number % 2 else "at once if certain"
                published.setdefault(f"{kind}, {width}", []).append(to_published(person, paper, look=bool(number % 2)))
            _open_review(person, mine[-1])
            for correction in CORRECTIONS:
                corrected.setdefault(correction.name, []).append(to_corrected(person, correction, key_seconds))
    for name, cases in published.items():
        yield Row(name="clicks to published", group=name, n=len(cases), value=max(clicks for clicks, _ in cases))
        yield Row(name="seconds of a person", group=name, n=len(cases), value=max(h.seconds for _, h in cases))
        yield Row(name="seconds of waiting", group=name, n=len(cases), value=max(h.waited for _, h in cases))
    for name, hands in corrected.items():
        yield Row(name="seconds to right authors", group=name, n=len(hands), value=max(h.seconds for h in hands))
        yield Row(name="seconds of waiting", group=name, n=len(hands), value=max(h.waited for h in hands))


def _open_review(person: Desk, paper: Path) -> None:
    person.open("/upload/")
    person.choose_files(paper)
    person.wait_until_read(paper)
    person.page.get_by_role("link", name=f"Look over {paper.name}").click()
    person.page.wait_for_load_state("load")


def falls_short(rows: Sequence[Row]) -> list[Row]:
    most = {
        "clicks to published": CLICKS,
        "seconds of a person": PUBLISHED_WITHIN,
        "seconds to right authors": CORRECTED_WITHIN,
    }
    return [row for row in rows if row.value > most.get(row.name, float("inf"))]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "papers", nargs="*", type=Path, help="PDFs whose reading is right, at least two a width and one"
    )
    parser.add_argument("--key", type=float, default=KEY, metavar="SECONDS", help="a key; 0.2 is the average typist")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as scratch,
        library(Path(scratch) / "library", port) as (_process, said),
        sync_playwright() as playwright,
    ):
        found = re.search(r"password (\S+)", said)
        if found is None:
            raise SystemExit(said)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        made = made_papers(Path(scratch), 2 if options.papers else 6)
        rows = list(rows_of(browser, f"http://127.0.0.1:{port}", found[1], [*options.papers, *made], options.key))
        browser.close()
    print_rows("staff_minute", rows, form=options.format)
    for row in falls_short(rows):
        sys.stderr.write(f"{row.name}, {row.group}: {row.value:.1f} is more than it may be\n")
    return 1 if falls_short(rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
