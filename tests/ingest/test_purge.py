"""Only what nobody needs is taken away, after it was said and agreed to."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalogue import publishing
from catalogue.merging import merge
from catalogue.models import Publication, State, StoredFile
from catalogue.references import record_for
from ingest.models import Submission
from search import indexing
from search.engines.base import SearchEngine
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def submission(publication: Publication, state: str, days_ago: int) -> Submission:
    use = publication.files.get()
    made = Submission.objects.create(name="a.pdf", state=state, publication=publication, file=use.file)
    long_ago = timezone.now() - dt.timedelta(days=days_ago)
    Submission.objects.filter(pk=made.pk).update(changed_at=long_ago)
    Publication.objects.filter(pk=publication.pk).update(changed_at=long_ago)
    return made


def purged(*arguments: str) -> str:
    out = StringIO()
    call_command("purge", *arguments, stdout=out)
    return out.getvalue()


def test_what_was_discarded_long_ago_goes_with_its_file() -> None:
    old, young = factories.publication("Old", state=State.DRAFT), factories.publication("Young", state=State.DRAFT)
    name = old.files.get().file.storage_name
    submission(old, Submission.State.DISCARDED, 100)
    submission(young, Submission.State.DISCARDED, 10)
    assert "record" in purged("--yes")
    assert list(Publication.objects.all()) == [young]
    assert not default_storage.exists(name)
    assert StoredFile.objects.count() == 1


def test_what_was_ever_public_stays() -> None:
    publication = factories.publication("Was out")
    publishing.put_back(publication, State.DRAFT, who=None)
    submission(publication, Submission.State.DISCARDED, 100)
    purged("--yes")
    assert Publication.objects.filter(pk=publication.pk).exists()


def test_the_file_of_a_duplicate_stays_with_its_record() -> None:
    publication = factories.publication("Kept")
    submission(publication, Submission.State.DUPLICATE, 100)
    purged("--yes")
    assert not Submission.objects.exists()
    assert default_storage.exists(publication.files.get().file.storage_name)


def test_nothing_is_taken_away_without_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    submission(factories.publication("Old", state=State.DRAFT), Submission.State.DISCARDED, 100)
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    assert "Nothing was taken away" in purged()
    assert Publication.objects.exists()


def test_a_single_record_goes_with_its_doubles_and_from_the_index(engine: SearchEngine) -> None:
    keeper, double, other = (factories.publication(title) for title in ("One", "One again", "Other"))
    newer = factories.publication("Newer")
    publishing.supersede(newer, keeper, who=None)
    merge(keeper, double, record_for(keeper), who=None)
    indexing.update_all(engine)
    purged("--record", str(keeper.pk), "--yes")
    indexing.update_all(engine)
    assert set(Publication.objects.values_list("pk", flat=True)) == {other.pk, newer.pk}
    assert {number for number, _version in engine.versions()} == {other.pk, newer.pk}


def test_a_record_that_is_not_there_is_said_not_to_be() -> None:
    with pytest.raises(CommandError, match="no record 99"):
        purged("--record", "99", "--yes")
    assert "nothing to take away" in purged("--yes")
