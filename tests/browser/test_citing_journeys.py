"""Taking references along: citation box, basket and converter in a real browser, with and without scripts."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from catalogue.models import Publication

pytestmark = [pytest.mark.service, pytest.mark.django_db(transaction=True)]


def test_the_box_changes_style_and_language_and_gives_the_file(
    visitor: BrowserContext, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = visitor.new_page()
    page.goto(f"{live_server.url}/publications/{papers[0].pk}/")
    page.get_by_role("link", name="IEEE").click()
    expect(page.locator("#ref")).to_contain_text("[1]")
    page.get_by_role("link", name="Swedish").first.click()
    expect(page.locator("#ref")).to_have_attribute("lang", "sv-SE")
    with page.expect_download() as taken:
        page.locator("#cite").get_by_role("link", name="RIS", exact=True).click()
    assert taken.value.suggested_filename == f"{papers[0].key}.ris"
    assert taken.value.path().read_text(encoding="utf-8").startswith("TY  - ")


def test_the_basket_gathers_over_two_searches_and_leaves_as_one_file(
    visitor: BrowserContext, live_server: LiveServer, papers: list[Publication]
) -> None:
    page = visitor.new_page()
    for query in ("fees", "wells"):
        page.goto(f"{live_server.url}/search/?q={query}")
        page.locator(".hit-title a").first.click()
        expect(page).to_have_url(re.compile("/publications/"))
        page.get_by_role("button", name="Put into the basket").click()
        expect(page.get_by_role("button", name="Take out of the basket")).to_be_visible()
    page.goto(f"{live_server.url}/basket/?style=apa")
    expect(page.locator("#ref p")).to_have_count(2)
    with page.expect_download() as taken:
        page.get_by_role("link", name="BibTeX", exact=True).click()
    assert taken.value.path().read_text(encoding="utf-8").count("\n@") + 1 == 2
    page.get_by_role("button", name="Empty the basket").click()
    expect(page.get_by_text("It is empty.")).to_be_visible()


def test_a_dropped_file_is_taken_away_clean(visitor: BrowserContext, live_server: LiveServer) -> None:
    page = visitor.new_page()
    page.goto(f"{live_server.url}/convert/")
    source = b'@article{a, title={<img src=x onerror=alert(1)> \\& {\\"o}}, author={Ek, Bo}}\n@book{b, title={B'
    page.set_input_files("input[type=file]", {"name": "my.bib", "mimeType": "text/plain", "buffer": source})
    page.select_option("select[name=to]", "ris")
    page.get_by_role("button", name="Convert", exact=True).click()
    expect(page.locator("#written")).to_contain_text("TI  - <img src=x onerror=alert(1)> & ö")
    expect(page.get_by_text(re.compile("Line 2"))).to_be_visible()
