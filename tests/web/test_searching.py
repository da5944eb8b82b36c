"""The search page: facets, chips, passages, places, states."""

from __future__ import annotations

import json

import pytest
from django.core import mail
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from catalogue.models import PageText, Publication, State
from citations.reference import Contributor, Name, PartialDate
from dissemination.models import EditedPage, ErrorReport
from search import engines, views
from search.engines.base import EngineUnavailable
from search.filters import asked
from tests import factories
from tests.web.conftest import index

pytestmark = pytest.mark.django_db


def _library() -> list[Publication]:
    papers = [
        factories.publication("Wells in Kenya", "A borehole is dug.", countries=("KE",), date=PartialDate(year=2014)),
        factories.publication("Wells in Zambia", "A borehole again.", countries=("ZM",), date=PartialDate(year=2018)),
        factories.publication("Taxes in Sweden", "No wells at all.", countries=("SE",), date=PartialDate(year=2020)),
    ]
    index(*papers)
    return papers


def test_the_word_inside_a_page_is_found_marked_and_leads_to_the_page(client: Client, paper: Publication) -> None:
    index(paper)
    page = client.get("/search/?q=borehole").content.decode()
    assert "<mark>borehole</mark>" in page
    assert f'href="/publications/{paper.pk}/pages/2/?q=borehole"' in page
    shown = client.get(f"/publications/{paper.pk}/pages/2/?q=borehole").content.decode()
    assert "<mark>borehole</mark>" in shown
    assert "boxes.svg?mark=borehole" in shown


def test_a_nul_parts_two_words_and_makes_no_other_question() -> None:
    assert asked({"q": "tax\x00revenue"}).words == "tax revenue"


def test_values_of_one_facet_add_up_and_the_chosen_ones_can_be_taken_away(client: Client) -> None:
    _library()
    page = " ".join(client.get("/search/?q=borehole&country=KE&country=ZM&year_from=2010").content.decode().split())
    assert "2 publications" in page
    assert 'value="KE" id="country-1" checked' in page or 'value="KE" id="country-2" checked' in page
    assert 'href="/search/?q=borehole&amp;country=ZM&amp;year_from=2010"' in page
    assert 'href="/search/?q=borehole&amp;country=KE&amp;country=ZM"' in page


def test_a_closed_facet_says_that_it_has_more_values_than_were_asked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(factories.publication("Wells", languages=("en",)), factories.publication("Brunnar", languages=("sv",)))
    summary = '<span class="n">{}</span>'
    assert summary.format("2") in client.get("/search/").content.decode()
    monkeypatch.setattr(views, "_FACET_VALUES", 1)
    assert summary.format("1+") in client.get("/search/").content.decode()


def test_a_chosen_value_stays_at_nought(client: Client) -> None:
    _library()
    page = client.get("/search/?q=borehole&country=SE").content.decode()
    assert "Sweden" in page
    assert 'value="SE"' in page


