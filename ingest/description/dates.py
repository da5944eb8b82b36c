"""The date of publication: every year printed on the first pages, with what stands around it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citations.reference import PartialDate
from ingest.description.clues import Clues
from ingest.description.lexicon import MONTH_PATTERN, MONTHS, SEASONS
from ingest.description.wording import Caseless
from ingest.extraction.values import Box

_YEAR = re.compile(r"(?<![\d./:\-])((?:18|19|20)\d\d)(?![\d/]|\.\d|-\d{3})")
_DAY_MONTH_YEAR = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s*(?:of |de )?(?P<month>{MONTH_PATTERN})\.?,?\s*(?:de |del )?"
    r"(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_MONTH_DAY_YEAR = re.compile(
    rf"\b(?P<month>{MONTH_PATTERN})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE
)
_MONTH_YEAR = re.compile(
    rf"\b(?P<month>{MONTH_PATTERN}|{'|'.join(SEASONS)})\.?,?\s*(?:de |del )?(?P<year>(?:19|20)\d\d)", re.IGNORECASE
)
_NUMERIC = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b")
_BEFORE: dict[str, Caseless | re.Pattern[str]] = {
    "published": Caseless(r"(?:published|publicerad|publié|utgiven|publication date|available online|online).{0,30}$"),
    "received": Caseless(r"(?:received|mottag|accepted|revised|submitted|reçu|recibido|soumis).{0,40}$"),
    "copyright": Caseless(r"(?:©|\(c\)|copyright).{0,60}$"),
    "volume": Caseless(r"(?:\bvol(?:ume|\.)?|\bno\.|\bnr\.?|\bissue|\bnumber|\bnúm\.?)\s*\d+.{0,50}$"),
    "venue": Caseless(
        r"(?s:(?:proceedings|conference|workshop|symposium|journal|neurips|icml|nips|naacl|emnlp|\bacl|pmlr|taln|recital"
        r"|jep\b|conférence|actes|atelier).{0,80}$)"
    ),
    "cited": re.compile(r"(?:et al\.?,?|&|and \w+,?|[A-Z]\w+,)\s*\(?$"),
    "report": Caseless(r"(?:rapport|report|working paper|paper|series|serie|nr|no\.?)\s*[:\s]*(?:nr\s*)?$"),
    "updated": Caseless(
        r"(?:last (?:updated|modified)|retrieved|accessed|hämtad|accessed on|printed|generated).{0,40}$"
    ),
    "arxiv": Caseless(r"arxiv:.{0,40}$"),
    "month": Caseless(rf"\b(?:{MONTH_PATTERN})\b\.?,?\s*(?:\d{{1,2}},?\s*)?(?:de |del )?$"),
}
_AFTER: dict[str, Caseless | re.Pattern[str]] = {
    "venue after": Caseless(r"^.{0,4}\s*(?:\w+ ){0,4}(?:conference|workshop|symposium|conférence)"),
    "issue after": Caseless(r"^\)?\s*[,;:]\s*(?:vol\.?\s*)?\d+\s*[:(,]"),
    "report number after": re.compile(r"^\s*:\s*\d{1,3}\b"),
    "range after": re.compile(r"^\s*[-–—/]\s*(?:\d{2}|\d{4})\b"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOption:
    """A year printed (or given by the file) with the words around its best place."""

    year: int
    sources: tuple[str, ...]
    page: int | None = None
    box: Box | None = None
    contexts: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    year: int
    context: frozenset[str]
    page: int
    box: Box


def _plausible(year: int) -> bool:
    return 1850 <= year <= dt.datetime.now(tz=dt.UTC).year + 1


def _context(before: str, after: str, page: int, top: float, *, short: bool, big: bool) -> frozenset[str]:
    words = {name for name, pattern in _BEFORE.items() if pattern.search(before)}
    words |= {name for name, pattern in _AFTER.items() if pattern.search(after)}
    if before.endswith("(") and after.startswith(")"):
        words.add("in brackets")
    if before.rstrip().endswith(("-", "–", "—")) and re.search(r"\d{4}\s*[-–—]\s*$", before):
        words.add("end of range")
    if page == 1:
        words.add("at the edge" if top < 0.1 or top > 0.9 else "on page 1")
    else:
        words.add(f"on page {page}")
    if short:
        words.add("in a short line")
    if big:
        words.add("in large letters")
    return frozenset(words)


def _mentions(clues: Clues) -> Iterator[_Mention]:
    before = ""
    for page in clues.front.pages:
        for line in page.lines:
            text = line.text
            for match in _YEAR.finditer(text):
                year = int(match[1])
                if _plausible(year):
                    head = (before + " " + text[: match.start()])[-110:]
                    context = _context(
                        head,
                        text[match.end() : match.end() + 60],
                        page.number,
                        line.box[1] / page.height,
                        short=len(text) < 40,
                        big=line.size > 1.15 * clues.front.body_size,
                    )
                    yield _Mention(year, context | ({"rotated"} if line.rotated else set()), page.number, line.box)
            before = text[-80:]


def _created(clues: Clues) -> int | None:
    match = re.match(r"(?:D:)?(\d{4})", clues.embedded.created)
    return int(match[1]) if match and _plausible(int(match[1])) else None


def _year_of_number(clues: Clues) -> int | None:
    """Return the year inside an arXiv number or a DOI such as 10.1/j.2015.3."""
    for page in clues.front.pages[:1]:
        for line in page.lines:
            if match := re.search(r"arXiv:(\d\d)(?:0[1-9]|1[0-2])\.\d{4,5}", line.text):
                return 2000 + int(match[1])
    return None


def year_options(clues: Clues) -> list[YearOption]:
    """Return every year that the first pages or the file's metadata give, each once."""
    grouped: dict[int, list[_Mention]] = {}
    for mention in _mentions(clues):
        grouped.setdefault(mention.year, []).append(mention)
    options = {
        year: YearOption(
            year=year,
            sources=("layout",),
            page=mentions[0].page,
            box=mentions[0].box,
            contexts=tuple(m.context for m in mentions),
        )
        for year, mentions in grouped.items()
    }
    for source, given in (("info", _created(clues)), ("number", _year_of_number(clues))):
        if given is None:
            continue
        before = options.get(given)
        options[given] = (
            YearOption(year=given, sources=(source,))
            if before is None
            else YearOption(
                year=given,
                sources=(*before.sources, source),
                page=before.page,
                box=before.box,
                contexts=before.contexts,
            )
        )
    return list(options.values())


