"""Files are looked at before they are read, stored before they are acknowledged, and known again."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from pytest_django.fixtures import Settings

from catalogue.models import StoredFile
from ingest import intake, sentences
from ingest.intake import Sidecar, receive, safe_name
from ingest.models import Submission
from tests import factories, pdfs

pytestmark = pytest.mark.django_db
State = Submission.State


def sent(content: bytes, name: str = "paper.pdf") -> Submission:
    return receive(name, ContentFile(content), uploader=None)


def test_a_pdf_is_stored_by_its_content_and_waits() -> None:
    content = pdfs.paper()
    submission = sent(content)
    assert submission.state == State.WAITING
    assert submission.file is not None
    with default_storage.open(submission.file.storage_name) as stored:
        assert stored.read() == content


def test_the_same_bytes_are_one_file_and_point_to_the_first_submission() -> None:
    content = pdfs.paper()
    first, second = sent(content), sent(content, "copy.pdf")
    assert (second.state, second.original) == (State.DUPLICATE, first)
    assert StoredFile.objects.count() == 1


def test_a_file_of_a_publication_points_to_its_record() -> None:
    publication = factories.publication()
    stored = publication.files.get().file
    with default_storage.open(stored.storage_name) as file:
        submission = receive("again.pdf", file, uploader=None)
    assert (submission.state, submission.publication) == (State.DUPLICATE, publication)
    assert "Already here" in sentences.sentence_for(submission)


def test_what_failed_before_may_be_sent_again() -> None:
    content = pdfs.paper()
    first = sent(content)
    Submission.objects.filter(pk=first.pk).update(state=State.FAILED, failure="crashed")
    assert sent(content).state == State.WAITING


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a word document", "not_pdf"),
        (b"x" * 1024 + b"%PDF-1.4", "not_pdf"),
        (b"\x89PNG\r\n", "not_pdf"),
    ],
)
def test_what_is_no_pdf_is_refused_with_a_sentence_and_not_stored(content: bytes, code: str) -> None:
    submission = sent(content, "lies.pdf")
    assert (submission.state, submission.failure, submission.file) == (State.REFUSED, code, None)
    assert sentences.sentence_for(submission)
    assert not StoredFile.objects.exists()


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 100

    class Unreadable(io.BytesIO):
        def read(self, *_size: object) -> bytes:
            raise AssertionError("read")

    huge = File(Unreadable(b"x" * 101), name="huge.pdf")
    assert receive("huge.pdf", huge, uploader=None).failure == "too_big"


def test_a_full_disk_is_said_and_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    submission = sent(pdfs.paper())
    assert (submission.state, submission.failure) == (State.REFUSED, "disk_full")
    assert not StoredFile.objects.exists()
    assert not Submission.objects.exists()
    assert [path for path in Path(default_storage.path(".")).rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\papers\\a.pdf", "a.pdf"),
        ("a\x00b\nc\u202efdp.exe", "abcfdp.exe"),
        ("", "unnamed.pdf"),
        ("...", "unnamed.pdf"),
        ("å" * 300 + ".pdf", "å" * 251 + ".pdf"),
        ("x" * 300, "x" * 255),
        ("Rapport  1\t.pdf", "Rapport 1.pdf"),
    ],
)
def test_names_lose_folders_and_control_characters(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_sidecar_is_kept_as_text() -> None:
    sidecar = Sidecar(name="paper.bib", text="@report{a, title={T\x00}}")
    submission = receive("paper.pdf", SimpleUploadedFile("paper.pdf", pdfs.paper()), uploader=None, sidecar=sidecar)
    submission.refresh_from_db()
    assert (submission.sidecar_name, submission.sidecar) == ("paper.bib", "@report{a, title={T}}")


def test_every_code_has_a_sentence_and_an_unknown_one_too() -> None:
    with translation.override("en"):
        assert all(sentences.sentence(code) for code in [*sentences.SENTENCES, "something new"])
    assert sentences.sentence("") == ""


def test_the_end_of_one_upload_told_twice_makes_one_submission() -> None:
    content = pdfs.paper()
    first, second = (receive("a.pdf", ContentFile(content), uploader=None, upload="x" * 22) for _ in range(2))
    assert first.pk == second.pk
    assert Submission.objects.count() == 1


def test_bytes_that_were_purged_meanwhile_are_stored_again(monkeypatch: pytest.MonkeyPatch) -> None:
    registered = intake._registered

    def purged_meanwhile(submission: Submission, stored: StoredFile) -> Submission:
        default_storage.delete(stored.storage_name)
        return registered(submission, stored)

    monkeypatch.setattr(intake, "_registered", purged_meanwhile)
    stored = sent(pdfs.paper()).file
    assert stored is not None
    assert default_storage.exists(stored.storage_name)