def test_htmx_gets_the_part_that_changes_and_others_the_page(client: Client) -> None:
    _library()
    part = client.get("/search/?q=borehole", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="found-area"')
    assert "HX-Request" in part["Vary"]
    assert client.get("/search/?q=borehole").content.decode().startswith("<!doctype html>")


def test_a_table_has_a_line_a_paper_and_keeps_its_view_in_what_narrows_the_list_only(client: Client) -> None:
    _library()
    page = " ".join(client.get("/search/?q=borehole&sort=title&view=table").content.decode().split())
    assert page.count('<th scope="row">') == 2
    assert 'class="passages"' not in page
    assert 'href="/search/?q=borehole&amp;sort=title">As a list' in page
    assert 'name="view" value="table"' in page
    assert "/search.bib?q=borehole&amp;sort=title" in page
    plain = client.get("/search/?q=borehole").content.decode()
    assert 'href="/search/?q=borehole&amp;view=table">As a table' in plain


def test_a_table_says_what_is_not_public_as_a_list_does(client: Client) -> None:
    index(factories.publication("A draft on wells", state=State.DRAFT))
    client.force_login(factories.person(staff=True))
    assert "not published" in client.get("/search/?q=wells&view=table").content.decode()


def test_no_list_goes_further_than_five_thousand() -> None:
    assert asked({"page": "600"}).page == 500
    assert asked({"page": "600", "view": "table"}).page == 100


def test_a_table_goes_on_after_fifty_lines(client: Client) -> None:
    index(*(factories.publication(f"Wells of county {number}") for number in range(52)))
    second = client.get("/search/?q=county&view=table&page=2").content.decode()
    assert second.count('<th scope="row">') == 2
    assert 'href="/search/?q=county&amp;view=table"' in second


def test_a_page_beyond_the_last_shows_the_last(client: Client) -> None:
    _library()
    assert "Wells in" in client.get("/search/?q=borehole&page=40").content.decode()


def test_a_broken_query_says_how_it_was_read(client: Client, paper: Publication) -> None:
    index(paper)
    page = client.get('/search/?q="local taxes').content.decode()
    assert "One quotation mark had no partner" in page
    assert "Local taxes in small towns" in page


def test_while_the_engine_rests_the_search_page_says_so_and_others_go_on(
    client: Client, paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(paper)
    engine = engines.default()
    for name in ("search", "similar", "suggest", "facet_values"):
        monkeypatch.setattr(engine, name, _rests)
    page = client.get("/search/?q=borehole")
    assert page.status_code == 503
    assert "Search is resting" in page.content.decode()
    assert json.loads(client.get("/search/suggest/?q=lo").content) == {"suggestions": []}
    assert client.get("/search.atom?q=borehole").status_code == 503
    for address in ("/", "/browse/", f"/publications/{paper.pk}/", f"/publications/{paper.pk}/pages/2/?q=borehole"):
        assert client.get(address).status_code == 200


def _rests(*_asked: object, **_how: object) -> object:
    raise EngineUnavailable


def test_the_feed_of_a_search_holds_what_everyone_may_see(client: Client) -> None:
    _library()
    index(factories.publication("A secret borehole", "A borehole in a draft.", state=State.DRAFT))
    client.force_login(factories.person(staff=True))
    feed = client.get("/search.atom?q=borehole")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert feed.content.decode().count("<entry>") == 2
    assert "secret" not in feed.content.decode()


def test_a_feed_names_an_author_where_an_entry_has_none(client: Client) -> None:
    index(factories.publication("No one wrote it", "A borehole.", contributors=()))
    feed = etree.fromstring(client.get("/search.atom?q=borehole").content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}author/{atom}name")
    for part in (feed, *feed.iter(f"{atom}entry")):
        assert all(part.findtext(f"{atom}{name}") for name in ("id", "title", "updated"))
        assert part.find(f"{atom}link") is not None


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/en/search/?q=borehole", 7),
        ("/en/search/", 7),
        ("/en/search/?q=zzzz&country=KE", 0),
        ("/en/search/facets/author/", 2),
        ("/search.atom?q=borehole", 6),
        ("/search/suggest/?q=we", 0),
    ],
)
def test_a_page_of_searching_asks_the_database_few_times_however_many_hits(
    client: Client, address: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    index(*(factories.publication(f"Wells {n}", "A borehole.", countries=("KE",)) for n in range(10)))
    client.get(address)
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_a_facets_values_can_be_narrowed_by_letters(client: Client) -> None:
    for family in ("Ahlgren", "Öjeklint"):
        index(
            factories.publication(
                f"By {family}", "One page.", contributors=(Contributor(name=Name(family=family, given="Eva")),)
            )
        )
    page = client.get("/search/facets/author/?containing=oje").content.decode()
    assert "Öjeklint" in page
    assert "Ahlgren" not in page


@pytest.mark.parametrize(
    ("facet", "letters", "shown", "hidden"),
    [
        ("country", "sver", "Sverige", "Zambia"),
        ("country", "ZAM", "Zambia", "Sverige"),
        ("language", "engel", "engelska", "svenska"),
        ("type", "forsknings", "Forskningsrapport", "Policy"),
        ("author", "karin ber", "Berg, Karin", "Zambia"),
    ],
)
def test_values_are_narrowed_by_their_names_in_the_readers_language(
    client: Client, facet: str, letters: str, shown: str, hidden: str
) -> None:
    _library()
    page = client.get(f"/sv/search/facets/{facet}/?containing={letters}").content.decode()
    values = page.partition('id="values"')[2]
    assert shown in values
    assert hidden not in values


def test_a_chosen_value_stays_while_others_are_narrowed(client: Client) -> None:
    _library()
    page = client.get("/en/search/facets/country/?country=KE&containing=zam").content.decode()
    assert 'value="KE"' in page.partition('id="values"')[2]


def test_browse_pages_count_and_list_what_everyone_may_see(client: Client) -> None:
    _library()
    factories.publication("A Kenyan draft", "Nothing yet.", state=State.DRAFT, countries=("KE",))
    page = client.get("/browse/countries/ke/").content.decode()
    assert "<b>1</b> publication" in page
    assert "A Kenyan draft" not in page


def test_new_publications_are_on_the_shelves_at_once(client: Client) -> None:
    client.get("/browse/countries/")
    factories.publication("New from Uganda", "One page.", countries=("UG",))
    assert "Uganda" in client.get("/browse/countries/").content.decode()


def test_a_report_of_an_error_reaches_staff_without_an_account(
    client: Client, paper: Publication, settings: Settings
) -> None:
    settings.ERROR_REPORTS_TO = ["library@example.org"]
    sent = {"text": "The author is called Bergh.", "contact": "reader@example.org", "website": ""}
    assert client.post(f"/publications/{paper.pk}/report/", sent).status_code == 200
    assert ErrorReport.objects.get().text == "The author is called Bergh."
    assert mail.outbox[0].to == ["library@example.org"]
    client.force_login(factories.person(staff=True))
    assert "Bergh" in client.get("/reports/").content.decode()
    client.post(f"/reports/{ErrorReport.objects.get().pk}/done/")
    assert "Bergh" not in client.get("/reports/").content.decode()


def test_reports_from_one_address_are_limited(client: Client, paper: Publication) -> None:
    statuses = [
        client.post(f"/publications/{paper.pk}/report/", {"text": "Wrong"}, REMOTE_ADDR="203.0.113.9").status_code
        for _ in range(7)
    ]
    assert statuses == [200] * 5 + [429] * 2


def test_an_empty_report_is_explained_and_a_machines_is_dropped(client: Client, paper: Publication) -> None:
    assert client.post(f"/publications/{paper.pk}/report/", {"text": ""}).status_code == 422
    client.post(f"/publications/{paper.pk}/report/", {"text": "Buy", "website": "x"}, REMOTE_ADDR="203.0.113.8")
    assert not ErrorReport.objects.exists()


def test_staff_edit_the_librarys_own_texts_and_others_do_not(client: Client) -> None:
    assert client.get("/edit/about/").status_code == 302
    client.force_login(factories.person(staff=True))
    assert client.get("/edit/nothing/").status_code == 404
    texts = {"text_sv": "## Om oss\n\nVi är här.", "text_en": "## About us\n\n<b>Here</b> we are."}
    assert client.post("/edit/about/", texts)["Location"] == "/about/"
    assert EditedPage.objects.get().slug == "about"
    page = client.get("/en/about/").content.decode()
    assert "<h2>About us</h2>" in page
    assert "&lt;b&gt;Here&lt;/b&gt;" in page
    client.post("/edit/countries-ke/", {"text_en": "Forty-seven counties.", "text_sv": ""})
    factories.publication("Wells in Kenya", "One page.", countries=("KE",))
    country = client.get("/browse/countries/ke/").content.decode()
    assert "Forty-seven counties." in country
    assert 'href="/edit/countries-ke/"' in country


@pytest.mark.parametrize("written", ["i\u0307stanbul", "istan\u00adbul", "istanbul"])
def test_a_page_view_marks_what_the_page_was_found_by(client: Client, written: str) -> None:
    paper = factories.publication("Wells", "The wells of a town.")
    PageText.objects.update(text=f"The wells of {written}.")
    index(paper)
    page = client.get(f"/en/publications/{paper.pk}/pages/1/?q=istanbul").content.decode()
    assert "<mark>istanbul</mark>" in page
    assert "mark=istanbul" in page


def test_of_many_pages_with_hits_those_around_the_page_are_shown(client: Client) -> None:
    paper = factories.publication("Long", *("A pump." for _ in range(90)))
    index(paper)
    for number, shown, hidden in ((1, (1, 60), (61,)), (50, (20, 79), (19, 80)), (90, (31, 90), (30,))):
        page = client.get(f"/en/publications/{paper.pk}/pages/{number}/?q=pump").content.decode()
        row = page.partition('class="hitmap"')[2].partition("</nav>")[0].partition("</div>")[0]
        assert all(f"/pages/{n}/" in row for n in shown), number
        assert not any(f"/pages/{n}/" in row for n in hidden), number
        assert row.count("aria-current") == 1


@pytest.mark.parametrize("words", ["x" * 100_000, "w " * 50_000, "(" * 50_000, '"' * 50_000, "a OR " * 20_000])
def test_a_question_of_100_kb_is_answered_shortly(client: Client, words: str) -> None:
    _library()
    answer = client.get("/search/", {"q": words})
    assert answer.status_code == 200
    # The words as read, 2,000 characters and up to three bytes each, stand in some 70 links.
    assert len(answer.content) < 600_000
