"""A title of any signs is text wherever it is shown, and is nowhere obeyed."""

from __future__ import annotations

import html
import json

import pytest
from django.test import Client
from lxml import etree
from lxml import html as lxml_html

from catalogue.models import Publication
from citations.formats import FORMATS
from citations.reference import Text
from search.engines.base import SearchEngine
from search.indexing import update_all
from tests import factories
from tests.citations.test_exports import body

TITLE = (
    "Canary </title></script><script>alert(1)</script> <img src=x onerror=alert(1)> {\\input{x}} $\\write18$ 50% "
    "\"&amp;' <i>Salmo</i> 😀 tiếng Việt Река العربية"
)
PLAIN = TITLE.replace("<i>", "").replace("</i>", "")

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication(engine: SearchEngine) -> Publication:
    made = factories.publication(TITLE, abstracts=(Text(text=TITLE, language="en"),))
    update_all(engine)
    return made


@pytest.mark.parametrize(
    "path",
    ["/publications/{}/", "/sv/publications/{}/", "/publications/{}/pages/1/", "/search/?q=canary", "/recent/", "/"],
)
def test_no_page_runs_what_a_title_says(client: Client, publication: Publication, path: str) -> None:
    page = client.get(path.format(publication.pk), follow=True).content.decode()
    assert PLAIN.split(" <img")[0].split("Canary ")[1] not in page
    tree = lxml_html.document_fromstring(page)
    assert not tree.xpath("//img[@onerror or @src='x']")
    assert not [script for script in tree.iter("script") if (script.text or "").startswith("alert")]
    shown = " ".join("".join(str(part) for part in tree.itertext()).split())
    if "/publications/" in path or "search" in path:
        assert "<script>alert(1)</script>" in shown
        assert "tiếng Việt Река العربية" in shown


def test_what_machines_read_of_a_page_has_the_title_whole(client: Client, publication: Publication) -> None:
    tree = lxml_html.document_fromstring(client.get(f"/publications/{publication.pk}/", follow=True).content.decode())
    for name in ("citation_title", "DC.title"):
        assert tree.xpath("//meta[@name=$name]/@content", name=name) == [PLAIN]


def test_a_feed_has_the_title_as_text_and_nothing_to_run(client: Client, publication: Publication) -> None:
    feed = etree.fromstring(client.get("/search.atom?q=canary", follow=True).content)
    [entry] = feed.iter("{*}entry")
    assert entry.findtext("{*}title") == PLAIN
    summary = entry.find("{*}summary")
    assert summary is not None
    assert summary.get("type") == "html"
    assert html.unescape(summary.text or "") == PLAIN
    assert "<" not in (summary.text or "")


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_over_http_has_the_title(client: Client, publication: Publication, name: str) -> None:
    form = FORMATS[name]
    text = body(client.get(f"/publications/{publication.pk}.{form.suffix}"))
    if form.read is not None:
        assert form.read(text).references[0].title == TITLE
    elif form.suffix.endswith("xml"):
        assert PLAIN in "".join(str(part) for part in etree.fromstring(text.encode()).itertext())
    elif name == "jsonld":
        assert json.loads(text)["name"] == PLAIN
        assert "</script" not in text
    else:
        assert PLAIN.replace('"', '""') in text


def test_a_formatted_reference_has_the_title_as_text(client: Client, publication: Publication) -> None:
    accept = "text/x-bibliography; style=apa; locale=en-GB"
    text = body(client.get(f"/publications/{publication.pk}/", headers={"accept": accept}))
    assert "</script><script>alert(1)</script> <img src=x onerror=alert(1)> {\\input{x}} $\\write18$ 50%" in text
    assert "😀 tiếng Việt Река العربية" in text
