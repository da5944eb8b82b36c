"""The two Elasticsearch indexes: their fields, and entries as their documents.

The server gets the terms that both engines compare (analysed in Python) and only splits them at spaces, so that
both find the same, and no language of ours depends on what a server was built with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from search.engines.elastic_forms import all_cut
from search.engines.entry import CODE_FACETS, Entry, PageEntry, text_fields
from search.engines.entry_words import exact_words
from search.schema import INDEX_VERSION

KINDS = ("publications", "pages")
_CODES = ("id", "open", "owner", "superseded", "codes", "identifier", "languages", "whole_title", "suggest")
_KEYWORD = {"type": "keyword", "ignore_above": 8000}
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
        properties |= dict.fromkeys((*_CODES, "sort_title", *(f"facet_{name}" for name in CODE_FACETS)), _KEYWORD)
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
    # Looked up for the publication once: its pages are made of the same spellings.
    exact = exact_words(spelling for name, words in entry.fields if _is_exact(name) for spelling in words.split())
    for position, page in enumerate(entry.pages):
        yield "pages", page_id(entry.id, position), _page(entry.id, page, exact)
    yield "publications", str(entry.id), _publication(entry, exact)


def _is_exact(field: str) -> bool:
    return field.startswith("exact_")


def _each_once(spellings: Iterable[str], exact: Mapping[str, str]) -> str:
    return " ".join(dict.fromkeys(map(exact.__getitem__, spellings)))


def _publication(entry: Entry, exact: Mapping[str, str]) -> dict[str, Any]:
    document = _texts((name, _text_of(name, words, exact)) for name, words in entry.fields)
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
        "suggest": entry.suggestions,
        "year": entry.year,
        "newest": entry.newest,
        "oldest": entry.oldest,
        "sort_title": entry.sort_title,
        "shown": entry.shown,
        "pages": len(entry.pages),
    }


def _text_of(name: str, words: str, exact: Mapping[str, str]) -> str:
    if name.startswith("forms_"):
        return all_cut(words.split())
    return _each_once(words.split(), exact) if _is_exact(name) else words


def _page(pk: int, page: PageEntry, exact: Mapping[str, str]) -> dict[str, Any]:
    return _texts(_fields(page, exact)) | {
        "id": str(pk),
        "pk": pk,
        "open": "1" if page.open else "0",
        "owner": page.owner or None,
        "number": page.number,
        "file": page.file,
        "shown": page.shown,
    }


def _fields(page: PageEntry, exact: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for words in page.words:
        yield f"{words.plane}_{words.language}", words.stems
        yield f"exact_{words.plane}", _each_once(words.spellings, exact)
        yield f"forms_{words.plane}", all_cut(" ".join(words.forms).split())


def page_id(pk: int, position: int) -> str:
    return f"{pk}.{position}"


def _texts(fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for field, words in fields:
        document.setdefault(field, []).append(words)
    return document
