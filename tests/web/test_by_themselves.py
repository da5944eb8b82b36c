"""Times that were set come by themselves, and everything that readers and machines ask changes then and not before."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from catalogue import publishing
from catalogue.addresses import file_address
from catalogue.models import Publication, State
from catalogue.schedule import publish_what_is_due
from search import engines, indexing
from tests import factories

pytestmark = pytest.mark.django_db


def seen(publication: Publication) -> dict[str, bool]:
    """Return where a stranger meets the record, and where its text: the worker has been at work before."""
    publish_what_is_due()
    indexing.update(engines.default())
    publication = Publication.objects.get(pk=publication.pk)
    client, own = Client(), f"/publications/{publication.pk}/"
    address = file_address(publication, publication.files.get())
    sha256 = publication.files.get().file_id

    def shows(path: str, words: str) -> bool:
        answer = client.get(path, follow=True)
        return answer.status_code == 200 and words in answer.getvalue().decode()

    return {
        "page": client.get(own).status_code == 200,
        "search": shows("/search/?q=turbine", "The turbine report"),
        "feed": shows("/search.atom?q=turbine", "The turbine report"),
        "shelf": shows("/recent/", "The turbine report"),
        "export": shows(f"{own.rstrip('/')}.bib", "turbine"),
        "file": client.get(address).status_code == 200,
        # Who fetched it while it was open is not told that it is unchanged either.
        "file again": client.get(address, headers={"If-None-Match": f'"{sha256}"'}).status_code == 304,
        "link to file": shows(own, f'href="{address}"'),
        "words of its pages": shows("/search/?q=sleeper", "The turbine report"),
        "page of its text": client.get(f"{own}pages/1/").status_code == 200,
    }


RECORD = {"page", "search", "feed", "shelf", "export"}


def open_parts(publication: Publication) -> set[str]:
    return {place for place, there in seen(publication).items() if there}


@pytest.fixture
def paper() -> Publication:
    return factories.publication("The turbine report", "A sleeper lies under it.", state=State.DRAFT)


def test_a_scheduled_publication_is_nowhere_before_its_time_and_everywhere_from_then_on(paper: Publication) -> None:
    publishing.schedule(paper, timezone.now() + dt.timedelta(hours=1), who=None)
    assert open_parts(paper) == set()
    Publication.objects.filter(pk=paper.pk).update(publish_at=timezone.now())
    assert all(seen(paper).values())


def test_an_embargo_keeps_the_text_to_its_last_day_and_opens_it_everywhere(paper: Publication) -> None:
    publishing.embargo(paper, timezone.localdate() + dt.timedelta(days=1), who=None)
    assert open_parts(paper) == RECORD
    Publication.objects.filter(pk=paper.pk).update(embargo_until=timezone.localdate())
    assert all(seen(paper).values())


def test_what_is_restricted_or_withdrawn_is_closed_everywhere_at_once(paper: Publication) -> None:
    publishing.publish(paper, who=None)
    assert all(seen(paper).values())
    publishing.restrict(paper, who=None)
    assert open_parts(paper) == RECORD
    publishing.withdraw(paper, "Wrong figures", who=None)
    assert open_parts(paper) == set()
