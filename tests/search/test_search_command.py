"""`manage.py search`: what a stranger finds by words and facets, and a clear answer to what makes no sense."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalogue.models import Publication
from citations.reference import PartialDate
from search.documents import document_for
from search.engines.base import SearchEngine
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def papers(engine: SearchEngine) -> list[Publication]:
    found = [
        factories.publication(f"Wells in {year}", "On wells.", date=PartialDate(year=year), countries=countries)
        for year, countries in ((2010, ("SE",)), (2012, ("FI",)), (2014, ("SE", "FI")))
    ]
    engine.upsert([document_for(paper) for paper in found])
    return found


def searched(query: str, *arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("search", query, *arguments, "--format", "json", stdout=out, stderr=StringIO())
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_answer_has_the_promised_shape_and_nothing_else() -> None:
    found = searched("wells", "--facet", "country=FI")
    assert list(found) == ["query", "total", "facets", "hits"]
    assert (found["query"], found["total"]) == ("wells", 2)
    assert {"value": "FI", "count": 2} in found["facets"]["country"]
    for hit in found["hits"]:
        assert list(hit) == ["id", "title", "key", "pages"]
        for page in hit["pages"]:
            assert list(page) == ["page", "label", "excerpt"]
            assert all(list(fragment) == ["text", "matched"] for fragment in page["excerpt"])


def test_values_of_one_facet_add_up_and_facets_narrow_each_other() -> None:
    assert searched("", "--facet", "year=2010", "--facet", "year=2012")["total"] == 2
    assert searched("", "--facet", "country=SE", "--facet", "country=FI")["total"] == 3
    assert searched("", "--facet", "country=SE", "--facet", "year=2012")["total"] == 0


@pytest.mark.parametrize("choice", ["country", "country=", "colour=red", "year=soon", "=SE"])
def test_a_facet_that_there_is_not_is_an_error(choice: str) -> None:
    with pytest.raises(CommandError, match="--facet"):
        searched("", "--facet", choice)


def test_what_was_not_read_as_typed_is_said_beside_the_answer() -> None:
    out, beside = StringIO(), StringIO()
    call_command("search", 'wells "and', "--format", "json", stdout=out, stderr=beside)
    assert "quotation mark" in beside.getvalue()
    assert json.loads(out.getvalue())["query"] == 'wells "and'
