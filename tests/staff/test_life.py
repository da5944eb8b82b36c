"""The life of a record: every state has a way in and out, every saved state can be compared and restored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalogue import publishing
from catalogue.keys import publication_by_key
from catalogue.models import Publication, State, StoredFile
from catalogue.references import reference_for
from ingest import pipeline
from ingest.extraction.sandbox import Sandbox
from ingest.models import Submission
from tests import factories, pdfs
from tests.ingest.readings import FirstLineReading
from tests.staff.conftest import Submit, signed_in


def change(desk: Client, publication: object, **form: str) -> str:
    publication.refresh_from_db()  # type: ignore[attr-defined]
    form = {"version": str(publication.version), **form}  # type: ignore[attr-defined]
    address = reverse("life", args=[publication.pk])  # type: ignore[attr-defined]
    page = desk.post(address, form, follow=True).content.decode()
    publication.refresh_from_db()  # type: ignore[attr-defined]
    return page


@pytest.mark.parametrize(
    ("form", "state"),
    [
        ({"do": "restrict"}, State.RESTRICTED),
        ({"do": "embargo", "embargo_until": "2999-12-31"}, State.EMBARGOED),
        ({"do": "withdraw", "reason": "Wrong figures"}, State.WITHDRAWN),
        ({"do": "take-back"}, State.DRAFT),
    ],
)
def test_a_published_record_changes_its_state_with_a_reason(desk: Client, form: dict[str, str], state: State) -> None:
    publication = factories.publication()
    change(desk, publication, why="So decided", **form)
    assert publication.state == state
    last = publication.revisions.order_by("-number").first()
    assert last is not None
    assert last.why in ("So decided", "Wrong figures")
    change(desk, publication, do="publish")
    assert publication.state == State.PUBLISHED


@pytest.mark.parametrize(
    "form",
    [
        {"do": "withdraw", "reason": "  "},
        {"do": "embargo", "embargo_until": "2001-01-01"},
        {"do": "embargo", "embargo_until": "2999-02-31"},
        {"do": "schedule", "publish_at": "x"},
        {"do": "relate", "kind": "version_of", "other": "999999"},
        {"do": "relate", "kind": "part_of", "other": "²"},
        {"do": "relate", "kind": "part_of", "other": ""},
        {"do": "relate", "kind": "cousin_of", "other": "1"},
        {"do": "unrelate", "link": "part_of 1"},
        {"do": "unrelate"},
        {"do": "key", "key": ""},
        {"do": "key", "key": "a{b\x00"},
        {"do": "file", "file": "\x00", "role": "annex"},
        {"do": "take-out", "file": "a" * 64},
        {"do": "nonsense"},
        {"do": "restrict", "version": "0"},
    ],
)
def test_what_cannot_be_done_is_explained_and_changes_nothing(desk: Client, form: dict[str, str]) -> None:
    publication = factories.publication()
    before = publication.version
    assert "notice-bad" in change(desk, publication, **form)
    assert (publication.version, publication.state) == (before, State.PUBLISHED)


@pytest.mark.parametrize(
    "form",
    [
        {"do": "restrict", "why": "So decided"},
        {"do": "embargo", "embargo_until": "2999-12-31"},
        {"do": "schedule", "publish_at": "2999-12-31T12:00"},
        {"do": "withdraw", "reason": "Wrong figures "},
        {"do": "take-back"},
        {"do": "relate", "kind": "part_of", "other": "the-whole"},
        {"do": "relate", "kind": "version_of", "other": "the-whole"},
        {"do": "key", "key": " mine:2012 "},
        {"do": "file", "role": "translation", "language": "Swedish"},
        {"do": "take-out"},
    ],
)
def test_a_form_sent_twice_is_done_once_and_answered_alike(desk: Client, form: dict[str, str]) -> None:
    publication, whole = factories.publication(), factories.publication("The whole")
    publishing.set_key(whole, "the-whole", who=None)
    form = {"version": str(publication.version), "file": publication.files.get().file_id, **form}
    pages = [change(desk, publication, **form) for _time in range(2)]
    assert ["notice-bad" in page for page in pages] == [False, False]
    assert publication.revisions.count() == 2


def test_a_link_undone_twice_is_undone_once(desk: Client) -> None:
    part, whole = factories.publication("A chapter"), factories.publication("The whole")
    publishing.relate(part, "part_of", whole, who=None)
    form = {"version": "2", "do": "unrelate", "link": f"part_of {whole.pk}"}
    assert ["notice-bad" in change(desk, part, **form) for _time in range(2)] == [False, False]
    assert part.revisions.count() == 3


def test_what_somebody_else_did_is_told_though_the_form_asks_for_the_same(desk: Client) -> None:
    publication = factories.publication()
    publishing.restrict(publication, who=None)
    assert "Somebody else has saved" in change(desk, publication, do="restrict", version="1")
    change(desk, publication, do="withdraw", reason="Wrong figures")
    assert "Somebody else has saved" in change(desk, publication, do="withdraw", reason="Stolen", version="2")
    assert publication.withdrawn_reason == "Wrong figures"


def test_a_record_becomes_the_newer_version_of_another(desk: Client) -> None:
    older, newer = factories.publication("First"), factories.publication("Second")
    address = f"https://library.example/en/publications/{older.pk}"
    for named in (
        str(older.pk),
        f"{address}/?q=x",
        f"\u202a{address}\u202c",
        f"\u2066 {older.pk} \u2069",
        str(older.key),
    ):
        change(desk, newer, do="relate", kind="version_of", other=named)
        assert newer.supersedes == older
        change(desk, newer, do="unrelate", link=f"version_of {older.pk}")
        assert newer.supersedes is None
    change(desk, newer, do="relate", kind="version_of", other=str(older.pk))
    assert "notice-bad" in change(desk, older, do="relate", kind="version_of", other=str(newer.pk))


@pytest.mark.parametrize(("kind", "note"), [("part_of", "part of record"), ("translation_of", "translation of record")])
def test_a_record_is_related_to_another_and_no_longer(desk: Client, kind: str, note: str) -> None:
    part, whole = factories.publication("A chapter"), factories.publication("The whole")
    page = change(desk, part, do="relate", kind=kind, other=str(whole.key))
    assert [(r.kind, r.target) for r in part.relations.all()] == [(kind, whole)]
    assert f"{note} {whole.pk}" in page
    assert "notice-bad" in change(desk, whole, do="relate", kind=kind, other=str(part.pk))
    assert "notice-bad" in change(desk, part, do="relate", kind=kind, other=str(part.pk))
    page = change(desk, part, do="unrelate", link=f"{kind} {whole.pk}", why="By mistake")
    assert not part.relations.exists()
    assert "By mistake" in page


def test_a_key_is_changed_and_the_one_before_goes_on_finding_the_record(desk: Client) -> None:
    publication, other = factories.publication("One"), factories.publication("Two")
    before = str(publication.key)
    page = change(desk, publication, do="key", key=" mine:2012 ")
    assert publication.key == "mine:2012"
    assert f"citation key before: {before}" in page
    assert f"<code>{before}</code>" in page
    assert publication_by_key(before) == publication
    for taken in (str(other.key), before.upper(), "no key"):
        assert "notice-bad" in change(desk, other, do="key", key=taken if taken != str(other.key) else "mine:2012")


def test_a_files_part_is_changed_and_the_file_taken_out(desk: Client) -> None:
    publication = factories.publication()
    use = publication.files.get()
    change(desk, publication, do="file", file=use.file_id, role="translation", language="Swedish")
    assert publication.files.values_list("role", "language", "name").get() == ("translation", "sv", "a.pdf")
    assert "notice-bad" in change(desk, publication, do="file", file=use.file_id, role="annex", language="Klingonish")
    assert "notice-bad" in change(desk, publication, do="file", file=use.file_id, role="cover")
    assert "file taken out: a.pdf" in change(desk, publication, do="take-out", file=use.file_id)
    assert not publication.files.exists()
    assert StoredFile.objects.filter(pk=use.file_id).exists()


@pytest.fixture
def reading() -> Iterator[FirstLineReading]:
    sandbox = Sandbox()
    yield FirstLineReading(sandbox)
    sandbox.close()


def added(desk: Client, publication: Publication, content: bytes, **form: str) -> str:
    file = SimpleUploadedFile("../annex\x00.pdf", content, content_type="application/pdf")
    form = {"role": "annex", "language": "sv", **form}
    return desk.post(reverse("add-file", args=[publication.pk]), {"file": file, **form}, follow=True).content.decode()


def test_a_further_file_belongs_to_the_record_once_it_is_read(desk: Client, reading: FirstLineReading) -> None:
    publication = factories.publication()
    page = added(desk, publication, pdfs.paper(title="An annex"))
    assert "Waiting for its turn" in page
    assert publication.files.count() == 1
    (submission,) = Submission.objects.all()
    claimed = pipeline.claim("a worker", only=submission.pk)
    assert claimed is not None
    assert pipeline.read_submission(claimed, "a worker", reading) == Submission.State.ADDED
    part = publication.files.last()
    assert part is not None
    assert (part.role, part.language, part.name, part.file.page_count) == ("annex", "sv", "annex.pdf", 2)
    assert Publication.objects.count() == 1
    page = desk.get(reverse("life", args=[publication.pk])).content.decode()
    assert "file added or its part changed: annex.pdf" in page
    assert "Waiting" not in page


def test_a_further_file_that_was_read_before_is_added_at_once(desk: Client) -> None:
    publication, other = factories.publication("One"), factories.publication("Two")
    content = pdfs.paper(title="An annex")
    factories.stored_file(content=content)
    assert "Added: annex.pdf" in added(desk, publication, content)
    assert "Added: annex.pdf" in added(desk, other, content, role="translation")
    assert publication.files.last() != other.files.last()
    assert other.files.filter(role="translation").exists()


def test_a_file_that_the_record_has_keeps_its_part_when_it_is_sent_in_again(desk: Client) -> None:
    publication = factories.publication()
    use = publication.files.get()
    page = added(desk, publication, default_storage.open(use.file.storage_name).read())
    publication.refresh_from_db()
    assert "Already here" in page
    assert (publication.version, publication.files.get().role) == (1, "main")
    assert Submission.objects.get().state == Submission.State.DUPLICATE


def test_a_further_file_sent_twice_is_read_and_added_once(desk: Client, reading: FirstLineReading) -> None:
    publication = factories.publication()
    content = pdfs.paper(title="An annex")
    added(desk, publication, content)
    assert "Already here" in added(desk, publication, content)
    while claimed := pipeline.claim("a worker"):
        pipeline.read_submission(claimed, "a worker", reading)
    publication.refresh_from_db()
    assert (publication.version, publication.files.count()) == (2, 2)
    states = list(Submission.objects.order_by("pk").values_list("state", flat=True))
    assert states == [Submission.State.ADDED, Submission.State.DUPLICATE]


def test_a_further_file_that_came_to_the_record_meanwhile_keeps_its_part(
    desk: Client, reading: FirstLineReading
) -> None:
    publication = factories.publication()
    added(desk, publication, pdfs.paper(title="An annex"))
    claimed = pipeline.claim("a worker")
    assert claimed is not None
    assert claimed.file is not None
    publishing.attach_file(publication, claimed.file, "translation", "fr", "fr.pdf")
    assert pipeline.read_submission(claimed, "a worker", reading) == Submission.State.DUPLICATE
    assert publication.files.values_list("role", "name").last() == ("translation", "fr.pdf")


@pytest.mark.parametrize(
    ("content", "form"),
    [(b"PK no pdf", {}), (b"", {}), (b"%PDF-", {"role": "cover"}), (b"%PDF-", {"language": "Klingonish"})],
)
def test_a_further_file_that_cannot_be_taken_is_told_and_changes_nothing(
    desk: Client, content: bytes, form: dict[str, str]
) -> None:
    publication = factories.publication()
    assert "notice-bad" in added(desk, publication, content, **form)
    assert publication.files.count() == 1
    assert not Submission.objects.exclude(state=Submission.State.REFUSED).exists()


def test_a_further_file_that_cannot_be_read_is_not_added(desk: Client, reading: FirstLineReading) -> None:
    publication = factories.publication()
    added(desk, publication, b"%PDF-1.7 and nothing more")
    claimed = pipeline.claim("a worker")
    assert claimed is not None
    assert pipeline.read_submission(claimed, "a worker", reading) == Submission.State.FAILED
    assert publication.files.count() == 1
    assert "Could not be read" in desk.get(reverse("life", args=[publication.pk])).content.decode()
    queue = desk.get("/submissions/").content.decode()
    assert "Read again" in queue
    assert "Fill in by hand" not in queue


def test_two_states_are_compared_word_by_word_and_one_restored(desk: Client, editor: User) -> None:
    publication = factories.publication("Local taxes in towns")
    publishing.revise(publication, factories.record("Local taxes in villages"), who=editor, why="A slip")
    page = desk.get(reverse("compare", args=[publication.pk]), {"older": 1, "newer": 2}).content.decode()
    assert "<del>towns</del>" in page
    assert "<ins>villages</ins>" in page
    assert "A slip" in desk.get(reverse("life", args=[publication.pk])).content.decode()
    for _time in range(2):
        page = desk.post(reverse("restore", args=[publication.pk, 1]), follow=True).content.decode()
        assert "Restored. The record says again" in page
    publication.refresh_from_db()
    assert reference_for(publication).title == "Local taxes in towns"
    assert publication.revisions.count() == 3


@pytest.mark.parametrize("query", ["", "?older=1", "?older=x&newer=1", "?older=1&newer=99", "?older=²&newer=1"])
def test_a_state_that_is_not_there_is_not_found(desk: Client, query: str) -> None:
    publication = factories.publication()
    assert desk.get(reverse("compare", args=[publication.pk]) + query).status_code == 404


def test_only_editors_change_the_life_of_a_record(contributor: User) -> None:
    publication = factories.publication(uploader=contributor)
    client = signed_in(contributor)
    assert client.get(reverse("life", args=[publication.pk])).status_code == 403
    assert client.post(reverse("life", args=[publication.pk]), {"do": "withdraw", "reason": "x"}).status_code == 403
    assert client.post(reverse("restore", args=[publication.pk, 1])).status_code == 403
    assert client.post(reverse("add-file", args=[publication.pk])).status_code == 403
    assert client.post(reverse("life", args=[publication.pk]), {"do": "key", "key": "x"}).status_code == 403


def test_a_record_released_from_its_own_page_leaves_the_queue(desk: Client, submit: Submit) -> None:
    submission = submit()
    assert submission.publication is not None
    change(desk, submission.publication, do="publish")
    submission.refresh_from_db()
    assert submission.state == Submission.State.PUBLISHED
