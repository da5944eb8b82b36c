"""Names as printed, read into their parts: people in either order, and lists of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from citations.reference import Name
from ingest.description.lexicon import AFFILIATION, CONJUNCTIONS, LEADING_PARTICLES, PARTICLES, SMALL_WORDS, SUFFIXES
from ingest.description.places import is_country
from ingest.description.wording import fold, listed, tidy

_EMAILS = re.compile(r"\S+@\S+|\{[^}]*\}\s?@?\S*|\bat\s+\w+\s+dot\s+\w+|<[^>]*>")
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_DEGREES = re.compile(
    r",?\s*\b(?:Ph\.?\s?D\.?|M\.?D\.?|M\.?Sc\.?|B\.?Sc\.?|MBA|Dr\.?|Prof(?:essor)?\.?|Docent|Fil\.?\s?dr\.?|Mr\.?"
    r"|Mrs\.?|Ms\.?|Dipl\.?-?\s?Ing\.?|(?:Senior |Student |Life )?(?:Member|Fellow),?\s*(?:IEEE|ACM)|IEEE|FRCS|MBBS"
    r"|MPH|RN)(?=\W|$)\.?"
)
# Digits and signs of any kind stand for a note or a place of work.
_MARKS = re.compile(r"[^\D]+|[^\w\s.,;:'’`´&|/()\-‐–—•·@{}<>\[\]]+(?:\s*,\s*(?:[^\w\s]|\d|[a-z](?=\W|$)))*")
_WORD = r"[^\W\d_](?:[\w'’.\-‐´`]*[^\W_]|\.)?\.?"
_NAME = re.compile(rf"^{_WORD}(?:\s+{_WORD}){{1,6}}$")
# "J.-P.", "H. W.", "JA"; capitals alone, so that "King" is none.
_INITIALS = re.compile(r"^(?:(?!\w\w{3})[A-ZÅÄÖÉÈÁÍÓÚÇÑŠŽČĆĐØÆА-Я]\.?[\s\-‐]?){1,4}$")
_SEPARATORS = re.compile(r"\s*[,;·•&|/、]\s*|\t|\s{3,}|\s+[–—]\s+")
_ANY_AND = rf"(?:{'|'.join(re.escape(word) for word in CONJUNCTIONS if word != '&')}|AND)"
_AND_AFTER_COMMA = re.compile(rf"([,;])\s*{_ANY_AND}\s+")
_AND_AT_AN_END = re.compile(rf"^\s*{_ANY_AND}\s+|\s+{_ANY_AND}\s*$")
# "Ada de la Prueba y Modelo" is one person: between two, a given name and a family name stand behind the "y".
_AND = re.compile(rf"\s+(?!(?:y|e|i)\s+[^\W\d_][\w\-'’]*\s*(?:$|[,;])){_ANY_AND}\s+")
_WITHIN_A_NAME = frozenset({"y", "e", "i"})
# What parts people in a list of "Family, Given".
_BETWEEN_PAIRS = re.compile(r"\s*[;•·|/&]\s*|\t|\s{3,}")
_MOST_GIVEN = 3
_LETTER_AT_THE_END = re.compile(r"(?:^|[\s.])\w$")
# A line with one of these is a phrase; "Till" and "Vid" are left out, which are given names too.
_NO_NAME_WORDS = (SMALL_WORDS - PARTICLES) | frozenset(
    listed(
        "nr vol no see profile profiles figure table appendix chapter expert editor director manager student professor "
        "researcher analyst consultant coordinator lecturer forskare utredare docent doktorand redaktör "
        "how why what when which who whose this these that their our between towards about after before during against "
        "without within across hur vad varför när vem vilka vilken vilket denna dessa detta mellan under efter genom "
        "inom från utan mot kring eller sedan samt comment pourquoi quel quelle cette dans entre vers sans cómo hacia"
    )
)
# No name begins so: places, and words that are family names too.
_NO_GIVEN = frozenset(listed("san santa los las new north south east west page sida part"))
_PLACES = re.compile(
    r"\b(?:San (?:Diego|Francisco|Jos[eé]|Antonio)|Los (?:Angeles|Alamos)|New (?:York|Jersey|Delhi|Haven)|Ann Arbor"
    r"|Santa (?:Cruz|Barbara|Clara|Fe)|Las Vegas|Hong Kong|Cape Town|Tel Aviv|Palo Alto|Buenos Aires|São Paulo"
    r"|Rio de Janeiro|Salt Lake City|Kuala Lumpur|Saint Petersburg)\b"
)
# "Om engagemang" begins a Swedish title; elsewhere Om is a given name.
_NO_GIVEN_NAMES = {language: frozenset({"om"}) for language in ("sv", "nb", "nn", "no", "da")}
# What a kind of paper or a place is called ends so, and no name does: "Policy Brief", "Årsrapport", "Orange County".
_KIND_OF_PAPER = re.compile(
    r"\b(?:briefs?|papers?|reports?|notes|series|handbook|thesis|dissertation|proceedings|\w*rapport(?:er)?|\w*handbok"
    r"|county|city|province|region|municipality|township|kommun|län)$",
    re.IGNORECASE,
)
# Bodies that sign a paper: "World Health Organization".
_BODY = re.compile(
    r"\b(?:organi[sz]ations?|organisationen|commission|kommission(?:en)?|federation|confederation|union(?:en)?|programme"
    r"|network|nätverk(?:et)?|parliament|\w*förbund(?:et)?|\w+verket|delegation(?:en)?|utredningen)$",
    re.IGNORECASE,
)
# A spacing accent that no letter took: "Gy ´ ongyi".
_LOOSE_ACCENTS = re.compile(r"\s*[´`¨ˆ˜ˇ˚¸˝]\s*")
_TRAILING_DATE = re.compile(r"\s+(?:on|den|le|el|,)\s+(?:\w+\.?\s+)?\d{1,2}\b.*$")
_FREE_NUMBER = re.compile(r"(?<![^\W\d_])\b\d{2,}\b")
_SPANISH_GIVEN = frozenset(
    listed(
        "maria jose luis carlos antonio juan jesus angel manuel miguel pablo pedro ana teresa isabel carmen "
        "francisco javier alberto fernando eduardo enrique ignacio pilar rosa elena victor"
    )
)
# Languages in which a person commonly bears two family names.
_TWO_FAMILY_NAMES = frozenset({"es", "ca", "gl"})


@dataclass(frozen=True, slots=True)
class ReadNames:
    """The names that a text gave, and how many of its pieces were none."""

    names: tuple[Name, ...]
    rejected: int


def _is_name_word(word: str) -> bool:
    return word[0].isupper() or word[0] in "'’" or word.lower().strip(".") in PARTICLES


def looks_like_person(text: str) -> bool:
    """Tell whether a text can be one person's name: two to seven capitalised words, no address, no digit."""
    words = text.split()
    # The long lists are asked last: most texts are phrases, with a word in small letters.
    if not all(_is_name_word(word) for word in words) or not _NAME.match(text):
        return False
    if any(word.lower() in _NO_NAME_WORDS and not (len(word) == 1 and word.isupper()) for word in words):
        return False
    if not any(len(word.strip(".")) > 1 and word.lower() not in PARTICLES for word in words):
        return False
    return not any(no.search(text) for no in (AFFILIATION, _KIND_OF_PAPER, _BODY, _PLACES))


