"""Author candidates: lists of names from the rows around the title, the labeller, labels, and embedded metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citations.reference import Name
from ingest.description.clues import Clues
from ingest.description.front import Row, surrounding
from ingest.description.labelling.tokens import Token
from ingest.description.lexicon import (
    ABSTRACT_HEADINGS,
    AFTER_ABSTRACT,
    EDITOR_LABELS,
    KEYWORD_HEADINGS,
    OTHER_ROLE,
    REFERENCES_START,
    ROLE_HEADINGS,
    ROLE_LABELS,
    starts_section,
)
from ingest.description.names import name_key, read_names
from ingest.description.titles import TitleOption
from ingest.description.wording import fold, words_of
from ingest.extraction.values import Box

_MOST_ROWS_BELOW = 45
_EMAIL_USER = re.compile(r"([\w.\-]+)@")
_MOST_LETTERS = 260
# "1 Portland Community College": a place of work with the number that the authors' marks refer to.
_NUMBERED_ADDRESS = re.compile(r"^\s*(?:\x01+|\d{1,2}[\s.)]|[∗*†‡§♠♢♡♣])\s*[^\W\d_]")
_ADDRESS_END = re.compile(r"\S+@\S+|\{[^}]*\}\S*")


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


def _ends_names(row: Row) -> bool:
    return bool(
        len(row.plain) > _MOST_LETTERS
        or REFERENCES_START.match(row.text)
        or ABSTRACT_HEADINGS.match(row.text)
        or starts_section(row.text)
        or KEYWORD_HEADINGS.match(row.text)
        or AFTER_ABSTRACT.match(row.text)
    )


def _stop_row(row: Row) -> bool:
    return bool(OTHER_ROLE.match(row.text) or EDITOR_LABELS.search(row.text))


def _goes_on(before: Row, row: Row) -> bool:
    """Tell whether a list of names that is parted by commas runs over from one row into the next."""
    if "," not in before.plain or before.page != row.page or before.plain.rstrip().endswith((",", ";")):
        return False
    alike = abs(before.size - row.size) < 0.04 * row.size and before.bold == row.bold and before.font == row.font
    return alike and -0.5 * row.size < row.box[1] - before.box[3] < 0.7 * row.size and "@" not in before.plain


def _lists(rows: Sequence[Row]) -> Iterator[tuple[list[Row], str]]:
    """Yield rows with their plain text, a list that runs over several rows as one."""
    group: list[Row] = []
    for row in rows:
        if group and _goes_on(group[-1], row) and not _ends_names(row):
            group.append(row)
            continue
        if group:
            yield group, " ".join(r.plain for r in group)
        group = [row]
    if group:
        yield group, " ".join(r.plain for r in group)


def _from_rows(rows: Sequence[Row], source: str, language: str) -> PeopleOption:
    """Return the names of rows, up to where a long gap or another role begins."""
    names: list[Name] = []
    used: list[Row] = []
    missed = rejected = 0
    for group, text in _lists(rows):
        row = group[0]
        if _ends_names(row) or (names and _stop_row(row)):
            break
        if names and _NUMBERED_ADDRESS.match(row.plain):
            continue
        label = ROLE_LABELS.match(text)
        found = read_names(text[label.end() :] if label else text, language)
        if found.names and len(found.names) >= found.rejected:
            names += [name for name in found.names if name not in names]
            used += group
            rejected += found.rejected
            missed = 0
        else:
            missed += 1
            if missed > 10 and names:
                break
    return PeopleOption(names=tuple(names), rows=tuple(used), sources=(source,), rejected=rejected)


def _below(title: TitleOption, clues: Clues) -> PeopleOption:
    last = max(row.index for row in title.rows)
    rows = clues.front.rows[last + 1 : last + 1 + _MOST_ROWS_BELOW]
    return _from_rows([r for r in rows if r.page == title.page], "below the title", clues.language)


def _next_rows(title: TitleOption, clues: Clues) -> PeopleOption:
    """Return the names that follow the title without a break: the first run of rows that are names."""
    last = max(row.index for row in title.rows)
    run: list[Row] = []
    for row in clues.front.rows[last + 1 : last + 8]:
        found = read_names(row.plain, clues.language)
        if row.page != title.page or _ends_names(row):
            break
        if found.names and len(found.names) >= found.rejected:
            run.append(row)
        elif run:
            break
    return _from_rows(run, "first rows below", clues.language)


def _above(title: TitleOption, clues: Clues) -> PeopleOption:
    first = min(row.index for row in title.rows)
    rows = [r for r in clues.front.rows[max(0, first - 6) : first] if r.page == title.page]
    return _from_rows(rows, "above the title", clues.language)


def _labelled_in_words(clues: Clues) -> PeopleOption:
    """Return the names that stand behind a word such as "Författare:" on any of the first pages."""
    rows = clues.front.rows
    for place, row in enumerate(rows):
        if ROLE_HEADINGS.match(row.plain):
            return _from_rows(rows[place + 1 : place + 8], "a label", clues.language)
        label = ROLE_LABELS.match(row.plain)
        if not label or len(row.plain) > _MOST_LETTERS:
            continue
        found = read_names(row.plain[label.end() :], clues.language)
        if found.names and len(found.names) >= found.rejected:
            more = _from_rows(rows[place : place + 4], "a label", clues.language)
            return more if len(more.names) >= len(found.names) else PeopleOption(
                names=found.names, rows=(row,), sources=("a label",), rejected=found.rejected
            )  # fmt: skip
    return PeopleOption(names=(), rows=(), sources=("a label",))


def _run_text(run: list[Token], clues: Clues) -> tuple[str, list[Row]]:
    """Return a labelled run as a list of names to read: the rows' own text, cut to what was labelled."""
    indexes = list(dict.fromkeys(token.row for token in run))
    rows = [clues.front.rows[index] for index in indexes]
    texts = [ROLE_LABELS.sub("", _ADDRESS_END.sub("", row.plain)) for row in rows]
    several = any("," in text or re.search(r"\s(?:and|et|och|&|y)\s", text) for text in texts)
    return (" " if several else " , ").join(texts), rows


