"""Forms of words as Elasticsearch has them: compounds are cut wherever a part may be over, so that a part is found.

tantivy's vocabulary is looked through for what goes on as a compound does. As an expression that bars rows of endings,
this took a server a second a word of a question (300 publications); of forms that are cut it takes milliseconds.
"""

from __future__ import annotations

import re

from search.analysis_forms import MIN_PART, head_lengths, modifier_lengths
from search.engines.remembered import Remembered

# Stands in a form of a compound wherever its first or last part may be over.
_CUT = "+"
_SIGN = re.compile(r"\W")


def cut_off(start: str) -> str:
    """Return the expression for forms that begin so, cut there.

    No part is shorter than MIN_PART letters. These first ones stand without a choice between them, so that the server
    goes to where they are in its vocabulary: two thirds of the time of a search.
    """
    kind, language, letters = start.split(":", 2)
    fixed, *rest = letters[:MIN_PART], *letters[MIN_PART:]
    # Some signs fold to brackets and dots; the server knows operators that Python's expressions lack.
    written = (_SIGN.sub(r"\\\g<0>", part) for part in (f"{kind}:{language}:{fixed}", *rest))
    return rf"\{_CUT}?".join(written) + rf"\{_CUT}.*"


def cut(forms: str) -> str:
    """Return forms as Elasticsearch has them: compounds cut, from their start on and from their end."""
    return " ".join(filter(None, (_CUTS[form] if form.startswith("h:") else form for form in forms.split())))


def _compound(form: str) -> str:
    """Return the forms of a compound from its start and from its end on, for that of tantivy, which is not cut."""
    _, language, turned = form.split(":", 2)
    stem = turned[::-1]
    kinds = (("c", stem, modifier_lengths(stem)), ("h", turned, head_lengths(stem)))
    return " ".join(f"{kind}:{language}:{_with_cuts(letters, lengths)}" for kind, letters, lengths in kinds if lengths)


def _with_cuts(letters: str, lengths: list[int]) -> str:
    return "".join(letter + _CUT * (at in lengths) for at, letter in enumerate(letters, 1))


_CUTS = Remembered(_compound)
# What is to be cut of a spelling, mostly one form or two.
CUT = Remembered(cut)
