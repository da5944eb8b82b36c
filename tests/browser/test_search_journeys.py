"""What a researcher does with a search: in both languages, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

pytest.importorskip("playwright.sync_api")

from lxml import etree
from playwright.sync_api import Browser, Download, Page, expect
from pytest_django.live_server_helper import LiveServer

from catalogue import publishing
from catalogue.models import Publication
from citations.reference import PartialDate
from search import engines
from search.documents import document_for
from tests import factories

pytestmark = [pytest.mark.service, pytest.mark.django_db(transaction=True)]

_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page in one language, with scripts or without."""

    page: Page
    root: str
    language: str
    scripts: bool

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.root}/{self.language}{path}")
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        return self.page

    def says(self, english: str, swedish: str) -> None:
        expect(self.page.locator("main")).to_contain_text(english if self.language == "en" else swedish)

    def download(self, selector: str) -> Download:
        with self.page.expect_download() as coming:
            self.page.click(selector)
        return coming.value


@pytest.fixture(
    params=[("en", True), ("sv", False), ("sv", True), ("en", False)],
    ids=["en-scripts", "sv-no-scripts", "sv-scripts", "en-no-scripts"],
)
def visit(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, library: list[Publication]
) -> Iterator[Visit]:
    language, scripts = request.param
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": 1280, "height": 900}, locale=language, accept_downloads=True
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    yield Visit(page=page, root=live_server.url, language=language, scripts=scripts)
    context.close()


@pytest.fixture
def library(transactional_db: None) -> list[Publication]:
    """Reports on wells of several years and countries, one with many pages, one that only cites."""
    countries = ("KE", "ZM", "MZ", "UG", "BW", "NA", "SE", "GE", "UA", "ID")
    found = [
        factories.publication(
            f"Wells of county {n}",
            f"The borehole numbered {n} serves the municipal school.",
            countries=(code,),
            date=PartialDate(year=2010 + n),
        )
        for n, code in enumerate(countries)
    ]
    found.append(
        factories.publication(
            "A long report on water",
            *(
                f"Page {n} speaks of a pump and of {'a turbine' if n % 3 == 0 else 'nothing else'}."
                for n in range(1, 13)
            ),
            date=PartialDate(year=2021),
        )
    )
    citing = (
        "References\nBerg, K. (2011). The xylophone in council. Oslo: Forlaget.\n"
        "Holm, E. (2012). Tax. Visby.\nLind, M. (2014). Fees. Lund."
    )
    found.append(factories.publication("Music in council", "Songs are sung.", citing, date=PartialDate(year=2022)))
    engines.default().upsert([document_for(p) for p in found])
    return found


def test_a_search_is_frozen_and_run_again(visit: Visit, library: list[Publication]) -> None:
    page = visit.open("/search/?q=borehole&country=KE")
    page.click("[data-freeze] button")
    expect(page).to_have_url(re.compile(rf"/{visit.language}/search/frozen/[a-z2-9]+/"))
    visit.says("Records found", "Antal träffar")
    expect(page.locator(".hang .hit-title")).to_have_count(1)
    paper = factories.publication("New wells", "A borehole.", countries=("KE",))
    publishing.withdraw(library[0], "It was wrong.", who=None)
    engines.default().upsert([document_for(paper), document_for(Publication.objects.get(pk=library[0].pk))])
    page.click(".do .btn-main")
    expect(page.locator(".hit-title")).to_have_text(["New wells"])
    visit.says("1 publication is no longer open to you", "1 publikation är inte längre öppen för dig")


def test_a_question_is_offered_again_until_it_is_forgotten(visit: Visit) -> None:
    if not visit.scripts:
        pytest.skip("kept by a script")
    kept = "localStorage.getItem('recent-searches')"
    page = visit.open("/search/?q=borehole")
    visit.open("/help/")
    assert page.evaluate(kept) == '["borehole"]'
    visit.open("/search/?q=borehole")
    page.fill("#q", "")
    page.locator(".forget").click()
    visit.open("/help/")
    assert page.evaluate(kept) is None


