"""An entry of a .bib file while it is written, and the two dialects it may be written in."""

from __future__ import annotations

from dataclasses import dataclass, field

from citations.formats import bib_carrier
from citations.formats.bib_model import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """BibTeX or BibLaTeX: the names of fields, and whether accents are written in ASCII."""

    name: str
    ascii_safe: bool

    @property
    def is_biblatex(self) -> bool:
        return self.name == "biblatex"


BIBTEX = Dialect(name="bibtex", ascii_safe=True)
BIBLATEX = Dialect(name="biblatex", ascii_safe=False)


@dataclass(slots=True)
class Draft:
    """An entry being written: its fields in order, and what they cannot say."""

    entry: str
    dialect: Dialect
    fields: dict[str, str] = field(default_factory=dict)
    carried: bib_carrier.Carried = field(default_factory=dict)

    def may_have(self, name: str) -> bool:
        """Say whether the entry's type has the field, or is a type nobody knows the fields of."""
        return not self.dialect.is_biblatex or self.entry not in FIELDS or name in FIELDS[self.entry]

    def put(self, name: str, latex: str) -> None:
        if latex:
            self.fields[name] = latex
