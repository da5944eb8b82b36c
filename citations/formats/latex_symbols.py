"""What LaTeX's commands for letters and signs mean, and how to write the letters and signs that need one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pylatexenc.latex2text import get_default_latex_context_db
from pylatexenc.latexencode import get_builtin_uni2latex_dict

# Accent commands and their combining characters.
ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "h": "\u0309",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
    "G": "\u030f",
    "textdotbreve": "\u0310",
    "textcommabelow": "\u0326",
    "textcommaabove": "\u0313",
    "textoverline": "\u0305",
    "overline": "\u0305",
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "acute": "\u0301",
    "grave": "\u0300",
    "breve": "\u0306",
    "check": "\u030c",
    "dot": "\u0307",
    "ddot": "\u0308",
    "vec": "\u20d7",
    "mathring": "\u030a",
    "ocirc": "\u030a",
    "polhk": "\u0328",
    "soft": "\u030c",
    "udot": "\u0323",
    "underdot": "\u0323",
    "dudot": "\u0324",
    "utilde": "\u0330",
    "uarc": "\u0306",
    "lfhook": "\u0326",
    "f": "\u0311",
    "horn": "\u031b",
    "U": "\u030d",
    "cyrchar": "",
}
_FUNCTIONS = """
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min
    mod Pr sec sin sinh sup tan tanh
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())

