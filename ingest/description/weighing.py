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


def chosen_title(weights: Weights, example: Example) -> int | None:
    """Return the place of the title that weights choose among the options of an example."""
    choice = choose(weights, example.options)
    return choice.best if choice else None


def author_example(paper: KnownPaper, title_place: int | None) -> Example:
    title = None if title_place is None else title_options(paper.clues)[title_place]
    options = people_options(title, paper.clues)
    wanted = Counter(paper.families)
    right = frozenset(place for place, option in enumerate(options) if Counter(option.keys) == wanted)
    return Example(options=people_features(options, title, paper.clues), right=right)


def year_example(paper: KnownPaper) -> Example:
    options = year_options(paper.clues)
    right = frozenset(place for place, option in enumerate(options) if option.year == paper.year)
    return Example(options=year_features(options, paper.clues), right=right)


class _Lessons:
    """The examples of papers, each made once: those of authors once for each title that is taken for the paper's."""

    def __init__(self, papers: Sequence[KnownPaper]) -> None:
        self._papers = papers
        self._titles = [title_example(paper) for paper in papers]
        self._years = [year_example(paper) for paper in papers]
        self._authors: dict[tuple[int, int | None], Example] = {}

    def _authors_of(self, place: int, title_weights: Weights) -> Example:
        key = place, chosen_title(title_weights, self._titles[place])
        if key not in self._authors:
            self._authors[key] = author_example(self._papers[place], key[1])
        return self._authors[key]

    def weights(self, places: Sequence[int]) -> dict[str, dict[str, float]]:
        """Return the weights of each choice fitted to the papers in these places."""
        title = fit([self._titles[place] for place in places])
        authors = [self._authors_of(place, title) for place in places if self._papers[place].families]
        years = [self._years[place] for place in places if self._papers[place].year]
        return {"title": title, "authors": fit(authors), "year": fit(years)}


def fit_weights(folders: Sequence[Path]) -> dict[str, dict[str, float]]:
    """Return the weights of each choice fitted to all papers of folders."""
    papers = [paper for folder in folders for paper in known_papers(folder)]
    return _Lessons(papers).weights(range(len(papers)))


def held_out_weights(folder: Path, beside: Sequence[Path] = ()) -> Callable[[str], Mapping[str, Weights]]:
    """Return for a paper's id the weights fitted to the other folds of its folder, and to all papers `beside`."""
    papers = list(known_papers(folder))
    fold_of = {paper.name: place % _FOLDS for place, paper in enumerate(papers)}
    others = [paper for other in beside for paper in known_papers(other)]
    lessons = _Lessons(others + papers)
    # The papers of the folder stand after the others, whom no fold leaves out.
    fold_at = [None] * len(others) + [fold_of[paper.name] for paper in papers]
    fitted = [lessons.weights([place for place, fold in enumerate(fold_at) if fold != part]) for part in range(_FOLDS)]
    return lambda name: fitted[fold_of.get(name, 0)]
