"""No string is untranslated."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command

CATALOGUE = Path("kc_repository/locale/sv/LC_MESSAGES/django.po")
_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def _messages() -> list[tuple[tuple[str, ...], tuple[str, ...], bool]]:
    with (settings.BASE_DIR / CATALOGUE).open("rb") as file:
        found = [m for m in read_po(file, locale="sv") if m.id]
    return [(_several(m.id), _several(m.string), m.fuzzy) for m in found]


def _several(said: object) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, (tuple, list)) else (str(said or ""),)


def test_every_message_has_its_swedish() -> None:
    assert [ids[0] for ids, swedish, fuzzy in _messages() if fuzzy or not all(swedish)] == []


def test_translations_keep_the_places_of_what_is_filled_in() -> None:
    wrong = [
        ids[0]
        for ids, swedish, _fuzzy in _messages()
        for english, text in zip(ids, swedish, strict=True)
        if sorted(_PLACE.findall(english)) != sorted(_PLACE.findall(text))
    ]
    assert wrong == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs gettext")
def test_the_catalogue_holds_every_string_of_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = tmp_path / "tree"
    skipped = shutil.ignore_patterns(".*", "var", "node_modules", "*.pdf", "tests", "pictures", "benchmarks", "samples")
    shutil.copytree(settings.BASE_DIR, tree, ignore=skipped)
    monkeypatch.chdir(tree)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "LOCALE_PATHS", [tree / "kc_repository" / "locale"])
        call_command("makemessages", locale=["sv"], no_location=True, no_obsolete=True, verbosity=0)
    with (tree / CATALOGUE).open("rb") as file:
        now = {_several(m.id) for m in read_po(file) if m.id}
    assert sorted(now - {ids for ids, _swedish, _fuzzy in _messages()}) == []
