"""How a record will be cited, while it is still being looked over."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from catalogue.labels import label_for
from catalogue.models import Programme
from catalogue.record import Record
from citations.formats.pandoc import PandocUnavailable
from citations.formats.styles import DEFAULT_LOCALE, DEFAULT_STYLE, format_references, locale_for
from citations.reference import Reference

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The formatted reference as clean HTML ("" where it was not asked for or cannot be made), and the label form."""

    reference: str
    label: str


def label_preview(record: Record) -> Preview:
    """Return the label form alone, which costs nothing."""
    programme = Programme.objects.filter(slug__in=record.programmes, labelled=True).exclude(label="").first()
    return Preview(reference="", label=label_for(record.reference, programme.label if programme else ""))


def full_preview(record: Record) -> Preview:
    """Return both; the reference takes a run of pandoc, about 0.1 s."""
    return Preview(reference=_formatted(record.reference), label=label_preview(record).label)


def _formatted(reference: Reference) -> str:
    if not reference.title:
        return ""
    language = reference.languages[0] if reference.languages else ""
    try:
        return format_references((reference,), DEFAULT_STYLE, locale_for(language) or DEFAULT_LOCALE)[0].html
    except (PandocUnavailable, ValueError, IndexError):
        logger.warning("the preview of a reference could not be made", exc_info=True)
        return ""
