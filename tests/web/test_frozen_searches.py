"""Frozen searches: kept as they were, compared with today, naming only what the reader may see."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalogue import merging, publishing
from catalogue.models import Publication, State
from catalogue.references import record_for
from citations.formats import FORMATS
from citations.reference import PartialDate
from search import engines, freezing, frozen_pages
from search.engines.base import EngineUnavailable
from search.models import FrozenSearch
from tests import factories
from tests.web.conftest import index

pytestmark = pytest.mark.django_db


@pytest.fixture
def wells() -> list[Publication]:
    """Three papers that have the word, in the index."""
    papers = [
        factories.publication("Wells in Kenya", "A borehole.", countries=("KE",), date=PartialDate(year=2014)),
        factories.publication("Wells in Zambia", "A borehole.", countries=("ZM",), date=PartialDate(year=2018)),
        factories.publication("Taxes in Sweden", "A borehole.", countries=("SE",), date=PartialDate(year=2020)),
    ]
    index(*papers)
    return papers


def _frozen(client: Client, query: str = "q=borehole") -> FrozenSearch:
    answer = client.post("/search/freeze/", dict(parse_qsl(query)))
    assert answer.status_code == 302, answer.status_code
    return FrozenSearch.objects.get(token=answer["Location"].split("/")[-2])


def _page(client: Client, frozen: FrozenSearch, rest: str = "", *, language: str = "en") -> str:
    answer = client.get(f"/{language}/search/frozen/{frozen.token}/{rest}")
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    return answer.content.decode()


def test_a_frozen_search_keeps_query_filters_date_index_count_and_ids(client: Client, wells: list[Publication]) -> None:
    frozen = _frozen(client, "q=borehole&country=KE&year_from=2010&references=no")
    assert frozen.asked == "q=borehole&country=KE&year_from=2010&references=no"
    assert frozen.publication_ids == [wells[0].pk]
    assert (frozen.total, frozen.engine, frozen.index_version) == (1, "tantivy", engines.default().status().version)
    page = _page(client, frozen)
    for said in ("<code>borehole</code>", "Country: Kenya", "Year: from 2010", "Reference lists: left out"):
        assert said in page, said
    assert "Wells in Kenya" in page
    assert "Wells in Zambia" not in page
    assert "Sparad på" in _page(client, frozen, language="sv")


def test_running_it_again_shows_what_came_and_went(client: Client, wells: list[Publication]) -> None:
    frozen = _frozen(client)
    came = factories.publication("Wells in Uganda", "A borehole again.")
    publishing.withdraw(wells[1], "It was wrong.", who=None)
    publishing.restrict(wells[2], who=None)
    index(came, *Publication.objects.filter(pk__in=[wells[1].pk, wells[2].pk]))
    page = _page(client, frozen, "again/")
    assert "found 3, today 2" in page
    assert "Wells in Uganda" in page
    # The record of the one is public still, the text is not; of the other nothing is.
    assert "Taxes in Sweden" in page
    assert "Zambia" not in page
    assert "1 publication is no longer open to you" in page
    assert _page(client, frozen, "again/").count("Wells in Kenya") == 0


def test_nothing_that_the_reader_may_no_longer_see_is_named(client: Client, wells: list[Publication]) -> None:
    frozen = _frozen(client)
    publishing.withdraw(wells[0], "It was wrong.", who=None)
    for answer in _all_answers(client, frozen):
        assert b"Kenya" not in answer
        assert str(wells[0].key).encode() not in answer
    page = _page(client, frozen)
    assert "3 publications on" in page
    assert "1 of them is no longer open to you" in page
    # The numbers of the others stay those of the list that was frozen.
    assert '<p class="yr n">2</p>' in page


def _all_answers(client: Client, frozen: FrozenSearch) -> list[bytes]:
    address = f"/search/frozen/{frozen.token}"
    endings = [f".{form.suffix}" for form in FORMATS.values()]
    answers = [client.get(f"{address}{ending}") for ending in ("/", "/again/", ".zip", *endings)]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    return [answer.getvalue() for answer in answers]


def test_staff_freeze_what_everyone_finds(client: Client, wells: list[Publication]) -> None:
    index(factories.publication("A draft", "A borehole.", state=State.DRAFT))
    client.force_login(factories.person(staff=True))
    assert _frozen(client).total == 3


def test_papers_with_only_most_of_the_words_are_not_in_it(client: Client, wells: list[Publication]) -> None:
    assert "have most of the words" in client.get("/search/?q=borehole+Kenya").content.decode()
    assert _frozen(client, "q=borehole Kenya").publication_ids == [wells[0].pk]


def test_a_merged_record_counts_as_the_one_it_is_part_of(client: Client, wells: list[Publication]) -> None:
    frozen = _frozen(client)
    keeper, double = wells[0], wells[1]
    merging.merge(keeper, double, record_for(keeper), who=None)
    index(*Publication.objects.all())
    found = freezing.changes(frozen)
    assert (found.came, found.went, found.stayed) == ((), (), 2)


def test_the_same_search_on_one_day_is_kept_once(client: Client, wells: list[Publication]) -> None:
    assert _frozen(client).pk == _frozen(client).pk
    FrozenSearch.objects.update(frozen_at=timezone.now() - dt.timedelta(days=1, hours=1))
    _frozen(client)
    index(factories.publication("New wells", "A borehole."))
    _frozen(client)
    assert FrozenSearch.objects.count() == 3


def test_a_list_that_is_too_long_is_refused_with_its_number(
    client: Client, wells: list[Publication], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "MOST", 2)
    answer = client.post("/search/freeze/", {"q": "borehole"})
    assert answer.status_code == 422
    assert "It finds 3 publications" in answer.content.decode()
    assert not FrozenSearch.objects.exists()


def test_freezing_from_one_address_is_limited(
    client: Client, wells: list[Publication], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frozen_pages, "FROZEN_AN_HOUR", 2)
    statuses = [
        client.post("/search/freeze/", {"q": f"borehole -x{n}"}, REMOTE_ADDR="203.0.113.77").status_code
        for n in range(3)
    ]
    assert statuses == [302, 302, 429]


def test_staff_remove_one_and_its_address_says_so(client: Client, wells: list[Publication]) -> None:
    frozen = _frozen(client, "q=borehole secret strategy")
    address = f"/search/frozen/{frozen.token}"
    assert client.post(f"{address}/remove/").status_code == 302
    assert client.get("/search/frozen/").status_code == 302
    assert "Remove for good" not in _page(client, frozen)
    client.force_login(factories.person(staff=True))
    assert "secret strategy" in client.get("/search/frozen/").content.decode()
    assert "Remove for good" in _page(client, frozen)
    assert client.post(f"{address}/remove/")["Location"] == "/search/frozen/"
    for gone in (f"{address}/", f"{address}.bib", f"{address}.zip"):
        answer = client.get(gone)
        assert answer.status_code == 410
        assert b"secret" not in answer.getvalue()
    assert client.get(f"{address}/again/").status_code == 404
    frozen.refresh_from_db()
    assert (frozen.asked, frozen.publication_ids) == ("", [])


def test_while_the_engine_rests_the_record_stands(
    client: Client, wells: list[Publication], monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = _frozen(client)
    for name in ("search", "matching_ids"):
        monkeypatch.setattr(engines.default(), name, _rests)
    assert "Wells in Kenya" in _page(client, frozen)
    assert client.get(f"/search/frozen/{frozen.token}/again/").status_code == 503
    assert client.post("/search/freeze/", {"q": "borehole"}).status_code == 503


def _rests(*_asked: object, **_how: object) -> object:
    raise EngineUnavailable


@pytest.mark.parametrize("query", ["", "q=", 'q="unclosed (', "q=\x00", "references=perhaps"])
def test_any_question_can_be_frozen(client: Client, wells: list[Publication], query: str) -> None:
    _page(client, _frozen(client, query))


def test_the_page_costs_few_queries_however_long_the_list(
    client: Client, engine: object, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    index(*(factories.publication(f"Paper {n}", "A borehole.") for n in range(60)))
    frozen = _frozen(client)
    with django_assert_max_num_queries(16):
        page = _page(client, frozen)
    assert page.count("hit-title") == 50
    assert "page=2" in page
    assert "Paper 59" in _page(client, frozen, "?page=2") or "Paper 59" in page
    _page(client, frozen, "?page=9999")
