"""The fields of an entry of a .bib file, as its reader takes them."""

from __future__ import annotations

from dataclasses import dataclass, field

from citations.formats.bib_verbatim import plain_verbatim
from citations.formats.form import Problem, ProblemCode
from citations.formats.latex_decode import decode


@dataclass(slots=True)
class EntryFields:
    """The fields of an entry, each taken once; what nobody takes is carried along."""

    left: dict[str, str]
    line: int
    key: str
    problems: list[Problem] = field(default_factory=list)

    def raw(self, *names: str) -> str:
        """Return the first of the fields that says something, and take it."""
        for name in names:
            if name in self.left and self.left[name].strip():
                return self.left.pop(name)
        return ""

    def text(self, *names: str) -> str:
        """Return what the first of the fields says that says something, without markup: titles and notes have some."""
        return decode(self.raw(*names), marked=False)

    def verbatim(self, *names: str) -> str:
        return plain_verbatim(self.raw(*names))

    def complain(self, code: ProblemCode, detail: str = "") -> None:
        self.problems.append(Problem(line=self.line, key=self.key, code=code, detail=detail))
