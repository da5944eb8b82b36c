"""A SearchDocument as it is indexed: texts in the fields that both engines share.

Text lies in planes: title, abstract, keyword, author, and of the pages `body` and `refs` (the reference
lists), `closed_body` and `closed_refs` for what not everyone may read. A plane has its stems in one field a
language (`body_sv`), its words unstemmed in `exact_body` (for beginnings and misspellings), and whole
tokens in `forms_body`: m = a stem with its marks, c and h = a word that may be a compound and its stem
reversed, j = a joined spelling. `head` joins title, keywords and abstract, in
`exact_head` and `forms_head` authors too: most questions are asked of it and not of its parts.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat

from search.analysis import fold, identifier_key, normal, sort_key
from search.analysis_forms import CHUNK, COMPOUNDING, MIN_COMPOUND, joined_spellings, spaced_numbers
from search.analysis_references import references_start
from search.engines.tantivy_analysis import LANGUAGES, marked_stem, stem, text_language
from search.schema import FACETS, LanguageText, PageText, SearchDocument

PLANES = ("title", "abstract", "keyword", "author", "body", "refs", "closed_body", "closed_refs")
PAGE_PLANES = ("body", "refs")
# Planes that `head` joins.
HEAD = ("title", "abstract", "keyword", "author")
# Authors are never stemmed.
UNSTEMMED = ("author",)
# How often the words of each count in the head: BM25F with one field.
TITLE_TIMES = 3
KEYWORD_TIMES = 2
MAX_SUGGESTION = 150
SUGGESTION_STARTS = 8
SEPARATOR = "\x1f"
# Words are suggested beside whole titles and names, a few at most: what they begin with keeps them apart.
WORD = "="
WORDS_SUGGESTED = 3
_SHORTEST_SUGGESTED = 4
CODE_FACETS = tuple(name for name in FACETS if name != "year")


def exact_field(plane: str) -> str:
    """Return the field that holds the words of a plane unstemmed."""
    return f"{plane}_xx" if plane in UNSTEMMED else f"exact_{plane}"


def text_fields() -> Iterator[tuple[str, str]]:
    """Yield (field, language of its analysis) of each text field of a publication."""
    for plane in (*PLANES, "head"):
        for language in ("xx",) if plane in UNSTEMMED else LANGUAGES:
            yield f"{plane}_{language}", language
    yield from ((f"exact_{plane}", "xx") for plane in (*PLANES, "head") if plane not in UNSTEMMED)


def page_fields() -> Iterator[tuple[str, str]]:
    """Yield (field, language of its analysis) of each text field of a page."""
    for plane in PAGE_PLANES:
        yield from ((f"{plane}_{language}", language) for language in LANGUAGES)
        yield f"exact_{plane}", "xx"


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
    texts: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> str:
        """What a passage is shown and marked from: a line of JSON, then the text as it is.

        Ten hits have twenty pages; decoding 3 kB of JSON takes 0.06 ms a page.
        """
        shown = {"label": self.label, "language": self.language, "cut": self.references_from}
        return f"{json.dumps(shown)}\n{self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What both engines store of a publication. `texts` are analysed, `forms` split at spaces."""

    id: int
    version: int
    open: bool
    owner: str
    superseded: bool
    texts: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, str], ...]
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
    pages = tuple(_pages(document, main, owner))
    texts = [*_head(document, main), *_body(pages)]
    planes = _planes(texts)
    newest, oldest = _date_keys(document)
    return Entry(
        id=document.id,
        version=document.version,
        open=document.record_public,
        owner=owner,
        superseded=document.superseded,
        texts=(*texts, *_exact(planes)),
        forms=_forms([each for each in planes if each[0] in HEAD], pages),
        facets=tuple((f, v) for f in CODE_FACETS for v in dict.fromkeys(document.facet(f))),
        codes=tuple(f"{f}={fold(v)}" for f in CODE_FACETS for v in dict.fromkeys(document.facet(f))),
        identifiers=tuple(dict.fromkeys(map(identifier_key, document.identifiers))),
        languages=tuple(sorted({language for _, language, _ in planes})),
        exact_titles=tuple(dict.fromkeys(fold(t.text) for t in document.titles)),
        suggestions=suggestion_terms([t.text for t in document.titles], document.authors, document.keywords),
        year=document.year if document.year is not None and document.year >= 0 else None,
        newest=newest,
        oldest=oldest,
        sort_title=f"{sort_key(document.sort_title)} {document.id:012d}",
        shown=_shown(document, main),
        pages=pages,
    )


