"""What the form of an entry says by itself: a title in quotation marks, or the sentence after authors and year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.description.lexicon import PARTICLES
from ingest.description.wording import tidy

_QUOTED = re.compile(
    r"[“„\"«”]\s*([^“”„\"«»]{8,400}?)\s*[,.]?\s*[”“\"»]|(?<!\w)‘((?:[^‘’]|’(?=\w)){8,400}?)[,.]?’(?!\w)"
)
# A year that stands between authors and title: in brackets, or between stops (Berg, Karin. 2012. Title).
_YEAR_AHEAD = re.compile(
    r"\(\s*(?:(?:1[5-9]|20)\d\d[a-z]?|n\.\s?d\.|u\.\s?å\.|s\.\s?[fd]\.|forthcoming|in press)(?:[,/–-][^)]{0,24})?\)"
    r"\s*[.,:]?\s+|[.,]\s+(?:1[5-9]|20)\d\d[a-z]?\s?[.:]\s+",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!][”’\"'»]?\s+")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]|vs|st|dr|no|nr|vol|al|cf|ca|bl|m|t|ed|eds|etc|jr|inc|proc)$", re.IGNORECASE
)
_BRACKETED_TAIL = re.compile(
    r"\s*(?:\[[^\]]*\]|\((?:version|v\.?\s?\d|vol|arxiv|\d+(?:st|nd|rd|th)\b|[^)]*\b(?:ed\.?|edition|uppl|diss|thesis))[^)]*\))$",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"(?P<name>[^\W\d_][^\d.?!]{2,120}?)[,.]?\s+(?:vol\.?\s*)?(?P<volume>\d{1,4})\b(?:\s*\((?P<issue>[^)]{1,20})\))?\s*[,:;.(]"
)
_NO_TITLE = re.compile(r"(?:In|Retrieved|Accessed|Hämtad|Consulté|Recuperado|Available|Tillgänglig)\b[: ]")
_IN = re.compile(r"In:?\s+(?P<name>[^\d.][^.]{6,200})")
_LONGEST_AUTHORS = 0.75
_AMONG_NAMES = PARTICLES | {"and", "och", "et", "und", "og", "en", "y", "e", "al", "al.", "with", "eds.", "ed."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The parts of an entry that its form tells; "" where it does not."""

    authors: str = ""
    title: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""


def form_of(text: str) -> Form:
    """Return what the form of an entry (without its label and links) tells."""
    year = next((match for match in _YEAR_AHEAD.finditer(text) if _follows_authors(text, match)), None)
    authors = text[: year.start()].strip(" .,") if year else ""
    rest = text[year.end() :] if year else text
    quoted = _QUOTED.search(rest)
    if quoted and (year is None or quoted.start() < 4):
        title, after = (quoted[1] or quoted[2]).strip(" ,."), rest[quoted.end() :]
    elif year and not year[0].rstrip().endswith(","):
        title, after = _first_sentence(rest)
        if _NO_TITLE.match(title):
            # Without authors the title stands before the year.
            authors, title, after = "", authors, rest
    else:
        return Form()
    journal = _JOURNAL.match(after.strip(" .,"))
    within = _IN.match(after.strip(" .,"))
    container = journal["name"] if journal and not within else within["name"] if within else ""
    return Form(
        authors=authors,
        title=_bare(title),
        container=tidy(container).strip(" .,()"),
        volume=journal["volume"] if journal and not within else "",
        issue=(journal["issue"] or "") if journal and not within else "",
    )


def _follows_authors(text: str, year: re.Match[str]) -> bool:
    """Tell whether what stands before a year can be authors; without brackets only names can."""
    place = year.start()
    if not 3 < place < _LONGEST_AUTHORS * len(text) or not text[:1].isupper():
        return False
    small = [word for word in text[:place].split() if word[:1].islower() and word not in _AMONG_NAMES]
    return "(" in year[0] or not small


def _first_sentence(text: str) -> tuple[str, str]:
    """Return the first sentence and what follows it."""
    for end in _SENTENCE_END.finditer(text):
        before, following = text[: end.start()], text[end.end() : end.end() + 1]
        if before.count("(") > before.count(")") or _ABBREVIATED.search(before):
            continue
        asks = text[end.start()] in "?!"
        in_journal = _JOURNAL.match(text, end.end()) or _IN.match(text, end.end())
        if following and (in_journal or not (asks or following.islower())):
            return before + (text[end.start()] if asks else ""), text[end.end() :]
    return text.strip(), ""


def _bare(title: str) -> str:
    """Return a title without versions, editions and kinds in brackets behind it."""
    title = tidy(title).strip(" .,")
    while shorter := _BRACKETED_TAIL.sub("", title):
        if shorter == title:
            break
        title = shorter
    return title