def _cased(word: str) -> str:
    """Return a word printed in capitals as a name is written: ZWEIGENBAUM, MCDONALD-SMITH."""
    if not word.isupper() or len(word.strip(".")) <= 1 or "." in word[:-1]:
        return word
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)


def _family_start(words: list[str], language: str) -> int:
    """Return the index of the first word of the family name in "Given Family" order."""
    upper = [len(word.strip(".")) > 1 and word.isupper() for word in words]
    if any(upper) and not all(upper):
        first = upper.index(True)
        if first > 0 and all(upper[first:]):
            return first
    for index, word in enumerate(words[1:-1], start=1):
        if word.lower().strip(".") in LEADING_PARTICLES and (word[0].islower() or len(word) > 1):
            return index
    last = len(words) - 1
    if last >= 3 and words[last - 1] in _WITHIN_A_NAME:
        return last - 2
    if language in _TWO_FAMILY_NAMES and last >= 2 and not _INITIALS.match(words[last - 1]):
        return last if fold(words[last - 1]) in _SPANISH_GIVEN else last - 1
    return last


def _leading_capitals(words: list[str]) -> int:
    """Return how many words of a family name in capitals stand before the given names ("BARRIER Sébastien"), or 0."""
    upper = [len(word.strip(".")) > 2 and word.isupper() for word in words]
    count = upper.index(False) if False in upper else 0
    if not count or any(upper[count:]) or any(_INITIALS.match(word) for word in words):
        return 0
    return count