def year_features(options: Sequence[YearOption], clues: Clues) -> list[dict[str, float]]:
    """Return the features of each year; a context counts once, however often it comes."""
    newest = max((o.year for o in options if o.contexts), default=0)
    created = _created(clues)
    furniture = " ".join(h for page in clues.extraction.pages[:4] for h in page.furniture)
    rows = []
    for option in options:
        found: dict[str, float] = {f"from {source}": 1.0 for source in option.sources}
        for context in option.contexts:
            found |= dict.fromkeys(context, 1.0)
        mentions = len(option.contexts)
        found |= {
            "newest": float(option.year == newest),
            "year before creation": float(created is not None and option.year == created - 1),
            "after creation": float(created is not None and option.year > created),
            "long before creation": float(created is not None and option.year < created - 4),
            "mentions": min(mentions, 4) / 4,
            "in a running head": float(str(option.year) in furniture),
            "only one": float(len(options) == 1),
        }
        rows.append(found)
    return rows


def _dated(match: re.Match[str]) -> PartialDate:
    parts = match.groupdict()
    word = (parts.get("month") or "").lower()
    month = int(word) if word.isdigit() else MONTHS.get(word) or SEASONS.get(word, 0)
    return PartialDate(year=int(parts["year"]), month=month, day=int(parts.get("day") or 0))


def _dates_of(line: str, year: int, before: str) -> Iterator[PartialDate]:
    """Yield the dates of a year in a line that no word marks as received or accessed."""
    for pattern in (_NUMERIC, _DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _MONTH_YEAR):
        for match in pattern.finditer(line):
            date = _dated(match)
            head = f"{before} {line[: match.start()]}"[-60:]
            if date.year == year and not _BEFORE["received"].search(head) and not _BEFORE["updated"].search(head):
                yield date


def find_date(year: int, clues: Clues) -> tuple[PartialDate, int, Box] | None:
    """Return the fullest date of a year on the first two pages, with its place."""
    best: tuple[PartialDate, int, Box] | None = None
    for page in clues.front.pages[:2]:
        before = ""
        for line in page.lines:
            for date in _dates_of(line.text, year, before) if str(year) in line.text else ():
                if best is None or (best[0].day == 0 and date.day > 0 and date.month in {0, best[0].month}):
                    best = (date, page.number, line.box)
            before = line.text[-60:]
    return best
