"""Which pages may hold the reference list, told cheaply from their text."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What stands above a list of works, in the languages of the papers.
_HEADINGS = {
    "en": "references?|references? and notes|references? (?:cited|list)|list of references|cited references"
    "|(?:selected )?bibliograph(?:y|ies)|works cited|literature(?: cited)?|cited literature|sources"
    "|references? and sources|(?:references? and )?further reading|bibliographic references|cited works"
    "|works consulted",
    "sv": "referenser|referenslista|referenser och källor|litteratur|litteratur(?:förteckning|lista)"
    "|(?:refererad|citerad) litteratur|källor|källförteckning|käll- och litteraturförteckning|källor och litteratur"
    "|litteratur och källor|litteratur- och källförteckning|(?:o?tryckta|skriftliga|muntliga) källor|bibliografi"
    "|referenser och (?:vidare|ytterligare) läsning|litteratur och referenser|källförteckning och litteratur",
    "da, no": "referanser|kilder|kildeliste|litteraturliste|litteraturhenvisninger|kilder og litteratur",
    "fr": "r[ée]f[ée]rences(?: bibliographiques| cit[ée]es)?|bibliographie(?: s[ée]lective)?|ouvrages cit[ée]s|sources"
    "|liste des r[ée]f[ée]rences|sources et bibliographie|webographie",
    "es": "referencias(?: bibliogr[áa]ficas| citadas)?|bibliograf[ií]a(?: citada| consultada)?|literatura citada"
    "|obras citadas|fuentes(?: y bibliograf[ií]a)?|referencias y bibliograf[ií]a|bibliograf[ií]a y referencias",
    "pt, it": "refer[êe]ncias(?: bibliogr[áa]ficas)?|bibliografia(?: citada)?|fontes|riferimenti(?: bibliografici)?",
    "de, nl": "literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|literaturangaben|referenzen|literatuur(?:lijst)?"
    "|referenties|bibliografie|quellen- und literaturverzeichnis|literatur- und quellenverzeichnis"
    "|quellen und literatur|literatur und quellen",
    "sr, hr, pl": "literatura|reference|bibliografija|izvori(?: i literatura)?|literatura i izvori|spis literatury",
    "sr-Cyrl, ru, uk": "литература|референце|библиографија|извори|извори и литература|библиография|список литературы"
    "|література|список літератури|список використаних джерел",
    "fi, tr": "lähteet|lähdeluettelo|kirjallisuus|kaynakça|kaynaklar",
}
_NUMBERING = (
    r"(?:\d{1,2}(?:\.\d{1,2}){0,2}\.?\s+|[ivx]{1,5}[.)]?\s+|[a-z][.)]\s+"
    r"|(?:chapter|kapitel|appendix|bilaga|annexe?|anexo)\s+[\da-z]{1,2}[.:]?\s+)?"
)
# For a text in lower case with a line end before it: the line end is what can be looked for quickly.
_HEADING = re.compile(rf"\n[^\S\n]*{_NUMBERING}(?:{'|'.join(_HEADINGS.values())})\s*[:.]?\s*$", re.MULTILINE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# A line as entries begin: with a label, or with a name and soon a year. Prose has one or two such lines a page.
_ENTRY = re.compile(
    r"^[^\S\n]*(?:\[\d{1,3}\]\s|\d{1,3}\.\s+[^\W\d_]|[^\W\d_][\w'’\-]+,?\s[^\n]{2,90}?[(\s,](?:19|20)\d\d[a-z]?[).,:\s])",
    re.MULTILINE,
)
MOST_PAGES = 40
_MANY_YEARS, _MANY_ENTRIES, _MANY_LABELS = 8, 5, 8
_LABEL = re.compile(r"^[^\S\n]*\[\d{1,3}\]\s", re.MULTILINE)


def reference_pages(texts: Sequence[str]) -> set[int]:
    """Return the numbers (from 0) of the pages from the last heading of a reference list on.

    Without a heading: the pages of the last two thirds that look like a list, and of the last quarter that name many
    years.
    """
    count = len(texts)
    for number in range(count - 1, _earliest(count) - 1, -1):
        if has_heading(texts[number]):
            return set(range(number, min(count, number + MOST_PAGES)))
    return {number for number in range(_earliest(count), count) if _may_be_list(number, count, texts[number])}


class ReferenceWatch:
    """Tells page by page whether it may belong to the reference list, before the pages after it are known."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._heading = -MOST_PAGES

    def wants(self, number: int, text: str) -> bool:
        """Return whether the page (from 0) may be among `reference_pages` of all texts."""
        if number < _earliest(self._count):
            return False
        if has_heading(text):
            self._heading = number
        return number < self._heading + MOST_PAGES or _may_be_list(number, self._count, text)


def has_heading(text: str) -> bool:
    """Tell whether a line of the text is the heading of a list of works."""
    return bool(_HEADING.search(f"\n{text.lower()}"))


def names_many_years(text: str) -> bool:
    return text.count("19") + text.count("20") >= _MANY_YEARS and len(_YEAR.findall(text)) >= _MANY_YEARS


def _may_be_list(number: int, count: int, text: str) -> bool:
    if text.count("[") >= _MANY_LABELS and len(_LABEL.findall(text)) >= _MANY_LABELS:
        return True
    if not names_many_years(text):
        return False
    return number >= _last_quarter(count) or len(_ENTRY.findall(text)) >= _MANY_ENTRIES


def _earliest(count: int) -> int:
    return max(0, count // 3 - 1)


def _last_quarter(count: int) -> int:
    return count - max(1, count // 4)