def _parts(given: str, family: str, suffix: str = "") -> Name:
    """Return a Name; small words before the family name become its particle."""
    words = family.split()
    particle: list[str] = []
    while len(words) > 1 and words[0].islower() and words[0].strip(".") in LEADING_PARTICLES:
        particle.append(words.pop(0))
    return Name(
        family=" ".join(_cased(w) for w in words),
        given=" ".join(_cased(w) for w in given.split()),
        particle=" ".join(particle),
        suffix=suffix,
    )


def _dotted(text: str) -> str:
    """Return a text that ends with one letter with the dot behind it."""
    return f"{text}." if _LETTER_AT_THE_END.search(text) else text


def read_name(text: str, language: str = "") -> Name | None:
    """Return the person that a text names, "Given Family" or "Family, Given"; None where it names none."""
    text = _dotted(tidy(text).strip(" .,;:-–—"))
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma and family and given:
        if given.lower() in SUFFIXES:
            plain = read_name(family, language)
            return plain and Name(family=plain.family, given=plain.given, particle=plain.particle, suffix=given)
        # The given part may be initials alone; the whole must then still look like a name.
        return _parts(given, family) if looks_like_person(f"{given} {family}") else None
    if not looks_like_person(text):
        return None
    words = text.split()
    if len(words) > 1 and words[1] in _WITHIN_A_NAME:
        return None
    if words[0].lower() in _NO_GIVEN or words[0].lower() in _NO_GIVEN_NAMES.get(language, ()):
        return None
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in SUFFIXES else ""
    if len(words) >= 2 and _INITIALS.match(words[-1]) and not _INITIALS.match(words[0]):
        # "Romeo L." and "Van Dijk T.": the initials stand last.
        family_words = [w for w in words if not _INITIALS.match(w)]
        initials = [w for w in words if _INITIALS.match(w)]
        return _parts(" ".join(initials), " ".join(family_words), suffix)
    if leading := _leading_capitals(words):
        return _parts(" ".join(words[leading:]), " ".join(words[:leading]), suffix)
    start = _family_start(words, language)
    return _parts(" ".join(words[:start]), " ".join(words[start:]), suffix)


def _without_ornaments(text: str) -> str:
    """Return a line of authors with marks, addresses and degrees turned to commas or nothing."""
    text = re.sub(r"\x01+", " , ", _LOOSE_ACCENTS.sub("", _TRAILING_DATE.sub("", text)))
    if _FREE_NUMBER.search(text):
        return ""
    text = _PARENTHESES.sub(" ", _EMAILS.sub(" ", text))
    # "Dr Ada Provberg, Dr Bo Test": the comma before a title parts two people.
    text = _DEGREES.sub(" , ", text)
    return _MARKS.sub(" , ", text)


def _pieces(text: str) -> list[str]:
    text = _AND_AFTER_COMMA.sub(r"\1 ", text)
    text = _AND_AT_AN_END.sub(" ", text)
    text = _AND.sub(" ; ", text)
    return [piece for piece in _SEPARATORS.split(text) if piece]


