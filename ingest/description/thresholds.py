"""How sure a field must be to be taken without a person's look.

The figures for title, authors and year come from the cross-validated probabilities on 212 papers: see the model card.
"""

from __future__ import annotations

from ingest.description.values import Field

# Asked for even where nothing was found: a record cannot do without them.
ALWAYS_ASKED = ("title", "authors", "year")

_LEAST_CONFIDENCE = {"title": 0.88, "authors": 0.9, "year": 0.8}
_LEAST_OTHERWISE = 0.6


def accepted(field: Field) -> bool:
    """Tell whether a field is sure enough."""
    return field.confidence >= _LEAST_CONFIDENCE.get(field.name, _LEAST_OTHERWISE)
