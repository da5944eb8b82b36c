"""How a page is spoken of: by its printed number, or by its sheet where the file prints numbers on others only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from catalogue.models import PageText, PublicationFile, StoredFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLabel:
    """The `sheet` counts from 1; `number` is what the page is cited by, "" where nothing true can be said."""

    sheet: int
    number: str

    @property
    def plain(self) -> str:
        """As in a row of numbers: "12" or "sheet 1"."""
        return self.number or _("sheet %(number)s") % {"number": self.sheet}

    @property
    def short(self) -> str:
        """As in a reference: "p. 12" or "sheet 1"."""
        return _("p. %(label)s") % {"label": self.number} if self.number else self.plain

    @property
    def within(self) -> str:
        """As in a sentence: "page 12" or "sheet 1"."""
        return _("page %(label)s") % {"label": self.number} if self.number else self.plain

    @property
    def heading(self) -> str:
        """As at the beginning of a line: "Page 12" or "Sheet 1"."""
        if self.number:
            return _("Page %(page)s") % {"page": self.number}
        return _("Sheet %(number)s") % {"number": self.sheet}


def page_label(sheet: int, printed: str, *, numbered: bool) -> PageLabel:
    """Return the label of a page; `numbered` where the file has printed numbers.

    Among those a sheet's own number would be another page's. In a file without any, sheets are counted as readers do.
    """
    return PageLabel(sheet=sheet, number=printed or ("" if numbered else str(sheet)))


def page_labels(file: StoredFile, sheets: Collection[int]) -> dict[int, PageLabel]:
    """Return the labels of these sheets of a file."""
    printed = dict(file.shown_pages.filter(number__in=sheets).values_list("number", "label"))
    numbered = any(printed.values()) or (bool(sheets) and file.shown_pages.exclude(label="").exists())
    return {sheet: page_label(sheet, printed.get(sheet, ""), numbered=numbered) for sheet in sheets}


def numbered_files(publications: Collection[int]) -> frozenset[tuple[int, int]]:
    """Return (publication, position) of their files that have printed numbers."""
    if not publications:
        return frozenset()
    printed = PageText.objects.shown().filter(file=OuterRef("file")).exclude(label="")
    uses = PublicationFile.objects.filter(Exists(printed), publication__in=publications)
    return frozenset(uses.values_list("publication_id", "position"))
