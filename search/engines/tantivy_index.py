"""The two tantivy indexes of a generation: their fields, their analysers, entries as their documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import tantivy
from tantivy import Document, Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from search.engines.entry import CODE_FACETS, NUMBERED, Entry, PageEntry, page_name, text_fields, value_number
from search.engines.tantivy_analysis import ANALYSERS

# Whole tokens, with spaces between them.
_TOKENS = TextAnalyzerBuilder(Tokenizer.whitespace()).build()
_CODES = ("id", "open", "owner", "superseded", "codes", "identifier", "languages", "whole_title", "suggest")


def _option(field: str) -> str:
    """Return what is kept of each word: exact words are looked up, the head is asked for neighbours."""
    return "basic" if field.startswith(("exact_", "forms_")) else "position"


def _analyser(field: str) -> str:
    """Return what parts a text: whole tokens have spaces between; exact words are cheapest as they are spelt."""
    return "xx" if field.startswith("exact_") else "tokens"


def _publication_schema() -> Schema:
    builder = SchemaBuilder()
    for field in text_fields():
        builder.add_text_field(field, tokenizer_name=_analyser(field), index_option=_option(field))
    for field in _CODES:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for facet in CODE_FACETS:
        numbered = facet in NUMBERED
        builder.add_text_field(f"facet_{facet}", tokenizer_name="raw", index_option="basic", fast=not numbered)
        if numbered:
            builder.add_unsigned_field(f"number_{facet}", fast=True)
    for number in ("pk", "version", "year", "newest", "oldest"):
        builder.add_unsigned_field(number, indexed=number in ("pk", "year"), fast=True)
    builder.add_text_field("sort_title", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def _page_schema() -> Schema:
    builder = SchemaBuilder()
    for field in text_fields(of_pages=True):
        builder.add_text_field(field, tokenizer_name=_analyser(field), index_option=_option(field))
    for field in ("id", "place", "open", "owner"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for number in ("pk", "position", "number", "file"):
        builder.add_unsigned_field(number, fast=True)
    # The text itself: passages come from the same state as the hits, and no engine needs a database.
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


SCHEMAS = {"publications": _publication_schema(), "pages": _page_schema()}


def opened(folder: Path, name: str) -> Index:
    """Return an index of a generation; its folder is made if it is new."""
    folder.mkdir(parents=True, exist_ok=True)
    return registered(Index(SCHEMAS[name], str(folder)))


def registered(index: Index) -> Index:
    """Return the index with its analysers, which tantivy does not keep with it."""
    index.register_tokenizer("tokens", _TOKENS)
    index.register_tokenizer("xx", ANALYSERS["xx"])
    return index


def compatible(folder: Path) -> bool:
    return bool(tantivy.Index.is_compatible(str(folder)))


def publication(entry: Entry) -> Document:
    """Return the document of a publication. Typed additions: Document(year=2020) would make a signed number."""
    document = Document()
    for field, text in entry.fields:
        document.add_text(field, text)
    document.add_text("id", str(entry.id))
    document.add_text("open", "1" if entry.open else "0")
    document.add_text("superseded", "1" if entry.superseded else "0")
    if entry.owner:
        document.add_text("owner", entry.owner)
    for field, values in (
        ("codes", entry.codes),
        ("identifier", entry.identifiers),
        ("languages", entry.languages),
        ("whole_title", entry.exact_titles),
        ("suggest", entry.suggestions),
    ):
        for value in values:
            document.add_text(field, value)
    for facet, value in entry.facets:
        document.add_text(f"facet_{facet}", value)
        if facet in NUMBERED:
            document.add_unsigned(f"number_{facet}", value_number(value))
    document.add_unsigned("pk", entry.id)
    document.add_unsigned("version", entry.version)
    document.add_unsigned("newest", entry.newest)
    document.add_unsigned("oldest", entry.oldest)
    if entry.year is not None:
        document.add_unsigned("year", entry.year)
    document.add_text("sort_title", entry.sort_title)
    document.add_bytes("shown", entry.shown.encode())
    return document


def pages(entry: Entry) -> Iterator[Document]:
    """Yield the documents of a publication's pages."""
    for position, page in enumerate(entry.pages):
        yield _page(entry.id, position, page)


def _page(pk: int, position: int, page: PageEntry) -> Document:
    document = Document()
    for words in page.words:
        document.add_text(f"{words.plane}_{words.language}", words.stems)
        # Compounds are found by their beginnings among stems, by their ends among those of publications.
        document.add_text(f"forms_{words.plane}", " ".join(words.joined))
    document.add_text("id", str(pk))
    document.add_text("place", page_name(pk, position))
    document.add_text("open", "1" if page.open else "0")
    if page.owner:
        document.add_text("owner", page.owner)
    document.add_unsigned("pk", pk)
    document.add_unsigned("position", position)
    document.add_unsigned("number", page.number)
    document.add_unsigned("file", page.file)
    document.add_bytes("shown", page.shown.encode())
    return document
