"""Programs outside the lock file that make the library more able, and what each brings."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """An optional program; `brings` says what is missing without it."""

    name: str
    brings: str | Promise

    @property
    def found(self) -> bool:
        return shutil.which(self.name) is not None


PROGRAMS = (
    Program(name="tesseract", brings=_("reading scanned papers")),
    Program(name="ocrmypdf", brings=_("putting the text that was read into scanned PDFs")),
)


def missing_programs() -> tuple[Program, ...]:
    """Return the optional programs that this machine does not have."""
    return tuple(program for program in PROGRAMS if not program.found)
