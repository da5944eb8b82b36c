"""Languages by BCP 47 code, and by the names that babel and BibLaTeX give them."""

from __future__ import annotations

import re

# The first name of a code is the one written.
_NAMES: tuple[tuple[str, str], ...] = (
    ("en", "english"),
    ("en-US", "american"),
    ("en-US", "usenglish"),
    ("en-US", "usamerican"),
    ("en-GB", "british"),
    ("en-GB", "ukenglish"),
    ("en-CA", "canadian"),
    ("en-AU", "australian"),
    ("en-NZ", "newzealand"),
    ("sv", "swedish"),
    ("da", "danish"),
    ("nb", "norsk"),
    ("no", "norwegian"),
    ("nn", "nynorsk"),
    ("fi", "finnish"),
    ("is", "icelandic"),
    ("de", "german"),
    ("de", "ngerman"),
    ("de-AT", "naustrian"),
    ("de-AT", "austrian"),
    ("de-CH", "nswissgerman"),
    ("de-CH", "swissgerman"),
    ("nl", "dutch"),
    ("fr", "french"),
    ("fr", "francais"),
    ("fr", "frenchb"),
    ("fr-CA", "acadian"),
    ("fr-CA", "canadien"),
    ("es", "spanish"),
    ("ca", "catalan"),
    ("gl", "galician"),
    ("eu", "basque"),
    ("pt", "portuguese"),
    ("pt", "portuges"),
    ("pt-BR", "brazilian"),
    ("pt-BR", "brazil"),
    ("it", "italian"),
    ("ro", "romanian"),
    ("pl", "polish"),
    ("cs", "czech"),
    ("sk", "slovak"),
    ("sl", "slovene"),
    ("sl", "slovenian"),
    ("hr", "croatian"),
    ("sr", "serbian"),
    ("sr-Cyrl", "serbianc"),
    ("bs", "bosnian"),
    ("mk", "macedonian"),
    ("bg", "bulgarian"),
    ("uk", "ukrainian"),
    ("be", "belarusian"),
    ("ru", "russian"),
    ("et", "estonian"),
    ("lv", "latvian"),
    ("lt", "lithuanian"),
    ("hu", "hungarian"),
    ("hu", "magyar"),
    ("tr", "turkish"),
    ("sq", "albanian"),
    ("el", "greek"),
    ("grc", "ancientgreek"),
    ("la", "latin"),
    ("ar", "arabic"),
    ("he", "hebrew"),
    ("fa", "persian"),
    ("fa", "farsi"),
    ("ku", "kurmanji"),
    ("hy", "armenian"),
    ("ka", "georgian"),
    ("hi", "hindi"),
    ("vi", "vietnamese"),
    ("th", "thai"),
    ("id", "indonesian"),
    ("ms", "malay"),
    ("zh", "chinese"),
    ("zh", "pinyin"),
    ("ja", "japanese"),
    ("ko", "korean"),
    ("sw", "swahili"),
    ("cy", "welsh"),
    ("ga", "irish"),
    ("eo", "esperanto"),
    ("af", "afrikaans"),
)
_BABEL = dict(reversed(_NAMES))
_CODES = {name: code for code, name in _NAMES} | {
    "svenska": "sv",
    "engelska": "en",
    "deutsch": "de",
    "français": "fr",
    "español": "es",
    "eng": "en",
    "swe": "sv",
    "ger": "de",
    "deu": "de",
    "fre": "fr",
    "fra": "fr",
    "spa": "es",
    "rus": "ru",
    "ita": "it",
    "por": "pt",
    "nor": "no",
    "dan": "da",
    "fin": "fi",
}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def babel_name(code: str) -> str:
    """Return the name for `langid`; the code itself where babel has none."""
    return _BABEL.get(code, code)


def language_code(name: str) -> str:
    """Return the BCP 47 code of a language's name or code, "" if it is neither."""
    text = name.strip().removeprefix("\\bibstring{").rstrip("}")
    lowered = text.lower().removeprefix("lang") if text.lower().startswith("lang") else text.lower()
    if code := _CODES.get(lowered):
        return code
    if not _TAG.fullmatch(text):
        return ""
    head, _, tail = text.partition("-")
    if len(head) > 3 or (len(head) == 3 and not tail and head.lower() not in _ISO_639_3):
        return ""
    return _canonical_tag(text)


def _canonical_tag(text: str) -> str:
    parts = text.split("-")
    return "-".join([parts[0].lower(), *map(_cased_subtag, parts[1:])])


def _cased_subtag(part: str) -> str:
    if len(part) == 4:
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()


# Three-letter codes of languages that have no two-letter one and occur in the collection's field.
_ISO_639_3 = frozenset(
    {"grc", "ckb", "kmr", "rom", "rup", "sco", "fit", "smj", "sme", "sma", "yid", "und", "mul", "cnr"}
)
