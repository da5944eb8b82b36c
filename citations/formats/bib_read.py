"""From an entry of a .bib file, BibTeX or BibLaTeX, to a Reference."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from citations.as_json import attributes
from citations.canonical import by_role, hyphenated, safe_address
from citations.dates import parse_loose
from citations.formats import bib_carrier
from citations.formats.bib_carried import with_carried
from citations.formats.bib_dates import date_of, plain_date
from citations.formats.bib_entry import EntryFields
from citations.formats.bib_names import has_too_many_commas, split_names
from citations.formats.bib_source import BibEntry, read_entries
from citations.formats.bib_types import REPORTS, subtype_of, type_of
from citations.formats.bib_verbatim import URL_COMMAND, plain_verbatim
from citations.formats.form import Problem, ReadResult
from citations.formats.journal_macros import journal_named
from citations.formats.languages import language_code
from citations.formats.latex_decode import decode, decode_title
from citations.identifiers import bare, in_order, several
from citations.markup import plain
from citations.reference import Contributor, Identifier, Reference, Text

# Fields that hold names, and the role each gives; `editor` and its like may say another in `editortype`.
NAME_FIELDS = {
    "author": "author",
    "editor": "editor",
    "editora": "editora",
    "editorb": "editorb",
    "editorc": "editorc",
    "translator": "translator",
    "annotator": "annotator",
    "commentator": "commentator",
    "introduction": "introduction",
    "foreword": "foreword",
    "afterword": "afterword",
    "bookauthor": "bookauthor",
    "holder": "holder",
    "director": "director",
    "collaborator": "collaborator",
}
_CONTAINERS = ("journaltitle", "journal", "booktitle")
_VERBATIM = frozenset({"file", "verbb", "verbc", "bdsk-url-1", "bdsk-url-2", "localfile"})
_TITLE_FIELDS = frozenset(
    {"shorttitle", "maintitle", "mainsubtitle", "booktitleaddon", "titleaddon", "origtitle", "reprinttitle"}
)
_DROPPED = frozenset({"crossref", "xdata"})


def read(source: str) -> ReadResult:
    """Return the references of a .bib file of either dialect, and what could not be read."""
    entries, problems = read_entries(source)
    references: list[Reference] = []
    found = list(problems)
    for entry in entries:
        reference, not_as_meant = reference_of(entry)
        references.append(reference)
        found += not_as_meant
    return ReadResult(references=tuple(references), problems=tuple(sorted(found, key=lambda p: p.line)))


def reference_of(entry: BibEntry) -> tuple[Reference, list[Problem]]:
    """Return the entry as a Reference, and what of it is not as it should be."""
    fields = EntryFields(left=dict(entry.fields), line=entry.line, key=entry.key)
    subtype = subtype_of(entry.type, entry.fields.get("entrysubtype", "").strip())
    if subtype:
        fields.raw("entrysubtype")
    type_, kind, genre = type_of(entry.type, fields.text("type"), subtype)
    carried = bib_carrier.read(entry.fields.get(bib_carrier.FIELD, "").strip())
    if carried is not None:
        del fields.left[bib_carrier.FIELD]
        finer = attributes(carried)
        type_, kind = finer.get("type", type_), finer.get("kind", kind)
    language = language_code(fields.left.get("langid", "") or fields.left.get("hyphenation", ""))
    if language:
        fields.raw("langid", "hyphenation")
    contributors, others = _contributors(fields)
    said: dict[str, Any] = {
        "key": entry.key,
        "type": type_,
        "kind": kind,
        "genre": genre,
        **_titles(fields, language, entry.type),
        "contributors": contributors,
        "others": others,
        "date": date_of(fields),
        **_container(fields, type_, language),
        **_numbers(fields, type_, kind),
        **_publication(fields, type_, kind),
        **_event(fields),
        **_addresses(fields),
        **_lists(fields),
    }
    _drop_sorting_word(fields, said)
    reference = Reference(**said, extra=_extra(fields))
    whole = with_carried(reference, carried) if carried else reference
    return replace(whole, contributors=by_role(whole.contributors)), fields.problems


def _titles(fields: EntryFields, language: str, entry_type: str) -> dict[str, Any]:
    def texts(text: str) -> tuple[Text, ...]:
        return (Text(text=text, language=language),) if text else ()

    return {
        "titles": texts(decode_title(fields.raw("title") or _stand_in(fields, entry_type), language)),
        "subtitles": texts(decode_title(fields.raw("subtitle"), language)),
        "abstracts": texts(decode(fields.raw("abstract"), paragraphs=True)),
    }


_WHOLE_BOOKS = frozenset({"book", "collection", "proceedings", "reference", "mvbook", "mvcollection"})


def _stand_in(fields: EntryFields, entry_type: str) -> str:
    """Return what serves as the title of an entry that has none: the description, or the book's title."""
    return fields.raw("titleaddon", "booktitle" if entry_type in _WHOLE_BOOKS else "")


