"""What speaks for and against each list of authors."""

from __future__ import annotations

from collections.abc import Sequence

from citations.reference import Name
from ingest.description.clues import Clues
from ingest.description.names import name_key, read_names
from ingest.description.people import MOST_ROWS_BELOW, ends_names
from ingest.description.people_elsewhere import PeopleOption, address_users, has_address
from ingest.description.titles import TitleOption
from ingest.description.wording import words_of

_ON_PAPER = frozenset({"an address", "running head", "a citation", "a sentence"})
_COMPARED = ("labeller", "below the title", "info", "first rows below", "set like the first", *sorted(_ON_PAPER))


def _seen(names: tuple[Name, ...], clues: Clues) -> float:
    """Return the share of names whose family name stands on the first pages."""
    return sum(name_key(name) in clues.front_words for name in names) / len(names) if names else 0.0


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
    users = address_users(row.text for row in clues.front.rows if row.page <= 2)
    features = []
    for option in options:
        count = len(option.names)
        found: dict[str, float] = {f"from {source}": 1.0 for source in option.sources}
        found |= {
            f"like {source}": overlap(option.keys, by_source[source]) for source in _COMPARED if source in by_source
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
            **_address_features(option, users),
            "short names": sum(len(words_of(f"{n.given} {n.family}")) < 2 for n in option.names) / count,
            "publisher's xmp": float("xmp" in option.sources and clues.embedded.publisher_wrote),
            "only option": float(len(options) == 1),
            "long name": float(any(len(words_of(f"{n.given} {n.family}")) >= 4 for n in option.names)),
            "from the file alone": float(not option.rows and not _ON_PAPER & set(option.sources)),
            "short paper": float(clues.extraction.page_count <= 4),
        }
        features.append(found)
    return features


def _address_features(option: PeopleOption, users: Sequence[str]) -> dict[str, float]:
    """Return how many of the names have an e-mail address, and how many addresses belong to none of them."""
    if not users:
        return {"no addresses": 1.0}
    named = sum(any(has_address(name, user) for user in users) for name in option.names)
    left = sum(not any(has_address(name, user) for name in option.names) for user in users)
    return {
        "with address": named / len(option.names),
        "addresses left": min(left, 3) / 3,
        "an address each": float(len(users) > 1 and left == 0 and named == len(option.names)),
        "as many as addresses": float(len(users) == len(option.names)),
    }


def _look_features(option: PeopleOption, title: TitleOption | None, clues: Clues) -> dict[str, float]:
    """Return whether the names are set alike, and how many rows of names set like them were left out."""
    if not option.rows:
        return {"no place": 1.0}
    first, used = option.rows[0], {row.index for row in option.rows}
    alike = [abs(row.size - first.size) < 0.06 * first.size and row.bold == first.bold for row in option.rows]
    start = title.rows[-1].index + 1 if title is not None and title.rows else first.index
    left_out = 0
    for row in clues.front.rows[start : start + MOST_ROWS_BELOW]:
        if row.page != first.page or ends_names(row):
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
