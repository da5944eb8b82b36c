"""A small library that is searched for real."""

from __future__ import annotations

import pytest

from catalogue.models import Publication
from search import engines
from search.documents import document_for
from tests import factories


def index(*publications: Publication) -> None:
    """Put publications into the engine, as the worker does."""
    engines.default().upsert([document_for(p) for p in publications])


@pytest.fixture
def paper(db: None) -> Publication:
    """A published report of three pages, found by words of its second page."""
    return factories.publication(
        "Local taxes in small towns",
        "The council decides on the budget in November.",
        "A borehole costs less than the meeting about it.",
        "References and thanks.",
        countries=("KE", "SE"),
        keywords=("local taxes",),
    )
