"""EndNote's XML; its elements are RIS's tags under other names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from citations.formats.endnote_types import ENDNOTE_TYPES, organisation_marked, organisation_unmarked, ris_type
from citations.formats.form import Problem, ReadResult
from citations.formats.ris import tags
from citations.formats.ris_read import reference_of
from citations.formats.tagged import Entry
from citations.formats.xml_text import DECLARATION, around, element
from citations.reference import Reference

# RIS's tag and the path of EndNote's element, in the order of EndNote's own files.
_PATHS = (
    ("AU", "contributors/authors/author"),
    ("A2", "contributors/secondary-authors/author"),
    ("ED", "contributors/secondary-authors/author"),
    ("A4", "contributors/subsidiary-authors/author"),
    ("TI", "titles/title"),
    ("T2", "titles/secondary-title"),
    ("T3", "titles/tertiary-title"),
    ("PAGES", "pages"),
    ("VL", "volume"),
    ("IS", "number"),
    ("M1", "section"),
    ("ET", "edition"),
    ("KW", "keywords/keyword"),
    ("PY", "dates/year"),
    ("DA", "dates/pub-dates/date"),
    ("CY", "pub-location"),
    ("PB", "publisher"),
    ("SN", "isbn"),
    ("DO", "electronic-resource-num"),
    ("AB", "abstract"),
    ("N1", "notes"),
    ("UR", "urls/related-urls/url"),
    ("L1", "urls/pdf-urls/url"),
    ("LA", "language"),
    ("M3", "work-type"),
    ("ID", "label"),
    ("Y2", "access-date"),
)
_PEOPLE = frozenset({"AU", "A2", "ED", "A4"})


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield a document, one record after another."""
    yield DECLARATION + "<xml><records>\n"
    for reference in references:
        yield _record(reference) + "\n"
    yield "</records></xml>\n"


def _record(reference: Reference) -> str:
    values: dict[str, list[str]] = {}
    for tag, value in tags(reference):
        if value:
            values.setdefault(tag, []).append(organisation_marked(tag, value))
    name, number = ENDNOTE_TYPES[values["TY"][0]]
    pages = values.pop("SP", []) + values.pop("EP", [])
    if pages:
        values["PAGES"] = ["-".join(pages)]
    tree: list[tuple[tuple[str, ...], str]] = []
    for tag, path in _PATHS:
        tree += [(tuple(path.split("/")), value) for value in values.get(tag, ())]
    return around("record", element("ref-type", str(number), name=name) + _nested(tree))


def _nested(tree: list[tuple[tuple[str, ...], str]]) -> str:
    """Return elements whose common beginnings are one element."""
    written: list[str] = []
    position = 0
    while position < len(tree):
        path, value = tree[position]
        if len(path) == 1:
            written.append(element(path[0], value))
            position += 1
            continue
        end = position
        while end < len(tree) and tree[end][0][0] == path[0] and len(tree[end][0]) > 1:
            end += 1
        written.append(around(path[0], _nested([(p[1:], v) for p, v in tree[position:end]])))
        position = end
    return "".join(written)


def read(source: str) -> ReadResult:
    """Return the references of a document; entities and the network are left alone."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, encoding="utf-8")
    try:
        root = etree.fromstring(source.lstrip("\ufeff \r\n\t").encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return ReadResult(references=(), problems=(Problem(line=1, code="xml", detail=str(error)),))
    problems = [Problem(line=e.line, code="xml", detail=e.message) for e in parser.error_log][:20]
    if root is None:
        return ReadResult(references=(), problems=tuple(problems))
    references = [reference_of(_entry(record)) for record in root.iter("record")]
    return ReadResult(references=tuple(references), problems=tuple(problems))


def _entry(record: etree._Element) -> Entry:
    kind = record.find("ref-type")
    name, number = (kind.get("name", ""), kind.text or "") if kind is not None else ("", "")
    values = [("TY", ris_type(name, number))]
    for tag, path in _PATHS:
        for found in record.iterfind(path):
            # Text may stand in <style> elements, one for each change of typeface.
            text = " ".join("".join(str(part) for part in found.itertext()).split())
            if tag == "PAGES":
                start, _, end = text.partition("-")
                values += [("SP", start), ("EP", end)] if end and "-" not in end else [("SP", text)]
            elif tag != "A2":
                values.append((tag, organisation_unmarked(text) if tag in _PEOPLE else text))
    return Entry(values=values)
