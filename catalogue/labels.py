"""The centre's own label for a publication: `KC – Romeo, L (2012) Decentralizing for Development`."""

from __future__ import annotations

from citations.reference import Name, Reference


def label_for(reference: Reference, programme: str) -> str:
    """Return programme, dash, authors as `Family, I`, year in parentheses, title; absent parts are left out."""
    authors = ", ".join(_short(name) for name in reference.names() or reference.names("editor"))
    year = f"({reference.date.year})" if reference.date and reference.date.year else ""
    title = ": ".join(filter(None, [reference.title, reference.subtitle]))
    work = " ".join(filter(None, [authors, year, title]))
    return f"{programme} – {work}" if programme else work


def _short(name: Name) -> str:
    if name.is_organisation:
        return name.literal
    family = f"{name.particle} {name.family}".strip()
    initials = "".join(part[0] for word in name.given.split() for part in word.split("-") if part)
    return ", ".join(filter(None, [family, initials]))
