"""The two Elasticsearch indexes: their fields, and entries as their documents.

The server gets the terms that both engines compare (analysed in Python) and only splits them at spaces, so that
both find the same, and no language of ours depends on what a server was built with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from search.engines.elastic_forms import CUT, cut
from search.engines.entry import CODE_FACETS, WORD, Entry, PageEntry, page_name, text_fields
from search.engines.tantivy_analysis import unstemmed
from search.schema import INDEX_VERSION

KINDS = ("publications", "pages")
_CODES = ("id", "open", "owner", "superseded", "codes", "identifier", "languages", "whole_title")
# What is suggested: words apart from whole titles, names and subjects, so that each is counted among fewer.
SUGGESTED = ("suggest_word", "suggest_text")
_KEYWORD = {"type": "keyword", "ignore_above": 8000}
# The cut forms of the spellings of a publication, by plane and language.
_Cuts = Mapping[tuple[str, str], Mapping[str, str]]
_STORED = {"type": "keyword", "index": False, "doc_values": False}


def settings(*, building: bool, replicas: int) -> dict[str, Any]:
    """Return the settings of an index: one shard, so that counts of facets are exact."""
    return {
        "number_of_shards": 1,
        "number_of_replicas": 0 if building else replicas,
        "refresh_interval": "-1" if building else "1s",
        # How long the version of a deleted document holds late, older writes back.
        "gc_deletes": "1h",
        "translog": {"durability": "async" if building else "request"},
        "analysis": {"analyzer": {"default": {"type": "custom", "tokenizer": "whitespace"}}},
    }


def serving(replicas: int) -> dict[str, Any]:
    """Return the settings that change when a built index begins to serve."""
    wanted = settings(building=False, replicas=replicas)
    return {name: wanted[name] for name in ("number_of_replicas", "refresh_interval", "translog")}


def mappings(kind: str) -> dict[str, Any]:
    properties: dict[str, Any] = {name: _text(name) for name in text_fields(of_pages=kind == "pages")}
    properties["shown"] = _STORED
    properties["pk"] = {"type": "long"}
    if kind == "publications":
        properties |= dict.fromkeys(
            (*_CODES, *SUGGESTED, "sort_title", *(f"facet_{name}" for name in CODE_FACETS)), _KEYWORD
        )
        properties |= {"year": {"type": "short"}, "newest": {"type": "long"}, "oldest": {"type": "long"}}
        properties["pages"] = {"type": "integer", "index": False}
    else:
        properties |= dict.fromkeys(("id", "open", "owner"), _KEYWORD)
        properties |= {name: {"type": "integer"} for name in ("number", "file")}
    return {
        "dynamic": "strict",
        "_source": {"includes": ["shown", "pages", "number", "file"]},
        "_meta": {"version": INDEX_VERSION},
        "properties": properties,
    }


def _text(name: str) -> dict[str, Any]:
    if name.startswith(("exact_", "forms_")):
        return {"type": "text", "index_options": "docs", "norms": False}
    return {"type": "text", "position_increment_gap": 1}


def documents(entry: Entry) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (kind, id, document) of each page of a publication, and of itself at last."""
    cuts = _cuts(entry)
    for position, page in enumerate(entry.pages):
        yield "pages", page_name(entry.id, position), _page(entry.id, page, cuts)
    yield "publications", str(entry.id), _publication(entry)


def _cuts(entry: Entry) -> _Cuts:
    """Return for each plane and language the forms of its spellings, cut: looked up once for all pages of a paper."""
    pieces = {(words.plane, words.language): words.pieces for page in entry.pages for words in page.words}
    return {
        key: {spelling: CUT[piece.parts] for spelling, piece in found.items() if piece.parts}
        for key, found in pieces.items()
    }


def _each_once(text: str) -> str:
    """Return the words of a text unstemmed, each once."""
    return " ".join(dict.fromkeys(unstemmed(text).split()))


def _publication(entry: Entry) -> dict[str, Any]:
    document = _texts((name, _text_of(name, words)) for name, words in entry.fields)
    for facet, value in entry.facets:
        document.setdefault(f"facet_{facet}", []).append(value)
    return document | {
        "id": str(entry.id),
        "pk": entry.id,
        "open": "1" if entry.open else "0",
        "superseded": "1" if entry.superseded else "0",
        "owner": entry.owner or None,
        "codes": entry.codes,
        "identifier": entry.identifiers,
        "languages": entry.languages,
        "whole_title": entry.exact_titles,
        "suggest_word": [term for term in entry.suggestions if term.startswith(WORD)],
        "suggest_text": [term for term in entry.suggestions if not term.startswith(WORD)],
        "year": entry.year,
        "newest": entry.newest,
        "oldest": entry.oldest,
        "sort_title": entry.sort_title,
        "shown": entry.shown,
        "pages": len(entry.pages),
    }


def _text_of(name: str, words: str) -> str:
    if name.startswith("forms_"):
        return cut(words)
    return _each_once(words) if name.startswith("exact_") else words


def _page(pk: int, page: PageEntry, cuts: _Cuts) -> dict[str, Any]:
    return _texts(_fields(page, cuts)) | {
        "id": str(pk),
        "pk": pk,
        "open": "1" if page.open else "0",
        "owner": page.owner or None,
        "number": page.number,
        "file": page.file,
        "shown": page.shown,
    }


def _fields(page: PageEntry, cuts: _Cuts) -> Iterator[tuple[str, str]]:
    for words in page.words:
        forms = cuts[words.plane, words.language]
        there = (forms[spelling] for spelling in forms.keys() & words.spellings)
        yield f"{words.plane}_{words.language}", words.stems
        yield f"forms_{words.plane}", " ".join((*there, *words.joined))


def _texts(fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for field, words in fields:
        document.setdefault(field, []).append(words)
    return document
