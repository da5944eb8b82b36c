"""Programs outside the lock file that make the library more able, and what each brings."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ingest.extraction import ocr


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """An optional program; `brings` says what is missing without it."""

    name: str
    brings: str | Promise

    @property
    def found(self) -> bool:
        return shutil.which(self.name) is not None


# Each of them is needed for the same.
PROGRAMS = tuple(Program(name=name, brings=_("reading scanned papers")) for name in ocr.PROGRAMS)


def missing_programs() -> tuple[Program, ...]:
    """Return the optional programs that this machine does not have."""
    return tuple(program for program in PROGRAMS if not program.found)
