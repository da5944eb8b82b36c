"""Addresses: languages, files in ranges, head tags, headers."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from catalogue.models import Publication, PublicationFile, State
from tests import factories
from tests.web.conftest import index

pytestmark = pytest.mark.django_db


def test_a_plain_address_answers_in_the_readers_language_and_says_what_it_varies_with(client: Client) -> None:
    swedish = client.get("/browse/", headers={"Accept-Language": "sv-SE,sv;q=0.9"})
    english = client.get("/browse/", headers={"Accept-Language": "fr"})
    assert ('lang="sv"' in swedish.content.decode(), swedish["Content-Language"]) == (True, "sv")
    assert 'lang="en"' in english.content.decode()
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in swedish["Vary"].split(",")}


def test_the_switch_keeps_the_language_in_a_cookie_that_outranks_the_browser(client: Client) -> None:
    response = client.post("/preferences/", {"language": "sv", "next": "/browse/?page=2"})
    assert (response.status_code, response["Location"]) == (302, "/browse/?page=2")
    page = client.get("/browse/", headers={"Accept-Language": "en"})
    assert 'lang="sv"' in page.content.decode()


def test_the_switch_leads_nowhere_else(client: Client) -> None:
    for away in ("https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"):
        assert client.post("/preferences/", {"theme": "dark", "next": away})["Location"] == "/"


def test_a_prefixed_page_keeps_its_links_in_its_language_but_not_those_of_files(
    client: Client, paper: Publication
) -> None:
    page = client.get(f"/sv/publications/{paper.pk}/").content.decode()
    assert f'href="/sv/publications/{paper.pk}/search/' in page or "/sv/browse/" in page
    assert f'href="/publications/{paper.pk}/local-taxes-in-small-towns.pdf"' in page
    assert "/sv/static/" not in page
    assert f'rel="canonical" href="http://testserver/publications/{paper.pk}/"' in page
    assert re.findall(r'hreflang="(\S+)" href', page) == ["sv", "en", "x-default"]


def test_files_and_formats_are_never_prefixed(client: Client, paper: Publication) -> None:
    response = client.get(f"/sv/publications/{paper.pk}/local-taxes-in-small-towns.pdf?x=1")
    assert (response.status_code, response["Location"]) == (
        301,
        f"/publications/{paper.pk}/local-taxes-in-small-towns.pdf?x=1",
    )


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-20", 206, slice(-20, None)),
        ("bytes=0-99999999", 206, slice(0, None)),
        ("bytes=999999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=5-1", 416, None),
        ("bytes=0-1,4-5", 200, slice(0, None)),
        ("lines=1-2", 200, slice(0, None)),
        ("bytes=-", 200, slice(0, None)),
    ],
)
def test_a_pdf_is_given_whole_and_in_ranges(
    client: Client, paper: Publication, asked: str, status: int, span: slice | None
) -> None:
    address = f"/publications/{paper.pk}/local-taxes-in-small-towns.pdf"
    whole = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    response = client.get(address, headers={"Range": asked})
    assert response.status_code == status
    if span is not None:
        assert b"".join(response.streaming_content) == whole[span]  # type: ignore[attr-defined]
        assert int(response["Content-Length"]) == len(whole[span])


def test_a_pdf_has_the_headers_of_a_file_that_is_shown_and_asked_anew(client: Client, paper: Publication) -> None:
    response = client.get(f"/publications/{paper.pk}/local-taxes-in-small-towns.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'inline; filename="local-taxes-in-small-towns.pdf"'
    assert response["Cache-Control"] == "public, no-cache"
    again = client.get(
        f"/publications/{paper.pk}/local-taxes-in-small-towns.pdf", headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304


def test_the_name_of_a_file_before_its_title_was_corrected_leads_to_todays(client: Client, paper: Publication) -> None:
    response = client.get(f"/publications/{paper.pk}/an-older-title.pdf")
    assert (response.status_code, response["Location"]) == (
        302,
        f"/publications/{paper.pk}/local-taxes-in-small-towns.pdf",
    )


def test_every_file_of_a_publication_has_an_address_of_its_own(client: Client, paper: Publication) -> None:
    annex = factories.stored_file("An annex about wells.")
    PublicationFile.objects.create(publication=paper, file=annex, position=1, role=PublicationFile.Role.ANNEX)
    page = client.get(f"/publications/{paper.pk}/").content.decode()
    assert f"/publications/{paper.pk}/local-taxes-in-small-towns--2.pdf" in page
    response = client.get(f"/publications/{paper.pk}/local-taxes-in-small-towns--2.pdf")
    assert (response.status_code, response["ETag"]) == (200, f'"{annex.sha256}"')
    assert client.get(f"/publications/{paper.pk}/pages/1/?file=2").status_code == 200
    assert client.get(f"/publications/{paper.pk}/pages/1/?file=3").status_code == 404


def test_head_tags_say_what_scholars_machines_ask_for(client: Client, paper: Publication) -> None:
    page = client.get(f"/publications/{paper.pk}/").content.decode()
    tags = dict(re.findall(r'<meta name="([\w.]+)" content="([^"]*)">', page))
    assert tags["citation_title"] == "Local taxes in small towns"
    assert tags["citation_author"] == "Berg, Karin"
    assert tags["citation_publication_date"] == "2012"
    assert tags["citation_technical_report_institution"] == "Centre for Local Democracy"
    folder = f"http://testserver/publications/{paper.pk}/"
    assert tags["citation_pdf_url"] == f"{folder}local-taxes-in-small-towns.pdf"
    assert tags["citation_abstract_html_url"] == folder
    assert tags["DC.type"] == "Research report"


def test_head_tags_never_name_a_file_that_a_stranger_may_not_read(client: Client, paper: Publication) -> None:
    Publication.objects.filter(pk=paper.pk).update(state=State.EMBARGOED)
    client.force_login(factories.person(staff=True))
    assert "citation_pdf_url" not in client.get(f"/publications/{paper.pk}/").content.decode()


def test_pages_have_a_strict_policy_and_no_script_or_style_of_their_own(client: Client, paper: Publication) -> None:
    index(paper)
    for address in ("/", "/search/?q=borehole", f"/publications/{paper.pk}/", f"/publications/{paper.pk}/pages/2/"):
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        page = response.content.decode()
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page)


def test_a_reader_gets_no_cookie_without_asking(client: Client, paper: Publication) -> None:
    index(paper)
    for address in ("/", "/browse/", "/help/", f"/publications/{paper.pk}/report/"):
        assert not client.get(address).cookies


def test_text_goes_compressed_and_files_do_not(client: Client, paper: Publication) -> None:
    accept = {"Accept-Encoding": "gzip"}
    assert client.get("/", headers=accept)["Content-Encoding"] == "gzip"
    pdf = client.get(f"/publications/{paper.pk}/local-taxes-in-small-towns.pdf", headers=accept)
    assert "Content-Encoding" not in pdf
