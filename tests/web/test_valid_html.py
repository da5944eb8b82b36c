"""The Nu HTML checker has nothing to say of any page or style sheet; skipped with its reason where it is not there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from search.engines.base import SearchEngine
from tests.whole_library import whole_library

VNU = Path(os.environ.get("KC_VNU", "vnu.jar"))
STYLES = ("tokens", "library", "staff", "review")
# Fields that grow with their text: in CSS UI 4, and in browsers, before the checker knows it.
_NOT_KNOWN_YET = re.compile("field-sizing")

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(not VNU.exists(), reason="KC_VNU names no vnu.jar"),
    pytest.mark.skipif(shutil.which("java") is None, reason="needs java"),
]


def complaints(*options: str) -> list[str]:
    """Return what the checker says of files, its infos too."""
    command = ["java", "-Xss4m", "-jar", str(VNU), "--format", "json", *options]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300).stderr
    found = json.loads(said)["messages"]
    lines = [f"{m['url'].rpartition('/')[2]}: {m['message']} {m.get('extract', '')[:120]}" for m in found]
    return [line for line in lines if not _NOT_KNOWN_YET.search(line)]


def _keep(folder: Path, client: Client, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        for language in ("sv", "en"):
            response = client.get(f"/{language}{address}")
            assert response.status_code in (200, 404, 410), address
            number = len(list(folder.iterdir()))
            (folder / f"{number:03}{re.sub('[^a-z0-9]+', '-', address)}{language}.html").write_bytes(response.content)


@pytest.mark.django_db
def test_every_page_is_valid_html_for_readers_and_for_staff(
    client: Client, engine: SearchEngine, tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    _keep(folder, client, ("/", "/browse/", "/recent/", "/search/"))
    library = whole_library()
    _keep(folder, client, library.reading)
    _keep(folder, library.desk, library.at_the_desk)
    assert complaints("--skip-non-html", str(folder)) == []


def test_every_style_sheet_is_valid() -> None:
    found = [finders.find(f"library/{name}.css") for name in STYLES]
    assert complaints("--skip-non-css", *map(str, found)) == []
