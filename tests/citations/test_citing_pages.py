"""Citation box, cite this page, basket, converter and content negotiation, as a reader meets them."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from catalogue.models import FormerKey, State
from citations.formats import pandoc
from citations.reference import Identifier
from dissemination.citing import in_brackets
from search import indexing
from search.engines.base import SearchEngine
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_box_gives_the_reference_in_the_style_and_language_asked_for(client: Client, engine: SearchEngine) -> None:
    publication = factories.publication("Floods <script>alert(1)</script>")
    page = client.get(f"/publications/{publication.pk}/?style=vancouver&locale=sv-SE").content.decode()
    assert "Floods &lt;script&gt;" in page
    assert "<script>alert" not in page
    assert 'lang="sv-SE"' in page
    assert f"/publications/{publication.pk}.bib" in page
    assert "@techreport{" in page


def test_without_pandoc_the_page_says_so_and_the_formats_go_on(
    client: Client, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> str:
        raise pandoc.PandocUnavailable

    monkeypatch.setattr(pandoc, "program", missing)
    publication = factories.publication("Floods without pandoc")
    page = client.get(f"/publications/{publication.pk}/").content.decode()
    assert "cannot be formatted just now" in page
    assert f"/publications/{publication.pk}.ris" in page


def test_the_page_view_cites_the_printed_page(client: Client, engine: SearchEngine) -> None:
    publication = factories.publication("Floods", "one page", "another page")
    page = client.get(f"/publications/{publication.pk}/pages/2/").content.decode()
    assert f"\\autocite[2]{{{publication.key}}}" in page
    assert f"[@{publication.key}, p. 2]" in page
    assert "2012, p. 2)" in page
    assert f"http://testserver/publications/{publication.pk}/pages/2/" in page


def test_nobody_cites_a_page_that_is_not_theirs_to_read(client: Client, engine: SearchEngine) -> None:
    publication = factories.publication("Closed floods", "secret text", state=State.RESTRICTED)
    response = client.get(f"/publications/{publication.pk}/pages/1/")
    assert "autocite" not in response.content.decode()


def test_any_style_is_found_by_its_name_and_by_its_old_one(client: Client, engine: SearchEngine) -> None:
    publication = factories.publication("Floods")
    page = client.get(f"/publications/{publication.pk}/cite/?find=vancouver").content.decode()
    assert "style=nlm-citation-sequence" in page
    assert client.get(f"/publications/{publication.pk}/cite/?find=%00<b>").status_code == 200


def test_the_basket_is_kept_in_the_browser_and_leaves_whole(client: Client, engine: SearchEngine) -> None:
    first, second = factories.publication("First floods"), factories.publication("Second floods")
    hidden = factories.publication("Hidden floods", state=State.DRAFT)
    for publication in (second, first, hidden):
        assert client.post("/basket/", {"add": publication.pk}).status_code == 302
    items = json.loads(b"".join(client.get("/basket.csl.json")).decode())
    assert [item["id"] for item in items] == [second.key, first.key]
    page = client.get("/basket/?style=ieee").content.decode()
    assert "[2]" in page
    assert "Hidden" not in page
    client.post("/basket/", {"drop": second.pk})
    client.post("/basket/", {"add": "no number"})
    assert client.cookies["basket"].value == f"{first.pk}.{hidden.pk}"
    client.post("/basket/", {"empty": "1"})
    assert json.loads(b"".join(client.get("/basket.csl.json")).decode()) == []


def test_each_hit_of_a_search_has_a_button_for_the_basket(client: Client, engine: SearchEngine) -> None:
    publication = factories.publication("First floods")
    indexing.update_or_build(engine)
    page = " ".join(client.get("/en/search/?q=floods").content.decode().split())
    assert f'name="add" value="{publication.pk}"' in page
    assert '<input type="hidden" name="back" value="/en/search/?q=floods">' in page
    client.post("/basket/", {"add": publication.pk})
    page = " ".join(client.get("/sv/search/?q=floods").content.decode().split())
    assert f'name="drop" value="{publication.pk}"' in page
    assert "Ta bort från samlingen" in page
    assert "data-basket-count>1<" in page


def test_the_basket_never_leads_away_from_the_library(client: Client) -> None:
    response = client.post("/basket/", {"add": "1", "back": "//evil.example/"})
    assert response["Location"] == "/basket/"


def test_the_converter_shows_what_it_could_not_read_and_gives_the_rest(client: Client) -> None:
    text = (
        b"@article{good, title={Good \\& sound}, journal={J}, year=2020}\n@book{bad, title={x}\n\n@misc{z, title={Z}}"
    )
    upload = SimpleUploadedFile("mine.bib", text)
    page = client.post("/convert/", {"file": upload, "to": "ris", "show": ""}).content.decode()
    assert "Good &amp; sound" in page
    assert "Line 2" in page
    upload = SimpleUploadedFile("mine.bib", text)
    taken = client.post("/convert/", {"file": upload, "to": "csl-json", "take": ""})
    assert [item["id"] for item in json.loads(taken.content)] == ["good", "z"]
    assert client.post("/convert/", {"to": "ris"}).status_code == 422
    assert client.post("/convert/", {"text": "nothing", "to": "ris"}).status_code == 422
    assert client.get("/convert/").status_code == 200


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/x-bibtex", "application/x-bibtex"),
        ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json"),
        ("application/x-research-info-systems;q=0.9, text/plain;q=0.1", "application/x-research-info-systems"),
        ("application/ld+json", "application/ld+json"),
        ("text/x-bibliography; style=ieee; locale=sv-SE", "text/x-bibliography"),
        ("text/html", "text/html"),
        ("*/*", "text/html"),
        ("application/x-bibtex;q=0.5, text/html;q=0.9", "text/html"),
    ],
)
def test_an_address_answers_in_the_format_asked_for(
    client: Client, engine: SearchEngine, accept: str, expected: str
) -> None:
    publication = factories.publication("Floods")
    response = client.get(f"/publications/{publication.pk}/", headers={"accept": accept})
    assert response.status_code == 200
    assert response["Content-Type"] == f"{expected}; charset=utf-8"
    assert "Accept" in response["Vary"]


def test_what_nobody_has_is_not_acceptable(client: Client, engine: SearchEngine) -> None:
    publication = factories.publication("Floods")
    response = client.get(f"/publications/{publication.pk}/", headers={"accept": "image/png"})
    assert response.status_code == 406
    assert "Accept" in response["Vary"]


def test_check_citations_tells_what_falls_short(capsys: pytest.CaptureFixture[str]) -> None:
    factories.publication("Sound")
    call_command("check_citations")
    factories.publication("Broken", identifiers=(Identifier(scheme="isbn", value="978-3-16-148410-1"),))
    with pytest.raises(SystemExit):
        call_command("check_citations")
    assert "978-3-16-148410-1 is not an ISBN" in capsys.readouterr().out


def test_staff_see_on_the_page_what_falls_short_and_where_to_mend_it(client: Client, engine: SearchEngine) -> None:
    publication = factories.publication("Broken", institution="")
    assert "falls short" not in client.get(f"/publications/{publication.pk}/").content.decode()
    client.force_login(factories.person(staff=True))
    page = client.get(f"/publications/{publication.pk}/").content.decode()
    assert "falls short" in page
    assert f"/publications/{publication.pk}/edit/#id_institution" in page


def test_staff_see_all_that_falls_short_on_one_page(client: Client, engine: SearchEngine) -> None:
    factories.publication("Sound floods")
    broken = factories.publication("Broken floods", institution="")
    assert client.get("/citations/").status_code == 302
    client.force_login(factories.person(staff=True))
    page = client.get("/citations/").content.decode()
    assert f"/publications/{broken.pk}/edit/#id_institution" in page
    assert "Sound floods" not in page
    assert client.get("/citations/?page=none").status_code == 200


def test_a_key_leads_to_its_record_for_ever_and_to_no_draft(client: Client) -> None:
    publication = factories.publication("Floods")
    FormerKey.objects.create(publication=publication, key="old:key/1")
    draft = factories.publication("Draft floods", state=State.DRAFT)
    for key in (publication.key, "old:key/1"):
        assert client.get(f"/keys/{key}")["Location"] == f"/publications/{publication.pk}/"
    for key in (draft.key or "none", "nobody", "%00"):
        assert client.get(f"/keys/{key}").status_code == 404


def test_a_page_label_of_any_signs_is_safe_in_latex() -> None:
    assert in_brackets("14") == "14"
    assert in_brackets("A_1]") == "{A\\_1]}"


def test_the_box_on_a_page_of_its_own_gives_the_address_of_the_publication(
    client: Client, engine: SearchEngine
) -> None:
    publication = factories.publication("Floods")
    page = client.get(f"/en/publications/{publication.pk}/cite/").content.decode()
    assert f'<dd><a href="http://testserver/publications/{publication.pk}/">' in page


def test_the_languages_of_references_are_called_by_their_names(client: Client, engine: SearchEngine) -> None:
    publication = factories.publication("Floods")
    page = client.get(f"/sv/publications/{publication.pk}/cite/").content.decode()
    assert '<option value="fi-FI">finska (Finland)</option>' in page
    assert "Chicago, noter" in page
