"""What speaks for and against each title candidate: its words, its place and look, its sources, its neighbours."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.description.clues import Clues
from ingest.description.front import MOST_ROWS_OF_A_COVER, Row, surrounding
from ingest.description.lexicon import AFFILIATION
from ingest.description.names import read_names
from ingest.description.subtitles import rows_below_title
from ingest.description.title_words import BANNER, MONTH, NOTICE, ends_open, is_heading
from ingest.description.titles import TitleOption
from ingest.description.wording import fold, letters_share, likeness, words_of

_Places = tuple[int, ...]
# A text this short stands in a running head or on another page by chance.
_LEAST_ECHO = 12
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Company:
    """All options of a paper: how well each span of rows is labelled a title, their sizes, which are echoed where."""

    labelled: Mapping[_Places, float]
    as_sets: Mapping[_Places, frozenset[int]]
    sizes: Sequence[float]
    in_heads: frozenset[_Places]
    again: frozenset[_Places]
    in_file: frozenset[_Places]


def _places(option: TitleOption) -> _Places:
    return tuple(row.index for row in option.rows)


def _in_a_head(folded: str, clues: Clues) -> bool:
    """Tell whether a running head has the whole of a text; page numbers are not part of either."""
    bare = " ".join(_DIGITS.sub("", folded).split())
    return any(bare in head for head in clues.furniture)


def _company(options: Sequence[TitleOption], clues: Clues) -> _Company:
    folded = {_places(option): fold(option.text) for option in options}
    long_enough = {places: text for places, text in folded.items() if len(text) >= _LEAST_ECHO}
    of_file = [fold(title) for title in (clues.embedded.info_title, clues.embedded.xmp_title) if title]
    return _Company(
        labelled={places: clues.labelled.share(list(places), "title") for places in folded},
        as_sets={places: frozenset(places) for places in folded},
        sizes=sorted({o.rows[0].size for o in options if o.rows[0].page <= 2 and len(words_of(o.text)) > 1}),
        in_heads=frozenset(p for p, text in long_enough.items() if _in_a_head(text, clues)),
        again=frozenset(p for p, text in long_enough.items() if clues.folded_front.count(text) > 1),
        in_file=frozenset(p for p, text in long_enough.items() if any(text in title for title in of_file)),
    )


def _word_features(text: str) -> dict[str, float]:
    words = [w for w in words_of(text) if len(w) > 1 and not w.isdigit()]
    count = len(words)
    lower = text.lower()
    return {
        "one word": float(count <= 1),
        "two words": float(count == 2),
        "few words": float(3 <= count <= 4),
        "many words": float(22 < count <= 32),
        "far too many words": float(count > 32),
        "capitals": float(text.isupper()),
        "banner": float(BANNER.in_lower(lower)),
        "notice": float(NOTICE.in_lower(lower)),
        "address": float(count < 8 and AFFILIATION.in_lower(lower)),
        "heading": float(is_heading(text)),
        "ends open": float(ends_open(text)),
        "date": float(count <= 6 and any(map(str.isdigit, text)) and MONTH.in_lower(lower)),
        "ends with a stop": float(text.endswith(".") and count > 5),
        "small first letter": float(text[:1].islower()),
        "begins with a number": float(text[:1].isdigit()),
        "colon": float(":" in text[4:-4]),
        "question": float(text.endswith("?")),
        "letters": letters_share(text),
        "dots": float("...." in text or ". . ." in text),
        "quoted": float(" et al" in fold(text)),
    }


def _place_features(option: TitleOption, clues: Clues, company: _Company) -> dict[str, float]:
    front, rows = clues.front, option.rows
    page = front.page(rows[0].page)
    box = surrounding(rows)
    top, middle = box[1] / page.height, (box[0] + box[2]) / 2
    ratio = max(0.5, rows[0].size / front.body_size)
    larger = sum(size > rows[0].size * 1.04 for size in company.sizes)
    cover = len(front.page_rows(rows[0].page)) <= MOST_ROWS_OF_A_COVER
    return {
        "size": min(2.0, math.log2(ratio)),
        "largest": float(larger == 0),
        "largest on a cover": float(larger == 0 and cover),
        "second largest": float(larger == 1),
        "rank by size": 1 / (1 + larger),
        "bold": float(rows[0].bold),
        "bold at the size of text": float(rows[0].bold and ratio < 1.1),
        "page 2": float(rows[0].page == 2),
        "page 3": float(rows[0].page == 3),
        "top": top,
        "at the very top": float(top < 0.07),
        "low": float(top > 0.6),
        "centred": float(abs(middle - page.width / 2) < 0.04 * page.width and box[2] - box[0] < 0.9 * page.width),
        "rows": min(6, len(rows)) / 6,
        "five rows": float(len(rows) >= 5),
        "first": float(rows[0].index == 0),
    }


def _source_features(option: TitleOption, clues: Clues, company: _Company) -> dict[str, float]:
    places = _places(option)
    share = company.labelled[places]
    text = option.text
    info = likeness(text, clues.embedded.info_title) if clues.embedded.info_title else 0.0
    xmp = likeness(text, clues.embedded.xmp_title) if clues.embedded.xmp_title else 0.0
    file_name = clues.file_name_share(text)
    speaking = (share > 0.9, info >= 0.9 or xmp >= 0.9, places in company.in_heads, places in company.again)
    return {
        "labelled": share,
        "exactly labelled": float("labeller" in option.sources),
        "labelled as something else": float(
            share < 0.1
            and any(clues.labelled.share(list(places), x) > 0.5 for x in ("author", "aff", "abstract", "addr"))
        ),
        "info": float(info >= 0.9),
        "like info": float(0.7 <= info < 0.9),
        "within info": float(info < 0.9 and clues.info_title_words > 0 and clues.in_info(text)),
        "xmp": float(xmp >= 0.9),
        "runs": float(clues.runs_on(text)),
        "file name": file_name,
        "repeated": float(clues.repeated(text)),
        "against info": float(bool(clues.embedded.info_title) and info < 0.7 and clues.info_on_page),
        "sidecar": float(bool(clues.sidecar_title) and likeness(text, clues.sidecar_title) >= 0.9),
        f"{sum(speaking)} sources": 1.0,
    }


def _echo_features(places: _Places, company: _Company) -> dict[str, float]:
    """Return whether running heads, other pages and the file have just these rows, or more of them."""
    found: dict[str, float] = {}
    mine, as_sets = company.as_sets[places], company.as_sets
    for name, echoed in (("heads", company.in_heads), ("pages", company.again), ("file", company.in_file)):
        longer = any(mine < as_sets[other] for other in echoed)
        found[f"whole in {name}"] = float(places in echoed and not longer)
        found[f"cut short by {name}"] = float(places in echoed and longer)
        found[f"beyond {name}"] = float(places not in echoed and any(as_sets[other] < mine for other in echoed))
    return found


def _alike(one: Row, other: Row) -> bool:
    """Tell whether two rows are set alike and close, as rows of one title are."""
    same = one.page == other.page and one.bold == other.bold and abs(one.size - other.size) < 0.03 * one.size
    return same and -0.5 * one.size < other.box[1] - one.box[3] < 1.1 * one.size


def _neighbour_features(option: TitleOption, clues: Clues, company: _Company) -> dict[str, float]:
    """Return what stands around: names below, the abstract below or above, a longer span of the same look."""
    rows, first, last = clues.front.rows, option.rows[0], option.rows[-1]
    below = clues.rows_below(last, 3)
    names = [read_names(row.plain) for row in below]
    own = read_names(" , ".join(row.plain for row in option.rows))
    key = company.as_sets[_places(option)]
    abstract = clues.abstract_row
    # What a kind of paper is called stands over the title, which is then no subtitle.
    subtitled = not BANNER.search(option.text) and bool(rows_below_title(option, clues))
    longer = [share for other, share in company.labelled.items() if key < company.as_sets[other]]
    return {
        "names below": float(any(n.names and len(n.names) >= n.rejected for n in names)),
        "labelled names below": float(any(clues.labelled.share([r.index], "author") > 0.5 for r in below)),
        "is names": float(bool(own.names) and not own.rejected),
        "abstract below": float(abstract is not None and abstract.index > first.index),
        "abstract above": float(abstract is not None and abstract.index < first.index),
        "part of a longer one": float(bool(longer)),
        "labelled part of a longer one": float(any(share > 0.9 for share in longer)),
        "has a subtitle": float(subtitled),
        "one word and a subtitle": float(len(words_of(option.text)) <= 2 and subtitled),
        "right under a larger one": float(_under_larger(option, clues)),
        "made of two": float(len({(row.size, row.bold) for row in option.rows}) > 1),
        "a row is a banner": float(len(option.rows) > 1 and any(BANNER.in_lower(row.lower) for row in option.rows)),
        "goes on below": float(last.index + 1 < len(rows) and _alike(last, rows[last.index + 1])),
        "goes on above": float(first.index > 0 and _alike(rows[first.index - 1], first)),
    }


def _under_larger(option: TitleOption, clues: Clues) -> bool:
    """Tell whether the rows stand close under much larger ones, as a subtitle does."""
    first = option.rows[0]
    if first.index == 0:
        return False
    above = clues.front.rows[first.index - 1]
    close = above.page == first.page and -above.size < first.box[1] - above.box[3] < 1.2 * above.size
    return close and above.size > 1.2 * first.size and len(above.text) > 5


def title_features(options: Sequence[TitleOption], clues: Clues) -> list[dict[str, float]]:
    """Return the features of each title candidate."""
    company = _company(options, clues)
    return [
        _word_features(option.text)
        | _place_features(option, clues, company)
        | _source_features(option, clues, company)
        | _echo_features(_places(option), company)
        | _neighbour_features(option, clues, company)
        for option in options
    ]