def _labeller(clues: Clues) -> PeopleOption:
    names: list[Name] = []
    used: list[Row] = []
    rejected = 0
    for run in clues.labelled.runs("author"):
        labelled = {word for token in run for word in fold(token.word).split()}
        text, rows = _run_text(run, clues)
        found = read_names(text, clues.language)
        rejected += found.rejected
        for name in found.names:
            words = fold(f"{name.given} {name.particle} {name.family}").split()
            if name not in names and sum(word in labelled for word in words) >= 0.6 * len(words):
                names.append(name)
                used += [row for row in rows if row not in used]
    return PeopleOption(names=tuple(names), rows=tuple(used), sources=("labeller",), rejected=rejected)


def _by_address(clues: Clues) -> PeopleOption:
    """Return the names whose family name stands in an e-mail address: magazines name their authors so, often last."""
    pages = [
        p for p in clues.extraction.pages if p.lines and (p.number <= 2 or p.number >= clues.extraction.page_count - 1)
    ]
    lines = [
        line.text for page in pages if clues.extraction.page_count <= 40 or page.number <= 2 for line in page.lines
    ]
    addresses = {word for text in lines for user in _EMAIL_USER.findall(text) for word in fold(user).split()}
    addresses = {word for word in addresses if len(word) > 3}
    names: list[Name] = []
    for text in lines if addresses else ():
        if len(text) > 70:
            continue
        for name in read_names(text, clues.language).names:
            if name_key(name) in addresses and all(name_key(name) != name_key(other) for other in names):
                names.append(name)
    return PeopleOption(names=tuple(names), rows=(), sources=("an address",))