def _texts(texts: Iterable[LanguageText], main: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        yield (text_language(text.language) if text.language else main), normal(text.text)


def _head(document: SearchDocument, main: str) -> Iterator[tuple[str, str]]:
    for language, text in _texts(document.titles, main):
        yield f"title_{language}", text
        yield from ((f"head_{language}", text) for _ in range(TITLE_TIMES))
    for language, text in _texts(document.abstracts, main):
        yield f"abstract_{language}", text
        yield f"head_{language}", text
    for keyword in map(normal, document.keywords):
        yield f"keyword_{main}", keyword
        yield from ((f"head_{main}", keyword) for _ in range(KEYWORD_TIMES))
    for author in document.authors:
        yield from (("author_xx", variant) for variant in name_variants(normal(author)))


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


def _pages(document: SearchDocument, main: str, owner: str) -> Iterator[PageEntry]:
    texts = [normal(page.text) for page in document.pages]
    start = references_start(texts)
    for index, (page, text) in enumerate(zip(document.pages, texts, strict=True)):
        cut = len(text)
        if start is not None and index >= start[0]:
            cut = start[1] if index == start[0] else 0
        language = text_language(page.language) if page.language else main
        is_open = document.record_public and document.text_public
        yield _page(page, text, cut, language, owner, is_open=is_open)


def _page(page: PageText, text: str, cut: int, language: str, owner: str, *, is_open: bool) -> PageEntry:
    parts = [(plane, part) for plane, part in (("body", text[:cut]), ("refs", text[cut:])) if part.strip()]
    planes = [(plane, language, part) for plane, part in parts]
    return PageEntry(
        number=page.number,
        label=page.label,
        file=page.file,
        language=language,
        open=is_open,
        owner=owner,
        text=text,
        references_from=cut,
        texts=(*((f"{plane}_{language}", part) for plane, part in parts), *_exact(planes)),
        forms=_forms(planes),
    )


def _body(pages: tuple[PageEntry, ...]) -> Iterator[tuple[str, str]]:
    """Yield the whole text by plane and language: a phrase may run over the end of a page."""
    whole: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        closed = "" if page.open else "closed_"
        for plane, part in (("body", page.text[: page.references_from]), ("refs", page.text[page.references_from :])):
            if part.strip():
                whole[f"{closed}{plane}_{page.language}"].append(part)
    for field, parts in whole.items():
        yield field, "\n".join(parts)


def _planes(texts: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return (plane, language, text) of the texts."""
    split = ((*field.rpartition("_")[::2], text) for field, text in texts)
    return [(plane, language, text) for plane, language, text in split if plane in PLANES]


def _exact(planes: list[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    for plane, _, text in planes:
        if plane not in UNSTEMMED:
            yield f"exact_{plane}", text
        if plane in HEAD:
            yield "exact_head", text


def _forms(planes: list[tuple[str, str, str]], pages: Iterable[PageEntry] = ()) -> tuple[tuple[str, str], ...]:
    """Return the forms of each plane; those of pages, which have them already, for the whole."""
    found: dict[str, set[str]] = defaultdict(set)
    for plane, language, text in planes:
        forms = _forms_of(language, text.lower())
        found[f"forms_{plane}"] |= forms
        if plane in HEAD:
            found["forms_head"] |= forms
    for page in pages:
        for field, forms_of_page in page.forms:
            found[field if page.open else field.replace("forms_", "forms_closed_")].update(forms_of_page.split())
    return tuple((field, " ".join(sorted(forms))) for field, forms in found.items() if forms)


def _forms_of(language: str, text: str) -> set[str]:
    words = text.split()
    different = set(words)
    found = set(chain.from_iterable(map(_forms_of_word, repeat(language), different)))
    if any(len(word) == 3 and word.isdecimal() for word in different):
        found.update(f"j:{language}:{number}" for number in spaced_numbers(words))
    return found


@lru_cache(maxsize=200_000)
def _forms_of_word(language: str, between_spaces: str) -> tuple[str, ...]:
    """Return the forms of what stands between two spaces: most of a text is words met before."""
    found = [f"j:{language}:{stem(language, joined)}" for joined in joined_spellings(between_spaces)]
    for word in CHUNK.findall(between_spaces.translate(_APART)):
        if not word.isascii():
            found.append(f"m:{language}:{marked_stem(language, word)}")
        if language in COMPOUNDING and len(word) >= MIN_COMPOUND and word.isalpha():
            found += [f"c:{language}:{stem('xx', word)}", f"h:{language}:{stem(language, word)[::-1]}"]
    return tuple(found)


_NO_LETTERS = re.compile(r"[\W\d_]+")
_APART = str.maketrans(dict.fromkeys("-\u2010\u2011/.'\u2019", " "))


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
    begun = (
        [text for text in each if f" {start}" in f" {fold(text)}"] for each in (titles, texts["authors"], keywords)
    )
    return suggestion_terms(*begun)


def _whole_terms(shown: Iterable[str]) -> Iterator[str]:
    for text in (" ".join(normal(text).split())[:MAX_SUGGESTION] for text in shown):
        words = fold(text).split()
        for start in range(min(len(words), SUGGESTION_STARTS)):
            yield f"{' '.join(words[start:])}{SEPARATOR}{text}"


def _word_terms(shown: Iterable[str]) -> Iterator[str]:
    for text in shown:
        words = [word for word in _NO_LETTERS.split(normal(text[:MAX_SUGGESTION]).lower()) if word]
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
