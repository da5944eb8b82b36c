"""The terms that a record can be given, and what they and other codes are called."""

from __future__ import annotations

from catalogue.models import Programme, Theme, Topic
from ingest.forms.record import RecordForm


def terms() -> dict[str, list[tuple[str, str]]]:
    """Return slug and name of the terms that can be chosen, in the reader's language."""
    return {
        "themes": [(term.slug, term.name) for term in Theme.objects.all()],
        "programmes": [(term.slug, term.name) for term in Programme.objects.all()],
        "topics": [(term.slug, term.name) for term in Topic.objects.all()],
    }


def names_of(part: str) -> dict[str, str]:
    """Return what the codes of a part are called; {} for a part in plain words."""
    if part == "type":
        return {code: str(name) for code, name in RecordForm.base_fields["type"].choices}  # type: ignore[attr-defined]
    return dict(terms()[part]) if part in ("themes", "programmes", "topics") else {}
