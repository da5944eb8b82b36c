"""Formatted references are what citeproc-js makes of them, and nothing in a title becomes markup that it is not."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from citations.formats import csl_json
from citations.formats.styles import USUAL_STYLES, format_page, format_references, style_file
from citations.reference import Contributor, Name, PartialDate, Reference, Text

CITEPROC = os.environ.get("KC_CITEPROC_JS", "")
INTEROP = os.environ.get("KC_INTEROP", "")
# Where pandoc and citeproc-js part; docs/citations.md says why.
PARTED = {("harvard-cite-them-right", "r1"), ("ieee", "t1")}


def chapter(title: str = "A chapter") -> Reference:
    return Reference(
        key="c1",
        type="chapter",
        titles=(Text(text=title),),
        contributors=(
            Contributor(name=Name(family="Lee", given="Kim")),
            Contributor(name=Name(family="Doe", given="Jo"), role="editor"),
        ),
        container="The book",
        publisher="Springer",
        place="Berlin",
        pages="10-20",
        date=PartialDate(year=2018),
    )


def test_an_editor_stands_before_the_word_for_an_editor() -> None:
    [made] = format_references([chapter()], "nlm-citation-sequence", "en-US")
    assert made.text == "1. Lee K. A chapter. In: Doe J, editor. The book. Berlin: Springer; 2018. p. 10–20."


def test_a_title_is_text_in_every_style() -> None:
    title = "<script>alert(1)</script> $x$ {y} 50% *z* <b>bold</b> <sc>s</sc> [@w0] 😀 ế Ж العربية"
    made = format_page(chapter(title), "14", "apa", "en-GB")
    assert "<script" not in made.entry.html
    assert "<strong>bold</strong>" in made.entry.html
    assert "<script>alert(1)</script> $x$ {y} 50% *z* bold <sc>s</sc> [@w0] 😀 ế Ж العربية" in made.entry.text
    assert made.in_text.text == "(Lee, 2018, p. 14)"


@pytest.mark.service
@pytest.mark.skipif(not (CITEPROC and INTEROP), reason="KC_CITEPROC_JS and KC_INTEROP name no citeproc-js and no items")
@pytest.mark.parametrize("style", [name for name, _ in USUAL_STYLES])
def test_references_are_those_of_citeproc_js_to_the_letter(style: str) -> None:
    """KC_CITEPROC_JS is a folder with `node_modules/citeproc` and `locales`."""
    items = Path(INTEROP) / "csl-items.json"
    oracle = Path(__file__).with_name("citeproc.js")
    done = subprocess.run(
        ["node", str(oracle), str(items), style_file(style), f"{CITEPROC}/locales", "en-US"],  # noqa: S607
        env={**os.environ, "NODE_PATH": f"{CITEPROC}/node_modules"},
        capture_output=True,
        check=True,
        text=True,
    )
    references = csl_json.read(items.read_text(encoding="utf-8")).references
    ours = {r.key: re.sub(r"\s+", " ", format_references([r], style, "en-US")[0].text) for r in references}
    theirs = dict(zip(ours, json.loads(done.stdout), strict=True))
    parted = {key for key in ours if ours[key] != theirs[key]}
    assert {(style, key) for key in parted} == {pair for pair in PARTED if pair[0] == style}
