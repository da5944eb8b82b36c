"""The house stays small-roomed, and carries nothing of the machines it was built on."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tests.project.tree import ROOT, functions, modules, nodes, texts

# In two parts, so that this file names none either.
_HOSTS = (
    ("pypi", "org"),
    ("python", "hosted"),
    ("npm", "js."),
    ("deb.debian", "org"),
    ("repo1", "maven"),
    ("crates", "io"),
)
REGISTRIES = re.compile("|".join(rf"{re.escape(first)}\.?{re.escape(rest)}" for first, rest in _HOSTS), re.IGNORECASE)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(work|root|farm)/|\.\./shared\b")
# "info" is left out: in a PDF it is the field's own word, the document information dictionary.
VAGUE = {
    "util",
    "utils",
    "helper",
    "helpers",
    "misc",
    "service",
    "services",
    "processor",
    "manager",
    "handler",
}
# What continuous integration is given beside the checkout, named in its own script alone.
MAY_NAME_NEIGHBOURS = {".ci/run"}


def test_no_module_is_over_400_lines() -> None:
    assert not [f"{path}: {lines}" for path, text in modules() if (lines := text.count("\n")) > 400]


def test_no_function_is_over_60_lines() -> None:
    assert not [f"{f.name}: {f.lines}" for f in functions() if f.lines > 60]


def test_95_of_100_functions_are_within_35_lines() -> None:
    lengths = [f.lines for f in functions()]
    assert sum(length <= 35 for length in lengths) >= 0.95 * len(lengths)


def test_names_say_what_a_thing_is() -> None:
    named = [(path, node.name) for path, node in nodes() if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    named += [(path, path.stem) for path, _text in modules()]
    assert not [f"{path}: {name}" for path, name in named if VAGUE & words(name)]


def words(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES], ids=["machine paths", "registry hosts"])
def test_the_tree_names_no_place_of_its_making(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts()
        if str(path) not in MAY_NAME_NEIGHBOURS and not str(path).startswith("tests/project/")
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


def test_locks_hold_hashes_and_no_addresses() -> None:
    for name in ("core", "scale", "dev", "all"):
        text = (ROOT / f"requirements/{name}.txt").read_text()
        assert "://" not in text, name
        assert "--index-url" not in text, name
        assert "--find-links" not in text, name
        pins = re.findall(r"^[\w.-]+(?:\[.*?\])?==.*$", text, re.MULTILINE)
        assert pins, name
        assert all(pin.rstrip().endswith("\\") for pin in pins), f"{name}: a pin without a hash"


@pytest.mark.parametrize(("smaller", "larger"), [("core", "scale"), ("core", "dev"), ("scale", "all"), ("dev", "all")])
def test_each_lock_is_a_part_of_the_larger_one(smaller: str, larger: str) -> None:
    assert pins(smaller) <= pins(larger)


def pins(name: str) -> set[str]:
    text = (ROOT / f"requirements/{name}.txt").read_text()
    return {line.split(";")[0].strip(" \\") for line in text.splitlines() if re.match(r"^[\w.-]+==", line)}


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text()