def _running_head(clues: Clues) -> PeopleOption:
    """Return the names that a running head gives, where page 1 has their family names."""
    words = set(fold(clues.front.text).split())
    for page in clues.extraction.pages[1:8]:
        for head in page.furniture:
            bare = re.sub(r"^\W*\d+\W*|\W*\d+\W*$", "", head)
            found = read_names(bare.title() if bare.islower() or bare.isupper() else bare, clues.language)
            if found.names and not found.rejected and all(name_key(name) in words for name in found.names):
                return PeopleOption(names=found.names, rows=(), sources=("running head",))
    return PeopleOption(names=(), rows=(), sources=("running head",))


def _seen(names: tuple[Name, ...], clues: Clues) -> float:
    """Return the share of names whose family name stands on the first pages."""
    words = set(fold(clues.front.text).split())
    return sum(name_key(name) in words for name in names) / len(names) if names else 0.0


def _together(one: PeopleOption, other: PeopleOption, source: str) -> PeopleOption:
    keys = set(one.keys)
    return PeopleOption(
        names=one.names + tuple(n for n in other.names if name_key(n) not in keys),
        rows=one.rows + tuple(r for r in other.rows if r not in one.rows),
        sources=(source,),
        rejected=max(one.rejected, other.rejected),
    )


def _in_both(one: PeopleOption, other: PeopleOption, source: str) -> PeopleOption:
    keys = set(other.keys)
    return PeopleOption(
        names=tuple(n for n in one.names if name_key(n) in keys), rows=one.rows, sources=(source,), rejected=0
    )


def _without_labelled_otherwise(option: PeopleOption, clues: Clues) -> PeopleOption:
    """Return an option without the names that the labeller takes for addresses, title or text."""
    other = {"aff", "addr", "title", "abstract", "note", "keyword", "reference"}
    against: set[str] = set()
    for_names: set[str] = set()
    for token, label in zip(clues.labelled.tokens, clues.labelled.labels, strict=True):
        words = fold(token.word).split()
        (against if label.split("-")[-1] in other else for_names).update(words)
    doubtful = against - for_names
    names = tuple(n for n in option.names if sum(w in doubtful for w in fold(f"{n.given} {n.family}").split()) < 1.5)
    return PeopleOption(names=names, rows=option.rows, sources=("below, unless labelled otherwise",))


def _all_sources(title: TitleOption | None, clues: Clues) -> list[PeopleOption]:
    found = [_labeller(clues), _labelled_in_words(clues), _by_address(clues), _running_head(clues)]
    if title is not None and title.rows:
        below = _below(title, clues)
        checked = _without_labelled_otherwise(below, clues)
        found += [below, _next_rows(title, clues), _above(title, clues), checked]
        found += [
            _together(found[0], below, "labeller or below"),
            _together(checked, found[0], "below or labeller"),
            _in_both(below, found[0], "labeller and below"),
        ]
    found.append(PeopleOption(names=clues.embedded.info_authors, rows=(), sources=("info",)))
    found.append(PeopleOption(names=clues.embedded.xmp_authors, rows=(), sources=("xmp",)))
    if clues.sidecar is not None:
        found.append(PeopleOption(names=clues.sidecar.names(), rows=(), sources=("sidecar",)))
    return [option for option in found if option.names]


def people_options(title: TitleOption | None, clues: Clues) -> list[PeopleOption]:
    """Return the author lists that were found, each distinct list once with all its sources."""
    options: dict[tuple[str, ...], PeopleOption] = {}
    for option in _all_sources(title, clues):
        key = tuple(sorted(set(option.keys)))
        before = options.get(key)
        if before is None:
            options[key] = option
            continue
        better = option if option.rows and not before.rows else before
        options[key] = PeopleOption(
            names=better.names,
            rows=better.rows,
            sources=before.sources + option.sources,
            rejected=min(before.rejected, option.rejected),
        )
    return list(options.values())


def overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the F1 of two lists of names' keys."""
    shared = len(set(one) & set(other))
    return 2 * shared / (len(set(one)) + len(set(other))) if one or other else 0.0


