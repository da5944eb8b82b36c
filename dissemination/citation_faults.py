"""What falls short in citations, in sentences for staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.addresses import plain_address
from catalogue.models import Publication
from citations.verification import Fault


def sentence(fault: Fault) -> str:
    """Return what is wrong and what it leads to."""
    match fault.code:
        case "missing":
            return _("%(field)s is missing; reference programs need it") % {"field": fault.detail}
        case "doi":
            return _("%(value)s is not a DOI") % {"value": fault.detail}
        case "isbn":
            return _("%(value)s is not an ISBN: its check digit is wrong") % {"value": fault.detail}
        case "issn":
            return _("%(value)s is not an ISSN: its check digit is wrong") % {"value": fault.detail}
        case "markup":
            return _("half a tag stands in “%(value)s”") % {"value": fault.detail}
        case "unreadable":
            return _("%(format)s cannot be read back") % {"format": fault.detail}
        case _:
            return _("%(format)s gives it back otherwise") % {"format": fault.detail}


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultShown:
    """A fault as staff see it, with the way to the field that would mend it."""

    text: str
    href: str


def shown(publication: Publication, fault: Fault) -> FaultShown:
    field = _FORM_FIELDS.get(fault.attribute, fault.attribute)
    return FaultShown(text=sentence(fault), href=f"{plain_address('edit', publication.pk)}#id_{field}")


# Fields of the record form that go by another name than the attribute.
_FORM_FIELDS = {"titles": "title", "subtitles": "subtitle", "contributors": "authors", "identifiers": "doi"}
