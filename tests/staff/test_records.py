"""The list of all records, for editors."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.models import State
from tests import factories
from tests.staff.conftest import signed_in


def test_records_in_every_state_are_listed_and_narrowed(desk: Client) -> None:
    factories.publication("On wells")
    factories.publication("On rain", state=State.DRAFT)
    page = desk.get("/records/").content.decode()
    assert "On wells" in page
    assert "On rain" in page
    for query in ("state=draft", "q=RAIN"):
        assert "On wells" not in desk.get(f"/records/?{query}").content.decode()


@pytest.mark.parametrize("lack", ["abstract", "theme", "licence"])
def test_what_lacks_something_is_found(desk: Client, lack: str) -> None:
    factories.publication("On wells")
    assert "On wells" in desk.get(f"/records/?lacks={lack}").content.decode()
    assert "On wells" not in desk.get("/records/?lacks=file").content.decode()
    assert desk.get("/records/?lacks=x&state=y&page=z&type=%00").status_code == 200


def test_only_editors_see_the_list(contributor: User) -> None:
    assert signed_in(contributor).get("/records/").status_code == 403
