"""Pictures of every page in every state: `make pictures` (wants chromium).

Without --address a library with the samples is started in a folder of its own. Pictures go to
pictures/NAME-WIDTH-THEME.png.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (390, 768, 1280)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
CHROMIUM = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
_PORT = 8799
_PATIENCE_SECONDS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A page to take: its name, its address, a selector to press first, and whether one is signed in."""

    name: str
    path: str
    press: str = ""
    staff: bool = False


SHOTS = (
    Shot(name="home", path="/en/"),
    Shot(name="home-sv", path="/sv/"),
    Shot(name="search", path="/en/search/?q=municipal+revenue"),
    Shot(name="search-filtered", path="/sv/search/?q=kommun&country=SE&country=MZ&type=research_report&year_from=2015"),
    Shot(name="search-everything", path="/en/search/"),
    Shot(name="search-none", path="/sv/search/?q=vattenavgifter+Botswana+xylofon&country=SE"),
    Shot(name="search-typo", path="/en/search/?q=municpal+budgte"),
    Shot(name="search-broken", path="/en/search/?q=%22participatory+budget+colour:red"),
    Shot(name="search-filters-open", path="/en/search/?q=budget", press="#sheet > summary"),
    Shot(name="search-facet", path="/en/search/facets/author/?q=budget"),
    Shot(name="search-inside", path="/en/publications/9/search/?q=revenue"),
    Shot(name="search-nearest", path="/en/search/?q=%22budget+revenue%22&country=SE"),
    Shot(name="frozen", path="/en/search/?q=revenue&country=KE&references=no", press="[data-freeze] button"),
    Shot(name="frozen-sv", path="/sv/search/?q=kommun", press="[data-freeze] button"),
    Shot(name="publication", path="/en/publications/9/"),
    Shot(name="publication-sv", path="/sv/publications/8/"),
    Shot(name="publication-handbook", path="/en/publications/4/"),
    Shot(name="page-view", path="/en/publications/9/pages/4/?q=revenue"),
    Shot(name="browse", path="/en/browse/"),
    Shot(name="browse-people", path="/en/browse/people/"),
    Shot(name="browse-country", path="/sv/browse/countries/mz/"),
    Shot(name="recent", path="/en/recent/"),
    Shot(name="help", path="/en/help/"),
    Shot(name="help-search", path="/sv/help/search/"),
    Shot(name="about", path="/en/about/"),
    Shot(name="accessibility", path="/sv/accessibility/"),
    Shot(name="report", path="/en/publications/9/report/"),
    Shot(name="sign-in", path="/en/sign-in/"),
    Shot(name="error-404", path="/en/nothing/"),
    Shot(name="submissions", path="/en/submissions/", staff=True),
    Shot(name="upload", path="/en/upload/", staff=True),
    Shot(name="review", path="/en/submissions/5/", staff=True),
    Shot(name="status", path="/en/status/", staff=True),
)


@contextmanager
def library() -> Iterator[tuple[str, str]]:
    """Start a library with the samples; yield its address and the password of its first account."""
    with tempfile.TemporaryDirectory(prefix="kc-pictures-") as folder:
        environment = {**os.environ, "KC_DATA_DIR": folder, "PORT": str(_PORT)}
        log = Path(folder) / "log"
        with log.open("w") as output:
            process = subprocess.Popen([sys.executable, "manage.py", "run"], env=environment, stdout=output)
        try:
            address = f"http://127.0.0.1:{_PORT}"
            _wait_for(address)
            yield address, log.read_text().partition("password ")[2].split()[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310 - an address of our own
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
        else:
            return


def take(browser: Browser, address: str, folder: Path, shots: tuple[Shot, ...], password: str) -> None:
    """Take each shot in each width and theme; say which pages scroll sideways or log an error."""
    for width in WIDTHS:
        for theme in THEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=theme,
                device_scale_factor=1,
            )
            page = context.new_page()
            page.on("console", lambda message: _complain(message.type, message.text, message.location.get("url", "")))
            strangers = [shot for shot in shots if not shot.staff]
            for shot in strangers:
                _take(page, address, folder, shot, f"{width}-{theme}")
            if password:
                _sign_in(page, address, password)
                for shot in shots:
                    if shot.staff:
                        _take(page, address, folder, shot, f"{width}-{theme}")
            context.close()


def _take(page: Page, address: str, folder: Path, shot: Shot, suffix: str) -> None:
    page.goto(address + shot.path)
    if shot.press and page.locator(shot.press).is_visible():
        page.locator(shot.press).click()
    page.wait_for_timeout(150)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        sys.stdout.write(f"{shot.name} {suffix}: {over} px too wide\n")
    page.screenshot(path=folder / f"{shot.name}-{suffix}.png", full_page=True)


def _complain(kind: str, text: str, url: str) -> None:
    if kind == "error":
        sys.stdout.write(f"{url}: {text}\n")


def _sign_in(page: Page, address: str, password: str) -> None:
    page.goto(f"{address}/en/sign-in/")
    page.fill("[name=username]", "staff")
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="", help="a library that runs already, with the samples")
    parser.add_argument("--password", default="", help="of its account named staff")
    parser.add_argument("--only", default="", help="names of shots, with commas")
    parser.add_argument("--folder", type=Path, default=Path("pictures"))
    chosen = parser.parse_args()
    chosen.folder.mkdir(exist_ok=True)
    wanted = set(filter(None, chosen.only.split(",")))
    shots = tuple(shot for shot in SHOTS if not wanted or shot.name in wanted)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        if chosen.address:
            take(browser, chosen.address, chosen.folder, shots, chosen.password)
        else:
            with library() as (address, password):
                take(browser, address, chosen.folder, shots, password)
        browser.close()


if __name__ == "__main__":
    main()
