"""Page pictures and word boxes: drawn by the renderer, kept by content, shown to those who may see the text."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from catalogue import publishing
from catalogue.models import Publication, State, StoredFile
from catalogue.publishing import FileUse
from ingest import pictures
from ingest.extraction import renderer_client
from ingest.extraction.renderer import AlreadyRunning, Renderer
from ingest.extraction.renderer_client import RendererUnavailable
from ingest.extraction.values import Failure, PageWords, Word
from tests import factories, pdfs

pytestmark = pytest.mark.django_db


def _published(stored: StoredFile) -> Publication:
    return publishing.create(factories.record(), state=State.PUBLISHED, files=[FileUse(file=stored, name="a.pdf")])


@pytest.fixture
def renderer(tmp_path: Path, settings: Settings) -> Iterator[Renderer]:
    """Run a renderer at a socket of the test's own."""
    settings.RENDERER_SOCKET = tmp_path / "renderer.sock"
    running = Renderer(settings.RENDERER_SOCKET)
    thread = threading.Thread(target=running.run)
    thread.start()
    yield running
    running.stop()
    thread.join()


@pytest.fixture
def nobody_draws(tmp_path: Path, settings: Settings) -> None:
    settings.RENDERER_SOCKET = tmp_path / "nobody.sock"


def test_a_page_is_drawn_once_and_kept(renderer: Renderer, client: Client, settings: Settings) -> None:
    stored = factories.stored_file("Snow falls on the roads.")
    publication = _published(stored)
    address = f"/publications/{publication.pk}/pages/1.webp"
    answer = client.get(address, {"width": 88})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer.content[8:12] == b"WEBP"
    settings.RENDERER_SOCKET = Path("/nonexistent.sock")
    assert client.get(address, {"width": 80}).content == answer.content
    assert client.get(address, {"width": 88}, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_when_the_renderer_is_down_the_answer_is_to_come_back_later(nobody_draws: None, client: Client) -> None:
    publication = _published(factories.stored_file())
    answer = client.get(f"/publications/{publication.pk}/pages/1.webp")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer["Cache-Control"] == "no-store"
    assert client.get(f"/publications/{publication.pk}/cover.webp").status_code == 503


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_a_stranger_gets_no_picture_of_what_is_not_public(nobody_draws: None, client: Client, state: State) -> None:
    publication = _published(factories.stored_file())
    type(publication).objects.filter(pk=publication.pk).update(state=state)
    # A 503 would mean that the renderer was asked.
    for name in ("pages/1.webp", "cover.webp", "pages/1/boxes.svg?mark=budget"):
        assert client.get(f"/publications/{publication.pk}/{name}").status_code in (404, 410)


def test_pages_and_files_that_are_not_there_are_404(nobody_draws: None, client: Client) -> None:
    publication = _published(factories.stored_file())
    for name in ("pages/0.webp", "pages/2.webp", "pages/1.webp?file=2", "pages/1.webp?file=0", "pages/99/boxes.svg"):
        assert client.get(f"/publications/{publication.pk}/{name}").status_code == 404
    assert client.get("/publications/999999/pages/1.webp").status_code == 404


def test_a_page_that_cannot_be_drawn_is_asked_for_once(renderer: Renderer) -> None:
    stored = factories.stored_file(content=b"%PDF-1.7\nbroken\n%%EOF\n")
    assert isinstance(pictures.picture_of(stored, 1, 160), Failure)
    renderer.stop()
    assert isinstance(pictures.picture_of(stored, 1, 160), Failure)


def test_boxes_are_laid_around_the_words_asked_for(renderer: Renderer, client: Client) -> None:
    publication = _published(factories.stored_file("Snow falls. The snow melts in Väster\u00e5s."))
    answer = client.get(f"/publications/{publication.pk}/pages/2/boxes.svg", {"mark": ["SNOW", "vasteras"]})
    assert answer.status_code == 404
    stored = factories.stored_file("one", content=pdfs.paper(title="Snow in Väster\u00e5s and more snow"))
    publication = _published(stored)
    answer = client.get(f"/publications/{publication.pk}/pages/1/boxes.svg", {"mark": ["SNOW", "vasteras"]})
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer.content.count(b"<rect") == 3


def test_a_mark_marks_whole_words_and_both_halves_of_a_broken_one() -> None:
    words = PageWords(
        width=100,
        height=200,
        words=(
            Word(text="snowfall", boxes=((0, 0, 5, 5),)),
            Word(text="snow-plough", boxes=((5, 0, 9, 5), (0, 9, 5, 14))),
        ),
    )
    assert pictures.boxes_svg(words, ["snow"]).count("<rect") == 2
    assert "<rect" not in pictures.boxes_svg(words, [""])
    assert 'viewBox="0 0 100 200"' in pictures.boxes_svg(words, [])


def test_a_word_with_signs_for_vowels_is_boxed_whole_and_no_other() -> None:
    words = PageWords(
        width=100,
        height=200,
        words=tuple(Word(text=text, boxes=((0, 0, 5, 5),)) for text in ("உள்ளாட்சி", "அமைப்புகள்", "நாட்டின்")),
    )
    assert pictures.boxes_svg(words, ["உள்ளாட்சி"]).count("<rect") == 1


def test_covers_that_came_with_reading_are_shown_without_the_renderer(nobody_draws: None, client: Client) -> None:
    stored = factories.stored_file()
    publication = _published(stored)
    pictures.keep_covers(stored.sha256, 1, (b"small", b"large"))
    assert client.get(f"/publications/{publication.pk}/cover.webp", {"width": 160}).content == b"small"
    assert client.get(f"/publications/{publication.pk}/cover.webp", {"width": 400}).content == b"large"


def test_the_oldest_pictures_go_when_there_are_too_many(settings: Settings) -> None:
    for number in range(4):
        pictures.keep_covers(f"{number}" * 64, 1, (b"x" * 100, b"y" * 100))
    assert pictures.keep_within_bounds(500) == 3
    assert pictures.keep_within_bounds(500) == 0


def test_two_renderers_do_not_share_an_address_and_a_dead_ones_socket_is_taken_over(
    renderer: Renderer, tmp_path: Path
) -> None:
    with pytest.raises(AlreadyRunning):
        Renderer(renderer.path)
    stale = tmp_path / "stale.sock"
    dead = Renderer(stale)
    dead._listener.close()
    heir = Renderer(stale)
    heir.stop()
    heir.run()
    assert not stale.exists()


def test_a_socket_in_a_folder_of_a_long_name_is_reached(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 60) / ("b" * 60)
    running = Renderer(folder / "renderer.sock")
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        assert renderer_client.protection(folder / "renderer.sock").limits
    finally:
        running.stop()
        thread.join()


def test_an_answer_that_never_comes_is_a_renderer_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RendererUnavailable):
        renderer_client.protection(tmp_path / "nobody.sock")