def test_a_frozen_search_is_taken_along_as_a_table(visit: Visit) -> None:
    page = visit.open("/search/?q=borehole")
    page.click("[data-freeze] button")
    table = visit.download("text=CSV")
    assert table.suggested_filename.startswith("frozen-")
    assert len(table.path().read_text("utf-8-sig").splitlines()) == 11


def test_staff_remove_a_frozen_search(visit: Visit, library: list[Publication]) -> None:
    page = visit.open("/search/?q=pump")
    page.click("[data-freeze] button")
    expect(page).to_have_url(re.compile("/frozen/[a-z2-9]+/"))
    address = page.url
    factories.person("keeper", staff=True)
    visit.open("/sign-in/")
    page.fill("[name=username]", "keeper")
    page.fill("[name=password]", "a long enough password")
    page.click("main button[type=submit]")
    page.goto(address)
    page.click("summary >> nth=-1")
    page.click("[action$='/remove/'] button")
    expect(page).to_have_url(re.compile("/search/frozen/$"))
    gone = page.goto(address)
    assert gone is not None
    assert gone.status == 410


def test_where_nothing_is_found_the_nearest_question_leads_on(visit: Visit) -> None:
    page = visit.open('/search/?q="school borehole"')
    page.click(".nearest a")
    expect(page.locator(".hit")).to_have_count(10)


def test_filters_that_leave_nothing_are_named(visit: Visit) -> None:
    page = visit.open("/search/?q=turbine&country=SE")
    visit.says("without Country: Sweden", "utan Land: Sverige")
    page.click(".nearest a")
    expect(page.locator(".hit-title")).to_contain_text(["A long report on water"])


def test_a_misspelt_word_is_mended(visit: Visit) -> None:
    page = visit.open("/search/?q=borehle")
    expect(page.locator(".maybe a")).to_have_text("borehole")
    page.click(".maybe a")
    expect(page.locator(".hit")).to_have_count(10)


def test_a_result_says_why_it_is_there(visit: Visit) -> None:
    page = visit.open("/search/?q=turbine")
    page.click(".why summary")
    expect(page.locator(".why p")).to_be_visible()
    visit.says("page 3", "sidan 3")


def test_reference_lists_are_left_out_and_brought_back(visit: Visit) -> None:
    page = visit.open("/search/?q=xylophone")
    expect(page.locator(".hit")).to_have_count(1)
    visit.says("(in the reference list)", "(i referenslistan)")
    page.check("input[name=references]")
    if not visit.scripts:
        page.click(".apply button")
    expect(page.locator(".hit")).to_have_count(0)
    expect(page).to_have_url(re.compile("references=no"))
    page.click(".chip")
    expect(page.locator(".hit")).to_have_count(1)


def test_a_year_is_chosen_in_the_histogram_by_keyboard(visit: Visit) -> None:
    page = visit.open("/search/?q=borehole")
    bar = page.locator(".histo a").nth(3)
    bar.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("year_from=2013&year_to=2013"))
    expect(page.locator(".hit-title")).to_have_text(["Wells of county 3"])
    page.click(".chip")
    expect(page.locator(".hit")).to_have_count(10)


def test_all_values_of_a_facet_are_narrowed_and_chosen(visit: Visit) -> None:
    page = visit.open("/search/?q=borehole")
    page.click("#facet-country .more")
    page.wait_for_load_state()
    expect(page.locator("header.top")).to_have_count(1)
    page.fill("#containing", "botsw")
    if not visit.scripts:
        page.click(".facet-narrow button")
    expect(page.locator("#values .opt:visible")).to_have_count(1)
    page.check("#values input[value=BW]")
    page.click(".filters-all .btn-main")
    expect(page.locator(".hit-title")).to_have_text(["Wells of county 4"])


def test_search_inside_lists_every_page(visit: Visit) -> None:
    page = visit.open("/search/?q=pump")
    page.click(".hit-do a >> nth=0")
    expect(page.locator(".passage")).to_have_count(12)
    page.click(".passage .to-page >> nth=11")
    expect(page.locator("mark")).to_have_text(["pump"])


