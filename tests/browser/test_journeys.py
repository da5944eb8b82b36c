"""What a visitor does, from the first page to the page that was looked for, with and without scripts."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from catalogue.models import Publication

pytestmark = [pytest.mark.service, pytest.mark.django_db(transaction=True)]


def _opened(visitor: BrowserContext, address: str) -> Page:
    page = visitor.new_page()
    page.goto(address)
    return page


def test_a_word_leads_from_home_to_the_page_it_stands_on(
    visitor: BrowserContext, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = _opened(visitor, live_server.url)
    page.fill("#q", "fees")
    page.press("#q", "Enter")
    expect(page).to_have_url(f"{live_server.url}/search/?q=fees")
    expect(page.locator("mark").first).to_have_text("fees")
    page.click(".to-page")
    expect(page).to_have_url(re.compile(r"/publications/\d+/pages/1/\?q=fees"))
    expect(page.locator("mark")).to_have_text("fees")


def test_filters_narrow_the_results_and_the_address_follows(
    visitor: BrowserContext, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = _opened(visitor, f"{live_server.url}/search/?q=borehole")
    expect(page.locator("#found")).to_have_text("13 publications")
    page.click("#sheet > summary")
    page.check("input[name=country][value=SE]")
    page.click(".apply button")
    expect(page.locator("#found")).to_have_text("1 publication")
    expect(page).to_have_url(re.compile(r"\?q=borehole&country=SE"))
    page.click(".chip")
    expect(page.locator("#found")).to_have_text("13 publications")
    page.go_back()
    expect(page.locator("#found")).to_have_text("1 publication")


def test_the_pages_of_the_list_can_be_turned(
    visitor: BrowserContext, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = _opened(visitor, f"{live_server.url}/search/?q=borehole")
    page.click(".pager [rel=next]")
    expect(page.locator(".hit")).to_have_count(3)
    expect(page).to_have_url(re.compile(r"page=2"))


def test_the_switch_turns_the_whole_library_to_swedish(
    visitor: BrowserContext, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = _opened(visitor, f"{live_server.url}/search/?q=borehole")
    page.click(".lang")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page.locator("#found")).to_have_text("13 publikationer")
    page.goto(f"{live_server.url}/browse/")
    expect(page.locator("h1")).to_have_text("Bläddra")


def test_the_theme_of_the_footer_holds_on_the_next_page(
    visitor: BrowserContext, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = _opened(visitor, f"{live_server.url}/browse/")
    page.select_option("#theme", "dark")
    page.click("footer button")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_browsing_reaches_every_paper_by_plain_links(
    visitor: BrowserContext, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = _opened(visitor, live_server.url)
    page.click(".runin >> text=Kenya")
    page.click("text=Wells in county 7")
    expect(page.locator("h1")).to_have_text("Wells in county 7")


def test_no_page_scrolls_sideways_on_the_narrowest_screen(
    browser: Browser, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 600})
    of_paper = f"/publications/{papers[0].pk}/"
    for address in (
        "/",
        "/search/?q=borehole",
        "/search/?q=borehole&view=table",
        of_paper,
        f"{of_paper}pages/2/?q=borehole",
        "/browse/",
        "/help/search/",
    ):
        page.goto(live_server.url + address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address
    page.close()


def test_keys_lead_to_the_field_and_suggestions_are_taken_by_keys(
    browser: Browser, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = browser.new_page(locale="en")
    page.goto(f"{live_server.url}/search/")
    page.keyboard.press("/")
    page.keyboard.type("taxes")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=Taxes"))
    page.close()
