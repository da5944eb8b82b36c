"""Real clients and schemas take what is written: biber, bibtex, pandoc, rispy, and the schemas of each XML.

KC_INTEROP names a folder with `test_bib.sh` (silent when no client complains), `csl-data.json` and `schemas.tar.gz`.
"""

from __future__ import annotations

import dataclasses
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import rispy
from hypothesis import HealthCheck, given, settings
from lxml import etree

from benchmarks.citations import catalogue_records, complaints
from citations.canonical import canonical
from citations.formats import FORMATS
from citations.formats.files import decode_bytes
from citations.formats.tagged import inverted
from citations.reference import PUBLICATION_TYPES, Reference
from tests.citations.clients import INTEROP, said_by_clients, with_clients
from tests.citations.references import references
from tests.citations.samples import sample, written

CORPUS = os.environ.get("KC_CORPUS", "")
with_interop = pytest.mark.skipif(not INTEROP, reason="KC_INTEROP names no folder with schemas and clients' tests")
with_corpus = pytest.mark.skipif(not CORPUS, reason="KC_CORPUS names no folder")
once = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@with_clients
@with_corpus
@pytest.mark.service
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_no_client_complains_of_real_records(dialect: str, tmp_path: Path) -> None:
    # One record of each type beside the real ones: between them every entry type that we write.
    records = [*map(sample, PUBLICATION_TYPES), *catalogue_records(Path(CORPUS), 500)]
    file = tmp_path / "x.bib"
    file.write_text(written(dialect, *records), encoding="utf-8")
    assert said_by_clients(file, dialect) == ""


@with_clients
@with_corpus
@pytest.mark.service
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_a_collection_written_again_draws_no_new_complaint(dialect: str) -> None:
    for path in sorted((Path(CORPUS) / "bib").glob("*.bib")):
        source = decode_bytes(path.read_bytes())
        read = FORMATS[dialect].read
        assert read is not None
        # A key that stands twice is the collection's own fault; biber may give up on the collection before it says so.
        entries = {reference.key: reference for reference in read(source).references}
        before, after = complaints(source, dialect), complaints(written(dialect, *entries.values()), dialect)
        assert before is not None
        assert after is not None
        assert not after - before, path.name


@with_interop
@once
@given(reference=references)
def test_csl_items_are_valid(reference: Reference) -> None:
    schema = json.loads((Path(INTEROP) / "csl-data.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(json.loads(written("csl-json", reference)))


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("schemas")
    with tarfile.open(Path(INTEROP) / "schemas.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    yield folder / "schemas"


class _Local(etree.Resolver):
    """Gives the schema of `xml:lang` from the folder, and nothing from the network."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def resolve(self, system_url: str, public_id: str, context: object) -> object:  # type: ignore[override]
        name = next((name for name in ("xml.xsd", "xlink.xsd") if system_url.endswith(name)), "")
        found = next(iter(self.folder.rglob(name)), None) if name else None
        return self.resolve_filename(str(found), context) if found else None  # type: ignore[attr-defined]


_SCHEMAS = {"datacite": "kernel-4.6/metadata.xsd", "dc": "oai/oai_dc.xsd", "mods": "mods/mods-3-8.xsd"}


@with_interop
@pytest.mark.parametrize("name", list(_SCHEMAS))
def test_xml_is_valid(name: str, schemas: Path) -> None:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Local(schemas))
    schema = etree.XMLSchema(etree.parse(str(schemas / _SCHEMAS[name]), parser))

    @once
    @given(reference=references)
    def valid(reference: Reference) -> None:
        schema.assertValid(etree.fromstring(written(name, reference).encode()))

    for type_ in PUBLICATION_TYPES:
        schema.assertValid(etree.fromstring(written(name, sample(type_)).encode()))
    valid()


@once
@given(reference=references)
def test_rispy_reads_the_record_that_we_read(reference: Reference) -> None:
    read = FORMATS["ris"].read
    assert read is not None
    text = written("ris", canonical(dataclasses.replace(reference, others=())))
    [ours], [theirs] = read(text).references, rispy.loads(text)
    assert theirs.get("title", "") == ours.title
    assert theirs.get("authors", []) == [inverted(name).strip() for name in ours.names()]
    assert theirs.get("doi", "") == ours.identifier("doi")
    assert tuple(theirs.get("keywords", ())) == ours.keywords
    assert theirs.get("year", "") == (str(ours.date.year) if ours.date and ours.date.year is not None else "")
