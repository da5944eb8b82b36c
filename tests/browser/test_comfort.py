"""Every reader's page is whole: nothing for axe to find, no jumps, keys alone suffice, and it opens on a slow line."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal

import pytest

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from catalogue import publishing
from catalogue.models import Publication

pytestmark = [pytest.mark.service, pytest.mark.django_db(transaction=True)]

AXE = Path(os.environ.get("KC_AXE", "axe.min.js"))
_RULES = '{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}'
FIRST_VIEW = 100_000
_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifted += entry.value; })
  .observe({type: "layout-shift", buffered: true});
"""


def _addresses(papers: list[Publication]) -> tuple[str, ...]:
    """Return the pages of a reader; the second paper is withdrawn and the third under no one's eyes but the staff's."""
    publishing.withdraw(papers[1], "Entered twice.", who=None)
    publishing.restrict(papers[2], who=None)
    of_paper = f"/publications/{papers[0].pk}/"
    return (
        "/",
        "/search/?q=borehole",
        "/search/?q=borehole&country=KE",
        "/search/?q=borehole&view=table",
        "/search/?q=nothinglikethis",
        "/search/facets/country/?q=borehole",
        of_paper,
        f"{of_paper}pages/2/?q=borehole",
        f"{of_paper}search/?q=borehole",
        f"{of_paper}cite/?find=apa",
        f"{of_paper}report/",
        f"/publications/{papers[1].pk}/",
        f"/publications/{papers[2].pk}/",
        "/browse/",
        "/browse/countries/",
        "/browse/countries/ke/",
        "/browse/years/2012/",
        "/recent/",
        "/basket/",
        "/convert/",
        "/help/",
        "/help/search/",
        "/help/cite/",
        "/about/",
        "/accessibility/",
        "/sign-in/",
        "/nothing/",
    )


@pytest.mark.skipif(not AXE.exists(), reason="KC_AXE names no axe.min.js")
@pytest.mark.parametrize(("language", "theme"), [("sv", "dark"), ("en", "light")])
def test_axe_finds_nothing_on_any_page_of_a_reader(
    browser: Browser,
    live_server: LiveServer,
    papers: list[Publication],
    language: str,
    theme: Literal["dark", "light"],
) -> None:
    context = browser.new_context(color_scheme=theme, bypass_csp=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    found = []
    for address in _addresses(papers):
        page.goto(f"{live_server.url}/{language}{address}")
        page.evaluate(AXE.read_text())
        result = page.evaluate(f"axe.run(document, {_RULES})")
        found += [(address, violation["id"]) for violation in result["violations"]]
    context.close()
    assert not found


def test_pages_weigh_little_do_not_jump_and_hold_text_of_twice_the_size(
    browser: Browser, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 900})
    page.add_init_script(_SHIFTS)
    weights: list[Response] = []
    page.on("response", lambda response: weights.append(response))  # noqa: PLW0108 - playwright wants a function
    for address in _addresses(papers):
        weights.clear()
        page.goto(live_server.url + address, wait_until="load")
        weight = sum(r.request.sizes()["responseBodySize"] for r in weights if r.request.resource_type != "image")
        assert weight <= FIRST_VIEW, address
        assert page.evaluate("window.shifted") == 0, address
        # Text at 200 per cent, in a window half as wide as a usual one.
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address
    page.close()


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
