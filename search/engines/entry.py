"""A SearchDocument as it is indexed: texts in the fields that both engines share.

Text lies in planes: title, abstract, keyword, author, and of the pages `body` and `refs` (the reference
lists), `closed_body` and `closed_refs` for what not everyone may read. A plane has its stems in one field a
language (`body_sv`), its words unstemmed in `exact_body` (for beginnings and misspellings; an entry has each as it
is spelt, and engines take it apart; those of pages are read from them), and whole tokens in `forms_body`: m = a stem
with its marks, h = that of a word that may be a compound, from its end on (in Elasticsearch also from its start on,
and cut), j = a joined spelling. `head` joins title, keywords and abstract, in `exact_head` and `forms_head` authors
too: most questions are asked of it and not of its parts.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

from search.analysis import fold, identifier_key, normal, sort_key
from search.analysis_references import references_start
from search.engines.entry_words import PlaneWords, Words, plane_words
from search.engines.tantivy_analysis import LANGUAGES, text_language, undotted
from search.schema import FACETS, LanguageText, PageText, SearchDocument

PLANES = ("title", "abstract", "keyword", "author", "body", "refs", "closed_body", "closed_refs")
PAGE_PLANES = ("body", "refs")
# Authors are never stemmed.
UNSTEMMED = ("author",)
# How often the words of each count in the head: BM25F with one field. Authors are asked by their own.
_TIMES = {"title": 3, "abstract": 1, "keyword": 2, "author": 0}
MAX_SUGGESTION = 150
SUGGESTION_STARTS = 8
SEPARATOR = "\x1f"
# Words are suggested beside whole titles and names, a few at most: what they begin with keeps them apart.
WORD = "="
WORDS_SUGGESTED = 3
_SHORTEST_SUGGESTED = 4
CODE_FACETS = tuple(name for name in FACETS if name != "year")
# Facets of which a library has nearly as many values as papers: counted as numbers, in a third of the time.
NUMBERED = ("author",)


def value_number(value: str) -> int:
    """Return the 52 bits by which a value is counted: two of 100,000 share them in one library of a million."""
    return int.from_bytes(blake2b(value.encode(), digest_size=8).digest()) >> 12


def exact_field(plane: str) -> str:
    """Return the field that holds the words of a plane unstemmed."""
    return f"{plane}_xx" if plane in UNSTEMMED else f"exact_{plane}"


def text_fields(*, of_pages: bool = False) -> Iterator[str]:
    """Yield the fields of a publication, or of a page, that hold words: those of pages unstemmed are in no index."""
    planes = PAGE_PLANES if of_pages else (*PLANES, "head")
    for plane in planes:
        yield from (f"{plane}_{language}" for language in (("xx",) if plane in UNSTEMMED else LANGUAGES))
        if plane not in UNSTEMMED and not of_pages:
            yield f"exact_{plane}"
        yield f"forms_{plane}"


def page_name(pk: int, position: int) -> str:
    """Return what a page is called in an index; numbers of pages may come twice, in several files."""
    return f"{pk}.{position}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    number: int
    label: str
    file: int
    language: str
    open: bool
    owner: str
    text: str
    references_from: int
    words: tuple[Words, ...]

    @property
    def shown(self) -> str:
        """What a passage is shown and marked from: a line of JSON, then the text as it is.

        Ten hits have twenty pages; decoding 3 kB of JSON takes 0.06 ms a page.
        """
        shown = {"label": self.label, "language": self.language, "cut": self.references_from}
        return f"{json.dumps(shown)}\n{self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What both engines store of a publication; `fields` have their words with spaces between them."""

    id: int
    version: int
    open: bool
    owner: str
    superseded: bool
    fields: tuple[tuple[str, str], ...]
    facets: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    identifiers: tuple[str, ...]
    languages: tuple[str, ...]
    exact_titles: tuple[str, ...]
    suggestions: tuple[str, ...]
    year: int | None
    newest: int
    oldest: int
    sort_title: str
    shown: str
    pages: tuple[PageEntry, ...]


