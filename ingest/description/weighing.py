"""Fitting the weights of the choices (title, authors, year) to papers with known answers, and judging them fairly."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citations.reference import Name
from ingest.description.clues import Clues, gather
from ingest.description.dates import year_features, year_options
from ingest.description.fitting import Example, fit
from ingest.description.languages import paper_language
from ingest.description.names import name_key
from ingest.description.people import people_options
from ingest.description.people_features import people_features
from ingest.description.ranking import Weights, choose
from ingest.description.subtitles import find_subtitle
from ingest.description.title_features import title_features
from ingest.description.titles import TitleOption, title_options
from ingest.description.values import NOTHING_KNOWN
from ingest.description.wording import likeness
from ingest.extraction.in_process import extract
from ingest.extraction.values import Extraction

_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPaper:
    """A paper with the right title, authors and year."""

    name: str
    clues: Clues
    title: str
    families: tuple[str, ...]
    year: int | None


def known_papers(folder: Path) -> Iterator[KnownPaper]:
    """Yield the papers of good text of a folder with manifest.json, read in this process."""
    records = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["records"]
    for record in records:
        if record.get("text_quality") != "good":
            continue
        with (folder / record["path"]).open("rb") as file:
            extraction = extract(file)
        if isinstance(extraction, Extraction):
            yield _known(extraction, record)


def _known(extraction: Extraction, record: dict[str, Any]) -> KnownPaper:
    people = [a for a in record.get("authors") or [] if "corporate" not in a]
    keys = (name_key(Name(family=a.get("family") or a.get("literal") or "")) for a in people)
    printed = record.get("checks", {}).get("year_in_first3", True)
    return KnownPaper(
        name=record["id"],
        clues=gather(extraction, paper_language(extraction), NOTHING_KNOWN, "", None),
        title=record["title"],
        families=tuple(key for key in keys if key),
        year=record.get("year") if printed else None,
    )


def _title_is(option: TitleOption, paper: KnownPaper) -> bool:
    subtitle = find_subtitle(option, paper.clues)
    whole = f"{option.text}: {subtitle.text}" if subtitle else option.text
    return max(likeness(option.text, paper.title), likeness(whole, paper.title)) >= 0.9


def title_example(paper: KnownPaper) -> Example:
    options = title_options(paper.clues)
    right = frozenset(place for place, option in enumerate(options) if _title_is(option, paper))
    return Example(options=title_features(options, paper.clues), right=right)


def author_example(paper: KnownPaper, title_weights: Weights) -> Example:
    titles = title_options(paper.clues)
    choice = choose(title_weights, title_features(titles, paper.clues))
    title = titles[choice.best] if choice else None
    options = people_options(title, paper.clues)
    wanted = Counter(paper.families)
    right = frozenset(place for place, option in enumerate(options) if Counter(option.keys) == wanted)
    return Example(options=people_features(options, title, paper.clues), right=right)


def year_example(paper: KnownPaper) -> Example:
    options = year_options(paper.clues)
    right = frozenset(place for place, option in enumerate(options) if option.year == paper.year)
    return Example(options=year_features(options, paper.clues), right=right)


def _examples(papers: Sequence[KnownPaper]) -> dict[str, list[Example]]:
    titles = [title_example(paper) for paper in papers]
    weights = fit(titles)
    return {
        "title": titles,
        "authors": [author_example(paper, weights) for paper in papers if paper.families],
        "year": [year_example(paper) for paper in papers if paper.year],
    }


def fit_weights(folders: Sequence[Path]) -> dict[str, dict[str, float]]:
    """Return the weights of each choice fitted to all papers of folders."""
    examples = _examples([paper for folder in folders for paper in known_papers(folder)])
    return {field: fit(found) for field, found in examples.items()}


def held_out_weights(folder: Path, beside: Sequence[Path] = ()) -> Callable[[str], Mapping[str, Weights]]:
    """Return for a paper's id the weights fitted to the other folds of its folder, and to all papers `beside`."""
    others = [paper for other in beside for paper in known_papers(other)]
    papers = list(known_papers(folder))
    fold_of = {paper.name: place % _FOLDS for place, paper in enumerate(papers)}
    fitted = []
    for part in range(_FOLDS):
        examples = _examples(others + [paper for place, paper in enumerate(papers) if place % _FOLDS != part])
        fitted.append({field: fit(found) for field, found in examples.items()})
    return lambda name: fitted[fold_of.get(name, 0)]
