"""The citation boxes, for the pages that show them."""

from __future__ import annotations

from typing import Any

from django import template

from catalogue.models import Publication
from catalogue.page_labels import PageLabel
from catalogue.policy import reader_of
from catalogue.references import reference_for
from dissemination import citing
from dissemination.checking import faults_shown
from dissemination.citation_faults import FaultShown

register = template.Library()


@register.inclusion_tag("dissemination/citing/_box.html", takes_context=True)
def citation_box(context: dict[str, Any], publication: Publication, label: str = "") -> dict[str, Any]:
    """The box on a publication's page."""
    request = context["request"]
    found: list[FaultShown] = []
    if reader_of(request.user).staff:
        found = faults_shown(publication, reference_for(publication))
    return {**citing.box(request, publication), "label": label, "faults": found}


@register.inclusion_tag("dissemination/citing/_page_box.html", takes_context=True)
def page_citation(context: dict[str, Any], publication_id: int, label: PageLabel) -> dict[str, Any]:
    """The box on the view of a page."""
    return citing.page_box(context["request"], publication_id, label)
