"""The zip of open PDFs: what is in it, what is left out and why, and that it is never held whole."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from catalogue import publishing
from catalogue.models import Publication, State, StoredFile
from catalogue.policy import STRANGER, Reader
from catalogue.publishing import FileUse
from citations.formats import FORMATS
from dissemination import zips
from dissemination.zips import Limits, written
from search import engines
from search.engines.base import EngineUnavailable, QueryTooExpensive
from tests import factories
from tests.web.conftest import index

pytestmark = pytest.mark.django_db


def _opened(content: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return archive


def _contents(archive: zipfile.ZipFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(archive.read("contents.csv").decode("utf-8-sig"))))[1:]


def _made(*papers: Publication, reader: Reader = STRANGER, limits: Limits | None = None) -> zipfile.ZipFile:
    return _opened(b"".join(written([p.pk for p in papers], reader, "https://library.example", limits)))


def test_it_holds_the_files_of_the_list_and_references_that_know_them(client: Client) -> None:
    paper = factories.publication("Wells in Kenya", "A borehole.")
    publishing.attach_file(paper, factories.stored_file("An annex."), role="annex", name="b.pdf", who=None)
    index(paper, factories.publication("Taxes", "Fees."))
    archive = _opened(client.get("/search.zip?q=borehole").getvalue())
    assert archive.namelist() == [f"{paper.key}.pdf", f"{paper.key}-2.pdf", "references.bib", "contents.csv"]
    assert archive.read(f"{paper.key}.pdf").startswith(b"%PDF")
    read = FORMATS["bibtex"].read
    assert read is not None
    (reference,) = read(archive.read("references.bib").decode()).references
    assert f"{paper.key}-2.pdf:application/pdf" in dict(reference.extra)["file"]
    assert [row[:3] for row in _contents(archive)] == [
        [f"{paper.key}.pdf; {paper.key}-2.pdf", str(paper.key), "Wells in Kenya"]
    ]


def test_only_what_everyone_may_read_is_in_it_and_only_what_the_reader_may_see_is_named() -> None:
    papers = [factories.publication(f"Paper {state}", "Text.", state=state) for state in State]
    archive = _made(*papers)
    named = {row[2]: row[5] for row in _contents(archive)}
    assert named == {
        "Paper published": "",
        "Paper embargoed": "the file is not open",
        "Paper restricted": "the file is not open",
    }
    assert len([name for name in archive.namelist() if name.endswith(".pdf")]) == 1
    for_staff = _made(*papers, reader=Reader(staff=True))
    assert len([name for name in for_staff.namelist() if name.endswith(".pdf")]) == 1
    assert len(_contents(for_staff)) == len(papers)


def test_a_full_zip_says_how_much_is_not_in_it() -> None:
    papers = [factories.publication(f"Paper {n}", "Text.") for n in range(4)]
    rows = _contents(_made(*papers, limits=Limits(files=2)))
    assert [row[2] for row in rows] == ["Paper 0", "Paper 1", ""]
    assert "2 more publications of the list are not here" in rows[-1][5]
    size = StoredFile.objects.first().size  # type: ignore[union-attr]
    assert len(_contents(_made(*papers, limits=Limits(size=size * 3)))) in {3, 4}
    assert [row[5] for row in _contents(_made(*papers, limits=Limits(size=10)))] == ["larger than a zip may be"] * 4


def test_names_are_safe_and_never_the_same_twice() -> None:
    papers = [factories.publication(f"Paper {n}", "Text.") for n in range(3)]
    for paper, key in zip(papers, ("a/../b", "a_.._b", "A_.._B"), strict=True):
        Publication.objects.filter(pk=paper.pk).update(key=key)
    names = _made(*papers).namelist()
    assert len({name.casefold() for name in names}) == len(names) == 5
    assert not any("/" in name for name in names)


def test_a_file_that_is_missing_does_not_end_it() -> None:
    paper = factories.publication("Wells", "Text.")
    stored = StoredFile.objects.get()
    default_storage.delete(stored.storage_name)
    assert [row[0] for row in _contents(_made(paper))] == [""]


def test_memory_stays_flat_while_large_files_are_packed() -> None:
    papers = [
        publishing.create(
            factories.record(f"Paper {n}"),
            state=State.PUBLISHED,
            files=[FileUse(file=factories.stored_file("x", content=b"%PDF-1.7\n" + bytes([n]) * 3_000_000), name="a")],
        )
        for n in range(6)
    ]
    tracemalloc.start()
    largest = total = 0
    for piece in written([p.pk for p in papers], STRANGER, ""):
        total, largest = total + len(piece), max(largest, len(piece))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total > 18_000_000
    assert largest < 1_000_000
    assert peak < 6_000_000


def test_zips_from_one_address_are_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    index(factories.publication("Wells", "A borehole."))
    monkeypatch.setattr(zips, "ZIPS_AN_HOUR", 1)
    assert client.get("/search.zip?q=borehole", REMOTE_ADDR="203.0.113.5").status_code == 200
    assert client.get("/search.zip?q=borehole", REMOTE_ADDR="203.0.113.5").status_code == 429
    assert client.get("/search.zip?q=borehole", REMOTE_ADDR="203.0.113.6").status_code == 200


@pytest.mark.parametrize(("error", "status"), [(EngineUnavailable, 503), (QueryTooExpensive, 422)])
def test_a_list_that_the_engine_does_not_give_is_no_half_list(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception], status: int
) -> None:
    def fails(*_asked: object) -> object:
        raise error

    monkeypatch.setattr(engines.default(), "matching_ids", fails)
    for ending in ("zip", "bib", "csv"):
        assert client.get(f"/search.{ending}?q=a").status_code == status
