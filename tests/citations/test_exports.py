"""Records over HTTP and from the command line: right format, right names, only what the reader may see."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.test import Client

from catalogue.models import State
from citations.formats import BY_SUFFIX, FORMATS
from search.engines.base import SearchEngine
from search.indexing import update_all
from tests import factories

pytestmark = pytest.mark.django_db


def body(response: object) -> str:
    streaming = getattr(response, "streaming_content", None)
    return b"".join(streaming).decode() if streaming else response.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("suffix", list(BY_SUFFIX))
def test_a_record_has_an_address_in_every_format(client: Client, suffix: str) -> None:
    publication = factories.publication("Floods in Łódź")
    response = client.get(f"/publications/{publication.pk}.{suffix}")
    assert response.status_code == 200
    assert response["Content-Type"] == f"{BY_SUFFIX[suffix].media_type}; charset=utf-8"
    assert f'filename="{publication.key}.{suffix}"' in response["Content-Disposition"]
    assert f"/publications/{publication.pk}/" in body(response)


def test_a_strangers_export_keeps_drafts_out(client: Client) -> None:
    draft = factories.publication("Canary draft", state=State.DRAFT)
    withdrawn = factories.publication("Canary withdrawn")
    withdrawn.state = State.WITHDRAWN
    withdrawn.save()
    assert client.get(f"/publications/{draft.pk}.bib").status_code == 404
    assert client.get(f"/publications/{withdrawn.pk}.bib").status_code == 410
    assert client.get("/publications/999999999999999999999999.bib").status_code == 404


def test_a_result_list_is_exported_whole_and_only_as_the_reader_sees_it(client: Client, engine: SearchEngine) -> None:
    shown = [factories.publication(f"Canary number {n}") for n in range(12)]
    factories.publication("Canary draft", state=State.DRAFT)
    update_all(engine)
    items = json.loads(body(client.get("/search.csl.json?q=canary&page=1")))
    assert {item["id"] for item in items} == {publication.key for publication in shown}
    everything = json.loads(body(client.get("/search.csl.json")))
    assert len(everything) == len(shown)


def test_export_gives_the_same_bytes_in_order_of_id(engine: SearchEngine) -> None:
    made = [factories.publication(f"Number {n}") for n in range(5)]
    factories.publication("Hidden", state=State.DRAFT)
    texts = []
    for _ in range(2):
        out = io.StringIO()
        call_command("export", format="csv", stdout=out)
        texts.append(out.getvalue())
    assert texts[0] == texts[1]
    rows = list(csv.DictReader(io.StringIO(texts[0].removeprefix("\ufeff"))))
    assert [row["key"] for row in rows] == [publication.key for publication in made]


def test_an_older_version_is_exported_only_when_asked_for(client: Client, engine: SearchEngine) -> None:
    old = factories.publication("Old version")
    new = factories.publication("New version")
    new.supersedes = old
    new.save()
    out = io.StringIO()
    call_command("export", format="bibtex", stdout=out)
    assert "New version" in out.getvalue()
    assert "Old version" not in out.getvalue()
    assert client.get(f"/publications/{old.pk}.bib").status_code == 200


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.read])
def test_convert_writes_a_whole_document_even_for_nothing(
    name: str, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path_factory.mktemp("x") / "nothing.txt"
    empty.write_text("no references here")
    with pytest.raises(SystemExit):
        call_command("convert", str(empty), to="csl-json")
    assert json.loads(capsys.readouterr().out) == []
