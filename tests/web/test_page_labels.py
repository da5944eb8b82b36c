"""Pages are spoken of by their printed numbers, and no page by another's."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from catalogue.models import PageText, Publication
from search.documents import document_for
from search.engines.base import SearchEngine
from tests import factories

pytestmark = pytest.mark.django_db


def labelled(engine: SearchEngine, *labels: str) -> Publication:
    """Return an indexed publication whose sheets have these printed labels; the first has "borehole", all "water"."""
    found = factories.publication("Wells", "Water from a borehole.", *("More water." for _label in labels[1:]))
    stored = found.files.get().file
    for number, label in enumerate(labels, start=1):
        PageText.objects.filter(file=stored, number=number).update(label=label)
    stored.outline = [{"title": f"Part {n}", "level": 0, "page": n} for n in range(1, len(labels) + 1)]
    stored.save()
    engine.upsert([document_for(found)])
    return found


def words(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.fixture
def covered(engine: SearchEngine) -> Publication:
    """A paper whose cover has no number and whose second sheet prints "1"."""
    return labelled(engine, "", "1", "2", "3")


@pytest.fixture
def unnumbered(engine: SearchEngine) -> Publication:
    return labelled(engine, "", "", "")


@pytest.mark.parametrize("address", ["/search/?q=borehole", "/publications/{}/search/?q=borehole"])
def test_a_cover_without_a_number_is_found_as_a_sheet(client: Client, covered: Publication, address: str) -> None:
    page = words(client, "/en" + address.format(covered.pk))
    assert '"folio">sheet 1<' in page
    assert "p. 1<" not in page
    assert '"folio">blad 1<' in words(client, "/sv" + address.format(covered.pk))


def test_no_two_pages_of_a_file_have_one_name(client: Client, covered: Publication) -> None:
    page = words(client, f"/en/publications/{covered.pk}/search/?q=water")
    assert sorted(re.findall('"folio">([^<]+)<', page)) == ["p. 1", "p. 2", "p. 3", "sheet 1"]


def test_where_the_words_were_found_names_the_cover_as_a_sheet(client: Client, covered: Publication) -> None:
    page = words(client, "/en/search/?q=borehole")
    assert "The words were found in: sheet 1." in page
    assert "page 1" not in page


def test_the_view_of_a_cover_without_a_number_never_calls_it_page_one(client: Client, covered: Publication) -> None:
    page = words(client, f"/en/publications/{covered.pk}/pages/1/?q=borehole")
    assert "<title>Sheet 1, Wells" in page
    assert "Picture of sheet 1" in page
    assert "p. 1" not in page
    assert "Page 1" not in page
    assert "blad 1" in words(client, f"/sv/publications/{covered.pk}/pages/1/?q=borehole")


@pytest.mark.parametrize("style", ["chicago-author-date", "chicago-notes-bibliography", "apa", "ieee"])
def test_a_page_without_a_number_is_cited_by_its_work(client: Client, covered: Publication, style: str) -> None:
    page = words(client, f"/en/publications/{covered.pk}/pages/1/?style={style}")
    assert f"\\autocite{{{covered.key}}}" in page
    assert f"[@{covered.key}]" in page
    assert "locator" not in page
    assert "987654321" not in page
    assert "No page number was found on this sheet" in page
    numbered = words(client, f"/en/publications/{covered.pk}/pages/2/?style={style}")
    assert f"\\autocite[1]{{{covered.key}}}" in numbered
    assert "No page number was found on this sheet" not in numbered


def test_a_file_without_any_printed_number_is_counted_by_its_sheets(client: Client, unnumbered: Publication) -> None:
    page = words(client, f"/en/publications/{unnumbered.pk}/pages/2/")
    assert "<title>Page 2, Wells" in page
    assert f"\\autocite[2]{{{unnumbered.key}}}" in page
    assert '"folio">p. 2<' in words(client, f"/en/publications/{unnumbered.pk}/search/?q=water")


def test_the_contents_and_the_first_page_name_a_cover_as_a_sheet(client: Client, covered: Publication) -> None:
    page = words(client, f"/en/publications/{covered.pk}/")
    assert '<span>Part 1</span><span class="folio" lang="en">sheet 1<' in page
    assert '<span>Part 2</span><span class="folio">1<' in page
    assert '<span class="folio">sheet 1<' in words(client, "/en/")


def test_the_command_names_a_cover_as_a_sheet(covered: Publication) -> None:
    out = StringIO()
    call_command("search", "borehole", stdout=out, stderr=StringIO())
    assert " sheet 1: " in out.getvalue()


def test_a_number_that_only_the_other_text_of_a_file_has_is_not_asked_after(
    client: Client, unnumbered: Publication
) -> None:
    stored = unnumbered.files.get().file
    PageText.objects.create(file=stored, source=PageText.Source.OCR, number=1, label="7", text="A borehole.")
    assert '"folio">p. 2<' in words(client, f"/en/publications/{unnumbered.pk}/search/?q=water")
    assert "<title>Page 2, Wells" in words(client, f"/en/publications/{unnumbered.pk}/pages/2/")
