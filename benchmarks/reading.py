"""How rightly papers are read: python -m benchmarks.reading --gold DIR [--format json] [--cross-validate].

DIR has manifest.json and the PDFs it names. Beside each figure stands what the PDF's own document information gives.
Only papers with good text count. Series, number, institution and type are measured on sixty made-up reports as well.
The misses are listed after the table. The weights of the choices were fitted to one such folder: --cross-validate
reads each paper by weights that never saw it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.reports import Report, reports, write_folder, write_report
from benchmarks.table import Row, print_rows
from citations.reference import Name
from ingest.description import describe
from ingest.description.embedded import embedded
from ingest.description.names import full_text, name_key, read_name
from ingest.description.ranking import Weights
from ingest.description.values import Description, LanguageText
from ingest.description.weighing import held_out_weights
from ingest.description.wording import fold, likeness
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Extraction

_TITLE_LIKENESS = 0.9
_ABSTRACT_F1 = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One figure of one paper: ours and the document information's, each from 0 to 1 (None: not to be had)."""

    measure: str
    paper: str
    groups: tuple[str, ...]
    ours: float
    peer: float | None
    wanted: str
    got: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    gold: dict[str, Any]
    extraction: Extraction
    description: Description

    def value(self, name: str) -> Any:
        field = self.description.field(name)
        return field.value if field else None

    def accepted(self, name: str) -> bool:
        return self.description.field(name) is not None and name not in self.description.needs_review


def full_title(paper: Paper) -> str:
    title, subtitle = paper.value("title") or "", paper.value("subtitle")
    return f"{title}: {subtitle}" if subtitle else title


def title_right(paper: Paper) -> bool:
    """Tell whether the title is the gold's, alone or with the subtitle, which gold has in one."""
    wanted = paper.gold["title"]
    return max(likeness(paper.value("title") or "", wanted), likeness(full_title(paper), wanted)) >= _TITLE_LIKENESS


def gold_names(gold: dict[str, Any]) -> list[str]:
    """Return the last words of the family names of the people; organisations are a measure of their own."""
    people = [author for author in gold.get("authors") or [] if "corporate" not in author]
    keys = [name_key(Name(family=a.get("family") or a.get("literal") or a.get("name") or "")) for a in people]
    return [key for key in keys if key]


def names_f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    ours, theirs = Counter(found), Counter(wanted)
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if found or wanted else 1.0


def words_f1(found: str, wanted: str) -> float:
    return names_f1(fold(found).split(), fold(wanted).split())


def info_names(extraction: Extraction) -> list[str]:
    author = dict(extraction.info).get("Author", "")
    pieces = re.split(r"\s*[;,]\s*|\s+and\s+|\s*&\s*", author)
    return [name_key(name) for piece in pieces if piece and (name := read_name(piece))]


def groups_of(gold: dict[str, Any]) -> tuple[str, ...]:
    number = re.search(r"(\d+)", gold["id"])
    half = ("odd" if int(number[1]) % 2 else "even") if number else "odd"
    return ("all", gold["language"].split("-")[0], gold["type"], half)


def title_scores(paper: Paper) -> Iterator[tuple[str, float, float | None, str, str]]:
    info = dict(paper.extraction.info).get("Title", "")
    right = title_right(paper)
    yield (
        "title",
        right,
        float(likeness(info, paper.gold["title"]) >= _TITLE_LIKENESS),
        paper.gold["title"],
        full_title(paper),
    )
    accepted = paper.accepted("title")
    yield "title accepted", accepted, None, "", ""
    if accepted:
        yield "title right where accepted", right, None, paper.gold["title"], full_title(paper)


def author_scores(paper: Paper) -> Iterator[tuple[str, float, float | None, str, str]]:
    wanted = gold_names(paper.gold)
    if not wanted:
        return
    found = [name_key(name) for name in paper.value("authors") or () if not name.is_organisation]
    info = info_names(paper.extraction)
    f1 = names_f1(found, wanted)
    yield "authors F1", f1, names_f1(info, wanted), ", ".join(wanted), ", ".join(found)
    yield "authors all right", f1 > 0.999, float(names_f1(info, wanted) > 0.999), "", ""
    both = paper.accepted("title") and paper.accepted("authors")
    yield "title and authors accepted", both, None, "", ""
    if both:
        yield "both right where accepted", title_right(paper) and f1 > 0.999, None, ", ".join(wanted), ", ".join(found)


