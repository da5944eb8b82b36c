"""A running library, and people at its desk in a real browser, for the journeys of the staff."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

PAPER = "Council budgets and the price of water"
_HELD = """() => {
  const held = Object.assign(document.createElement("input"), {type: "file", multiple: true, id: "dragged"});
  document.body.append(held);
}"""
_DROP = """(chosen) => {
  const given = new DataTransfer();
  for (const file of chosen.files) given.items.add(file);
  chosen.remove();
  document.dispatchEvent(new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true}));
}"""


@dataclass(slots=True)
class Desk:
    """A person at the library in one window; `clicks` are those of the journey, as a person would make them."""

    page: Page
    address: str
    clicks: int = 0
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.clicks += 1

    def choose_files(self, *files: Path) -> None:
        self.page.set_input_files("#files", list(files))
        self.clicks += 1

    def tab_to(self, target: Locator, key: str = "Tab") -> None:
        """Reach what is meant by the tab key alone, as one does who has no mouse."""
        pressed = 0
        while not target.evaluate("element => element === document.activeElement"):
            assert pressed < 60
            self.page.keyboard.press(key)
            pressed += 1

    def drop(self, files: Sequence[Path]) -> None:
        """Let files fall on the page, all at once."""
        self.page.evaluate(_HELD)
        self.page.set_input_files("#dragged", list(files))
        self.page.locator("#dragged").evaluate(_DROP)
        self.clicks += 1

    def sign_in(self, name: str, password: str) -> None:
        self.open("/sign-in/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", password)
        self.page.press("[name=password]", "Enter")
        expect(self.page.locator(".nav-staff")).to_be_visible()

    def wait_until_read(self, file: Path) -> None:
        """Wait on the upload page until the file's row, which polls, says that it was read."""
        job = self.page.locator(".job", has=self.page.locator(f"a:text-is('{file.name}')"))
        expect(job.get_by_role("link", name=re.compile("^Look over"))).to_be_visible(timeout=120_000)


@contextmanager
def desk(
    browser: Browser, address: str, *, width: int = 1280, script: bool = True, locale: str = "en-GB"
) -> Iterator[Desk]:
    """Open a window; whatever it complains of (a blocked style, a failed script) fails the journey."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale=locale, java_script_enabled=script, reduced_motion="reduce"
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    person = Desk(page=page, address=address)
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    page.on("console", lambda said: _note(person, said.type, said.text))
    try:
        yield person
        assert not person.complaints
    finally:
        context.close()


def _note(person: Desk, kind: str, text: str) -> None:
    # An answer that is no 2xx is told by the browser as an error too; the journeys look at those themselves.
    if kind == "error" and not text.startswith("Failed to load resource"):
        person.complaints.append(text)
