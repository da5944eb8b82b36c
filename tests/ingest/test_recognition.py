"""A text that cannot be read waits for OCR; what is found stands beside the file, and no work of the staff is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from catalogue import publishing
from catalogue.models import PageText, StoredFile
from catalogue.references import record_for
from ingest import pictures, pipeline, recognition
from ingest.extraction import ocr
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Extraction, Failure, PageWords, Recognised, Word
from ingest.intake import receive
from ingest.models import Recognition, Submission
from ingest.sentences import text_sentence
from kc_repository.accounts.roles import Role, give_role
from search.documents import document_for
from search.engines.base import SearchEngine
from tests import factories, pdfs
from tests.ingest.readings import FirstLineReading

pytestmark = pytest.mark.django_db

FOUND = "Wells and water\nDeep wells are dug in spring."
needs_programs = pytest.mark.skipif(
    bool(ocr.missing_programs()), reason=f"OCR needs programs that are not installed: {ocr.missing_programs()}"
)


class Finds(FirstLineReading):
    """Finds the same words on every page, as OCR would, or fails."""

    failure: Failure | None = None

    def recognise(self, path: Path, extraction: Extraction, languages: Sequence[str]) -> Recognised | Failure:
        if self.failure:
            return self.failure
        pages = tuple(replace(page, text=FOUND) for page in extraction.pages)
        words = PageWords(width=595, height=842, words=(Word(text="Wells", boxes=((70.0, 80.0, 110.0, 95.0),)),))
        found = replace(extraction, pages=pages, text_source="ocr", quality="good")
        return Recognised(extraction=found, words=(words,) * len(pages), languages=("swe", "eng"))


@pytest.fixture
def scanned(sandbox: Sandbox) -> Submission:
    """Return a scan that was sent in and read."""
    receive("scan.pdf", ContentFile(pdfs.scan(pdfs.paper(title="Wells and water"))), uploader=None)
    claimed = pipeline.claim("one")
    assert claimed is not None
    pipeline.read_submission(claimed, "one", FirstLineReading(sandbox))
    return Submission.objects.get()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "trained_languages", lambda: frozenset({"swe", "eng"}))


def claimed(worker: str = "one") -> Recognition:
    row = recognition.claim(worker)
    assert row is not None
    return row


def file_of(submission: Submission) -> StoredFile:
    submission.refresh_from_db()
    assert submission.file is not None
    return StoredFile.objects.get(pk=submission.file.pk)


def test_a_scan_waits_for_ocr_and_a_text_that_can_be_read_does_not(scanned: Submission, sandbox: Sandbox) -> None:
    receive("paper.pdf", ContentFile(pdfs.paper()), uploader=None)
    second = pipeline.claim("one")
    assert second is not None
    pipeline.read_submission(second, "one", FirstLineReading(sandbox))
    assert [row.file for row in Recognition.objects.all()] == [scanned.file]
    assert file_of(scanned).text_quality == "none"
    assert text_sentence(second.file) == ""


def test_without_the_programs_the_record_says_what_to_install(
    scanned: Submission, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert recognition.claim("one") is None
    sentence = text_sentence(scanned.file)
    assert "ocrmypdf, tesseract-ocr, tesseract-ocr-swe, tesseract-ocr-eng" in sentence
    assert Recognition.objects.get().state == Recognition.State.WAITING


def test_recognised_text_is_shown_and_searched_and_the_layer_stays(
    scanned: Submission, installed: None, sandbox: Sandbox, engine: SearchEngine
) -> None:
    assert recognition.recognise(claimed(), "one", Finds(sandbox)) == Recognition.State.DONE
    stored = file_of(scanned)
    assert (stored.text_source, stored.text_quality) == ("ocr", "good")
    assert {page.text for page in stored.shown_pages} == {FOUND}
    assert PageText.objects.filter(file=stored, source="layer").count() == stored.page_count
    assert scanned.publication is not None
    assert {page.text for page in document_for(scanned.publication).pages} == {FOUND}
    words = pictures.words_of(stored, 2)
    assert isinstance(words, PageWords)
    assert words.words[0].boxes == ((70.0, 80.0, 110.0, 95.0),)
    assert "Swedish, English" in text_sentence(stored)


def test_an_untouched_record_is_described_from_what_was_recognised(
    scanned: Submission, installed: None, sandbox: Sandbox
) -> None:
    recognition.recognise(claimed(), "one", Finds(sandbox))
    scanned.refresh_from_db()
    assert scanned.publication is not None
    assert scanned.publication.title == "Wells and water"
    assert scanned.description["needs_review"] == ["title"]


def test_what_was_recognised_is_asked_for_and_nobody_entered_it(
    scanned: Submission, installed: None, sandbox: Sandbox, client: Client
) -> None:
    editor = factories.person()
    give_role(editor, Role.EDITOR)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    recognition.recognise(claimed(), "one", Finds(sandbox))
    page = client.get(reverse("review", args=[scanned.pk])).content.decode()
    assert "Wells and water" in page
    assert 'class="field doubt" id="part-title"' in " ".join(page.split())
    assert "Entered by hand" not in page
    assert "Everything is certain" not in page


def test_what_staff_decided_meanwhile_stays(scanned: Submission, installed: None, sandbox: Sandbox) -> None:
    assert scanned.publication is not None
    publishing.revise(scanned.publication, factories.record("As I say"), who=None)
    recognition.recognise(claimed(), "one", Finds(sandbox))
    scanned.publication.refresh_from_db()
    assert record_for(scanned.publication).reference.title == "As I say"


def test_ocr_that_fails_is_said_and_not_tried_again_by_itself(
    scanned: Submission, installed: None, sandbox: Sandbox
) -> None:
    fails = Finds(sandbox)
    fails.failure = Failure("timed_out")
    assert recognition.recognise(claimed(), "one", fails) == Recognition.State.FAILED
    assert recognition.claim("one") is None
    assert "took too long" in text_sentence(scanned.file)


def test_a_stopped_worker_gives_its_file_back(scanned: Submission, installed: None) -> None:
    claimed("one")
    assert recognition.claim("two") is None
    assert recognition.release("one") == 1
    assert claimed("two").attempts == 1


def test_a_worker_that_lost_its_lease_stores_no_text(scanned: Submission, installed: None, sandbox: Sandbox) -> None:
    row = claimed("slow")
    Recognition.objects.update(lease_owner="quick")
    assert recognition.recognise(row, "slow", Finds(sandbox)) == ""
    assert file_of(scanned).text_source == "none"


@pytest.mark.service
@needs_programs
def test_a_real_scan_is_recognised(scanned: Submission, sandbox: Sandbox) -> None:
    assert recognition.recognise(claimed(), "one", FirstLineReading(sandbox)) == Recognition.State.DONE
    stored = file_of(scanned)
    page = stored.shown_pages.get(number=1)
    assert "Wells and water" in page.text
    assert any(word == "Wells" for word, _boxes in page.words)


def test_the_ledger_lists_poor_texts_to_editors_who_may_ask_again(scanned: Submission) -> None:
    from kc_repository.accounts.roles import Role
    from tests.staff.conftest import in_role, signed_in

    assert Client().get("/poor-texts/").status_code == 302
    assert signed_in(in_role(Role.CONTRIBUTOR, "contributor")).get("/poor-texts/").status_code == 403
    desk = signed_in(in_role(Role.EDITOR, "editor"))
    Recognition.objects.update(state=Recognition.State.FAILED, failure="crashed")
    page = desk.get("/poor-texts/").content.decode()
    assert "The file is a scan" in page
    assert ">scan.pdf</a>" in page
    address = f"/poor-texts/{file_of(scanned).sha256}/recognise/"
    assert address in page
    assert desk.post(address).status_code == 302
    assert Recognition.objects.get().state == Recognition.State.WAITING
    assert desk.post(f"/poor-texts/{'0' * 64}/recognise/").status_code == 404
    assert "waits to be recognised" in desk.get(f"/submissions/{scanned.pk}/").content.decode()