def number_scores(paper: Paper) -> Iterator[tuple[str, float, float | None, str, str]]:
    gold = paper.gold
    if gold.get("checks", {}).get("year_in_first3", True) and gold.get("year"):
        created = re.match(r"(?:D:)?(\d{4})", embedded(paper.extraction).created)
        peer = float(bool(created) and int(created[1]) == gold["year"]) if created else 0.0
        yield "year", paper.value("year") == gold["year"], peer, str(gold["year"]), str(paper.value("year"))
    doi = (paper.value("doi") or "").lower()
    if gold.get("doi"):
        wanted = gold["doi"].lower()
        yield "DOI missed", not doi, None, wanted if not doi else "", doi
        yield "DOI wrong", bool(doi) and doi != wanted, None, wanted if doi and doi != wanted else "", doi


def text_scores(paper: Paper) -> Iterator[tuple[str, float, float | None, str, str]]:
    gold = paper.gold
    if len(gold.get("abstract") or "") > 200:
        found = [item.text for item in paper.value("abstract") or () if isinstance(item, LanguageText)]
        best = max((words_f1(text, gold["abstract"]) for text in found), default=0.0)
        subject = dict(paper.extraction.info).get("Subject", "")
        peer = float(words_f1(subject, gold["abstract"]) >= _ABSTRACT_F1)
        yield "abstract", best >= _ABSTRACT_F1, peer, gold["abstract"][:80], (found[0] if found else "")[:80]
    if gold.get("keywords"):
        keywords = [fold(word) for word in paper.value("keywords") or ()]
        yield "keywords F1", names_f1(keywords, [fold(w) for w in gold["keywords"]]), None, "", ""
    yield "language", paper.value("language") == gold["language"], None, gold["language"], str(paper.value("language"))


# The library's types beside the manifest's; what has no counterpart is not measured.
_TYPES = {
    "article": "article",
    "conference paper": "conference_paper",
    "report": "research_report",
    "working paper": "working_paper",
    "manual": "handbook",
    "book section": "chapter",
}


def imprint_scores(paper: Paper) -> Iterator[tuple[str, float, float | None, str, str]]:
    """Yield what is right of series, number, type and the organisation that is the author, where gold has them."""
    gold = paper.gold
    for name, wanted in (("series", gold.get("series")), ("number", gold.get("series_number"))):
        if wanted:
            found = str(paper.value(name) or "")
            yield name, fold(found) == fold(str(wanted)), None, str(wanted), found
    if gold.get("type") in _TYPES:
        wanted = _TYPES[gold["type"]]
        yield "type", paper.value("type") == wanted, None, wanted, str(paper.value("type"))
    corporate = [author["corporate"] for author in gold.get("authors") or [] if "corporate" in author]
    if corporate:
        found = ", ".join(full_text(name) for name in paper.value("authors") or ())
        yield "corporate author", fold(found) == fold(", ".join(corporate)), None, ", ".join(corporate), found


def ocr_scores(paper: Paper) -> Iterator[tuple[str, float, float | None, str, str]]:
    """Yield whether the need of OCR was told rightly, over all papers but the partly garbled."""
    quality = paper.gold.get("text_quality")
    if quality in {"good", "garbled", "none"}:
        found = paper.extraction.quality
        yield "need of OCR", (quality == "good") == (found == "good"), None, quality, found


def scores_of(paper: Paper) -> Iterator[Score]:
    groups = groups_of(paper.gold)
    good = paper.gold.get("text_quality") == "good"
    fields = (title_scores, author_scores, number_scores, text_scores, imprint_scores) if good else ()
    for measure in (*fields, ocr_scores):
        for name, ours, peer, wanted, got in measure(paper):
            yield Score(
                measure=name, paper=paper.gold["id"], groups=groups, ours=float(ours), peer=peer, wanted=wanted, got=got
            )


