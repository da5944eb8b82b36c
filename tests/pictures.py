"""Pictures of every page in every state: `make pictures` (wants chromium).

A library with the samples is started in a folder of its own, and an empty one whose search rests. Pictures go to
pictures/NAME-WIDTH-THEME.png; what scrolls sideways, logs an error or answers otherwise than it should is said.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.pictured.shots import SHOTS, Shot, Where, Who

WIDTHS = (390, 768, 1280)
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
CHROMIUM = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
_PORTS: dict[Where, int] = {"samples": 8798, "empty": 8799}
_PATIENCE_SECONDS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A library that runs: its address, passwords, numbers of publications and submissions, unseen error pages."""

    address: str
    passwords: dict[str, str]
    numbers: dict[str, int]
    pages: dict[str, str]


@contextmanager
def library(where: Where) -> Iterator[Library]:
    """Start a library, with the samples and publications in every state, or empty and without its engine."""
    with tempfile.TemporaryDirectory(prefix="kc-pictures-") as folder:
        environment = {**os.environ, "KC_DATA_DIR": folder, "PORT": str(_PORTS[where])}
        command = [sys.executable, "manage.py", "run"]
        if where == "empty":
            command.append("--empty")
        log = Path(folder) / "log"
        with log.open("w") as output:
            process = subprocess.Popen(command, env=environment, stdout=output)
        try:
            address = f"http://127.0.0.1:{_PORTS[where]}"
            _wait_for(address, log)
            if where == "empty":
                # The search of the empty library rests.
                _remove(Path(folder) / "index")
            yield _described(address, log.read_text(), environment if where == "samples" else {})
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _remove(index: Path) -> None:
    """Remove the index, which its writer may still be writing to."""
    while index.exists():
        shutil.rmtree(index, ignore_errors=True)


def _described(address: str, log: str, environment: dict[str, str]) -> Library:
    passwords = {"staff": log.partition("password ")[2].split()[0]}
    said: dict[str, Any] = {"numbers": {}, "pages": {}}
    if environment:
        command = [sys.executable, "-m", "tests.pictured.states"]
        said = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
        passwords["contributor"] = said["password"]
    return Library(address=address, passwords=passwords, numbers=said["numbers"], pages=said["pages"])


def _wait_for(address: str, log: Path) -> None:
    """Wait until the library answers and has told the password of its first account."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310 - an address of our own
            if "password " in log.read_text():
                return
        time.sleep(1)
    message = f"the library at {address} has not started within {_PATIENCE_SECONDS} s"
    raise TimeoutError(message)


def take(browser: Browser, found: Library, folder: Path, shots: Sequence[Shot], width: int, theme: Theme) -> None:
    """Take each shot in a width and theme, each reader in a browser of their own."""
    for who in dict.fromkeys(shot.who for shot in shots):
        context = _context(browser, width, theme)
        page = context.new_page()
        page.on("console", lambda message: _complain(message.type, message.text, message.location.get("url", "")))
        _sign_in(page, found, who)
        for shot in shots:
            if shot.who == who:
                _take(page, found, folder, shot, f"{width}-{theme}")
        context.close()


def _context(browser: Browser, width: int, theme: Theme) -> BrowserContext:
    return browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, device_scale_factor=1)


def _take(page: Page, found: Library, folder: Path, shot: Shot, suffix: str) -> None:
    address = found.address + shot.path.format(**found.numbers)
    if shot.unseen:
        language = shot.path.split("/")[1]
        page.route(
            address,
            lambda route: route.fulfill(body=found.pages[f"{language}-{shot.status}"], status=shot.status),
            times=1,
        )
    page.emulate_media(media="print" if shot.paper else "screen")
    response = page.goto(address)
    if response is None or response.status != shot.status:
        sys.stdout.write(f"{shot.name} {suffix}: not {shot.status}, but {response and response.status}\n")
    for selector, words in shot.fill:
        page.fill(selector, words)
    for selector in shot.press:
        # What one width shows at once, another hides behind a button.
        if page.locator(selector).first.is_visible():
            page.locator(selector).first.click()
    # A picture of the whole page shows what no reader has scrolled to.
    page.evaluate("for (const img of document.images) img.loading = 'eager'")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        sys.stdout.write(f"{shot.name} {suffix}: {over} px too wide\n")
    page.screenshot(path=folder / f"{shot.name}-{suffix}.png", full_page=True)


def _complain(kind: str, text: str, url: str) -> None:
    if kind == "error" and "status of 4" not in text:
        sys.stdout.write(f"{url}: {text}\n")


def _sign_in(page: Page, found: Library, who: Who) -> None:
    if who == "reader":
        return
    page.goto(f"{found.address}/en/sign-in/")
    page.fill("[name=username]", "guest" if who == "contributor" else "staff")
    page.fill("[name=password]", found.passwords[who])
    page.click("main button[type=submit]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of shots, with commas")
    parser.add_argument("--widths", default=",".join(map(str, WIDTHS)))
    parser.add_argument("--themes", default=",".join(THEMES))
    parser.add_argument("--folder", type=Path, default=Path("pictures"))
    chosen = parser.parse_args()
    chosen.folder.mkdir(exist_ok=True, parents=True)
    wanted = set(filter(None, chosen.only.split(",")))
    shots = [shot for shot in SHOTS if not wanted or shot.name in wanted]
    with sync_playwright() as playwright, ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        stack.callback(browser.close)
        for where in dict.fromkeys(shot.where for shot in shots):
            here = [shot for shot in shots if shot.where == where]
            with library(where) as found:
                for width in map(int, chosen.widths.split(",")):
                    for theme in (each for each in THEMES if each in chosen.themes.split(",")):
                        take(browser, found, chosen.folder, here, width, theme)


if __name__ == "__main__":
    main()
