"""Everything that may happen to a record, and what is kept of it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from catalogue import publishing
from catalogue.keys import publication_by_key
from catalogue.models import FormerKey, Organisation, Person, Publication, Relation, Series, State
from catalogue.references import record_for, reference_for
from citations.reference import Contributor, Name, Text
from search.models import StaleEntry
from tests import factories

pytestmark = pytest.mark.django_db


def test_each_saved_state_is_a_revision_with_who_and_why() -> None:
    editor = factories.person(staff=True)
    publication = publishing.create(factories.record(), who=editor, why="typed in")
    publication = publishing.publish(publication, who=editor, why="looked over")
    assert publication.version == 2
    assert [(r.number, r.state, r.why) for r in publication.revisions.all()] == [
        (1, "draft", "typed in"),
        (2, "published", "looked over"),
    ]
    assert {r.who for r in publication.revisions.all()} == {editor}


def test_every_change_is_put_in_the_outbox() -> None:
    publication = factories.publication()
    StaleEntry.objects.all().delete()
    publishing.withdraw(publication, "It was another institute's.", who=None)
    assert [entry.publication_id for entry in StaleEntry.objects.all()] == [publication.pk]


def test_a_change_that_fails_leaves_nothing_behind() -> None:
    publication = factories.publication()
    StaleEntry.objects.all().delete()
    with pytest.raises(publishing.IncompleteRecord):
        publishing.create(factories.record(titles=()), state=State.PUBLISHED)
    with pytest.raises(publishing.ReasonMissing):
        publishing.withdraw(publication, " ", who=None)
    assert Publication.objects.get().version == 1
    assert not StaleEntry.objects.exists()


def test_a_key_is_given_at_publication_and_kept_when_the_record_is_corrected() -> None:
    draft = publishing.create(factories.record())
    assert draft.key is None
    published = publishing.publish(draft, who=None)
    corrected = publishing.revise(published, factories.record("Taxes"), who=None)
    assert corrected.key == published.key
    assert corrected.title == "Taxes"


@pytest.mark.parametrize(("pattern", "key"), [("{author}:{yy}", "berg:12"), ("{nonsense", "berg2012local")])
def test_a_library_may_have_its_own_pattern_of_keys(settings: Settings, pattern: str, key: str) -> None:
    settings.KEY_PATTERN = pattern
    assert factories.publication().key == key


def test_an_imported_key_is_kept_unless_another_record_has_or_had_it() -> None:
    first = publishing.create(factories.record(key="berg:2012"), state=State.PUBLISHED)
    second = publishing.create(factories.record(key="berg:2012"), state=State.PUBLISHED)
    assert first.key == "berg:2012"
    assert second.key not in {"", None, "berg:2012"}


def test_a_former_key_finds_its_record_and_is_given_to_no_other() -> None:
    publication = publishing.create(factories.record(key="old1"), state=State.PUBLISHED)
    publishing.set_key(publication, "new1", who=None)
    assert publication_by_key("old1") == publication == publication_by_key("new1")
    assert publishing.create(factories.record(key="old1"), state=State.PUBLISHED).key != "old1"
    back = publishing.set_key(publication, "old1", who=None)
    assert back.key == "old1"
    assert [former.key for former in FormerKey.objects.all()] == ["new1"]


@pytest.mark.parametrize("key", ["", "with space", "a{b}", "åäö", "x" * 300])
def test_a_key_that_bibtex_cannot_read_is_refused(key: str) -> None:
    with pytest.raises(publishing.KeyNotFree):
        publishing.set_key(factories.publication(), key, who=None)


def test_unseen_work_is_never_overwritten() -> None:
    publication = factories.publication()
    publishing.revise(publication, factories.record("First"), who=None, expected=publication.version)
    with pytest.raises(publishing.ChangedMeanwhile):
        publishing.revise(publication, factories.record("Second"), who=None, expected=publication.version)
    assert Publication.objects.get(pk=publication.pk).title == "First"


def test_a_public_record_keeps_a_title() -> None:
    publication = factories.publication("Named")
    with pytest.raises(publishing.IncompleteRecord):
        publishing.revise(publication, factories.record(titles=()), who=None)
    publication.refresh_from_db()
    assert publication.title == "Named"


def test_any_revision_can_be_restored() -> None:
    factories.theme()
    publication = factories.publication("Right", themes=("transparency",), countries=("SE",))
    publishing.revise(publication, factories.record("Wrong"), who=None)
    restored = publishing.restore(publication, publication.revisions.get(number=1), who=None)
    record = record_for(restored)
    assert (record.reference.title, record.themes, record.countries) == ("Right", ("transparency",), ("SE",))
    assert restored.version == 3


def test_an_embargo_and_a_scheduled_publication_lie_ahead() -> None:
    publication = factories.publication(state=State.IN_REVIEW)
    with pytest.raises(publishing.DateNotAhead):
        publishing.embargo(publication, timezone.localdate(), who=None)
    with pytest.raises(publishing.DateNotAhead):
        publishing.schedule(publication, timezone.now(), who=None)
    until = timezone.localdate() + dt.timedelta(days=3)
    embargoed = publishing.embargo(publication, until, who=None)
    assert (embargoed.state, embargoed.embargo_until) == (State.EMBARGOED, until)


def test_publishing_ends_an_embargo_and_a_withdrawal() -> None:
    publication = publishing.embargo(factories.publication(), timezone.localdate() + dt.timedelta(1), who=None)
    published = publishing.publish(publication, who=None)
    assert published.embargo_until is None
    withdrawn = publishing.withdraw(published, "Wrong file", who=None)
    assert publishing.publish(withdrawn, who=None).withdrawn_reason == ""


def test_the_same_names_are_the_same_people_and_organisations() -> None:
    ojendal = Contributor(name=Name(family="Öjendal", given="Joakim"))
    centre = Contributor(name=Name(literal="Centre for Local Democracy"))
    for title in ("One", "Two"):
        said = factories.record(title, contributors=(ojendal, centre), series="Working Papers")
        publishing.create(said, state=State.PUBLISHED)
    assert Person.objects.get().slug == "joakim-ojendal"
    assert Organisation.objects.get().slug == "centre-for-local-democracy"
    assert Series.objects.get().slug == "working-papers"


def test_what_a_draft_names_is_known_only_once_it_is_published() -> None:
    misread = publishing.create(factories.record(series="RAPPORT", publisher="Contact Center"), state=State.IN_REVIEW)
    assert not Series.objects.exists()
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()
    publishing.revise(misread, factories.record(series="Working Papers"), who=None)
    published = publishing.publish(misread, who=None)
    assert [series.name for series in Series.objects.all()] == ["Working Papers"]
    assert published.series == Series.objects.get()
    assert published.institution == Organisation.objects.get()
    assert published.contributions.get().person == Person.objects.get()


def test_a_draft_belongs_to_what_is_known_already() -> None:
    said = factories.record(series="Working Papers", contributors=(Contributor(name=Name(family="Li", given="Na")),))
    publishing.create(said, state=State.PUBLISHED)
    named = Contributor(name=Name(family="Li", given="Na"), orcid="0000-0002-1825-0097")
    draft = publishing.create(factories.record(series="working papers", contributors=(named,)), state=State.DRAFT)
    assert draft.series == Series.objects.get()
    assert draft.contributions.get().person == Person.objects.get()
    assert not Person.objects.get().orcid


def test_an_organisation_is_known_by_all_its_names() -> None:
    centre = Organisation.objects.create(slug="icld", name="International Centre", short_name="IC", name_sv="Centrum")
    said = factories.record(institution="centrum", publisher="IC", contributors=())
    publication = publishing.create(said, state=State.PUBLISHED)
    assert (publication.institution, publication.publisher) == (centre, centre)
    assert reference_for(publication).institution == "centrum"


def test_two_people_of_one_name_are_told_apart_by_orcid() -> None:
    for orcid in ("0000-0002-1825-0097", "0000-0001-5109-3700"):
        li = Contributor(name=Name(family="Li", given="Na"), orcid=orcid)
        publishing.create(factories.record(contributors=(li,)), state=State.PUBLISHED)
    assert [p.slug for p in Person.objects.order_by("id")] == ["na-li", "na-li-2"]


def test_a_title_in_no_latin_letters_makes_people_of_their_own() -> None:
    for family in ("李", "王"):
        ming = Contributor(name=Name(family=family, given="明"))
        publishing.create(factories.record(contributors=(ming,)), state=State.PUBLISHED)
    assert sorted(p.slug for p in Person.objects.all()) == ["person", "person-2"]


def test_a_record_cannot_supersede_itself_through_others() -> None:
    first, second, third = (factories.publication(f"Brief {n}") for n in range(3))
    publishing.supersede(second, first, who=None)
    publishing.supersede(third, second, who=None)
    with pytest.raises(publishing.NotRelatable):
        publishing.supersede(first, third, who=None)


def test_the_older_version_is_put_in_the_outbox_with_the_newer() -> None:
    older, newer = factories.publication("Brief 2011"), factories.publication("Brief 2012", state=State.DRAFT)
    publishing.supersede(newer, older, who=None)
    StaleEntry.objects.all().delete()
    publishing.publish(newer, who=None)
    assert {entry.publication_id for entry in StaleEntry.objects.all()} == {older.pk, newer.pk}


def test_relations_are_kept_once_and_taken_away() -> None:
    part, whole = factories.publication("Chapter"), factories.publication("Book")
    for _twice in range(2):
        publishing.relate(part, Relation.Kind.PART_OF, whole, who=None)
    assert part.relations.count() == 1
    publishing.unrelate(part, Relation.Kind.PART_OF, whole, who=None)
    assert not part.relations.exists()


def test_a_file_has_one_part_in_a_publication() -> None:
    publication, stored = factories.publication(), factories.stored_file("Bilaga")
    publishing.attach_file(publication, stored, "annex", "sv", "bilaga.pdf", who=None)
    changed = publishing.attach_file(publication, stored, "translation", "sv", "bilaga.pdf", who=None)
    assert [(f.position, f.role) for f in changed.files.all()] == [(0, "main"), (1, "translation")]
    assert publishing.detach_file(changed, stored, who=None).files.count() == 1


def test_a_title_stays_one_to_cite_in_two_languages() -> None:
    titles = (Text(text="Lokala skatter", language="sv"), Text(text="Local taxes", language="en"))
    publication = publishing.create(factories.record(titles=titles), state=State.PUBLISHED)
    assert publication.title == "Lokala skatter"
    assert dataclasses.replace(reference_for(publication), key="") == factories.reference(titles=titles)