def _reunited(pieces: list[str]) -> list[str]:
    """Return pieces with "Family" and the "I." after it put back together."""
    solid: list[str] = []
    for piece in (tidy(p).strip(" ,:-–—") for p in pieces):
        bare_initials = _INITIALS.match(piece) and ("." in piece or len(piece) == 1)
        if bare_initials and solid and "," not in solid[-1] and not _has_initials(solid[-1]):
            solid[-1] = f"{solid[-1]}, {piece}"
        elif piece:
            solid.append(piece)
    return solid


def _has_initials(text: str) -> bool:
    return any(_INITIALS.match(word) for word in text.split())


def _pair(text: str) -> tuple[str, str] | None:
    """Return the family and the given names of "Family, Given" in full; None of any other text."""
    family, comma, given = (part.strip() for part in _dotted(tidy(text).strip(" .,:-–—")).partition(","))
    if not (comma and family and given) or "," in given or len(given.split()) > _MOST_GIVEN:
        return None
    if given.lower() in SUFFIXES or _INITIALS.match(family) or is_country(given):
        return None
    return (family, given) if looks_like_person(f"{given} {family}") else None


def _is_one_word(family: str) -> bool:
    """Tell whether a family name has one word but particles: it is nobody's whole name."""
    return sum(word.lower() not in PARTICLES for word in family.split()) == 1


def is_inverted(text: str) -> bool:
    """Tell whether a row is one person, the family name before the given ones: "Provberg, Ada"."""
    pair = _pair(_without_ornaments(text))
    return pair is not None and _is_one_word(pair[0])


def _inverted(text: str) -> tuple[Name, ...]:
    """Return the people of a list that is wholly of "Family, Given", parted by anything but commas; else nobody.

    Two words before a comma may be a whole name, and one behind it a place: the others of the list must be sure.
    """
    if "," not in text:
        return ()
    groups = [group.strip(" ,") for group in _BETWEEN_PAIRS.split(_AND.sub(" ; ", _AND_AFTER_COMMA.sub("; ", text)))]
    pairs = [_pair(group) for group in groups if group]
    sure = sum(pair is not None and _is_one_word(pair[0]) for pair in pairs)
    if None in pairs or 2 * sure < len(pairs):
        return ()
    return tuple(dict.fromkeys(_parts(given, family) for family, given in filter(None, pairs)))


# A row is read as names for each candidate that it stands beside.
@lru_cache(maxsize=4096)
def read_names(text: str, language: str = "", *, alone: bool = False) -> ReadNames:
    """Return the people that a line or list names, in order; single words and addresses count as rejected.

    One "Family, Given" by itself is as like a town in its land: it is read if `alone` says that people stand there.
    """
    plain = _without_ornaments(text)
    if len(people := _inverted(plain)) > 1 or (people and alone):
        return ReadNames(names=people, rejected=0)
    names: list[Name] = []
    rejected = 0
    for piece in _reunited(_pieces(plain)):
        if len(piece.strip(" .")) <= 1 or piece.lower() in CONJUNCTIONS or re.fullmatch(r"[a-z]{1,2}", piece):
            continue
        if piece.lower().strip(" .") in SUFFIXES and names:
            last = names.pop()
            names.append(Name(family=last.family, given=last.given, particle=last.particle, suffix=piece))
            continue
        name = read_name(piece, language)
        if name is None:
            rejected += 1
        elif name not in names:
            names.append(name)
    return ReadNames(names=tuple(names), rejected=rejected)


def name_key(name: Name) -> str:
    """Return what two spellings of one person share: the last word of the family name, folded."""
    words = fold(name.literal or name.family).split()
    return words[-1] if words else ""


def full_text(name: Name) -> str:
    """Return a name as it is printed, "Given particle Family Suffix"."""
    return name.literal or " ".join(p for p in (name.given, name.particle, name.family, name.suffix) if p)
