"""The type of a publication, from the words of its cover, its running heads and its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.description.clues import Clues
from ingest.description.front import MOST_ROWS_OF_A_COVER
from ingest.description.imprint import FoundWords
from ingest.description.lexicon import MONTH_PATTERN
from ingest.description.wording import Caseless

# Words on the cover that say what the paper is, and their weight; earlier kinds win over later ones of the same weight.
_WORDS_OF_KIND: tuple[tuple[str, float, tuple[str, ...]], ...] = (
    ("country_brief", 3.2, (r"country (?:brief|profile|note)s?", r"landrapport", r"landöversikt", r"landbeskrivning")),
    ("policy_brief", 3.2, (r"policy (?:brief|note|paper)s?", r"policyrapport", r"issue brief", r"policy report")),
    (
        "working_paper",
        3.2,
        (
            r"(?:working|discussion|occasional) papers?",
            r"arbetsrapport",
            r"documentos? de trabajo",
            r"document de travail",
        ),
    ),
    (
        "annual_report",
        3.0,
        (
            r"annual (?:report|review)",
            r"årsredovisning",
            r"årsberättelse",
            r"verksamhetsberättelse",
            r"årsrapport",
            r"rapport annuel",
        ),
    ),
    (
        "thesis",
        3.0,
        (
            r"(?:doctoral|master'?s?|bachelor'?s?|licentiate|ph\.?d\.?) (?:thesis|dissertation)",
            r"(?:doktors)?avhandling",
            r"examensarbete",
            r"(?:[a-d]-|kandidat|master)uppsats",
            r"trabajo (?:de )?fin de",
            r"dissertation\b",
            r"thesis submitted",
            r"thèse\b",
            r"tesis doctoral",
        ),
    ),
    ("proceedings", 2.6, (r"(?:conference )?proceedings\s*$", r"edited proceedings", r"konferensrapport")),
    (
        "handbook",
        2.6,
        (
            r"handbook",
            r"handbok",
            r"handböcker",
            r"manual\b",
            r"user'?s? guide",
            r"guidelines",
            r"vägledning",
            r"manuel\b",
            r"handledning\b",
            r"tool ?kit",
            r"guía\b",
            r"guia\b",
            r"faq\b",
            r"frequently asked questions",
            r"vanliga frågor",
        ),
    ),
    ("project_page", 2.4, (r"project (?:page|description|summary)", r"projektbeskrivning", r"om projektet\b")),
    (
        "research_report",
        2.4,
        (
            r"(?:research|technical|final|evaluation|interim) reports?",
            r"(?:forsknings|slut|del)rapport",
            # Not the French "par rapport à", wherever its line ends.
            r"rapport(?:er|serien?)?\b(?! à\b)",
            r"utredning\b",
            r"kunskapsöversikt",
            r"promemoria\b",
            r"reports?\s+(?:no|nr|20\d\d)",
        ),
    ),
    ("book", 1.2, (r"first published\b", r"(?:second|third|revised) edition\b")),
)
_COVER_WORDS = tuple((kind, weight, Caseless(rf"\b(?:{'|'.join(words)})")) for kind, weight, words in _WORDS_OF_KIND)
_ANY_COVER_WORD = Caseless(rf"\b(?:{'|'.join(word for _, _, words in _WORDS_OF_KIND for word in words)})")
_CONFERENCE = Caseless(
    r"\b(?:proceedings|conference on|workshop on|symposium|annual meeting|conférence|atelier|actes de|neurips|icml|"
    r"naacl|emnlp|\bacl\b|nips|pmlr|jmlr: workshop|recital|taln|\bkonferens|presented at|(?:19|20)\d\d \w+ conference"
    r"|(?:general|annual|international) conference)\b"
    # A meeting has a number or days: "22ème ..., Caen, 2015", "6-10 June 2005", "May 2-6, 2023".
    r"|\b\d{1,2}(?:st|nd|rd|th|e|ème|º|:e)\s[^\W\d_].{5,80}?,\s(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}\s?[-–]\s?\d{{1,2}}\s(?:{MONTH_PATTERN})\s(?:19|20)\d\d\b"
    rf"|\b(?:{MONTH_PATTERN})\s\d{{1,2}}\s?[-–]\s?\d{{1,2}},?\s(?:19|20)\d\d\b"
)
_SAYS_ARTICLE = re.compile(r"\barticle(?:\s+·|\s+in\s+[A-Z])|\boriginal (?:article|research)\b|\bresearch article\b")
_JOURNAL = Caseless(
    r"\b(?:journal|tidskrift|revue|revista|annals|transactions|letters|quarterly|review of|magazine|välfärd)\b"
)
_JOURNAL_NUMBERS = Caseless(
    r"\bvol(?:ume|\.)?\s*\d+|\b\d+\s*\(\d+\)\s*[:,]|\bissue\s*\d+|\b(?:received|accepted)\b.{0,40}\b(?:19"
    r"|20)\d\d|\bpp?\.\s*\d+\s*[-–]\s*\d+"
    # Volume, year and page: "45 (1992) 1234".
    r"|\b\d{1,4}\s*\((?:19|20)\d\d\)\s*[a-z]?\d+"
    r"|\bnr \d+[/ ]"
)
# A cover sheet that an archive puts before a paper: "Chapter · January 2015", "Article in Publius · June 2011".
_SAID_BY_SHEET = re.compile(
    rf"\s*(?P<what>[A-Z][a-z]+(?: [A-Z][a-z]+)?)\b(?: in .+)?\s·\s(?:{MONTH_PATTERN})?\s?(?:19|20)\d\d\s*$",
    re.IGNORECASE,
)
_KIND_OF_SHEET = {
    "article": "article",
    "book": "book",
    "chapter": "chapter",
    "conference paper": "conference_paper",
    "technical report": "research_report",
    "thesis": "thesis",
    "working paper": "working_paper",
}
_NUMBERED = re.compile(r"\s*(?:(?:chapter|kapitel|chapitre)\s+)?\d{1,2}\.?\s+[^\W\d_]", re.IGNORECASE)
_CHAPTER = re.compile(r"\b(?:chapter \d+|kapitel \d+|in: |i: )", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOption:
    kind: str
    score: float


def _cover_scores(clues: Clues, scores: dict[str, float]) -> None:
    for row in clues.front.rows:
        if len(row.text) > 110 or row.page > 2 or not _ANY_COVER_WORD.in_lower(row.lower):
            continue
        for kind, weight, pattern in _COVER_WORDS:
            if pattern.in_lower(row.lower):
                large = row.size > 1.1 * clues.front.body_size
                short = len(row.text) < 60
                value = weight + 0.4 * large + 0.3 * short - 0.7 * (row.page - 1) - 0.6 * (not short)
                scores[kind] = max(scores.get(kind, 0.0), value)


def _series_scores(series: FoundWords | None, scores: dict[str, float]) -> None:
    """Add what the name of a numbered series says: "Working Paper 12" is one, any other numbered series a report."""
    if series is None or not series.number or series.score < 1.9:
        return
    for kind, _, pattern in _COVER_WORDS:
        if pattern.search(series.text):
            scores[kind] = max(scores.get(kind, 0.0), 4.2)
            return
    scores["research_report"] = max(scores.get("research_report", 0.0), 2.6)


def find_kinds(clues: Clues, series: FoundWords | None = None) -> list[KindOption]:
    """Return the types that something speaks for, the likeliest first; "other" where nothing does."""
    scores: dict[str, float] = {}
    first = " ".join(row.text for row in clues.front.page_rows(1) if len(row.text) < 160)
    _cover_scores(clues, scores)
    # "Reports on Local Government nr 11/2020" has the number of a report, not of an issue.
    numbered = series is not None and bool(series.text) and bool(series.number)
    _periodical_scores(clues, first, scores, numbered=numbered)
    if clues.abstract_row is not None:
        _abstract_scores(clues, scores)
    _series_scores(series, scores)
    _sheet_scores(clues, scores)
    if _is_numbered_chapter(clues):
        scores["chapter"] = 2.2
    elif _CHAPTER.search(first):
        scores["chapter"] = 1.9
    if clues.extraction.page_count > 120:
        scores["book"] = scores.get("book", 0.0) + 0.8
    options = [KindOption(kind=kind, score=score) for kind, score in scores.items() if score > 0.8]
    return sorted(options, key=lambda option: -option.score) or [_guess(clues)]


def _periodical_scores(clues: Clues, first: str, scores: dict[str, float], *, numbered: bool) -> None:
    """Add what the first page and the running heads say of a journal or a conference."""
    heads = " ".join(head for page in clues.extraction.pages[:4] for head in page.furniture)
    whole = f"{first} {heads}".lower()
    if _CONFERENCE.in_lower(whole):
        scores["conference_paper"] = 2.5 + 0.4 * _CONFERENCE.search(heads)
    journal = _JOURNAL.in_lower(whole)
    if (journal or not numbered) and _JOURNAL_NUMBERS.in_lower(whole):
        scores["article"] = 2.4 + 0.8 * journal
    elif journal:
        scores["article"] = 1.6
    if _SAYS_ARTICLE.search(first):
        scores["article"] = max(2.6, scores.get("article", 0.0))


def _abstract_scores(clues: Clues, scores: dict[str, float]) -> None:
    if clues.abstract_row is not None and clues.abstract_row.page == 1 and "handbook" in scores:
        # "Guidelines for ..." in the title of a paper that begins with its abstract.
        scores["handbook"] -= 1.2
    if clues.extraction.page_count < 40:
        scores["article"] = scores.get("article", 0.5) + 0.5
        scores["conference_paper"] = scores.get("conference_paper", 0.0) + 0.4


def _sheet_scores(clues: Clues, scores: dict[str, float]) -> None:
    for row in clues.front.page_rows(1):
        said = _SAID_BY_SHEET.match(row.text)
        if said and (kind := _KIND_OF_SHEET.get(said["what"].lower())):
            scores[kind] = 5.0


def _is_numbered_chapter(clues: Clues) -> bool:
    """Tell whether a file begins with a numbered heading on a later page of a book: "5. Democracy" on page 79."""
    page = clues.extraction.pages[0]
    rows = [row for row in clues.front.page_rows(1) if row.size > 1.1 * clues.front.body_size]
    return page.label.isdecimal() and int(page.label) > 1 and bool(rows) and bool(_NUMBERED.match(rows[0].text))


def _guess(clues: Clues) -> KindOption:
    """Return what a paper is that says nothing of it: a short one whose text begins on page 1 is an article."""
    if not clues.front.rows:
        return KindOption(kind="other", score=0.5)
    cover = len(clues.front.page_rows(1)) <= MOST_ROWS_OF_A_COVER
    if not cover and clues.extraction.page_count <= 60:
        return KindOption(kind="article", score=0.5)
    return KindOption(kind="research_report" if cover and clues.extraction.page_count >= 8 else "other", score=0.5)
