"""The index follows the catalogue: through the outbox, a rebuild, a check."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalogue import publishing
from catalogue.models import Publication, State, StoredFile
from search import indexing
from search.documents import document_for, documents_for, indexed
from search.engines.base import EngineUnavailable, SearchEngine
from search.engines.entry import entry_of
from search.engines.tantivy import TantivyEngine
from search.models import StaleEntry
from search.query import PUBLIC, And, Audience, SearchQuery, Word
from tests import factories

pytestmark = pytest.mark.django_db


def found(engine: SearchEngine, *words: str, audience: Audience = PUBLIC) -> tuple[int, ...]:
    expression = And(tuple(Word(word) for word in words)) if len(words) > 1 else Word(words[0])
    return tuple(sorted(engine.matching_ids(SearchQuery(audience=audience, expression=expression))))


def test_a_published_paper_is_found_by_a_word_of_one_page(engine: SearchEngine) -> None:
    paper = factories.publication("Waste", "Nothing here", "Only the biogas plant is named here")
    factories.publication("Water", "Something else")
    indexing.update_all(engine)
    assert found(engine, "biogas") == (paper.pk,)


def test_the_outbox_is_emptied_only_when_the_engine_has_stored(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.publication("Waste")

    def unavailable(*_arguments: object) -> None:
        raise EngineUnavailable("down")

    with monkeypatch.context() as patched:
        patched.setattr(type(engine), "upsert", unavailable)
        with pytest.raises(EngineUnavailable):
            indexing.update_all(engine)
    assert indexing.outbox_size() == 1
    assert indexing.update_all(engine) == 1
    assert indexing.outbox_size() == 0


def test_several_changes_of_one_publication_are_one_piece_of_work(engine: SearchEngine) -> None:
    publication = factories.publication("Waste")
    for title in ("Wastes", "Refuse"):
        publishing.revise(publication, factories.record(title), who=None)
    assert StaleEntry.objects.count() == 3
    assert indexing.update_all(engine) == 1
    assert (found(engine, "refuse"), found(engine, "wastes")) == ((publication.pk,), ())


def test_a_change_that_is_rolled_back_is_not_in_the_outbox(engine: SearchEngine) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        factories.publication("Waste")
        raise RuntimeError
    assert indexing.outbox_size() == 0


def test_a_deleted_publication_is_forgotten(engine: SearchEngine) -> None:
    publication = factories.publication("Waste")
    indexing.update_all(engine)
    number = publication.pk
    Publication.objects.filter(pk=number).delete()
    publishing.announce([number])
    indexing.update_all(engine)
    assert found(engine, "waste", audience=Audience(staff=True)) == ()


def test_a_rebuild_holds_all_publications_and_what_changes_meanwhile(engine: SearchEngine) -> None:
    for number in range(3):
        factories.publication(f"Waste {number}")

    def change(_done: int) -> None:
        if Publication.objects.count() == 3:
            factories.publication("Waste that came late")

    indexing.rebuild(engine, change)
    indexing.update_all(engine)
    assert len(found(engine, "waste")) == 4
    assert not indexing.differences(engine)


def test_a_check_names_what_is_missing_outdated_and_of_no_record(engine: SearchEngine) -> None:
    kept, changed, gone = (factories.publication(f"Waste {n}") for n in range(3))
    indexing.update_all(engine)
    missing = factories.publication("Waste 4")
    publishing.revise(changed, factories.record("Refuse"), who=None)
    Publication.objects.filter(pk=gone.pk).delete()
    StaleEntry.objects.all().delete()
    differing = indexing.differences(engine)
    assert (differing.missing, differing.outdated, differing.ghosts) == ((missing.pk,), (changed.pk,), (gone.pk,))
    indexing.mend(engine, differing)
    assert not indexing.differences(engine)
    assert found(engine, "waste") == (kept.pk, missing.pk)


def test_a_check_names_and_mends_what_has_lost_pages(engine: SearchEngine) -> None:
    assert isinstance(engine, TantivyEngine)
    paper = factories.publication("Waste", "Only the biogas plant")
    indexing.update_all(engine)
    assert engine.writer
    pages = engine.writer.writers["pages"]
    pages.delete_documents_by_term("id", str(paper.pk))
    pages.commit()
    differing = indexing.differences(engine)
    assert (differing.torn, differing.ids) == ((paper.pk,), (paper.pk,))
    indexing.mend(engine, differing)
    assert not indexing.differences(engine)


def test_an_older_version_is_found_when_asked_for(engine: SearchEngine) -> None:
    older, newer = factories.publication("Brief 2011"), factories.publication("Brief 2012", state=State.DRAFT)
    publishing.supersede(newer, older, who=None)
    indexing.update_all(engine)
    assert found(engine, "brief") == (older.pk,)
    publishing.publish(newer, who=None)
    indexing.update_all(engine)
    assert found(engine, "brief") == (newer.pk,)
    every = engine.matching_ids(SearchQuery(audience=PUBLIC, expression=Word("brief"), superseded=True))
    assert sorted(every) == [older.pk, newer.pk]


def test_titles_are_sorted_by_the_swedish_alphabet(engine: SearchEngine) -> None:
    titles = ["Öar", "Zoner", "Ål", "Äpplen", "arv", "Över 10 år", "Över 9 år", "Élan"]
    ids = {factories.publication(title).pk: title for title in titles}
    indexing.update_all(engine)
    order = engine.matching_ids(SearchQuery(audience=PUBLIC, sort="title"))
    expected = ["arv", "Élan", "Zoner", "Ål", "Äpplen", "Öar", "Över 9 år", "Över 10 år"]
    assert [ids[number] for number in order] == expected


def test_a_check_names_and_mends_what_is_there_twice(engine: SearchEngine) -> None:
    assert isinstance(engine, TantivyEngine)
    paper = factories.publication("Waste", "Only the biogas plant")
    indexing.update_all(engine)
    assert engine.writer
    engine.writer.put(entry_of(document_for(paper)), fresh=True)
    engine.writer.commit()
    differing = indexing.differences(engine)
    assert (differing.torn, differing.ids) == ((paper.pk,), (paper.pk,))
    indexing.mend(engine, differing)
    assert not indexing.differences(engine)


def test_a_scan_without_a_word_is_not_torn(engine: SearchEngine) -> None:
    scan = factories.publication("Waste", "")
    StoredFile.objects.filter(uses__publication=scan).update(text_source="none")
    indexing.update_all(engine)
    assert engine.status().pages == 1
    assert not indexing.differences(engine)


def test_pages_of_several_papers_are_read_at_once_and_each_keeps_its_own() -> None:
    for number in range(3):
        factories.publication(f"Paper {number}", f"First of {number}", f"Second of {number}")
    papers = list(indexed(Publication.objects.order_by("pk")))
    with CaptureQueriesContext(connection) as asked:
        documents = list(documents_for(papers))
    assert len(asked) == 1
    assert [[page.text for page in document.pages] for document in documents] == [
        [f"First of {number}", f"Second of {number}"] for number in range(3)
    ]
