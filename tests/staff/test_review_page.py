"""Looking a record over: doubtful fields first, nothing lost, nobody's work overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalogue.models import State
from catalogue.references import reference_for
from ingest import review
from ingest.forms.record import form_data
from ingest.models import Submission
from ingest.sheet import sheet_for
from kc_repository.accounts.roles import Role
from tests import factories
from tests.staff.conftest import DESCRIPTION, Submit, in_role, signed_in


def page_of(submission: Submission) -> str:
    return reverse("review", args=[submission.pk])


def sent(submission: Submission, **changes: Any) -> dict[str, Any]:
    """Return the form as a browser would send it."""
    submission.refresh_from_db()
    assert submission.publication is not None
    sheet = sheet_for(submission.publication, submission)
    numbers = {"version": str(sheet.version), "draft": str(sheet.draft_number)}
    return {**form_data(sheet.shown), **numbers, **changes}


def test_doubtful_fields_come_first_with_alternatives_and_boxes(desk: Client, submit: Submit) -> None:
    page = " ".join(desk.get(page_of(submit())).content.decode().split())
    assert page.index('id="part-title"') < page.index('id="part-people"')
    assert "Doubtful" in page
    assert "On wells and water" in page
    assert 'class="ev-doubt" x="68.0" y="98.0"' in page


def test_only_what_was_seen_on_a_page_has_a_number_and_a_doubtful_one_its_piece_of_the_page(
    desk: Client, submit: Submit
) -> None:
    page = " ".join(desk.get(page_of(submit())).content.decode().split())
    # Title and authors have a box each; the year has none.
    assert page.count('class="no"') == 2
    assert page.count('class="crop narrow-only"') == 1
    assert 'viewBox="54.0 84.0 262.0 62.0"' in page


def test_a_doubtful_field_without_a_value_is_counted_among_those_to_look_over(desk: Client, submit: Submit) -> None:
    description = {"fields": {}, "needs_review": ["title", "authors"]}
    submission = submit(factories.record("On wells", contributors=()), description=description)
    page = " ".join(desk.get(page_of(submission)).content.decode().split())
    assert page.index('class="field doubt" id="part-people"') < page.index('id="part-subtitle"')


def test_a_record_that_is_right_is_published_as_it_is(desk: Client, submit: Submit) -> None:
    submission = submit()
    answer = desk.post(page_of(submission), sent(submission, do="publish"))
    submission.refresh_from_db()
    assert answer.status_code == 302
    assert submission.state == Submission.State.PUBLISHED
    assert submission.publication is not None
    assert submission.publication.state == State.PUBLISHED


def test_publishing_goes_on_to_the_next_and_can_be_undone(desk: Client, submit: Submit) -> None:
    first, second = submit(), submit()
    answer = desk.post(page_of(first), sent(first, do="publish"))
    assert answer["Location"] == f"{page_of(second)}?published={first.pk}"
    assert "Undo" in desk.get(answer["Location"]).content.decode()
    desk.post(reverse("undo-publishing", args=[first.pk]))
    first.refresh_from_db()
    assert first.state == Submission.State.IN_REVIEW


def test_a_form_sent_twice_publishes_once(desk: Client, submit: Submit) -> None:
    submission = submit()
    form = sent(submission, do="publish")
    desk.post(page_of(submission), form)
    answer = desk.post(page_of(submission), form)
    assert answer.status_code == 302
    assert submission.publication is not None
    submission.publication.refresh_from_db()
    assert submission.publication.revisions.filter(state=State.PUBLISHED).count() == 1


def test_an_alternative_is_taken_with_one_button_and_kept_as_draft(desk: Client, submit: Submit) -> None:
    submission = submit()
    page = desk.post(page_of(submission), sent(submission, use="title:0"))
    assert "On wells and water" in page.content.decode()
    submission.refresh_from_db()
    assert review.record_from(submission).reference.title == "On wells and water"
    desk.post(page_of(submission), sent(submission, use="authors:0"))
    submission.refresh_from_db()
    names = review.record_from(submission).reference.names()
    assert [name.literal or name.family for name in names] == ["Ek", "Centre for Wells"]


@pytest.mark.parametrize("use", ["title:99", "title:x", "nothing:0", "", ":"])
def test_an_alternative_that_is_not_there_changes_nothing(desk: Client, submit: Submit, use: str) -> None:
    submission = submit()
    assert desk.post(page_of(submission), sent(submission, use=use)).status_code == 200


def test_a_wrong_field_is_explained_and_nothing_typed_is_lost(desk: Client, submit: Submit) -> None:
    submission = submit()
    form = sent(submission, do="publish", isbn=["978-91-7000-001-9"], date=["soon"], place=["Visby"])
    answer = desk.post(page_of(submission), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="978-91-7000-001-9"' in page
    assert 'value="soon"' in page
    assert "Visby" in page
    assert page.index('id="part-date"') < page.index('id="part-place"')


def test_a_draft_saves_itself_errors_and_all(desk: Client, submit: Submit) -> None:
    submission = submit()
    answer = desk.post(reverse("save-draft", args=[submission.pk]), sent(submission, date=["soon"]))
    assert answer.json()["draft"] == 1
    assert 'value="soon"' in desk.get(page_of(submission)).content.decode()


def test_two_people_are_told_of_each_other(desk: Client, submit: Submit) -> None:
    submission = submit()
    other = in_role(Role.EDITOR, "other")
    signed_in(other).get(page_of(submission))
    assert "<b>other</b> has this record open too" in desk.get(page_of(submission)).content.decode()


def test_work_of_two_people_is_compared_and_never_overwritten_unseen(
    desk: Client, editor: User, submit: Submit
) -> None:
    submission = submit()
    mine = sent(submission, do="publish", title=["My title"])
    other = in_role(Role.EDITOR, "other")
    review.save_draft(submission, factories.record("Their title"), who=other)
    autosave = desk.post(reverse("save-draft", args=[submission.pk]), mine)
    assert autosave.status_code == 409
    assert "other has saved" in autosave.json()["sentence"]
    answer = desk.post(page_of(submission), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "My title" in page
    assert "Their title" in page
    submission.refresh_from_db()
    assert review.record_from(submission).reference.title == "Their title"
    assert submission.state == Submission.State.IN_REVIEW
    desk.post(page_of(submission), {**mine, **numbers_of(submission)})
    submission.refresh_from_db()
    assert submission.publication is not None
    assert submission.publication.title == "My title"


def numbers_of(submission: Submission) -> dict[str, str]:
    submission.refresh_from_db()
    assert submission.publication is not None
    return {"version": str(submission.publication.version), "draft": str(submission.draft_number)}


def test_the_other_ones_words_can_be_taken_field_by_field(desk: Client, submit: Submit) -> None:
    submission = submit()
    other = in_role(Role.EDITOR, "other")
    review.save_draft(submission, factories.record("Their title", place="Visby"), who=other)
    form = {**sent(submission, title=["My title"], place=["Gotland"]), "use": "theirs:place"}
    page = desk.post(page_of(submission), form).content.decode()
    assert "My title" in page
    assert "Visby" in page


def test_authors_are_pasted_moved_and_removed_without_script(desk: Client, submit: Submit) -> None:
    submission = submit()
    desk.post(page_of(submission), sent(submission, do="replace", pasted=["Ek, Bo; Berg, Åsa; Centre for Wells"]))
    desk.post(page_of(submission), sent(submission, do="up:1"))
    desk.post(page_of(submission), sent(submission, do="remove:2"))
    submission.refresh_from_db()
    assert [name.family for name in review.record_from(submission).reference.names()] == ["Berg", "Ek"]


def test_a_known_person_is_taken_over_with_the_orcid(desk: Client, submit: Submit) -> None:
    known = factories.publication("Published before").contributions.get().person
    assert known is not None
    known.orcid = "0000-0002-1825-0097"
    known.given = "Karin Maria"
    known.save()
    submission = submit()
    assert "Berg, Karin Maria" in desk.get(page_of(submission)).content.decode()
    desk.post(page_of(submission), sent(submission, do=f"same:0:{known.pk}"))
    submission.refresh_from_db()
    author = review.record_from(submission).reference.contributors[0]
    assert (author.name.given, author.orcid) == ("Karin Maria", "0000-0002-1825-0097")


def test_a_discarded_submission_keeps_its_file_and_can_come_back(desk: Client, submit: Submit) -> None:
    submission = submit()
    desk.post(page_of(submission), sent(submission, do="discard"))
    submission.refresh_from_db()
    assert submission.state == Submission.State.DISCARDED
    assert submission.file is not None
    desk.post(reverse("undo-publishing", args=[submission.pk]))
    submission.refresh_from_db()
    assert submission.state == Submission.State.IN_REVIEW


def test_a_contributor_sees_and_corrects_the_own_and_cannot_publish(contributor: User, submit: Submit) -> None:
    own, others = submit(uploader=contributor), submit()
    client = signed_in(contributor)
    assert client.get(page_of(own)).status_code == 200
    assert client.get(page_of(others)).status_code == 404
    assert client.post(page_of(own), sent(own, do="save", title=["Better"])).status_code == 302
    assert client.post(page_of(own), sent(own, do="publish")).status_code == 403
    assert client.post(page_of(own), sent(own, do="discard")).status_code == 403
    assert client.post(reverse("publish-at-once", args=[own.pk])).status_code == 403


def test_a_record_can_be_released_at_a_time_or_with_an_embargo(desk: Client, submit: Submit) -> None:
    one, two, three = submit(), submit(), submit()
    desk.post(page_of(one), sent(one, do="publish", release="embargo", embargo_until="2999-01-01"))
    desk.post(page_of(two), sent(two, do="publish", release="restricted"))
    answer = desk.post(page_of(three), sent(three, do="publish", release="embargo", embargo_until="yesterday"))
    for submission in (one, two):
        submission.refresh_from_db()
    assert one.publication is not None
    assert two.publication is not None
    assert (one.publication.state, two.publication.state) == (State.EMBARGOED, State.RESTRICTED)
    assert answer.status_code == 422


def test_a_published_record_is_edited_with_a_reason_in_its_history(desk: Client) -> None:
    publication = factories.publication("Old title")
    address = reverse("edit", args=[publication.pk])
    sheet = sheet_for(publication)
    form = {**form_data(sheet.base), "version": sheet.version, "draft": 0}
    desk.post(address, {**form, "do": "save", "title": ["New title"], "why": "A slip"})
    publication.refresh_from_db()
    assert reference_for(publication).title == "New title"
    last = publication.revisions.order_by("-number").first()
    assert last is not None
    assert last.why == "A slip"
    assert desk.post(address, {**form, "do": "save", "title": ["Stale"]}).status_code == 409


def test_the_citation_is_shown_as_the_form_now_says_it(desk: Client, submit: Submit) -> None:
    submission = submit(factories.record("On wells", programmes=(factories.programme().slug,)))
    assert submission.publication is not None
    form = sent(submission, title=["On <script> & deep wells"], date=["2013"])
    page = desk.post(reverse("record-preview", args=[submission.publication.pk]), form).content.decode()
    assert "KC – Berg, K (2013) On &lt;script&gt; &amp; deep wells" in page
    assert "<script>" not in page
    assert submission.publication.revisions.count() == 1


def test_strangers_are_asked_to_sign_in(submit: Submit) -> None:
    submission = submit()
    for address in (page_of(submission), "/upload/", "/submissions/", "/status/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


def test_where_a_value_was_seen_is_said_with_the_names_as_they_are_written(desk: Client, submit: Submit) -> None:
    title = {**DESCRIPTION["fields"]["title"], "evidence": [{"page": 1, "source": "ocr"}]}
    submission = submit(description={**DESCRIPTION, "fields": {"title": title}})
    assert "Page 1, as OCR read it" in desk.get(f"/en/submissions/{submission.pk}/").content.decode()
