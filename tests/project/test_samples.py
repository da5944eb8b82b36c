"""The sample papers are real PDFs, few bytes, and their corrections name what the vocabularies hold."""

from __future__ import annotations

import tomllib

import pypdfium2
import pytest

from catalogue.record import Record
from citations.reference import PUBLICATION_TYPES, Contributor, Name, PartialDate, Reference, Text
from ingest.sidecars import sidecar_beside, sidecar_reference
from kc_repository.sample_papers import FOLDER, Sample, corrected, samples

SAMPLES = {sample.path.stem: sample for sample in samples()}
VOCABULARIES = tomllib.loads((FOLDER / "vocabularies.toml").read_text())


def slugs(name: str) -> set[str]:
    return {entry["slug"] for entry in VOCABULARIES[name]}


def test_twelve_papers_of_which_two_wait_in_review() -> None:
    assert len(SAMPLES) == 12
    assert sum(not sample.publish for sample in SAMPLES.values()) == 2


def test_the_scan_is_a_record_to_look_over_even_where_nothing_recognises_it() -> None:
    beside = sidecar_beside(SAMPLES["scan0007"].path)
    assert beside is not None
    reference = sidecar_reference(beside.name, beside.text)
    assert reference is not None
    assert reference.title
    assert reference.names()
    assert reference.date is None or not reference.date.year


def test_the_samples_are_small() -> None:
    assert sum(sample.path.stat().st_size for sample in SAMPLES.values()) < 2_000_000


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_sample_has_2_to_20_pages(sample: Sample) -> None:
    with pypdfium2.PdfDocument(sample.path) as pdf:
        assert 2 <= len(pdf) <= 20


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_correction_names_terms_that_exist(sample: Sample) -> None:
    record = corrected(Record(reference=Reference()), sample.correction)
    assert set(record.programmes) <= slugs("programmes")
    assert set(record.themes) <= slugs("themes")
    assert set(record.topics) <= slugs("topics")
    assert record.reference.type in PUBLICATION_TYPES
    if record.reference.series:
        assert record.reference.series in {entry["name_en"] for entry in VOCABULARIES["series"]}


@pytest.mark.parametrize("name", ["programmes", "themes", "topics", "series"])
def test_every_term_has_a_name_in_both_languages(name: str) -> None:
    assert all(entry["name_sv"] and entry["name_en"] for entry in VOCABULARIES[name])


def test_a_correction_replaces_what_it_names_and_leaves_the_rest() -> None:
    read = Reference(
        titles=(Text(text="Misread", language="en"),),
        contributors=(Contributor(name=Name(family="Wrong")), Contributor(name=Name(family="Right"), role="editor")),
        abstracts=(Text(text="About towns.", language="en"),),
    )
    correction = {
        "themes": ["equity"],
        "fields": {"title": "Right", "authors": [{"name": "A Centre"}], "date": "2021-05"},
    }
    record = corrected(Record(reference=read, countries=("KE",)), correction)
    assert record.reference.title == "Right"
    assert record.reference.names() == (Name(literal="A Centre"),)
    assert record.reference.names("editor") == (Name(family="Right"),)
    assert record.reference.date == PartialDate(year=2021, month=5)
    assert record.reference.abstracts == read.abstracts
    assert record.countries == ("KE",)
    assert record.themes == ("equity",)


def test_a_correction_may_give_the_summaries_by_language() -> None:
    record = corrected(Record(reference=Reference()), {"fields": {"abstracts": {"sv": "Kort.", "en": "Short."}}})
    assert record.reference.abstracts == (Text(text="Kort.", language="sv"), Text(text="Short.", language="en"))
