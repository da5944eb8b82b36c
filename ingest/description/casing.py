"""What is printed in capitals, written as the paper's own sentences write its words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from ingest.description.places import is_country
from ingest.description.wording import listed

# Written so where the sentences do not say; those that are words of some language too (WHO, IT, UN) are not here.
_ABBREVIATIONS = {
    word.lower(): word
    for word in listed("OECD EU NATO ILO UNDP UNESCO UNICEF WTO IMF EFTA USA UK GDP BNP HIV DNA NGO SKL SKR FN BRICS")
}
_WORD = re.compile(r"[^\W\d_]+")
# Of capitals alone, and of what goes on in small letters: in how many words.
_FEWEST_LETTERS = 5
_FEWEST_WORDS = 3


def without_capitals(text: str, pages: Iterable[str]) -> str:
    """Return a text in capitals as a sentence, each of its words as it is mostly written inside the sentences of pages.

    SVERIGE and OECD keep what capitals they have there, ARBEIT in a German paper too. So are capitals with which a text
    begins that goes on in small letters; any other text is as it is.
    """
    capitals = _in_capitals(text)
    if not capitals:
        return text
    written = _written({word.lower() for word in _WORD.findall(capitals)}, pages)
    if capitals != text and all(map(str.isupper, written.values())):
        # Names of bodies, for all that is known.
        return text
    known = _ABBREVIATIONS | written
    told = _WORD.sub(lambda match: known.get(match[0].lower()) or _unknown(match[0]), capitals)
    return f"{told[:1].upper()}{told[1:]}{text[len(capitals) :]}"


def _unknown(word: str) -> str:
    return word.capitalize() if is_country(word) else word.lower()


def _in_capitals(text: str) -> str:
    """Return what of a text is printed in capitals: all of it, or the words with which it begins."""
    if text.isupper():
        return text if len(text) >= _FEWEST_LETTERS else ""
    small = next((match.start() for match in _WORD.finditer(text) if not match[0].isupper()), len(text))
    begun = text[:small]
    return begun if len(_WORD.findall(begun)) >= _FEWEST_WORDS else ""


def _written(words: set[str], pages: Iterable[str]) -> dict[str, str]:
    """Return how each word is mostly written behind a word in small letters: no sentence or heading begins there."""
    wanted = re.compile(rf"\b(?:{'|'.join(sorted(words))})\b", re.IGNORECASE)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        for match in wanted.finditer(page):
            before = page[max(0, match.start() - 3) : match.start()]
            # Behind a line's end a heading may stand.
            if before.endswith(" ") and before.rstrip(" ,")[-1:].islower():
                forms[match[0].lower()][match[0]] += 1
    said = {word: counts.most_common(1)[0] for word, counts in forms.items()}
    # "Centre for Water Policy" alone does not make a name of water.
    return {word: form for word, (form, times) in said.items() if times > 1 or not form.istitle()}
