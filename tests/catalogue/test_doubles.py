"""The same work under two records is noticed, and merged without losing an address or a key."""

from __future__ import annotations

import pytest

from catalogue import publishing
from catalogue.doubles import doubles_of
from catalogue.keys import publication_by_key
from catalogue.likeness import fingerprint, likeness
from catalogue.merging import NotMergeable, merge, merged
from catalogue.models import FormerAddress, Publication, Relation, State, StoredFile
from catalogue.policy import STRANGER, Sight, may_see
from catalogue.references import record_for, reference_for
from citations.reference import Identifier, PartialDate
from tests import factories

pytestmark = pytest.mark.django_db

_TEXT = " ".join(f"The {n}th council of the county decides on matter {n * n} in its own way." for n in range(60))


def found(publication: Publication) -> list[tuple[int, str]]:
    return [(d.publication_id, d.reason) for d in doubles_of(publication, reference_for(publication))]


def test_one_doi_in_two_spellings_is_one_work() -> None:
    first = factories.publication("One", identifiers=(Identifier(scheme="doi", value="10.1234/ABC"),))
    second = factories.publication("Two", identifiers=(Identifier(scheme="doi", value="10.1234/abc"),))
    assert found(second) == [(first.pk, "identifier")]


def test_an_isbn_of_ten_digits_is_the_one_of_thirteen() -> None:
    first = factories.publication("One", identifiers=(Identifier(scheme="isbn", value="0-306-40615-2"),))
    second = factories.publication("Two", identifiers=(Identifier(scheme="isbn", value="978-0-306-40615-7"),))
    assert found(second) == [(first.pk, "identifier")]


def test_a_shared_issn_says_nothing() -> None:
    for title in ("One", "Two"):
        last = factories.publication(title, identifiers=(Identifier(scheme="issn", value="1234-5679"),))
    assert found(last) == []


def test_one_number_of_a_series_is_one_work_in_its_year() -> None:
    first = factories.publication("One", series="Policy Briefs", number="7")
    second = factories.publication("Two", series="policy  briefs", number="7")
    later = factories.publication("Three", series="Policy Briefs", number="7", date=PartialDate(year=2020))
    assert found(second) == [(first.pk, "number")]
    assert found(later) == []


def test_nearly_one_title_of_nearly_one_year_is_one_work() -> None:
    first = factories.publication("Local taxes in small towns: a study")
    second = factories.publication("Local Taxes in Small Towns – A study")
    factories.publication("Local taxes in small towns: a study", date=PartialDate(year=1990))
    assert found(second) == [(first.pk, "title")]


def test_nearly_one_text_is_one_work_under_any_title() -> None:
    first, second, third = (factories.publication(title) for title in ("Draft", "Final word", "Elsewhere"))
    texts = {first: _TEXT, second: _TEXT.replace("county", "region", 3), third: "Nothing of the kind. " * 100}
    for publication, text in texts.items():
        use = publication.files.get()
        StoredFile.objects.filter(pk=use.file_id).update(fingerprint=fingerprint([text]))
    assert found(second) == [(first.pk, "text")]
    assert found(third) == []


def test_likeness_is_the_share_of_common_word_sequences() -> None:
    half = _TEXT[: len(_TEXT) // 2]
    assert likeness(fingerprint([_TEXT]), fingerprint([_TEXT])) == 1.0
    assert 0.35 < likeness(fingerprint([_TEXT]), fingerprint([half])) < 0.65
    assert fingerprint(["Cover"]) == []


def test_versions_of_one_work_are_no_doubles() -> None:
    first, second = factories.publication("Country brief"), factories.publication("Country brief")
    publishing.supersede(second, first, who=None)
    second.refresh_from_db()
    assert found(second) == []


def test_merging_keeps_every_key_address_and_file() -> None:
    keeper = factories.publication("Right", key="right2012")
    double = factories.publication("Wrong", key="wrong2012")
    publishing.set_key(double, "wrong2013", who=None)
    FormerAddress.objects.create(path="/en/publications/wrong", publication=double)
    whole = factories.publication("Whole")
    publishing.relate(double, Relation.Kind.PART_OF, whole, who=None)
    kept = merge(keeper, double, record_for(keeper), who=None)
    for key in ("right2012", "wrong2012", "wrong2013"):
        assert publication_by_key(key) == kept
    assert FormerAddress.objects.get().publication == kept
    assert kept.files.count() == 2
    assert [r.target for r in kept.relations.all()] == [whole]
    double.refresh_from_db()
    assert (merged(double), double.state, double.revisions.count()) == (kept, State.WITHDRAWN, 4)


def test_what_a_double_was_kept_apart_from_its_keeper_is_too() -> None:
    kept, double, other = (factories.publication("On wells") for _ in range(3))
    publishing.keep_apart(double, other, who=None)
    merge(kept, double, record_for(kept), who=None)
    assert list(kept.distinct_from.all()) == [other]
    with pytest.raises(publishing.NotRelatable):
        publishing.keep_apart(kept, kept, who=None)


def test_a_merged_record_is_not_merged_again() -> None:
    keeper, double = factories.publication("One"), factories.publication("Two")
    merge(keeper, double, record_for(keeper), who=None)
    for one, other in ((keeper, double), (double, keeper), (keeper, keeper)):
        with pytest.raises(NotMergeable):
            merge(one, other, record_for(keeper), who=None)


def test_the_double_of_a_draft_leaves_no_tombstone() -> None:
    keeper, double = factories.publication("One"), factories.publication("One", state=State.IN_REVIEW)
    merge(keeper, double, record_for(keeper), who=None)
    double.refresh_from_db()
    assert may_see(STRANGER, double) == Sight.NOTHING
