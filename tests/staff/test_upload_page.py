"""Uploading: each file for itself, in pieces that go on where they broke off, with a clear answer each."""

from __future__ import annotations

import errno
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ingest import partial
from ingest.models import Submission
from tests import pdfs
from tests.staff.conftest import signed_in

State = Submission.State


@pytest.fixture(autouse=True)
def incoming(settings: Any, tmp_path: Any) -> None:
    settings.INCOMING_DIR = tmp_path / "incoming"


@pytest.fixture
def client(contributor: User) -> Client:
    return signed_in(contributor)


def pdf(name: str, title: str = "On wells") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdfs.paper(title=title), content_type="application/pdf")


def begun(client: Client, content: bytes, name: str = "wells.pdf", **said: Any) -> str:
    body = json.dumps({"name": name, "size": len(content), **said})
    answer = client.post(reverse("upload-begin"), body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["address"])


def send(client: Client, address: str, offset: int, piece: bytes) -> Any:
    return client.patch(
        address, piece, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(offset)}
    )


def test_files_of_the_plain_form_are_taken_each_for_itself(client: Client, contributor: User) -> None:
    files = [pdf("one.pdf"), SimpleUploadedFile("two.pdf", b"PK\x03\x04 a Word file"), pdf("three.pdf", "On rain")]
    page = client.post("/upload/", {"files": files}, follow=True).content.decode()
    states = dict(Submission.objects.values_list("name", "state"))
    assert states == {"one.pdf": State.WAITING, "two.pdf": State.REFUSED, "three.pdf": State.WAITING}
    assert "two.pdf: Not a PDF, despite its name" in page
    assert set(Submission.objects.values_list("uploader", flat=True)) == {contributor.pk}


def test_a_text_of_the_same_name_goes_with_its_pdf(client: Client) -> None:
    text = SimpleUploadedFile("Wells.bib", b"@misc{a, title={On wells}}")
    alone = SimpleUploadedFile("rain.bib", b"@misc{b, title={On rain}}")
    page = client.post("/upload/", {"files": [pdf("wells.pdf"), text, alone]}, follow=True).content.decode()
    assert Submission.objects.get().sidecar_name == "Wells.bib"
    assert "rain.bib: no PDF of the same name" in page


def test_a_duplicate_points_to_what_is_there(client: Client) -> None:
    client.post("/upload/", {"files": [pdf("one.pdf")]})
    content = pdfs.paper(title="On wells")
    first = SimpleUploadedFile("a.pdf", content)
    second = SimpleUploadedFile("b.pdf", content)
    page = client.post("/upload/", {"files": [first, second]}, follow=True).content.decode()
    assert Submission.objects.get(name="b.pdf").state == State.DUPLICATE
    assert "Already here" in page


def test_an_empty_form_and_a_form_without_files_are_answered(client: Client) -> None:
    assert "No PDF was chosen" in client.post("/upload/", {}, follow=True).content.decode()


def test_pieces_make_the_whole_file(client: Client) -> None:
    content = pdfs.paper(title="On wells")
    address = begun(client, content)
    middle = len(content) // 2
    assert send(client, address, 0, content[:middle]).json() == {"offset": middle}
    answer = send(client, address, middle, content[middle:]).json()
    assert answer["taken"]
    assert Submission.objects.get().size == len(content)


def test_a_broken_upload_says_where_to_go_on(client: Client) -> None:
    content = pdfs.paper(title="On wells")
    address = begun(client, content)
    send(client, address, 0, content[:100])
    assert client.get(address).json() == {"offset": 100}
    wrong = send(client, address, 50, content[50:])
    assert (wrong.status_code, wrong.json()) == (409, {"offset": 100})
    assert send(client, address, 100, content[100:]).json()["taken"]