# Signs for which pylatexenc has no name, or another one than people write.
_COMMON = {
    "i": "ı",
    "j": "ȷ",
    "aa": "å",
    "AA": "Å",
    "l": "ł",
    "L": "Ł",
    "o": "ø",
    "O": "Ø",
    "ss": "ß",
    "SS": "ẞ",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "dj": "đ",
    "DJ": "Đ",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "&": "&",
    "%": "%",
    "$": "$",
    "#": "#",
    "_": "_",
    "{": "{",
    "}": "}",
    ",": "\u2009",
    ";": " ",
    ":": " ",
    " ": " ",
    "\n": " ",
    "\t": " ",
    "!": "",
    "/": "",
    "-": "",
    "@": "",
    "*": "",
    "textbackslash": "\\",
    "backslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "lbrace": "{",
    "rbrace": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textunderscore": "_",
    "textgreater": ">",
    "lt": "<",
    "gt": ">",
    "textbar": "|",
    "vert": "|",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textasciigrave": "`",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "quotedblbase": "„",
    "quotesinglbase": "‚",
    "guillemotleft": "«",
    "guillemotright": "»",
    "guillemetleft": "«",
    "guillemetright": "»",
    "flqq": "«",
    "frqq": "»",
    "glqq": "„",
    "grqq": "“",
    "guilsinglleft": "‹",
    "guilsinglright": "›",
    "textendash": "–",
    "textemdash": "—",
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "S": "§",
    "P": "¶",
    "copyright": "©",
    "textcopyright": "©",
    "textregistered": "®",
    "texttrademark": "™",
    "dag": "†",
    "ddag": "‡",
    "pounds": "£",
    "textsterling": "£",
    "euro": "€",
    "texteuro": "€",
    "textdollar": "$",
    "textdegree": "°",
    "degree": "°",
    "textordfeminine": "ª",
    "textordmasculine": "º",
    "textmu": "µ",
    "textperiodcentered": "·",
    "textbullet": "•",
    "cdot": "·",
    "circ": "∘",
    "textasteriskcentered": "*",
    "textexclamdown": "¡",
    "textquestiondown": "¿",
    "langle": "⟨",
    "rangle": "⟩",
    "lambda": "λ",
    "epsilon": "ε",
    "slash": "/",
    "space": " ",
    "quad": " ",
    "qquad": " ",
    "newblock": "",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "BibTeX": "BibTeX",
    "textnumero": "№",
    "le": "≤",
    "ge": "≥",
    "ne": "≠",
    "to": "→",
    "sqrt": "√",
    "prime": "′",
    "Re": "ℜ",
    "Im": "ℑ",
    "gets": "←",
    "iff": "⇔",
    "implies": "⇒",
    "land": "∧",
    "lor": "∨",
    "mid": "|",
    "colon": ":",
    "triangle": "△",
    "checkmark": "✓",
    "ohm": "Ω",
    "angstrom": "Å",
    "celsius": "°C",
    "micro": "µ",
    "percent": "%",
    "thorn": "þ",
    "Thorn": "Þ",
    "eth": "ð",
    "ETH": "Ð",
    "ohorn": "ơ",
    "Ohorn": "Ơ",
    "uhorn": "ư",
    "Uhorn": "Ư",
    "textminus": "−",
    "cprime": "ʹ",
    "cdprime": "ʺ",
    "lasp": "ʻ",
    "rasp": "ʼ",
    "cydot": "·",
    "Dbar": "Đ",
    "dbar": "đ",
    "mathsemicolon": ";",
    "mathplus": "+",
    "mathminus": "−",
    "hyphen": "-",
    "textquotesinglbase": "‚",
    "textless": "<",
    "ell": "ℓ",
    "sim": "∼",
    "textasciimacron": "¯",
    "leqslant": "⩽",
    "geqslant": "⩾",
    "nobreakspace": "\u00a0",
    "hskip": "",
    "relax": "",
    "protect": "",
    "noopsort": "",
    "ignorespaces": "",
    "textup": "",
    "mathrm": "",
    "lowercase": "",
    "bibstring": "",
    "mkbibacro": "",
}


def _symbols() -> dict[str, str]:
    """Return all commands without arguments and the character each stands for."""
    named: dict[str, str] = {}
    for code, latex in get_builtin_uni2latex_dict().items():
        match = re.fullmatch(r"(?:\\ensuremath\{)?\\([A-Za-z]+)\}?", latex)
        if match and match[1] not in ACCENTS:
            named.setdefault(match[1], chr(code))
    for name, sign in _read_by_pylatexenc():
        named.setdefault(name, sign)
    greek = {f"text{name}": sign for name, sign in named.items() if "α" <= sign <= "ω" or "Α" <= sign <= "Ω"}
    common = {name: sign for name, sign in _COMMON.items() if name not in ACCENTS or sign}
    return greek | named | {name: name for name in FUNCTIONS} | common


def _read_by_pylatexenc() -> Iterator[tuple[str, str]]:
    """Yield the commands that pylatexenc reads as one character but does not write."""
    context = get_default_latex_context_db()
    for name in ("latex-base", "advanced-symbols"):
        for macro in context.d[name]["macros"].values():
            sign = macro.simplify_repl
            if isinstance(sign, str) and len(sign) == 1 and sign.isprintable() and macro.macroname not in ACCENTS:
                yield macro.macroname, sign


SYMBOLS = _symbols()

# What ASCII-safe BibTeX writes for a character, beside letters with one accent.
_WRITTEN = {
    "ı": "i",
    "ß": "ss",
    "ẞ": "SS",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "å": "aa",
    "Å": "AA",
    "ł": "l",
    "Ł": "L",
    "đ": "dj",
    "Đ": "DJ",
    "ð": "dh",
    "Ð": "DH",
    "þ": "th",
    "Þ": "TH",
    "ŋ": "ng",
    "Ŋ": "NG",
    "‘": "textquoteleft",
    "’": "textquoteright",
    "“": "textquotedblleft",
    "”": "textquotedblright",
    "„": "quotedblbase",
    "‚": "quotesinglbase",
    "«": "guillemotleft",
    "»": "guillemotright",
    "‹": "guilsinglleft",
    "›": "guilsinglright",
    "…": "ldots",
    "§": "S",
    "¶": "P",
    "©": "copyright",
    "®": "textregistered",
    "™": "texttrademark",
    "†": "dag",
    "‡": "ddag",
    "£": "pounds",
    "€": "texteuro",
    "°": "textdegree",
    "·": "textperiodcentered",
    "•": "textbullet",
    "¡": "textexclamdown",
    "¿": "textquestiondown",
}
_COMBINING = {mark: command for command, mark in ACCENTS.items() if len(command) == 1 and command not in "tG" and mark}


def ascii_form(char: str) -> str:
    """Return LaTeX in ASCII for one character, "" where only the character itself will do."""
    if char in _WRITTEN:
        return f"{{\\{_WRITTEN[char]}}}"
    parts = unicodedata.normalize("NFD", char)
    if len(parts) != 2 or not parts[0].isascii() or not parts[0].isalpha() or parts[1] not in _COMBINING:
        return ""
    command = _COMBINING[parts[1]]
    # `{\'i}`, never `{\'\i}`: biber, pandoc and typst make dotless i and a combining accent of the latter.
    return f"{{\\{command}{' ' if command.isalpha() else ''}{parts[0]}}}"
