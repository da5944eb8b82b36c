"""Authors named elsewhere than beside the title: in addresses, running heads, and how the paper is to be cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citations.reference import Name
from ingest.description.clues import Clues
from ingest.description.front import Row, surrounding
from ingest.description.lexicon import CONJUNCTIONS
from ingest.description.names import name_key, read_names
from ingest.description.titles import TitleOption
from ingest.description.wording import fold, tidy, words_of
from ingest.extraction.values import Box

_EMAIL_USER = re.compile(r"([\w.\-]+)@|\{([^{}@]+)\}\s?@")
_CONJUNCTION = re.compile(rf"\b(?:{'|'.join(word for word in CONJUNCTIONS if len(word) > 1)})\b", re.IGNORECASE)
# "Provberg, A. and Testman, B. (2019) Title": how a paper says it should be cited.
_CITED_YEAR = re.compile(r"[\s,.]*\(?(?:18|19|20)\d\d[a-z]?\)?[\s.,:;]*[\"'“”‘’«]?$")
_CITE_LABEL = re.compile(
    r"^.{0,60}?\b(?:cite|citation|citera|citeras|reference|referens)\b[^:]{0,30}:\s*", re.IGNORECASE
)
# "Rapporten har skrivits av Anna Prov och docent Bo Test vid ..."
_WRITTEN_BY = re.compile(
    r"\b(?:skriv(?:en|et|its)|författa(?:d|t|ts)|utarbeta(?:d|t|ts)|sammanställ(?:d|t|ts)|tagits fram)\s+av\s+"
    r"|\bförfattare(?:n|na)?\s+(?:till\s+(?:\w+\s+){1,3})?är\s+|\b(?:written|prepared|authored|compiled)\s+by\s+"
    r"|\bauthors?\s+of\s+(?:this|the)\s+\w+\s+(?:is|are)\s+|\b(?:rédigé|écrit)\s+par\s+|\bförfrågningar\s*:?\s+",
    re.IGNORECASE,
)
# Looked for first: the whole pattern is dear on pages that say nothing of the kind.
_SAYS_WHO_WROTE = (
    *("skriv", "författ", "utarbeta", "sammanställ", "tagits fram", "förfrågningar"),
    *("written", "prepared", "author", "compiled", "rédigé", "écrit"),
)
_SENTENCE_END = re.compile(r"[;:()]|(?<=[^\W\d_]{3})\.|\s(?:vid|på|at|from|of|inom|with|in|med|i|tfn|tel)\s|\n\s*\n")
_BETWEEN_NAMES = re.compile(r",|\s(?:och|and|samt|et|&)\s")
_TITLES_BEFORE = re.compile(r"^(?:[^\W\d_A-ZÅÄÖÉ][\w.]*\s+)+")
_PAGES_WITH_A_PREFACE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleOption:
    """A list of authors, where it stands, and which sources have exactly it."""

    names: tuple[Name, ...]
    rows: tuple[Row, ...]
    sources: tuple[str, ...]
    rejected: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(name_key(name) for name in self.names)

    @property
    def page(self) -> int | None:
        return self.rows[0].page if self.rows else None

    @property
    def box(self) -> Box | None:
        return surrounding([r for r in self.rows if r.page == self.page]) if self.rows else None


def address_users(texts: Iterable[str]) -> tuple[str, ...]:
    """Return who e-mail addresses belong to, folded: "anna.bo" as "anna bo", "{abo,cda}" as two."""
    users: dict[str, None] = {}
    for text in texts:
        for alone, braced in _EMAIL_USER.findall(text) if "@" in text else ():
            users |= dict.fromkeys(fold(user) for user in re.split(r"[,;|/\s]+", braced or alone))
    return tuple(user for user in users if len(user) > 1)


def has_address(name: Name, user: str) -> bool:
    """Tell whether the user of an address may be a person: by family or given name, or by the initials."""
    bare, family = user.replace(" ", ""), name_key(name)
    given = fold(name.given).split()
    if (len(family) > 3 and family[:8] in bare) or (given and len(given[0]) > 3 and given[0] in bare):
        return True
    if bare in {family, *given[:1]}:
        return True
    initials = "".join(word[0] for word in given)
    short = family[: max(3, len(bare) - len(initials))]
    return bool(initials) and bare in {initials + family, initials[0] + family, family + initials[0], initials + short}


def by_address(clues: Clues) -> PeopleOption:
    """Return the names whose family name stands in an e-mail address: magazines name their authors so, often last."""
    pages = [
        p for p in clues.extraction.pages if p.lines and (p.number <= 2 or p.number >= clues.extraction.page_count - 1)
    ]
    lines = [
        line.text for page in pages if clues.extraction.page_count <= 40 or page.number <= 2 for line in page.lines
    ]
    addresses = set(" ".join(address_users(lines)).split())
    addresses = {word for word in addresses if len(word) > 3}
    names: list[Name] = []
    for text in lines if addresses else ():
        if len(text) > 70:
            continue
        # Reading names is dear: only a line that has the letters of an address can name its owner.
        letters = fold(text).replace(" ", "")
        if not any(address in letters for address in addresses):
            continue
        for name in read_names(text, clues.language).names:
            if name_key(name) in addresses and all(name_key(name) != name_key(other) for other in names):
                names.append(name)
    return PeopleOption(names=tuple(names), rows=(), sources=("an address",))


def _as_names(text: str) -> str:
    """Return a text set all in small letters or all in capitals with the capitals that names have."""
    if not (text.islower() or text.isupper()):
        return text
    return _CONJUNCTION.sub(lambda match: match[0].lower(), text.title())


def cited_so(title: TitleOption | None, clues: Clues) -> PeopleOption:
    """Return the names that stand with the year before the title where the paper says how it is cited."""
    nobody = PeopleOption(names=(), rows=(), sources=("a citation",))
    words = words_of(title.text)[:6] if title else []
    if len(words) < 3:
        return nobody
    start = re.compile(r"\W+".join(map(re.escape, words)), re.IGNORECASE)
    for text, rows in _texts(clues):
        match = start.search(text)
        year = _CITED_YEAR.search(text[: match.start()]) if match else None
        if year is None or year.start() < 4:
            continue
        found = read_names(_CITE_LABEL.sub("", text[: year.start()]), clues.language)
        if found.names and not found.rejected:
            return PeopleOption(names=found.names, rows=rows, sources=("a citation",))
    return nobody


def by_sentence(clues: Clues) -> PeopleOption:
    """Return the names in a sentence of preface or imprint that says who wrote the paper."""
    for page in clues.extraction.pages[:_PAGES_WITH_A_PREFACE]:
        lower = page.text.lower()
        if not any(word in lower for word in _SAYS_WHO_WROTE):
            continue
        for match in _WRITTEN_BY.finditer(page.text):
            names: list[Name] = []
            sentence = _SENTENCE_END.split(page.text[match.end() : match.end() + 200])[0]
            for piece in _BETWEEN_NAMES.split(sentence):
                found = read_names(_TITLES_BEFORE.sub("", tidy(piece)), clues.language)
                if not found.names or found.rejected:
                    break
                names += found.names
            if names:
                return PeopleOption(names=tuple(names), rows=(), sources=("a sentence",))
    return PeopleOption(names=(), rows=(), sources=("a sentence",))


def _texts(clues: Clues) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Yield the blocks of the first pages and the running heads, as texts."""
    for block in clues.front.blocks:
        yield block.text, block.rows
    for page in clues.extraction.pages[1:4]:
        for head in page.furniture:
            yield tidy(head), ()


def by_running_head(clues: Clues) -> PeopleOption:
    """Return the names that a running head gives, where page 1 has their family names."""
    words = set(clues.folded_front.split())
    for page in clues.extraction.pages[1:8]:
        for head in page.furniture:
            bare = re.sub(r"^\W*\d+\W*|\W*\d+\W*$", "", head)
            found = read_names(_as_names(bare), clues.language)
            if found.names and not found.rejected and all(name_key(name) in words for name in found.names):
                return PeopleOption(names=found.names, rows=(), sources=("running head",))
    return PeopleOption(names=(), rows=(), sources=("running head",))