def test_hits_are_turned_on_the_page(visit: Visit, library: list[Publication]) -> None:
    page = visit.open(f"/publications/{library[10].pk}/pages/6/?q=turbine")
    expect(page.locator(".hitmap a")).to_have_count(4)
    expect(page.locator("img.boxes")).to_have_attribute("src", re.compile(r"boxes\.svg\?mark=turbine"))
    page.click("[data-key=n]")
    expect(page).to_have_url(re.compile("pages/9/"))
    page.click("[data-key=p]")
    expect(page).to_have_url(re.compile("pages/6/"))


def test_the_pages_of_the_file_are_turned(visit: Visit, library: list[Publication]) -> None:
    page = visit.open(f"/publications/{library[10].pk}/pages/1/?q=pump")
    if visit.scripts:
        page.keyboard.press("ArrowRight")
    else:
        page.click("[rel=next] >> nth=-1")
    expect(page).to_have_url(re.compile(r"pages/2/\?q=pump"))


def test_a_broken_question_says_how_it_was_read(visit: Visit) -> None:
    visit.open('/search/?q=("borehole')
    visit.says("Parentheses left open", "öppna")
    expect(visit.page.locator(".read-as")).to_have_count(2)


def test_papers_with_most_of_the_words_stand_apart_and_are_not_taken_along(visit: Visit) -> None:
    page = visit.open("/search/?q=pump turbine borehole municipal")
    visit.says("1 publication", "1 publikation")
    page.goto(page.url.replace("borehole%20municipal", "nothing").replace("borehole+municipal", "nothing"))
    expect(page.locator(".relaxed-head, #found").first).to_be_visible()


def test_the_feed_of_a_search_is_linked_and_valid(visit: Visit) -> None:
    page = visit.open("/search/?q=borehole&country=KE")
    href = page.get_attribute('link[type="application/atom+xml"]', "href") or ""
    answer = page.request.get(visit.root + href)
    feed = etree.fromstring(answer.body())
    assert [entry.findtext(f"{_ATOM}title") for entry in feed.iter(f"{_ATOM}entry")] == ["Wells of county 0"]
    assert all(feed.findtext(f"{_ATOM}{name}") for name in ("id", "title", "updated"))


def test_similar_papers_stand_on_the_papers_page(visit: Visit, library: list[Publication]) -> None:
    page = visit.open(f"/publications/{library[2].pk}/")
    page.click("aside >> text=Wells of county")
    expect(page.locator("h1")).to_contain_text("Wells of county")
    assert f"/publications/{library[2].pk}/" not in page.url


def test_the_open_pdfs_come_as_one_zip(visit: Visit) -> None:
    visit.open("/search/?q=borehole")
    packed = visit.download("a[href*='.zip']")
    assert packed.suggested_filename == "search.zip"
    assert packed.path().read_bytes()[:2] == b"PK"


def test_the_order_of_the_list_is_chosen(visit: Visit) -> None:
    page = visit.open("/search/?q=borehole")
    page.select_option("#sort", "oldest")
    page.click(".sort button")
    expect(page).to_have_url(re.compile("sort=oldest"))
    expect(page.locator(".hit-title").first).to_have_text("Wells of county 0")


def test_help_is_one_step_away_and_says_what_signs_mean(visit: Visit) -> None:
    page = visit.open("/search/")
    page.click(".hint a")
    visit.says("Frozen searches", "Frysta sökningar")
    expect(page.locator("tbody tr")).to_have_count(11)


def test_a_range_of_years_is_written_in_the_fields(visit: Visit) -> None:
    page = visit.open("/search/?q=borehole")
    page.fill("#year_from", "2012")
    page.fill("#year_to", "2014")
    page.click(".apply button")
    expect(page.locator(".hit")).to_have_count(3)
    expect(page.locator(".chip")).to_contain_text("2012–2014")
