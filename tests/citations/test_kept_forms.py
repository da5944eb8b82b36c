"""Lists are read from what is kept of each record, and say what writing it now would say, to whoever may see it."""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.urls import set_script_prefix
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import publishing
from catalogue.merging import merge
from catalogue.models import Organisation, Person, Publication, Series, State
from catalogue.policy import STRANGER, Reader
from catalogue.references import record_for
from catalogue.schedule import publish_what_is_due
from citations.dates import parse_edtf
from citations.formats import BY_SUFFIX, FORMATS, Format
from citations.reference import Identifier, Reference, Text
from dissemination import kept_forms
from dissemination.exports import references_of, written
from dissemination.form_keeping import FormKeeping
from dissemination.kept_forms import KEPT
from dissemination.models import WrittenForm
from ingest.purging import carry_out, plan_for_record
from search.engines.base import SearchEngine
from search.indexing import update_all
from tests import factories
from tests.citations.references import references
from tests.citations.test_exports import body

ROOT = "https://library.example.org:8443"
forms = pytest.mark.parametrize("form", KEPT, ids=lambda form: form.name)
HOSTILE = "<script>alert(1)</script> {\\input{x}} $\\write18$ 50% 😀 ế Ж العربية"


ROOMS = [Path(django_settings.BASE_DIR) / room for room in ("catalogue", "citations", "dissemination")]


def keep() -> None:
    keeping = FormKeeping()
    while keeping():
        pass


def listed(form: Format, *, reader: Reader = STRANGER, root: str = ROOT) -> str:
    ids = list(Publication.objects.order_by("pk").values_list("pk", flat=True))
    return "".join(written(ids, reader, form, root))


def anew(form: Format, *, reader: Reader = STRANGER, root: str = ROOT) -> str:
    ids = list(Publication.objects.order_by("pk").values_list("pk", flat=True))
    return "".join(form.write(references_of(ids, reader, form, root)))


def marked() -> None:
    """Let what is kept differ from what would be written now: it shows in a list that reads it."""
    WrittenForm.objects.update(text="KEPT")


@pytest.mark.parametrize("form", KEPT, ids=lambda form: form.name)
@settings(max_examples=25, deadline=None)
@given(some=st.lists(references, max_size=3, unique_by=lambda reference: reference.key))
def test_a_document_of_entries_is_what_the_writer_makes(form: Format, some: list[Reference]) -> None:
    assert "".join(form.document(map(form.entry, some))) == "".join(form.write(some))


@forms
@pytest.mark.django_db
def test_a_list_from_what_is_kept_is_the_list_written_anew(form: Format) -> None:
    factories.publication(HOSTILE, abstracts=(Text(text=HOSTILE, language="sv"),))
    factories.publication("With an address", url="https://example.org/a_b?c=%20")
    factories.publication("Restricted", state=State.RESTRICTED)
    factories.publication("Identified", identifiers=(Identifier(scheme="doi", value="10.5555/a_b<c>"),))
    keep()
    assert WrittenForm.objects.filter(form=form.name).count() == 4
    assert listed(form) == anew(form)
    assert f"{ROOT}/publications/" in listed(form)
    marked()
    assert listed(form).count("KEPT") == 4


@forms
@pytest.mark.django_db
def test_what_is_kept_follows_the_place_where_the_library_stands(form: Format) -> None:
    publication = factories.publication()
    keep()
    set_script_prefix("/library/en/")
    try:
        assert f"{ROOT}/library/publications/{publication.pk}/" in listed(form)
        assert listed(form) == anew(form)
    finally:
        set_script_prefix("/")


@forms
@pytest.mark.django_db
def test_a_record_that_names_the_root_of_kept_texts_is_not_kept(form: Format) -> None:
    factories.publication(f"See {kept_forms.here()}/ for more")
    keep()
    assert not WrittenForm.objects.exists()
    assert listed(form) == anew(form)


@pytest.mark.django_db
def test_a_corrected_record_is_listed_as_corrected_before_and_after_it_is_kept_anew() -> None:
    publication = factories.publication("Before")
    keep()
    marked()
    publishing.revise(publication, factories.record("After"), who=None)
    assert "After" in listed(FORMATS["bibtex"])
    keep()
    assert "After" in WrittenForm.objects.get(form="bibtex").text
    assert listed(FORMATS["bibtex"]) == anew(FORMATS["bibtex"])