def entry_of(document: SearchDocument) -> Entry:
    """Return the entry of a document."""
    owner = str(document.uploader) if document.uploader is not None and not document.record_public else ""
    main = text_language(next(iter(document.facet("language")), ""))
    is_open = document.record_public and document.text_public
    leaves = tuple(_leaves(document, main))
    body = tuple(_words_on(leaves))
    head = tuple(_head(document, main))
    languages = {words.language for words in head} | {words.language for words in body}
    newest, oldest = _date_keys(document)
    return Entry(
        id=document.id,
        version=document.version,
        open=document.record_public,
        owner=owner,
        superseded=document.superseded,
        fields=(*_head_fields(head), *_body_fields(body, is_open=is_open)),
        facets=tuple((f, v) for f in CODE_FACETS for v in dict.fromkeys(document.facet(f))),
        codes=tuple(f"{f}={fold(v)}" for f in CODE_FACETS for v in dict.fromkeys(document.facet(f))),
        identifiers=tuple(dict.fromkeys(map(identifier_key, document.identifiers))),
        languages=tuple(sorted(languages)),
        exact_titles=tuple(dict.fromkeys(fold(t.text) for t in document.titles)),
        suggestions=suggestion_terms([t.text for t in document.titles], document.authors, document.keywords),
        year=document.year if document.year is not None and document.year >= 0 else None,
        newest=newest,
        oldest=oldest,
        sort_title=f"{sort_key(document.sort_title)} {document.id:012d}",
        shown=_shown(document, main),
        pages=tuple(_pages(leaves, body, owner, is_open=is_open)),
    )


