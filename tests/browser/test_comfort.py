"""Every page is whole: nothing for axe to find, no jumps, keys alone suffice, and it opens on a slow line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from django.conf import settings

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from catalogue.models import Publication
from tests.whole_library import WholeLibrary, whole_library

pytestmark = [pytest.mark.service, pytest.mark.django_db(transaction=True)]

AXE = Path(os.environ.get("KC_AXE", "axe.min.js"))
_RULES = '{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}'
FIRST_VIEW = 100_000
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="7"/>'
_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifted += entry.value; })
  .observe({type: "layout-shift", buffered: true});
"""


_FOCUS_SEEN = """
() => {
  const now = document.activeElement;
  // The parts of a date field are the browser's own, and so is the mark on them.
  if (now === document.body || now.matches("[type=date], [type=datetime-local]")) return "";
  const style = getComputedStyle(now);
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const marked = now.querySelector(".hit-area") && getComputedStyle(now.querySelector(".hit-area")).stroke !== "none";
  const seen = now.getBoundingClientRect();
  return (ringed || marked) && seen.width > 0 && seen.bottom > 0 ? "" : now.outerHTML.slice(0, 120);
}
"""


@pytest.fixture
def library(live_server: LiveServer, transactional_db: None) -> WholeLibrary:
    return whole_library()


@pytest.fixture
def staff(browser: Browser, live_server: LiveServer, library: WholeLibrary) -> Iterator[Page]:
    """A window of somebody who may do everything."""
    context = browser.new_context()
    session = library.desk.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    yield context.new_page()
    context.close()


def _too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.skipif(not AXE.exists(), reason="KC_AXE names no axe.min.js")
@pytest.mark.parametrize(("language", "theme"), [("sv", "dark"), ("en", "light")])
def test_axe_finds_nothing_on_any_page_of_a_reader(
    browser: Browser,
    live_server: LiveServer,
    library: WholeLibrary,
    language: str,
    theme: Literal["dark", "light"],
) -> None:
    context = browser.new_context(color_scheme=theme, bypass_csp=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    found = []
    for address in library.reading:
        page.goto(f"{live_server.url}/{language}{address}")
        page.evaluate(AXE.read_text())
        result = page.evaluate(f"axe.run(document, {_RULES})")
        found += [(address, violation["id"]) for violation in result["violations"]]
    context.close()
    assert not found


def test_pages_weigh_little_do_not_jump_and_hold_text_of_twice_the_size(
    browser: Browser, live_server: LiveServer, library: WholeLibrary
) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 900})
    page.add_init_script(_SHIFTS)
    # Nobody draws pages here, and pictures that are missed have another size than those that come.
    page.route("**/*.webp", lambda route: route.fulfill(body=_PICTURE, content_type="image/svg+xml"))
    weights: list[Response] = []
    page.on("response", lambda response: weights.append(response))  # noqa: PLW0108 - playwright wants a function
    for address in library.reading:
        weights.clear()
        page.goto(live_server.url + address, wait_until="load")
        weight = sum(r.request.sizes()["responseBodySize"] for r in weights if r.request.resource_type != "image")
        assert weight <= FIRST_VIEW, address
        assert page.evaluate("window.shifted") == 0, address
        # Text at 200 per cent, in a window half as wide as a usual one.
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not _too_wide(page), address
    page.close()


def test_no_page_of_readers_or_of_staff_scrolls_sideways_on_a_screen_of_320_pixels(
    browser: Browser, live_server: LiveServer, library: WholeLibrary, staff: Page
) -> None:
    reader = browser.new_page()
    for page, addresses in ((reader, library.reading), (staff, library.at_the_desk)):
        page.set_viewport_size({"width": 320, "height": 700})
        # Swedish has the longer words.
        wide = [a for a in addresses if page.goto(f"{live_server.url}/sv{a}") and _too_wide(page)]
        assert wide == []
    reader.close()


def test_what_a_key_reaches_is_seen_to_be_reached(
    browser: Browser, live_server: LiveServer, library: WholeLibrary, staff: Page
) -> None:
    reader = browser.new_page()
    of_paper = next(address for address in library.reading if address.startswith("/publications/"))
    read = ("/", "/search/?q=borehole", "/browse/", of_paper, f"{of_paper}pages/2/?q=borehole", "/convert/")
    worked = [a for a in library.at_the_desk if re.match(r"/upload/|/people/|/submissions/\d|.*/life/$", a)]
    for page, addresses in ((reader, read), (staff, worked)):
        for address in addresses:
            page.goto(f"{live_server.url}/en{address}")
            unseen = set()
            for _step in range(60):
                page.keyboard.press("Tab")
                unseen.add(page.evaluate(_FOCUS_SEEN))
            assert unseen <= {""}, address
    reader.close()


def _tab_to(page: Page, selector: str) -> None:
    page.wait_for_load_state("load")
    for _step in range(80):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no key leads to {selector}")


def test_keys_alone_lead_from_home_to_the_page_and_its_reference(
    browser: Browser, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = browser.new_page(locale="en")
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    _tab_to(page, "#q")
    page.keyboard.type("fees")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("1 publication")
    _tab_to(page, ".to-page")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/pages/1/\?q=fees"))
    _tab_to(page, ".cite [data-copy]")
    page.close()
