"""What keeps a likely value from being taken unseen: something says otherwise, or more seems to belong to it."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.description.clues import Clues
from ingest.description.lexicon import CONJUNCTIONS
from ingest.description.names import full_text, is_inverted, name_key
from ingest.description.people_elsewhere import PeopleOption
from ingest.description.title_words import ends_open
from ingest.description.titles import TitleOption
from ingest.description.wording import fold, likeness

# The most that a value in doubt is sure: less than what is taken unseen.
MOST_IN_DOUBT = 0.7
_LEAST_TITLE = 15
# Of one person's name, with its particles.
_MOST_WORDS = 5
_PARTING = re.compile(rf"[,;&\x01]|\s(?:{'|'.join(word for word in CONJUNCTIONS if word.isalpha())})\s")
_DIGITS = re.compile(r"\d+")
# Of a letter's size, between two parts of one row: a space has about a quarter.
_BESIDE = 0.6
# A cover sheet of a network names the members among the authors only.
_NOT_ALL = re.compile(r"\b(\d{1,3}) authors including\b")
# "..., Qin, Mausam, Etzioni": a person of one name, or a scrap.
_WORD_AMONG_NAMES = re.compile(
    r"[,;&]\s*(?!(?:and|och|et|Senior|Student|Life|Member|Fellow|IEEE|ACM)\b)[^\W\d_]{3,}\s*(?:\x01*\s*[,;&])"
)


def title_in_doubt(title: TitleOption, subtitle: str, clues: Clues) -> bool:
    """Tell whether the file names another title that stands on the paper too, or the title breaks off."""
    whole = f"{title.text} {subtitle}"
    for other in (clues.embedded.info_title, clues.embedded.xmp_title):
        printed = len(fold(other)) > _LEAST_TITLE and fold(other) in clues.folded_front
        if printed and max(likeness(other, title.text), likeness(other, whole)) < 0.9:
            return True
    return (ends_open(title.text) and not subtitle) or _goes_on_beside(title, clues)


def _goes_on_beside(title: TitleOption, clues: Clues) -> bool:
    """Tell whether the last row of a title is cut: letters that are not the title's stand right behind its end."""
    if not title.rows:
        return False
    last, mine = title.rows[-1], {row.index for row in title.rows}
    _, top, right, bottom = last.box
    return any(
        row.index not in mine
        and abs(row.box[0] - right) < _BESIDE * last.size
        and min(bottom, row.box[3]) - max(top, row.box[1]) > 0.5 * min(last.height, row.height)
        and row.text[0].isalpha()
        for row in clues.front.page_rows(last.page)
    )


def _mixed_up(people: PeopleOption) -> bool:
    """Tell whether a person has words of two rows, or is made of two, or stands family name first where no label is.

    "Stockholm" over "Ada Provberg" may be read as one person, and "Gender, Climate" over "Trade, Energy" as two.
    """
    if people.rows and any(is_inverted(row.plain) for row in people.rows) and "a label" not in people.sources:
        return True
    texts = [row.plain for row in people.rows]
    # A long list goes on in the next row, in the middle of a name too.
    texts += [f"{one} {next_one}" for one, next_one in pairwise(texts) if len(_PARTING.findall(one)) > 1]
    rows = [set(_DIGITS.sub(" ", fold(text)).split()) for text in texts]
    for name in people.names:
        words = set(fold(full_text(name)).split())
        if len(words) > _MOST_WORDS or (rows and not any(words <= row for row in rows)):
            return True
    return False


def people_in_doubt(people: PeopleOption, clues: Clues) -> bool:
    """Tell whether one is not on the first pages, file or cover know more of them, or a word is left among them."""
    if _mixed_up(people):
        return True
    keys = set(people.keys)
    counted = _NOT_ALL.search(clues.folded_front)
    if counted and int(counted[1]) > len(keys):
        return True
    if not keys <= clues.front_words:
        return True
    for others in (clues.embedded.info_authors, clues.embedded.xmp_authors):
        if any(name_key(name) not in keys for name in others):
            return True
    return any(_WORD_AMONG_NAMES.search(row.plain) for row in people.rows)
