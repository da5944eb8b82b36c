"""Every page that a reader meets answers, in both languages, and obeys who may see what."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from catalogue import publishing
from catalogue.models import Publication, State
from citations.reference import Contributor, Name
from tests import factories
from tests.web.conftest import index

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/search/",
    "/search/?q=borehole",
    "/search/?q=borehole&type=research_report&country=KE&country=SE&year_from=2000&sort=title",
    "/search/?q=nothinglikethis",
    "/search/facets/country/?q=council",
    "/search/facets/author/?containing=be",
    "/search/suggest/?q=lo",
    "/browse/",
    "/browse/countries/",
    "/browse/countries/ke/",
    "/browse/years/2012/",
    "/browse/people/",
    "/browse/types/research_report/?order=title",
    "/recent/",
    "/help/",
    "/help/search/",
    "/help/cite/",
    "/help/reuse/",
    "/help/staff/",
    "/about/",
    "/accessibility/",
    "/robots.txt",
]
OF_A_PAPER = ["", "search/?q=borehole", "pages/1/", "pages/2/?q=borehole", "pages/3/", "report/"]


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_every_page_answers_in_both_languages(client: Client, paper: Publication, prefix: str) -> None:
    index(paper)
    statuses = {address: client.get(prefix + address, follow=True).status_code for address in PAGES}
    assert {address for address, status in statuses.items() if status != 200} == set()


def test_every_page_of_a_publication_answers(client: Client, paper: Publication) -> None:
    index(paper)
    for address in OF_A_PAPER:
        response = client.get(f"/publications/{paper.pk}/{address}")
        assert response.status_code == 200
        assert "Local taxes in small towns" in response.content.decode()


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.IN_REVIEW])
def test_a_stranger_meets_nothing_before_publication(client: Client, state: str) -> None:
    paper = factories.publication(state=state)
    for address in [*OF_A_PAPER, "local-taxes-in-small-towns.pdf"]:
        assert client.get(f"/publications/{paper.pk}/{address}").status_code == 404


@pytest.mark.parametrize("state", [State.EMBARGOED, State.RESTRICTED])
def test_a_record_without_its_text_shows_no_way_to_the_file(client: Client, state: str) -> None:
    paper = factories.publication(state=State.PUBLISHED)
    Publication.objects.filter(pk=paper.pk).update(state=state)
    page = client.get(f"/publications/{paper.pk}/")
    assert page.status_code == 200
    assert ".pdf" not in page.content.decode()
    assert ".webp" not in page.content.decode()
    for address in ("pages/1/", "search/?q=council", "local-taxes-in-small-towns.pdf"):
        assert client.get(f"/publications/{paper.pk}/{address}").status_code == 404


def test_a_withdrawn_paper_leaves_a_tombstone_with_its_reason(client: Client, paper: Publication) -> None:
    publishing.withdraw(paper, "The survey was entered twice.", who=None)
    page = client.get(f"/publications/{paper.pk}/")
    assert page.status_code == 410
    assert "The survey was entered twice." in page.content.decode()
    assert "borehole" not in page.content.decode()
    for address in ("pages/1/", "local-taxes-in-small-towns.pdf"):
        assert client.get(f"/publications/{paper.pk}/{address}").status_code == 410


def test_staff_see_a_draft_that_says_it_is_one(client: Client) -> None:
    paper = factories.publication(state=State.DRAFT)
    client.force_login(factories.person(staff=True))
    page = client.get(f"/publications/{paper.pk}/")
    assert page.status_code == 200
    assert "Only those who work with it" in page.content.decode()
    assert 'name="robots" content="noindex"' in page.content.decode()


WRONG = [
    "/publications/999999/",
    "/publications/99999999999999999999999999/",
    "/publications/0/",
    "/publications/1/pages/0/",
    "/browse/countries/zz/",
    "/browse/countries/KE/",
    "/browse/nothing/",
    "/browse/years/99999999999999999999/",
    "/browse/people/nobody/",
    "/browse/types/research_report/?page=400",
    "/search/facets/year/",
    "/help/nothing/",
    "/nothing/at/all",
    "/sv/nothing",
    "/%00",
    "/browse/series/%00/",
]


def test_wrong_addresses_say_that_nothing_is_there(client: Client) -> None:
    statuses = {address: client.get(address, follow=True).status_code for address in WRONG}
    assert {address for address, status in statuses.items() if status != 404} == set()


ODD = [
    "q=%00",
    "page=0",
    "page=-3",
    "page=99999999999999999999",
    "page=x",
    "year_from=abc&year_to=",
    "year_from=99999999999",
    "year_from=2020&year_to=2010",
    "sort=nothing",
    "type=nothing&type=%00",
    "country=" + "x" * 5000,
    "&".join("country=a" for _ in range(200)),
    "q=" + "a" * 20_000,
    'q="unclosed (',
    "q=*",
    "q=a*",
    "q=" + "(" * 500,
    "q=%F0%9F%A6%86%E2%80%AE",
    "q=%FF%FE",
    "author=%27%20OR%201=1",
    "q=title:",
    "q=-" * 5,
]


def test_no_parameters_make_an_error(client: Client, paper: Publication) -> None:
    index(paper)
    of_paper = f"/publications/{paper.pk}/"
    places = ("/search/", "/search/facets/country/", "/search/suggest/", f"{of_paper}search/", f"{of_paper}pages/2/")
    statuses = {f"{place}?{query}": client.get(f"{place}?{query}").status_code for place in places for query in ODD}
    assert {address for address, status in statuses.items() if status != 200} == set()


def test_a_merged_record_leads_to_the_one_that_is_kept(client: Client, paper: Publication) -> None:
    double = factories.publication("A double")
    Publication.objects.filter(pk=double.pk).update(merged_into=paper)
    response = client.get(f"/publications/{double.pk}/")
    assert (response.status_code, response["Location"]) == (301, f"/publications/{paper.pk}/")


def test_a_former_address_leads_to_the_publication(client: Client, paper: Publication) -> None:
    paper.former_addresses.create(path="/en/publications/kc-berg-k-2012")
    response = client.get("/en/publications/kc-berg-k-2012")
    assert (response.status_code, response["Location"]) == (301, f"/publications/{paper.pk}/")


def test_an_older_version_says_so_and_lists_leave_it_out(client: Client, paper: Publication) -> None:
    newer = factories.publication("Local taxes, second edition", countries=("KE",))
    publishing.supersede(newer, paper, who=None)
    assert "A newer version exists" in client.get(f"/publications/{paper.pk}/").content.decode()
    listed = client.get("/browse/countries/ke/").content.decode()
    assert "second edition" in listed
    assert f'/publications/{paper.pk}/"' not in listed


def test_a_long_list_of_people_is_parted_by_letter_and_a_short_one_is_not(client: Client) -> None:
    def headings() -> list[str]:
        return re.findall(r'<h2 id="l\d+">(.)</h2>', client.get("/sv/browse/people/").content.decode())

    people = [Contributor(name=Name(family=family, given="A")) for family in ("Åberg", "Ärla", "Öjeklint", "Zimmer")]
    factories.publication(contributors=tuple(people))
    assert headings() == []
    others = tuple(Contributor(name=Name(family=f"Bo{number}", given="A")) for number in range(40))
    factories.publication(contributors=others)
    assert headings() == ["B", "Z", "Å", "Ä", "Ö"]


def test_the_first_page_of_an_empty_library_says_that_nothing_is_published(client: Client) -> None:
    page = client.get("/en/").content.decode()
    assert "Nothing has been published yet." in page
    assert "publications</span>" not in page
