"""What could not be read of a file of references, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citations.formats import Problem, ProblemCode

TEXTS: dict[ProblemCode, str | Promise] = {
    "broken_entry": _("the entry could not be read"),
    "comma_after_key_missing": _("a comma is missing after the key"),
    "comma_missing": _("a comma is missing after the field %(detail)s"),
    "equals_sign_missing": _("an equals sign is missing after the name of a field"),
    "field_twice": _("the field %(detail)s stands there twice; the first one holds"),
    "json": _("the file is not valid JSON"),
    "key_twice": _("an entry with this key stands before it: %(detail)s"),
    "many_commas": _("a name has too many commas: %(detail)s"),
    "nested_too_deeply": _("the file is nested too deeply"),
    "no_beginning": _("the record does not begin with %(detail)s"),
    "no_end": _("the record has no %(detail)s line"),
    "no_item": _("item %(detail)s of the list is no CSL item"),
    "no_key": _("the entry has no key"),
    "no_tag": _("a line without a tag"),
    "not_a_date": _("not a date: %(detail)s"),
    "outside": _("a line outside any record"),
    "parent_missing": _("the entry it refers to is not there: %(detail)s"),
    "two_types": _("two types stand there for one record"),
    "unclosed": _("a brace or quotation mark is not closed"),
    "xml": _("the file is not valid XML"),
}
# Their detail is what a parser said, which speaks English only.
_QUOTED = frozenset({"json", "xml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemShown:
    """A problem as a reader sees it; `said` is what a parser said of it in English."""

    line: int
    key: str
    text: str
    said: str


def shown(problem: Problem) -> ProblemShown:
    """Return the problem in the reader's language."""
    return ProblemShown(
        line=problem.line,
        key=problem.key,
        text=str(TEXTS[problem.code]) % {"detail": problem.detail},
        said=problem.detail if problem.code in _QUOTED else "",
    )
