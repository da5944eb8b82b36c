"""What every engine promises; each engine's test class inherits all of it."""

from __future__ import annotations

from tests.search.contract.audiences import AudienceContract
from tests.search.contract.facets import FacetContract
from tests.search.contract.passages import PassageContract
from tests.search.contract.relaxed import RelaxedContract
from tests.search.contract.suggestions import SuggestionContract
from tests.search.contract.words import WordsContract
from tests.search.contract.writing import WritingContract
from tests.search.documents import document

# What the `library` of a test module holds: for tests that only read.
LIBRARY = [
    document(1, "Municipal finance reform", "Budgets of local governments. COVID-19 came.", abstract="Taxes."),
    document(2, "Women in politics", "Municipal councils and public finance", authors=("Romeo, Leonardo",)),
    document(3, "Åtgärder för klimatet", "Kommunerna och klimatförändringarna", language="sv"),
    document(4, "L'évaluation des communes", "Les élections municipales", language="fr", year=2012,
             keywords=("decentralisation",), facets={"country": ("SE",)}),
    document(5, "Waste", "The u.s. spent 10 000 dollars in 2014/15, said O'Neill",
             identifiers=("10.1234/Ab.C", "978-91-89159-00-6", "urn:nbn:se:su:diva-1", "1234-5679")),
]  # fmt: skip


class EngineContract(
    WritingContract,
    AudienceContract,
    FacetContract,
    WordsContract,
    RelaxedContract,
    PassageContract,
    SuggestionContract,
):
    """The whole of it."""
