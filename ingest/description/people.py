"""Author candidates: lists of names from the rows around the title, the labeller, labels, and embedded metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citations.reference import Name
from ingest.description.clues import Clues
from ingest.description.front import Row
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
from ingest.description.names import is_inverted, name_key, read_names
from ingest.description.people_elsewhere import PeopleOption, by_address, by_running_head, by_sentence, cited_so
from ingest.description.places import is_country
from ingest.description.titles import TitleOption
from ingest.description.wording import fold

MOST_ROWS_BELOW = 45
_MOST_LETTERS = 260
# "1 Portland Community College": a place of work with the number that the authors' marks refer to.
_NUMBERED_ADDRESS = re.compile(r"^\s*(?:\x01+|\d{1,2}[\s.)]|[∗*†‡§♠♢♡♣])\s*[^\W\d_]")
_ADDRESS_END = re.compile(r"\S+@\S+|\{[^}]*\}\S*")


def ends_names(row: Row) -> bool:
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
    place = is_country(row.plain.rpartition(",")[2])
    if place or is_inverted(before.plain):
        return False
    if not -0.5 * row.size < row.box[1] - before.box[3] < 0.7 * row.size or "@" in before.plain:
        return False
    same_size = abs(before.size - row.size) < 0.04 * row.size
    # One word behind the last comma is no name yet, whatever the letters of the next row.
    unfinished = len(re.split(r"[,;\x01\d]", before.plain)[-1].replace(" and ", " ").split()) == 1
    return same_size and (unfinished or (before.bold == row.bold and before.font == row.font))


def _follows(before: Row, row: Row) -> bool:
    """Tell whether two rows are a person each, the family name first, set alike: "Provberg, Ada" over "Test, Bo"."""
    alike = before.page == row.page and abs(before.size - row.size) < 0.04 * row.size
    return alike and is_inverted(before.plain) and is_inverted(row.plain)


def _lists(rows: Sequence[Row]) -> Iterator[tuple[list[Row], str]]:
    """Yield rows with their plain text, a list that runs over several rows as one."""
    group: list[Row] = []
    text = ""
    for row in rows:
        if group and _follows(group[-1], row):
            text = f"{text} ; {row.plain}"
        elif group and _goes_on(group[-1], row) and not ends_names(row):
            text = f"{text} {row.plain}"
        else:
            if group:
                yield group, text
            group, text = [], row.plain
        group.append(row)
    if group:
        yield group, text


def _from_rows(rows: Sequence[Row], source: str, language: str) -> PeopleOption:
    """Return the names of rows, up to where a long gap or another role begins."""
    names: list[Name] = []
    used: list[Row] = []
    missed = rejected = 0
    inverted = {row.index for row in rows if is_inverted(row.plain)}
    for group, text in _lists(rows):
        row = group[0]
        if ends_names(row) or (names and _stop_row(row)):
            break
        if names and _NUMBERED_ADDRESS.match(row.plain):
            continue
        label = ROLE_LABELS.match(text)
        # Where one person stands family name first, so do the others, whatever stands between them.
        alike = len(inverted) > 1 and (not used or used[0].index in inverted)
        found = read_names(text[label.end() :] if label else text, language, alone=alike or label is not None)
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
    rows = clues.front.rows[last + 1 : last + 1 + MOST_ROWS_BELOW]
    return _from_rows([r for r in rows if r.page == title.page], "below the title", clues.language)


def _next_rows(title: TitleOption, clues: Clues) -> PeopleOption:
    """Return the names that follow the title without a break: the first run of rows that are names."""
    last = max(row.index for row in title.rows)
    run: list[Row] = []
    for row in clues.front.rows[last + 1 : last + 8]:
        found = read_names(row.plain, clues.language, alone=True)
        if row.page != title.page or ends_names(row):
            break
        if found.names and len(found.names) >= found.rejected:
            run.append(row)
        elif run:
            break
    return _from_rows(run, "first rows below", clues.language)


def _set_alike(title: TitleOption, clues: Clues) -> PeopleOption:
    """Return the names below the title that are set in the letters of the first of them."""
    below = _below(title, clues)
    if not below.rows:
        return below
    first = below.rows[0]
    rows = [r for r in below.rows if abs(r.size - first.size) < 0.04 * first.size and r.bold == first.bold]
    return _from_rows(rows, "set like the first", clues.language)


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
        found = read_names(row.plain[label.end() :], clues.language, alone=True)
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
    if all(map(is_inverted, texts)):
        return " ; ".join(texts), rows
    several = any("," in text or re.search(r"\s(?:and|et|och|&|y)\s", text) for text in texts)
    return (" " if several else " , ").join(texts), rows


def _labeller(clues: Clues) -> PeopleOption:
    names: list[Name] = []
    used: list[Row] = []
    rejected = 0
    for run in clues.labelled.runs("author"):
        labelled = {word for token in run for word in fold(token.word).split()}
        text, rows = _run_text(run, clues)
        found = read_names(text, clues.language, alone=True)
        rejected += found.rejected
        for name in found.names:
            words = fold(f"{name.given} {name.particle} {name.family}").split()
            if name not in names and sum(word in labelled for word in words) >= 0.6 * len(words):
                names.append(name)
                used += [row for row in rows if row not in used]
    return PeopleOption(names=tuple(names), rows=tuple(used), sources=("labeller",), rejected=rejected)


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


def _in_the_file(clues: Clues) -> list[PeopleOption]:
    """Return the authors that the file's metadata name, if the paper names them too: else they saved the file."""
    named = (("info", clues.embedded.info_authors), ("xmp", clues.embedded.xmp_authors))
    if not any(names for _, names in named):
        return []
    pages = clues.extraction.pages
    words = set(fold(" ".join(page.text for page in (*pages[:6], *pages[-2:]))).split()) | clues.front_words
    return [
        PeopleOption(names=names, rows=(), sources=(source,))
        for source, names in named
        if any(name_key(name) in words for name in names)
    ]


def _all_sources(title: TitleOption | None, clues: Clues) -> list[PeopleOption]:
    found = [_labeller(clues), _labelled_in_words(clues), by_address(clues), by_running_head(clues)]
    found += [cited_so(title, clues), by_sentence(clues)]
    if title is not None and title.rows:
        below = _below(title, clues)
        checked = _without_labelled_otherwise(below, clues)
        found += [below, _next_rows(title, clues), _set_alike(title, clues), _above(title, clues), checked]
        found += [
            _together(found[0], below, "labeller or below"),
            _together(checked, found[0], "below or labeller"),
            _in_both(below, found[0], "labeller and below"),
        ]
    found += _in_the_file(clues)
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