def _contributors(fields: EntryFields) -> tuple[tuple[Contributor, ...], tuple[str, ...]]:
    found: list[Contributor] = []
    going_on: list[str] = []
    for name, usual_role in NAME_FIELDS.items():
        if name not in fields.left:
            continue
        source = fields.raw(name)
        role = usual_role
        if name.startswith("editor"):
            role = fields.text(f"{name}type").lower() or role
        names, others = split_names(source)
        if has_too_many_commas(source):
            fields.complain("many_commas", " ".join(source.split())[:200])
        found += [Contributor(name=one, role=role) for one in names]
        if others:
            going_on.append(role)
    return tuple(found), tuple(dict.fromkeys(going_on))


def _container(fields: EntryFields, type_: str, language: str) -> dict[str, Any]:
    names = _CONTAINERS if type_ == "article" else (*_CONTAINERS[2:], *_CONTAINERS[:2])
    taken = next((name for name in names if fields.left.get(name, "").strip()), "")
    if not taken:
        return {}
    source = fields.raw(taken)
    if taken != "booktitle":
        return {
            # A command that nobody knows says more by its name than nothing at all.
            "container": journal_named(source) or decode(source, marked=False) or source.strip("{}\\ "),
            "container_subtitle": fields.text("journalsubtitle"),
        }
    return {
        "container": decode_title(source, language),
        "container_subtitle": decode_title(fields.raw("booksubtitle"), language),
    }


def _numbers(fields: EntryFields, type_: str, kind: str) -> dict[str, Any]:
    numbers = {"volume": fields.text("volume"), "edition": fields.text("edition")}
    if type_ == "article" or kind == "periodical":
        numbers["issue"] = fields.text("number") or fields.text("issue")
        numbers["number"] = fields.text("eid", "articleno", "article-number", "elocation-id")
    else:
        numbers["number"] = fields.text("number")
        numbers["issue"] = fields.text("issue")
    numbers["pages"] = hyphenated(fields.text("pages", "page"))
    numbers["page_count"] = fields.text("pagetotal", "numpages")
    return numbers


def _publication(fields: EntryFields, type_: str, kind: str) -> dict[str, Any]:
    wants_school = type_ in REPORTS or type_ == "thesis" or kind == "techreport"
    order = ("institution", "school", "organization") if wants_school else ("institution", "organization", "school")
    return {
        "series": fields.text("series"),
        "publisher": fields.text("publisher"),
        "institution": fields.text(*order),
        "place": _place(fields),
        "licence": fields.text("copyright", "licence", "license", "rights"),
        "note": decode(fields.raw("note"), paragraphs=True),
    }


def _place(fields: EntryFields) -> str:
    """Return the publisher's place; ACM writes it as `address`, and that of the conference as `location`."""
    if (
        fields.left.get("address", "").strip()
        and "venue" not in fields.left
        and fields.left.get("location", "").strip()
    ):
        fields.left["venue"] = fields.left.pop("location")
    return fields.text("location", "address")


