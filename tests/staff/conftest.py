"""People in each role, signed in, and submissions as reading leaves them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue import publishing
from catalogue.models import State
from catalogue.publishing import FileUse
from catalogue.record import Record
from ingest.models import Submission
from kc_repository.accounts.roles import Role, give_role
from tests import factories

Submit = Callable[..., Submission]

DESCRIPTION: dict[str, Any] = {
    "fields": {
        "title": {
            "value": "On wells",
            "confidence": 0.5,
            "evidence": [{"page": 1, "box": [70, 100, 300, 130], "source": "layout"}],
            "alternatives": ["On wells and water", "Microsoft Word - wells.doc"],
        },
        "authors": {
            "value": [{"family": "Berg", "given": "Karin"}],
            "confidence": 0.9,
            "evidence": [{"page": 1, "box": [70, 150, 200, 165], "source": "labeller"}],
            "alternatives": [[{"family": "Ek", "given": "Bo"}, {"name": "Centre for Wells"}]],
        },
        "year": {"value": 2012, "confidence": 0.95, "evidence": [], "alternatives": [2011]},
    },
    "needs_review": ["title"],
}


def in_role(role: Role, name: str) -> User:
    user = factories.person(name)
    give_role(user, role)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(db: None) -> User:
    return in_role(Role.EDITOR, "editor")


@pytest.fixture
def contributor(db: None) -> User:
    return in_role(Role.CONTRIBUTOR, "contributor")


@pytest.fixture
def desk(editor: User) -> Client:
    """Return a browser in which an editor is signed in."""
    return signed_in(editor)


@pytest.fixture
def submit(db: None) -> Submit:
    """Return a function that makes a submission in review."""

    def made(record: Record | None = None, **columns: Any) -> Submission:
        stored = factories.stored_file()
        uploader = columns.get("uploader")
        publication = publishing.create(
            record or factories.record("On wells"),
            state=State.IN_REVIEW,
            uploader=uploader,
            files=[FileUse(file=stored, name="wells.pdf")],
        )
        said = {"name": "wells.pdf", "state": Submission.State.IN_REVIEW, "description": DESCRIPTION, **columns}
        return Submission.objects.create(file=stored, size=stored.size, publication=publication, **said)

    return made