def papers_of(folder: Path, weights_for: Callable[[str], Mapping[str, Weights] | None]) -> Iterator[Paper]:
    """Yield the papers that could be read, read in the sandbox."""
    records = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["records"]
    with Sandbox() as sandbox:
        for gold in records:
            extraction = sandbox.read(folder / gold["path"])
            if isinstance(extraction, Extraction):
                description = describe(extraction, weights=weights_for(gold["id"]))
                yield Paper(gold=gold, extraction=extraction, description=description)


def held_out(folder: Path) -> Callable[[str], Mapping[str, Weights]]:
    """Return the weights for each paper that never saw it; as in training, made-up reports stand beside the folder."""
    with tempfile.TemporaryDirectory() as made:
        write_folder(Path(made), draw=7)
        return held_out_weights(folder, beside=[Path(made)])


def shipped(_: str) -> None:
    """Return no weights of its own for any paper: the shipped ones hold."""


def report_scores(paper: Paper, report: Report) -> Iterator[tuple[str, float, float | None, str, str]]:
    """Yield what is right of a generated report, by field."""
    authors = [full_text(name) for name in paper.value("authors") or ()]
    yield "title", title_right(paper), None, report.title, full_title(paper)
    for name, wanted in (("series", report.series), ("number", report.number), ("institution", report.institution)):
        found = str(paper.value(name) or "")
        yield name, fold(found) == fold(wanted), None, wanted, found
    yield "type", paper.value("type") == report.kind, None, report.kind, str(paper.value("type"))
    yield "year", paper.value("year") == report.year, None, str(report.year), str(paper.value("year"))
    if report.people:
        yield "authors all right", authors == list(report.people), None, ", ".join(report.people), ", ".join(authors)
    else:
        right = [fold(name) for name in authors] == [fold(report.institution)]
        yield "corporate author", right, None, report.institution, ", ".join(authors)


def generated_scores() -> Iterator[Score]:
    """Yield the figures of the sixty generated reports, in the group "generated reports"."""
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox:
        for report in reports():
            extraction = sandbox.read(write_report(report, Path(folder)))
            if not isinstance(extraction, Extraction):
                continue
            paper = Paper(gold={"title": report.title}, extraction=extraction, description=describe(extraction))
            for name, ours, peer, wanted, got in report_scores(paper, report):
                yield Score(
                    measure=name,
                    paper=f"report-{report.seed:02d}",
                    groups=("generated reports",),
                    ours=float(ours),
                    peer=peer,
                    wanted=wanted,
                    got=got,
                )


def rows_of(scores: Sequence[Score]) -> list[Row]:
    """Return one row for each measure and group, those over everything first."""
    measures = list(dict.fromkeys(score.measure for score in scores))
    groups = ["all", *sorted({group for score in scores for group in score.groups} - {"all"})]
    rows = []
    for group in groups:
        for measure in measures:
            within = [s for s in scores if s.measure == measure and group in s.groups]
            peers = [s.peer for s in within if s.peer is not None]
            if within:
                rows.append(
                    Row(
                        name=measure,
                        group=group,
                        n=len(within),
                        value=sum(s.ours for s in within) / len(within),
                        peer=sum(peers) / len(peers) if peers else None,
                    )
                )
    return rows


def misses_of(scores: Sequence[Score]) -> Iterator[str]:
    for score in scores:
        wrong = score.ours > 0 if score.measure.startswith("DOI") else score.ours < 0.999
        if wrong and (score.wanted or score.got):
            yield f"{score.measure}\t{score.paper}\twanted: {score.wanted[:110]}\tread: {score.got[:110]}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--gold", type=Path, required=True, metavar="DIR")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--cross-validate", action="store_true", help="read each paper by weights that never saw it")
    options = parser.parse_args(arguments)
    weights_for = held_out(options.gold) if options.cross_validate else shipped
    scores = [score for paper in papers_of(options.gold, weights_for) for score in scores_of(paper)]
    scores += generated_scores()
    print_rows("reading", rows_of(scores), form=options.format)
    if options.format == "text":
        sys.stdout.write("\nMisses\n" + "\n".join(misses_of(scores)) + "\n")


if __name__ == "__main__":
    main()