@pytest.mark.django_db
def test_nothing_kept_is_shown_or_stays_once_a_record_is_taken_back() -> None:
    withdrawn, back = factories.publication("Canary withdrawn"), factories.publication("Canary taken back")
    keeping = FormKeeping()
    keeping()
    publishing.withdraw(withdrawn, "it was wrong", who=None)
    publishing.put_back(back, State.DRAFT, who=None)
    for form in KEPT:
        assert "Canary" not in listed(form)
    keeping()
    assert not WrittenForm.objects.exists()


@pytest.mark.django_db
def test_drafts_are_not_kept_and_have_keys_of_their_own_in_the_lists_of_staff() -> None:
    for _ in range(2):
        factories.publication("Local taxes", state=State.DRAFT)
    keep()
    assert not WrittenForm.objects.exists()
    text = listed(FORMATS["bibtex"], reader=Reader(user_id=1, staff=True))
    keys = {line.removesuffix(",").partition("{")[2] for line in text.splitlines() if line.startswith("@")}
    assert len(keys) == 2
    assert listed(FORMATS["bibtex"]) == ""


@pytest.mark.django_db
def test_a_text_that_is_closed_has_no_file_in_what_is_kept() -> None:
    publication = factories.publication()
    keep()
    assert "L1  - " in listed(FORMATS["ris"])
    publishing.restrict(publication, who=None)
    keep()
    assert "L1  - " not in listed(FORMATS["ris"])


@pytest.mark.django_db
def test_whatever_happens_to_a_record_a_list_says_what_would_be_written_now() -> None:
    one, two, third = (factories.publication(title, series="Reports") for title in ("One", "Two", "Third"))
    keeping, form = FormKeeping(), FORMATS["ris"]
    keeping()

    def end_the_embargo() -> None:
        Publication.objects.filter(pk=one.pk).update(embargo_until=dt.date(2001, 1, 1))
        assert publish_what_is_due() == 1

    happenings: list[Callable[[], object]] = [
        lambda: publishing.set_key(one, "another:key", who=None),
        lambda: publishing.detach_file(one, one.files.get().file, who=None),
        lambda: publishing.attach_file(one, factories.stored_file(), name="new.pdf"),
        lambda: publishing.embargo(one, dt.date(2999, 1, 1), who=None),
        end_the_embargo,
        lambda: [model.objects.update(slug=f"renamed-{model.__name__}") for model in (Series, Person, Organisation)],
        lambda: publishing.withdraw(two, "it was wrong", who=None),
        lambda: publishing.publish(two, who=None),
        lambda: merge(one, two, record_for(Publication.objects.get(pk=one.pk)), who=None),
        lambda: carry_out(plan_for_record(third)),
    ]
    for happening in happenings:
        happening()
        assert listed(form) == anew(form)
        keeping()
        assert listed(form) == anew(form)
    assert "another:key" in listed(form)
    assert set(WrittenForm.objects.values_list("publication_id", flat=True)) == {one.pk}


@pytest.mark.django_db
def test_what_another_edition_of_the_writers_wrote_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.publication()
    keep()
    marked()
    monkeypatch.setattr(kept_forms, "edition", lambda: "another")
    assert "KEPT" not in listed(FORMATS["bibtex"])


@pytest.mark.django_db
def test_an_edition_is_of_all_source_that_runs_while_a_record_is_written() -> None:
    factories.publication("Restricted", state=State.RESTRICTED)
    factories.publication(HOSTILE, edition="e" * 1000, date=parse_edtf("2012-21~"))
    # Modules are read when an address is first asked for; that runs them too.
    keep()
    WrittenForm.objects.all().delete()
    ran: set[Path] = set()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        ran.add(Path(frame.f_code.co_filename))

    profile = sys.getprofile()
    sys.setprofile(note)
    try:
        FormKeeping()()
    finally:
        sys.setprofile(profile)
    own = {path for path in ran if any(path.is_relative_to(room) for room in ROOMS)}
    assert own - set(kept_forms.sources()) == set()
    assert {path.name for path in own} >= {"written.py", "policy.py", "bibtex.py"}


@pytest.mark.django_db
def test_a_search_gives_what_is_kept_over_http(client: Client, engine: SearchEngine) -> None:
    for number in range(3):
        factories.publication(f"Canary {number}")
    update_all(engine)
    before = {suffix: body(client.get(f"/search.{suffix}?q=canary")) for suffix in BY_SUFFIX}
    call_command("keep_forms", stdout=io.StringIO())
    for suffix, document in before.items():
        assert body(client.get(f"/search.{suffix}?q=canary")) == document
