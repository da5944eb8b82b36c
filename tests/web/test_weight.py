"""What every reader's browser has to fetch stays small."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

STYLES = ("library/tokens.css", "library/library.css")
SCRIPTS = ("library/library.js", "library/search.js", "django_htmx/htmx-2.min.js")


@pytest.mark.parametrize(("names", "most"), [(STYLES, 12_000), (SCRIPTS, 25_000)], ids=["styles", "scripts"])
def test_styles_and_scripts_of_readers_stay_within_their_weight(names: tuple[str, ...], most: int) -> None:
    assert sum(len(gzip.compress(_content(name), 9)) for name in names) <= most


def _content(name: str) -> bytes:
    found = finders.find(name)
    assert found, name
    return Path(str(found)).read_bytes()
