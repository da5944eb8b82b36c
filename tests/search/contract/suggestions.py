"""Suggestions and likeness."""

from __future__ import annotations

import pytest

from search.engines.base import SearchEngine
from search.query import PUBLIC, Audience
from tests.search.documents import document

STAFF = Audience(staff=True)


class SuggestionContract:
    """Suggestions and likeness."""

    def test_titles_authors_and_subjects_are_suggested(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Municipal Finance", authors=("Munro, Åsa",), keywords=("municipal waste",))])
        found = {"municipal", "Municipal Finance", "Munro, Åsa", "municipal waste"}
        assert set(engine.suggest("mun", PUBLIC)) == found
        assert engine.suggest("finance", PUBLIC) == ("Municipal Finance",)
        assert engine.suggest("asa", PUBLIC) == ("Munro, Åsa",)

    def test_words_are_suggested_commonest_first_and_leave_room_for_titles(self, engine: SearchEngine) -> None:
        titles = [
            "Wastewater fees",
            "Wastewater now",
            "The wasteland",
            "Of wastebins",
            "Of wastefulness",
            "Fler åtgärder",
        ]
        engine.upsert([document(n, title) for n, title in enumerate(titles, start=1)])
        found = engine.suggest("waste", PUBLIC)
        assert found[:3] == ("wastewater", "wastebins", "wastefulness")
        assert set(found[3:]) == set(titles[:5])
        assert engine.suggest("åtg", PUBLIC) == ("åtgärder", "Fler åtgärder")
        assert engine.suggest("åtgärder", PUBLIC) == ("Fler åtgärder",)

    def test_suggestions_of_many_papers_are_of_what_the_reader_may_see(self, engine: SearchEngine) -> None:
        """Where many papers have a word that begins so, what is suggested still begins so and may be seen."""
        seen = [document(n, f"Of wastewater {n}", authors=(f"Wasten, {n}",)) for n in range(1, 41)]
        closed = [document(n, f"Wastebin {n}", record_public=False, uploader=7) for n in range(41, 101)]
        older = [document(n, f"Wasteland {n}", superseded=True) for n in range(101, 141)]
        engine.upsert([*seen, *closed, *older])
        titles = {text for each in seen for text in (each.titles[0].text, *each.authors)}
        word, *rest = engine.suggest("waste", PUBLIC)
        assert word == "wastewater"
        assert len(rest) == 7
        assert set(rest) <= titles
        assert engine.suggest("wasteb", PUBLIC) == ()
        assert engine.suggest("wastel", STAFF) == ()
        assert engine.suggest("wasteb", Audience(uploader=7))[0] == "wastebin"

    def test_suggestions_are_as_many_as_asked_for(self, engine: SearchEngine) -> None:
        engine.upsert([document(n, f"Waste {n}") for n in range(20)])
        assert len(engine.suggest("waste", PUBLIC, limit=5)) == 5

    @pytest.mark.parametrize("prefix", ["", " ", "*", "\x00", "(", "x" * 5000, "💥"])
    def test_any_prefix_may_be_asked(self, engine: SearchEngine, prefix: str) -> None:
        engine.upsert([document(1)])
        assert engine.suggest(prefix, PUBLIC) == ()

    def test_similar_publications_share_their_subject(self, engine: SearchEngine) -> None:
        engine.upsert(
            [
                document(1, "Fiscal decentralisation in Swedish municipalities"),
                document(2, "Municipalities and fiscal decentralisation"),
                document(3, "Growing tomatoes indoors"),
                document(4, "Tomatoes and cucumbers indoors"),
            ]
        )
        assert engine.similar(1, PUBLIC) == (2,)
        assert engine.similar(99, PUBLIC) == ()

    def test_publications_as_similar_as_others_come_in_their_order(self, engine: SearchEngine) -> None:
        words = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}word" for n in range(60)]
        engine.upsert([document(n, "A subject of many words", abstract=" ".join(words)) for n in range(9, 0, -1)])
        assert engine.similar(9, PUBLIC, limit=4) == (1, 2, 3, 4)
