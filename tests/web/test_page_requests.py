"""The benchmark of pages measures every page that it was to ask for."""

from __future__ import annotations

import pytest

from benchmarks.library import Question
from benchmarks.page_requests import spent_on
from search.engines.base import SearchEngine


@pytest.mark.django_db
def test_each_page_is_measured_even_where_fewer_are_asked_for_than_warm_up(engine: SearchEngine) -> None:
    assert len(spent_on([Question("rare", "borehole"), Question("rare", "well")])) == 2
