"""What the documents promise is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.project.tree import ROOT, modules, texts

SETTINGS = ROOT / "kc_repository" / "settings.py"
# The entries of the web processes name the settings, should nobody have done so.
MAY_READ_THE_ENVIRONMENT = {Path("kc_repository", name) for name in ("settings.py", "wsgi.py", "web.py")}


def environment_names() -> set[str]:
    return set(re.findall(r"""environ(?:\.get\(|\[)\s*['"](\w+)['"]""", SETTINGS.read_text()))


def headings(document: str) -> set[str]:
    return set(re.findall(r"^#+ `?([^`\n]+?)`?$", (ROOT / "docs" / document).read_text(), re.MULTILINE))


def test_every_setting_has_its_heading_and_every_heading_its_setting() -> None:
    documented = {heading for heading in headings("settings.md") if re.fullmatch(r"[A-Z][A-Z0-9_]+", heading)}
    assert documented == environment_names()


def test_settings_come_from_the_environment_in_one_place_only() -> None:
    """A child process may be given the PATH; nothing else asks for a variable."""
    assert not [
        f"{path}:{number}: {line.strip()}"
        for path, text in modules()
        if path not in MAY_READ_THE_ENVIRONMENT and path.parts[0] != "benchmarks"
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(r"\bos\.(environ|getenv)\b", line) and '"PATH"' not in line
    ]


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/operations.md", "docs/architecture.md"])
def test_every_make_command_named_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", (ROOT / document).read_text(), re.MULTILINE))
    assert named <= targets, named - targets


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/operations.md", "docs/settings.md"])
def test_every_management_command_named_exists(document: str) -> None:
    known = {path.stem for path in ROOT.glob("*/management/commands/*.py")} | {"createsuperuser", "migrate", "check"}
    named = set(re.findall(r"manage\.py ([a-z_]+)", (ROOT / document).read_text()))
    assert named <= known, named - known


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{path}: {target}"
        for path, text in texts()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
        if not (ROOT / path.parent / target).exists()
    ]
    assert not broken


def test_no_document_says_the_same_twice() -> None:
    """Merging has put a whole section beside itself."""
    twice = [
        f"{path}: {heading}"
        for path, text in texts()
        if path.suffix == ".md"
        for heading, times in Counter(re.findall(r"^#+ .+$", text, re.MULTILINE)).items()
        if times > 1
    ]
    assert not twice


def test_a_decision_begins_with_its_number_and_says_context_decision_and_consequence() -> None:
    odd = []
    for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        title, *parts = re.findall(r"^##? .+$", path.read_text(), re.MULTILINE)
        if not title.startswith(f"# {path.name[:4]} ") or parts != ["## Context", "## Decision", "## Consequence"]:
            odd.append(path.name)
    assert not odd
