"""Words and signs by which a line is known to be no title, or a phrase and no name."""

from __future__ import annotations

import re

from ingest.description.lexicon import (
    ABSTRACT_HEADINGS,
    AFTER_ABSTRACT,
    KEYWORD_HEADINGS,
    MONTH_PATTERN,
    starts_section,
)
from ingest.description.wording import Caseless, listed, words_of

BANNER = Caseless(
    # What a line begins with stands in one group: elsewhere in it only two things need be looked for.
    r"^(?:(?:research|original|review|regular|short|brief|full|invited|technical|case|special|rapid)?\s*(?:articles?"
    r"|paper|reports?|notes?|communications?|letters?|review)\s*$|open access$|r\s?e\s?v\s?i\s?e\s?w|arxiv:|doi\b"
    r"|https?:|www\.|(?:vol\.|volume)\b|issn|isbn|(?:draft|preprint)|front cover$|published|journal of"
    r"|proceedings of|ieee transactions|international journal|university of\b|contents? lists|submitted|jss$|jmlr"
    r"|open journal|software\b|ej?ournal|supplementary material$|working papers?\b|technical report"
    r"|discussion paper|editorial$|innehåll|rapport(?:\s+\d|$)|report\s+\d|forskningsrapport"
    r"|policy brief|research report|actes\b|taln\b)|sciencedirect|open access$"
)
NOTICE = Caseless(r"\b(?:vol\.|no\.|nr\.?\s?\d|pp\.|issn|isbn)|©|https?:|www\.|@")
MONTH = Caseless(rf"\b(?:{MONTH_PATTERN})\b")
NUMBERED_HEADING = re.compile(r"^\s*(?:\d|[IVX]+\.)")
# What begins with one of these is a phrase, neither a person nor an organisation.
_PHRASE_STARTS = frozenset(
    listed(
        "a an how what why when where who which whose is does should from about on towards toward between "
        "en ett om hur vad varför när vem vilka vilken vilket från mot mellan att "
        "un une comment pourquoi quelle quel quelles quels vers entre "
        "una cómo por qué hacia sobre ein eine wie warum über zwischen"
    )
)
# A title that ends with one of these goes on.
_OPEN_ENDS = frozenset(
    listed(
        "a an the of and or for in on at to by with from as och eller av på i med för till från om en ett den det vid "
        "de la le les du des et ou pour dans sur un une el los las del y o por con der die das und oder von zu im"
    )
)


def is_phrase(text: str) -> bool:
    """Tell whether a text reads as a phrase: it begins with a dash or a word that begins no name, or asks."""
    words = words_of(text)
    return text[:1] in "–—-" or text.endswith("?") or (len(words) > 2 and words[0].lower() in _PHRASE_STARTS)


def ends_open(text: str) -> bool:
    """Tell whether a title must go on after its last word."""
    words = words_of(text)
    return text.endswith((":", "–", "—", ",", "-", "(", "&")) or bool(words and words[-1] in _OPEN_ENDS)


def is_heading(text: str) -> bool:
    """Tell whether a text is the heading of an abstract, of keywords or of a section."""
    headings = (ABSTRACT_HEADINGS, KEYWORD_HEADINGS, AFTER_ABSTRACT)
    return starts_section(text) or any(heading.match(text) for heading in headings)
