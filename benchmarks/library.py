"""A library of any size for benchmarks: records and sentences of real papers, put together anew, always the same.

Three in five papers are English, the others Swedish and Finnish made of subject terms and titles.
"""

from __future__ import annotations

import gzip
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.schema import LanguageText, PageText, SearchDocument

PAGES = 20
WORDS_A_PAGE = 400
_TYPES = ("research_report", "working_paper", "policy_brief", "article", "thesis", "conference_paper", "book")
_COUNTRIES = ("SE", "KE", "UA", "ZM", "MD", "XK", "TR", "ZW", "IN", "BA")
_THEMES = tuple(f"theme-{n}" for n in range(12))
_SERIES = tuple(f"series-{n}" for n in range(8))
_LANGUAGES = ("en", "en", "en", "sv", "fi")


def corpus() -> Path:
    """Return the folder of the corpora; KC_CORPUS names it."""
    if not (folder := os.environ.get("KC_CORPUS")):
        raise SystemExit("KC_CORPUS names no folder with corpora")
    return Path(folder)


@dataclass(frozen=True, slots=True)
class Material:
    """Titles, sentences and names to compose from, by language."""

    titles: dict[str, list[str]]
    sentences: dict[str, list[str]]
    authors: list[str]


def material(folder: Path) -> Material:
    """Return what the records of a corpus give."""
    titles: dict[str, list[str]] = {"en": [], "sv": [], "fi": []}
    sentences: dict[str, list[str]] = {"en": [], "sv": [], "fi": []}
    authors: set[str] = set()
    for name in ("arxiv_10k", "polsci_journals"):
        for record in _records(folder / "meta" / f"{name}.jsonl.gz"):
            titles["en"].append(" ".join(record["title"].split()))
            authors.update(record["authors"])
            sentences["en"] += [s for s in " ".join(record["abstract"].split()).split(". ") if len(s) > 30]
    for record in _records(folder / "meta" / "fingreylit.jsonl.gz"):
        truth = record["ground_truth"]
        if truth.get("language") in ("sv", "fi") and truth.get("title"):
            titles[truth["language"]].append(truth["title"])
    draw = random.Random(5)
    for language in ("sv", "fi"):
        lines = (folder / "meta" / "yso" / f"yso-{language}.tsv").read_text(encoding="utf-8").splitlines()
        terms = [line.split("\t")[-1].removesuffix(f"@{language}").strip('"') for line in lines[1:]]
        for _ in range(20_000):
            sentences[language].append(" ".join(draw.choices(terms, k=12)))
    return Material(titles=titles, sentences=sentences, authors=sorted(authors))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def publications(count: int, given: Material, *, pages: int = PAGES, first: int = 1) -> Iterator[SearchDocument]:
    """Yield so many publications, each always the same for its number."""
    for number in range(first, first + count):
        yield publication(number, given, pages)


def publication(number: int, given: Material, pages: int = PAGES, version: int = 1) -> SearchDocument:
    draw = random.Random(number)
    language = draw.choice(_LANGUAGES)
    # Papers keep to a subject: their sentences lie near each other in the material.
    sentences = given.sentences[language]
    start = draw.randrange(len(sentences))
    subject = [sentences[(start + n) % len(sentences)] for n in range(400)]
    title = draw.choice(given.titles[language])
    authors = tuple(draw.sample(given.authors, k=draw.randint(1, 4)))
    year = draw.randint(1995, 2025)
    facets = {
        "type": (draw.choice(_TYPES),),
        "language": (language,),
        "country": tuple(draw.sample(_COUNTRIES, k=draw.randint(1, 2))),
        "theme": tuple(draw.sample(_THEMES, k=draw.randint(1, 3))),
        "series": (draw.choice(_SERIES),),
        "author": authors,
    }
    return SearchDocument(
        id=number,
        key=f"key{number}",
        version=version,
        record_public=True,
        text_public=True,
        uploader=None,
        superseded=False,
        titles=(LanguageText(text=title, language=language),),
        abstracts=(LanguageText(text=". ".join(draw.sample(subject, k=5)), language=language),),
        authors=authors,
        keywords=tuple(draw.choice(given.titles[language]).split(":")[0][:40] for _ in range(3)),
        identifiers=(f"10.5555/{number}",),
        facets=tuple(facets.items()),
        year=year,
        date=f"{year}-{draw.randint(1, 12):02}",
        added=f"{year}-01-01",
        sort_title=title,
        pages=tuple(PageText(number=n, text=_page(draw, subject), label=str(n)) for n in range(1, pages + 1)),
    )


def _page(draw: random.Random, subject: list[str]) -> str:
    words = 0
    chosen: list[str] = []
    while words < WORDS_A_PAGE:
        sentence = draw.choice(subject)
        chosen.append(sentence)
        words += sentence.count(" ") + 1
    return ".\n".join(chosen)


@dataclass(frozen=True, slots=True)
class Question:
    """A query of a kind, with the facet values chosen."""

    kind: str
    text: str
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()


def questions(given: Material, each: int = 40) -> list[Question]:
    """Return queries of seven kinds, made of words as common as those readers use."""
    draw = random.Random(11)
    counts = Counter(w.lower() for s in given.sentences["en"] for w in s.split() if w.isalpha() and len(w) > 3)
    ranked = [word for word, _ in counts.most_common()]
    common, middle, rare = ranked[50:300], ranked[300:3000], ranked[8000:20_000]
    pairs = [w for s in draw.sample(given.sentences["en"], 4000) for w in zip(s.split(), s.split()[1:], strict=False)]
    phrases = [p for p in pairs if all(w.isalpha() and len(w) > 3 for w in p)]
    found: list[Question] = []
    for _ in range(each):
        two, three = draw.sample(middle, 2), draw.sample(middle, 3)
        phrase = " ".join(draw.choice(phrases))
        chosen = (("type", tuple(draw.sample(_TYPES, 2))), ("theme", tuple(draw.sample(_THEMES, 2))))
        found += [
            Question("common", draw.choice(common)),
            Question("rare", draw.choice(rare)),
            Question("and2", " ".join(two)),
            Question("or3", " OR ".join(three)),
            Question("phrase", f'"{phrase}"'),
            Question("prefix", draw.choice(middle)[:5] + "*"),
            Question("facets", " ".join(draw.sample(common, 1)), chosen),
        ]
    return found