def test_an_answer_that_was_lost_is_given_again(client: Client) -> None:
    content = pdfs.paper(title="On wells")
    address = begun(client, content)
    first = send(client, address, 0, content).json()
    assert client.get(address).json() == first
    assert send(client, address, len(content), b"").json() == first
    assert Submission.objects.count() == 1


def test_a_file_that_is_too_big_or_empty_is_refused_before_any_byte(client: Client, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    for size, status in ((1001, 413), (0, 422), (-1, 400), ("x", 400), (True, 400)):
        body = json.dumps({"name": "a.pdf", "size": size})
        answer = client.post(reverse("upload-begin"), body, content_type="application/json")
        assert answer.status_code == status
        assert answer.json()["sentence"]
    assert not (partial._folder()).exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b'{"size": 1e400}', b"\xff"])
def test_nonsense_is_answered(client: Client, body: bytes) -> None:
    answer = client.post(reverse("upload-begin"), body, content_type="application/json")
    assert answer.status_code == 400


def test_more_than_announced_is_refused(client: Client) -> None:
    address = begun(client, b"x" * 10)
    assert send(client, address, 0, b"x" * 11).status_code == 413
    assert client.get(address).status_code == 404


def test_an_upload_belongs_to_one_person(client: Client, editor: User) -> None:
    address = begun(client, b"x" * 10)
    assert signed_in(editor).get(address).status_code == 404
    assert client.delete(address).status_code == 200
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("offset", ["", "-1", "x", "\xb2", "9" * 5000])
def test_a_piece_that_begins_nowhere_is_answered(client: Client, offset: str) -> None:
    address = begun(client, b"x" * 10)
    assert client.patch(address, b"x", headers={"Upload-Offset": offset}).status_code == 400
    assert client.get(address).json() == {"offset": 0}


def test_an_upload_that_ends_while_another_begins_is_no_fault(client: Client) -> None:
    begun(client, b"x" * 10)
    # Listed, and gone when it is looked at: so a part looks that was finished in between.
    (partial._folder() / f"{'a' * 22}.part").symlink_to("gone")
    assert begun(client, b"x" * 10)


@pytest.mark.parametrize("name", ["../../etc/passwd", "x", "a" * 22, "%00" * 5])
def test_a_made_up_upload_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/upload/pieces/{name}/").status_code == 404


def test_a_full_disk_is_said_and_what_came_stays(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdfs.paper(title="On wells")
    address = begun(client, content)
    send(client, address, 0, content[:100])

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ingest.partial.os.fsync", full)
    answer = send(client, address, 100, content[100:])
    assert answer.status_code == 507
    assert "disk is full" in answer.json()["sentence"]
    monkeypatch.undo()
    assert client.get(address).json() == {"offset": 100}


def test_the_last_piece_told_twice_makes_one_submission(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdfs.paper(title="On wells")
    address = begun(client, content)

    def killed(_upload: str, _submission: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ingest.partial.finish", killed)
    assert send(client, address, 0, content).status_code == 507
    monkeypatch.undo()
    assert send(client, address, len(content), b"").json()["state"] == "Waiting for its turn"
    assert Submission.objects.get().state == State.WAITING


def test_a_whole_file_waits_where_the_disk_has_no_room_for_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdfs.paper(title="On wells")
    address = begun(client, content)

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ingest.intake._store", full)
    assert send(client, address, 0, content).status_code == 507
    monkeypatch.undo()
    assert send(client, address, len(content), b"").json()["taken"] is True


def test_a_name_with_tricks_is_stored_plain(client: Client) -> None:
    content = pdfs.paper(title="On wells")
    send(client, begun(client, content, name="..\\..\\a\x00b\n<script>.pdf"), 0, content)
    assert Submission.objects.get().name == "ab<script>.pdf"
    page = client.get("/upload/").content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>." not in page


def test_a_stranger_cannot_upload(db: None) -> None:
    assert Client().post("/upload/", {"files": [pdf("a.pdf")]}).status_code == 302
    assert not Submission.objects.exists()
