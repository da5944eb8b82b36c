"""What the documents promise is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.project.tree import ROOT, nodes, texts

SETTINGS = ROOT / "kc_repository" / "settings.py"
# The entries of the web processes name the settings, should nobody have done so.
MAY_READ_THE_ENVIRONMENT = {Path("kc_repository", name) for name in ("settings.py", "wsgi.py", "web.py")}


def environment_names() -> set[str]:
    return set(re.findall(r"""environ(?:\.get\(|\[)\s*['"](\w+)['"]""", SETTINGS.read_text()))


def headings(document: str) -> set[str]:
    return set(re.findall(r"^#+ `?([^`\n]+?)`?$", (ROOT / "docs" / document).read_text(), re.MULTILINE))


def test_every_setting_has_its_heading_and_every_heading_its_setting() -> None:
    documented = {heading for heading in headings("settings.md") if re.fullmatch(r"[A-Z][A-Z_]+", heading)}
    assert documented == environment_names()


def test_the_environment_is_read_in_the_settings_only() -> None:
    readers = [
        f"{path}: {node.attr}"
        for path, node in nodes()
        if path not in MAY_READ_THE_ENVIRONMENT and path.parts[0] != "benchmarks"
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert not readers


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


def test_decisions_say_context_decision_and_consequence() -> None:
    for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        found = {line.lstrip("# ").strip().lower() for line in path.read_text().splitlines() if line.startswith("## ")}
        assert {"context", "decision", "consequence"} <= {word.rstrip("s") for word in found}, path.name