def _label_share(option: PeopleOption, clues: Clues, label: str) -> float:
    return clues.labelled.share([row.index for row in option.rows], label) if option.rows else 0.0


def people_features(options: Sequence[PeopleOption], title: TitleOption | None, clues: Clues) -> list[dict[str, float]]:
    """Return the features of each author list."""
    every = [o.keys for o in options]
    by_source = {source: o.keys for o in options for source in o.sources}
    features = []
    for option in options:
        count = len(option.names)
        found: dict[str, float] = {f"from {source}": 1.0 for source in option.sources}
        found |= {
            f"like {source}": overlap(option.keys, by_source[source])
            for source in ("labeller", "below the title", "info", "first rows below", "an address", "running head")
            if source in by_source
        }
        found |= {
            "sources": min(6, len(option.sources)) / 6,
            "one": float(count == 1),
            "two": float(count == 2),
            "many": float(count > 6),
            "far too many": float(count > 15),
            "count": min(count, 12) / 12,
            "longest": float(count == max(len(set(keys)) for keys in every)),
            "rejected": min(6, option.rejected) / 6,
            "seen": _seen(option.names, clues),
            "labelled": _label_share(option, clues, "author"),
            "labelled as address": _label_share(option, clues, "aff") + _label_share(option, clues, "addr"),
            "on the title's page": float(title is not None and option.page == title.page),
            "far below": float(_distance(option, title) > 8),
            "sub-list": float(any(set(option.keys) < set(keys) for keys in every)),
            **_look_features(option, title, clues),
            "short names": sum(len(words_of(f"{n.given} {n.family}")) < 2 for n in option.names) / count,
            "publisher's xmp": float("xmp" in option.sources and clues.embedded.publisher_wrote),
            "only option": float(len(options) == 1),
            "long name": float(any(len(words_of(f"{n.given} {n.family}")) >= 4 for n in option.names)),
            "from the file alone": float(not option.rows and not {"an address", "running head"} & set(option.sources)),
            "short paper": float(clues.extraction.page_count <= 4),
        }
        features.append(found)
    return features


def _look_features(option: PeopleOption, title: TitleOption | None, clues: Clues) -> dict[str, float]:
    """Return whether the names are set alike, and how many rows of names set like them were left out."""
    if not option.rows:
        return {"no place": 1.0}
    first, used = option.rows[0], {row.index for row in option.rows}
    alike = [abs(row.size - first.size) < 0.06 * first.size and row.bold == first.bold for row in option.rows]
    start = title.rows[-1].index + 1 if title is not None and title.rows else first.index
    left_out = 0
    for row in clues.front.rows[start : start + _MOST_ROWS_BELOW]:
        if row.page != first.page or _ends_names(row):
            break
        if row.index in used or abs(row.size - first.size) > 0.06 * first.size or row.bold != first.bold:
            continue
        found = read_names(row.plain, clues.language)
        left_out += bool(found.names) and not found.rejected
    return {"set alike": sum(alike) / len(alike), "left out": min(left_out, 3) / 3}


def _distance(option: PeopleOption, title: TitleOption | None) -> int:
    if title is None or not title.rows or not option.rows:
        return 0
    return option.rows[0].index - title.rows[-1].index


def find_editors(clues: Clues) -> PeopleOption:
    """Return the people that a line such as "Editors: ..." or "N. N. (ed.)" names on the first two pages."""
    for row in clues.front.rows:
        match = EDITOR_LABELS.search(row.plain)
        if match is None or row.page > 2 or len(row.plain) > _MOST_LETTERS:
            continue
        rest = row.plain[match.end() :] if match.start() == 0 else row.plain[: match.start()]
        found = read_names(rest, clues.language)
        if found.names and len(found.names) >= found.rejected:
            return PeopleOption(names=found.names, rows=(row,), sources=("layout",))
    return PeopleOption(names=(), rows=(), sources=())