def _texts(texts: Iterable[LanguageText], main: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        yield (text_language(text.language) if text.language else main), normal(text.text)


def _head(document: SearchDocument, main: str) -> Iterator[PlaneWords]:
    """Yield the words of title, abstract, keywords and authors."""
    planes = {
        "title": _texts(document.titles, main),
        "abstract": _texts(document.abstracts, main),
        "keyword": ((main, normal(keyword)) for keyword in document.keywords),
        "author": (("xx", variant) for author in document.authors for variant in name_variants(normal(author))),
    }
    for plane, texts in planes.items():
        yield from _together((plane, language, place, text) for place, (language, text) in enumerate(texts))


def _together(texts: Iterable[tuple[str, str, int, str]]) -> Iterator[PlaneWords]:
    """Yield the words of texts, each with its plane, language and place: those of one plane and language at once."""
    alike: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for plane, language, place, text in texts:
        alike[plane, language][place] = text
    yield from (plane_words(plane, language, said) for (plane, language), said in alike.items())


def _head_fields(head: Iterable[PlaneWords]) -> Iterator[tuple[str, str]]:
    """Yield the fields of title, abstract, keywords and authors, and of the head that joins them."""
    spellings: dict[str, list[str]] = defaultdict(list)
    forms: dict[str, list[str]] = defaultdict(list)
    for words in head:
        for text in words.texts.values():
            yield f"{words.plane}_{words.language}", text.stems
            yield from ((f"head_{words.language}", text.stems) for _ in range(_TIMES[words.plane]))
        for plane in (words.plane, "head"):
            spellings[plane].append(words.spellings)
            forms[plane].extend(words.forms)
    yield from ((f"exact_{plane}", " ".join(found)) for plane, found in spellings.items() if plane not in UNSTEMMED)
    yield from ((f"forms_{plane}", " ".join(found)) for plane, found in forms.items())


def name_variants(name: str) -> tuple[str, ...]:
    """Return the ways a name may be asked for: either order, given names in full and as initials."""
    family, comma, given = name.partition(",")
    if not comma:
        *rest, family = name.split() or [""]
        given = " ".join(rest)
    family, given = family.strip(), given.strip()
    initials = " ".join(part[0] for part in given.replace("-", " ").split())
    ways = (f"{family} {given}", f"{given} {family}", f"{family} {initials}", f"{initials} {family}")
    return tuple(dict.fromkeys(way.strip() for way in ways))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """A page with its text parted where the reference list begins."""

    page: PageText
    language: str
    body: str
    references: str


def _leaves(document: SearchDocument, main: str) -> Iterator[_Leaf]:
    texts = [normal(page.text) for page in document.pages]
    start = references_start(texts)
    for index, (page, text) in enumerate(zip(document.pages, texts, strict=True)):
        cut = len(text)
        if start is not None and index >= start[0]:
            cut = start[1] if index == start[0] else 0
        language = text_language(page.language) if page.language else main
        yield _Leaf(page=page, language=language, body=text[:cut], references=text[cut:])


def _words_on(leaves: Sequence[_Leaf]) -> Iterator[PlaneWords]:
    """Yield the words of pages."""
    yield from _together(
        (plane, leaf.language, place, text)
        for place, leaf in enumerate(leaves)
        for plane, text in zip(PAGE_PLANES, (leaf.body, leaf.references), strict=True)
        if text.strip()
    )


def _pages(leaves: Iterable[_Leaf], body: Sequence[PlaneWords], owner: str, *, is_open: bool) -> Iterator[PageEntry]:
    for place, leaf in enumerate(leaves):
        yield PageEntry(
            number=leaf.page.number,
            label=leaf.page.label,
            file=leaf.page.file,
            language=leaf.language,
            open=is_open,
            owner=owner,
            text=leaf.body + leaf.references,
            references_from=len(leaf.body),
            words=tuple(words.texts[place] for words in body if place in words.texts),
        )


def _body_fields(body: Iterable[PlaneWords], *, is_open: bool) -> Iterator[tuple[str, str]]:
    """Yield the fields of the whole text: a phrase may run over the end of a page."""
    forms: dict[str, list[str]] = defaultdict(list)
    for words in body:
        plane = words.plane if is_open else f"closed_{words.plane}"
        yield f"{plane}_{words.language}", " ".join([text.stems for text in words.texts.values()])
        yield f"exact_{plane}", words.spellings
        forms[plane].extend(words.forms)
    yield from ((f"forms_{plane}", " ".join(found)) for plane, found in forms.items())


_NO_LETTERS = re.compile(r"[\W\d_]+")


def _date_keys(document: SearchDocument) -> tuple[int, int]:
    """Return keys that sort newest first (descending) and oldest first (ascending); no date comes last, ties by id."""
    parts = [int(part) for part in document.date.split("-") if part.isdigit()][:3] or [document.year or 0]
    year, month, day = (*parts, 0, 0)[:3]
    date = max(year, 0) * 10_000 + month * 100 + day
    low = document.id & 0xFFFFFFFF
    return date << 32 | (0xFFFFFFFF - low), (date or 99_999_999) << 32 | low


def suggestion_terms(titles: Sequence[str], authors: Sequence[str], keywords: Sequence[str]) -> tuple[str, ...]:
    """Return what a publication suggests, each thing once: its title, authors and subjects from each word on, words."""
    return tuple(dict.fromkeys(chain(_whole_terms((*titles, *authors, *keywords)), _word_terms((*titles, *keywords)))))


def shown_terms(shown: str, start: str) -> tuple[str, ...]:
    """Return the same of what a hit is shown from, but only of texts with a word that begins so."""
    texts = json.loads(shown)
    titles, keywords = ([text for _, text in texts[name]] for name in ("titles", "keywords"))
    begun = ([text for text in each if _has_start(text, start)] for each in (titles, texts["authors"], keywords))
    return suggestion_terms(*begun)


def _has_start(text: str, start: str) -> bool:
    """Tell whether a word of the text begins so (folded); most have no such letters at all, and need no folding."""
    low = text.lower()
    if low.isascii() and start.partition(" ")[0] not in low:
        return False
    return f" {start}" in f" {fold(text)}"


def _whole_terms(shown: Iterable[str]) -> Iterator[str]:
    for text in (" ".join(normal(text).split())[:MAX_SUGGESTION] for text in shown):
        words = fold(text).split()
        for start in range(min(len(words), SUGGESTION_STARTS)):
            yield f"{' '.join(words[start:])}{SEPARATOR}{text}"


def _word_terms(shown: Iterable[str]) -> Iterator[str]:
    for text in shown:
        words = [word for word in _NO_LETTERS.split(undotted(normal(text[:MAX_SUGGESTION])).lower()) if word]
        yield from (f"{WORD}{fold(word)}{SEPARATOR}{word}" for word in words if len(word) >= _SHORTEST_SUGGESTED)


def suggested(start: str, words: Iterable[str], texts: Iterable[str], limit: int) -> tuple[str, ...]:
    """Return what is suggested of terms found: some words that go on from the start, then whole titles and names."""
    whole = dict.fromkeys(term.partition(SEPARATOR)[2] for term in texts)
    said = {start, *map(fold, whole)}
    longer = dict.fromkeys(word for term in words if fold(word := term.partition(SEPARATOR)[2]) not in said)
    return (*list(longer)[:WORDS_SUGGESTED], *whole)[:limit]


def _shown(document: SearchDocument, main: str) -> str:
    """Return what a hit is shown and marked from."""
    return json.dumps(
        {
            "key": document.key,
            "titles": list(_texts(document.titles, main)),
            "abstracts": list(_texts(document.abstracts, main)),
            "authors": [normal(a) for a in document.authors],
            "keywords": [(main, normal(k)) for k in document.keywords],
        },
        ensure_ascii=False,
    )
