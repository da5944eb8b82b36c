"""A publication as a line in a list."""

from __future__ import annotations

import pytest

from catalogue.models import Publication, State
from catalogue.policy import STRANGER, Reader
from citations.reference import Contributor, Name, Text
from search.entries import entries_for, entry_for, listed
from tests import factories

pytestmark = pytest.mark.django_db


def _library() -> list[int]:
    old = factories.publication("An old one", titles=(Text(text="En gammal", language="sv"),), series="Reports")
    newer = factories.publication(
        "A newer one", subtitles=(Text(text="Why", language="en"),), abstracts=(Text(text="Long.", language="en"),)
    )
    Publication.objects.filter(pk=newer.pk).update(supersedes=old)
    many = [Contributor(name=Name(family=family, given="A.")) for family in ("Berg", "Holm", "Lind", "Moe", "Ek")]
    papers = [old, newer, factories.publication("Of many", contributors=tuple(many), countries=("KE", "SE"))]
    papers += [factories.publication(f"In state {state}", state=state) for state in State.values]
    return [paper.pk for paper in papers]


@pytest.mark.parametrize("reader", [STRANGER, Reader(user_id=1, staff=True)], ids=["stranger", "staff"])
def test_a_list_says_of_each_publication_what_its_own_page_says(reader: Reader) -> None:
    entries = entries_for(_library(), reader)
    alone = {pk: entry_for(listed(Publication.objects.all()).get(pk=pk), reader) for pk in entries}
    assert entries == alone
    assert len(entries) == (10 if reader.staff else 6)
    assert [entry.title.text for entry in entries.values() if entry.superseded] == ["En gammal"]
