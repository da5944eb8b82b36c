"""Words as they are indexed: stems of 18 languages, folded. Both engines compare these."""

from __future__ import annotations

from collections.abc import Callable

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from search.analysis import language_of, normal
from search.engines.remembered import Remembered

STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
# "xx" is any other language: words as they are written.
LANGUAGES = (*STEMMERS, "xx")
KNOWN = frozenset(LANGUAGES)
LONGEST_WORD = 80


def _analyser(language: str, *, folding: bool) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_WORD))
    builder = builder.filter(Filter.lowercase())
    if language in STEMMERS:
        # The Swedish stemmer needs å ä ö: stems first, folding after.
        builder = builder.filter(Filter.stemmer(STEMMERS[language]))
    return (builder.filter(Filter.ascii_fold()) if folding else builder).build()


ANALYSERS = {language: _analyser(language, folding=True) for language in LANGUAGES}
_MARKED = {language: _analyser(language, folding=False) for language in LANGUAGES}


def text_language(tag: str) -> str:
    """Return the language in which a text of that tag is indexed."""
    return language_of(tag, KNOWN)


def undotted(text: str) -> str:
    """Return the text with I for the Turkish \u0130, which in lower case would be a letter and a mark, and no word."""
    return text.replace("\u0130", "I")


def tokens(language: str, text: str) -> list[str]:
    """Return the index terms of a text, in its order."""
    found: list[str] = ANALYSERS[language].analyze(undotted(normal(text)))
    return found


def _first(analyser: TextAnalyzer) -> Remembered[str]:
    return Remembered(lambda word: next(iter(analyser.analyze(undotted(word))), ""))


_STEM = {language: _first(ANALYSERS[language]) for language in LANGUAGES}
_MARKED_STEM = {language: _first(_MARKED[language]) for language in LANGUAGES}


def stem(language: str, word: str) -> str:
    """Return the index term of one word, "" if it has none."""
    return _STEM[language][word]


def stemmer(language: str) -> Callable[[str], str]:
    """Return the function that stems one word of a language, for loops over whole texts."""
    return _STEM[language].__getitem__


def starts(language: str, word: str) -> tuple[str, ...]:
    """Return how the stem of a compound may begin that begins with the word: whole or by its own stem."""
    return tuple(dict.fromkeys((stem("xx", word), stem(language, word))))


# Anything that a stemmer takes for the beginning of a word.
_BEGINNING = "tata"


def ends(language: str, word: str) -> tuple[str, ...]:
    """Return how a compound may end that ends with the word: stemmers cut less of a short word (vaalit, kuntavaal)."""
    inside = stem(language, _BEGINNING + word).removeprefix(_BEGINNING)
    return tuple(dict.fromkeys((stem(language, word), inside)))


def marked_stem(language: str, word: str) -> str:
    """Return the stem of one word with its marks (å, é)."""
    return _MARKED_STEM[language][word]


# Their stemmers part a noun from its definite form: klimat -> klim, klimatet -> klimat.
_DEFINITE = frozenset({"sv", "da", "no"})


def variants(language: str, word: str) -> tuple[str, ...]:
    """Return the index terms that a word of a query is asked by, its own stem first."""
    first = stem(language, word)
    if language not in _DEFINITE:
        return (first,)
    return tuple(dict.fromkeys(term for term in (first, stem("xx", word), stem(language, first)) if term))


# What most texts of western Europe are written in, with their quotation marks: a byte a letter.
LATIN = "cp1252"


def unstemmed(text: str) -> str:
    """Return the words of a text as the analyser without a stemmer has them, a space before and behind each.

    Where a letter is a byte, one table does it: 12 microseconds a page, the analyser takes 120.
    """
    text = undotted(text)
    for letter, two in _AS_TWO:
        if letter in text:
            text = text.replace(letter, two)
    try:
        written = text.encode(LATIN).translate(_LETTERS)
    except UnicodeEncodeError:
        return _analysed(text)
    if _LONG in written.translate(_ALIKE):
        return _analysed(text)
    return f" {written.decode(LATIN)} "


def _analysed(text: str) -> str:
    return f" {' '.join(ANALYSERS['xx'].analyze(text))} "


def _letter(code: int) -> str:
    """Return what the analyser makes of a letter: none where words end, two of some."""
    return "".join(ANALYSERS["xx"].analyze(bytes([code]).decode(LATIN, "replace")))


_AS_TWO = tuple((bytes([code]).decode(LATIN), two) for code in range(256) if len(two := _letter(code)) > 1)
_LETTERS = bytes((one.encode(LATIN, "replace") if len(one := _letter(code)) == 1 else b" ")[0] for code in range(256))
# What is too long is left out by its bytes before folding, two a letter at most. Found in an eighth of the time that it
# takes to part the words.
_ALIKE = bytes(code if code == ord(" ") else ord("a") for code in range(256))
_LONG = b"a" * (LONGEST_WORD // 2)
