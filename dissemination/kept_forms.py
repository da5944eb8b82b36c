"""Records as they stand in the formats of whole lists: kept beside the record, so that a list is text read in order.

Kept is what `form_keeping` wrote of public records; whether a reader may see a record is asked of the record each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import catalogue
import citations
from catalogue.addresses import site_prefix
from citations.formats import FORMATS, Format
from dissemination.models import WrittenForm

KEPT = tuple(FORMATS[name] for name in ("bibtex", "biblatex", "ris", "csl-json", "csv"))
_NAMES = frozenset(form.name for form in KEPT)


def is_kept(form: Format) -> bool:
    return form.name in _NAMES


@cache
def edition() -> str:
    """Return what tells one edition of the writers from another: all source that has a part in a record's text."""
    digest = hashlib.sha256(version("pylatexenc").encode())
    for path in sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def sources() -> list[Path]:
    """Return the modules that have a part in a record's text, or in the addresses in it."""
    below, beside = Path(catalogue.__file__).parent, Path(__file__).parent
    written = sorted(Path(citations.__file__).parent.rglob("*.py"))
    read = ("addresses.py", "columns.py", "policy.py", "references.py", "slugs.py", "written.py")
    put = ("exports.py", "form_keeping.py", "kept_forms.py", "urls.py")
    return [*written, *(below / name for name in read), *(beside / name for name in put)]


def here() -> str:
    """Return the root that stands in kept texts for the library's own, which only a request knows."""
    return f"https://{edition()}.invalid"


def kept_entries(versions: Mapping[int, int], form: Format, root: str) -> dict[int, str]:
    """Return the texts of those publications that have one of the version given, as a reader at the root sees them."""
    rows = WrittenForm.objects.filter(publication__in=versions, form=form.name, edition=edition())
    own, shown = f"{here()}/", root + site_prefix()
    return {
        publication_id: text.replace(own, shown)
        for publication_id, number, text in rows.order_by().values_list("publication_id", "version", "text")
        if number == versions[publication_id]
    }