def _event(fields: EntryFields) -> dict[str, Any]:
    said = plain_date(fields.raw("eventdate"))
    return {
        "event": fields.text("eventtitle"),
        "event_place": fields.text("venue"),
        "event_date": parse_loose(said) if said else None,
    }


_EPRINTS = {"arxiv": "arxiv", "pubmed": "pmid", "pmid": "pmid", "urn": "urn", "hdl": "handle", "handle": "handle"}


def _addresses(fields: EntryFields) -> dict[str, Any]:
    found: list[Identifier] = []
    for scheme in ("doi", "isbn", "issn"):
        found += several(
            scheme, plain_verbatim(fields.raw(scheme, {"isbn": "isbn-13", "issn": "eissn"}.get(scheme, "")))
        )
    found += _eprint(fields)
    for scheme in ("urn", "handle", "arxiv", "pmid", "pmcid"):
        if value := fields.verbatim(scheme):
            found.append(Identifier(scheme=scheme, value=bare(scheme, value)))
    url = safe_address(fields.verbatim("url"))
    how = fields.left.get("howpublished", "")
    if (match := URL_COMMAND.match(how)) and url in {"", plain_verbatim(match[1])}:
        url = safe_address(plain_verbatim(match[1]))
        fields.raw("howpublished")
    said = plain_date(fields.raw("urldate", "lastchecked", "lastaccessed", "accessed"))
    accessed = parse_loose(said) if said else None
    if accessed and accessed.literal:
        fields.complain("not_a_date", said)
    unique = tuple(dict.fromkeys(identifier for identifier in found if identifier.value))
    return {"identifiers": in_order(unique), "url": url, "accessed": accessed}


def _eprint(fields: EntryFields) -> list[Identifier]:
    said = fields.left.get("eprinttype", "") or fields.left.get("archiveprefix", "")
    scheme = _EPRINTS.get(said.strip().lower())
    if scheme is None or not fields.left.get("eprint"):
        return []
    fields.raw("eprinttype", "archiveprefix")
    return [Identifier(scheme=scheme, value=bare(scheme, fields.verbatim("eprint")))]


def _lists(fields: EntryFields) -> dict[str, Any]:
    source = fields.raw("keywords", "keyword")
    keywords = tuple(dict.fromkeys(filter(None, map(decode, _split_keywords(source)))))
    said = re.split(r"\s+and\s+|\s*,\s*", fields.left.get("language", "").strip())
    languages = tuple(language_code(decode(name)) for name in said if name)
    if not languages or not all(languages):
        languages = ()
    else:
        fields.raw("language")
    funder = fields.text("funder")
    return {"keywords": keywords, "languages": languages, "funders": (funder,) if funder else ()}


def _split_keywords(source: str) -> list[str]:
    if "{" not in source:
        return re.split(r"[,;]", source)
    parts: list[str] = [""]
    depth = 0
    for char in source:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if char in ",;" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _drop_sorting_word(fields: EntryFields, said: dict[str, Any]) -> None:
    """Take the `key` that our own writer sets for BibTeX to sort by."""
    word = decode(fields.left.get("key", ""))
    titles = said["titles"]
    title = plain(titles[0].text) if titles else ""
    ours = (said["institution"], said["publisher"], title, said["key"], "Anonymous")
    if word in ours or (title and title.startswith(word)):
        fields.raw("key")


def _extra(fields: EntryFields) -> tuple[tuple[str, str], ...]:
    """Return what no attribute says, in the words of the source."""
    pairs: list[tuple[str, str]] = []
    for name, value in fields.left.items():
        if not value.strip() or name in _DROPPED:
            continue
        if name in _VERBATIM or name.startswith("bdsk-"):
            text = " ".join(value.split())
        elif name in _TITLE_FIELDS:
            text = decode_title(value)
        else:
            text = decode(value)
        if text:
            pairs.append((name, text))
    return tuple(sorted(pairs))
