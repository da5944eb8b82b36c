"""Reference lists matched to the library's own records, in both directions and whichever came first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from catalogue import merging, publishing
from catalogue.citing import CitedEntry, keep_references
from catalogue.models import Publication, State
from catalogue.references import record_for
from citations.reference import Identifier, PartialDate, Reference, Text
from tests import factories

pytestmark = pytest.mark.django_db


def _entry(title: str, year: int | None = 2012, doi: str = "") -> CitedEntry:
    return CitedEntry(
        text=f"Berg, K. ({year}). {title}. Visby.",
        reference=Reference(
            titles=(Text(text=title),),
            date=PartialDate(year=year) if year else None,
            identifiers=(Identifier(scheme="doi", value=doi),) if doi else (),
        ),
        page=3,
    )


def _targets(citing: Publication) -> list[int | None]:
    return list(citing.cited_references.values_list("target_id", flat=True))


def test_a_cited_title_of_the_same_year_is_matched_to_the_record() -> None:
    cited = factories.publication("Local taxes in small towns")
    citing = factories.publication("Who pays")
    keep_references(citing, [_entry("Local Taxes in Small Towns."), _entry("Something else entirely")])
    assert _targets(citing) == [cited.pk, None]


def test_another_year_is_another_work() -> None:
    factories.publication("Report on local taxes")
    citing = factories.publication("Who pays")
    keep_references(citing, [_entry("Report on local taxes", 2013), _entry("Report on local taxes", None)])
    assert _targets(citing) == [None, None]


def test_a_doi_is_enough_in_any_spelling() -> None:
    cited = factories.publication(
        "Local taxes in small towns", identifiers=(Identifier(scheme="doi", value="10.5555/AbC.1"),)
    )
    citing = factories.publication("Who pays")
    keep_references(citing, [_entry("A title misread", 1999, "10.5555/abc.1")])
    assert _targets(citing) == [cited.pk]


def test_a_record_that_comes_later_is_found_by_the_lists_that_cite_it() -> None:
    citing = factories.publication("Who pays")
    keep_references(citing, [_entry("Local taxes in small towns: A study")])
    cited = factories.publication("Local taxes in small towns", subtitles=(Text(text="A study", language="en"),))
    assert _targets(citing) == [cited.pk]


def test_a_corrected_title_loses_what_no_longer_means_it() -> None:
    cited = factories.publication("Local taxes in small towns")
    citing = factories.publication("Who pays")
    keep_references(citing, [_entry("Local taxes in small towns")])
    publishing.revise(cited, factories.record("Waste in large cities"), who=None)
    assert _targets(citing) == [None]


def test_an_entry_read_wrongly_is_known_by_its_letters_and_a_name() -> None:
    cited = factories.publication("Co-production of services")
    citing = factories.publication("Who pays for wells")
    misread = Reference(titles=(Text(text="Visby"),), date=PartialDate(year=2012))
    keep_references(
        citing,
        [
            CitedEntry(text="Berg, K. 2012 Coproduction of ser vices. Visby", reference=misread),
            CitedEntry(text="Lund, A. 2012 Coproduction of services. Malmo", reference=misread),
        ],
    )
    assert _targets(citing) == [cited.pk, None]


def test_a_paper_does_not_cite_itself() -> None:
    paper = factories.publication("Local taxes in small towns")
    keep_references(paper, [_entry("Local taxes in small towns")])
    assert _targets(paper) == [None]


def test_what_cited_a_double_cites_the_kept_record(client: Client) -> None:
    kept, double = factories.publication("Local taxes in towns"), factories.publication("Local taxes in small towns")
    citing = factories.publication("Who pays for wells")
    keep_references(citing, [_entry("Local taxes in small towns")])
    merging.merge(kept, double, record_for(kept), who=None)
    assert f'href="/publications/{kept.pk}/"' in _page(client, citing)
    assert f'href="/publications/{citing.pk}/"' in _page(client, kept)


def test_both_pages_show_the_link(client: Client) -> None:
    cited, citing = factories.publication("Local taxes in small towns"), factories.publication("Who pays for wells")
    keep_references(citing, [_entry("Local taxes in small towns")])
    assert "Berg, K. (2012). Local taxes in small towns. Visby." in _page(client, citing)
    assert f'href="/publications/{cited.pk}/"' in _page(client, citing)
    assert "Cited by" in _page(client, cited)
    assert f'href="/publications/{citing.pk}/"' in _page(client, cited)


def test_an_entry_leads_to_the_page_that_it_stands_on(client: Client) -> None:
    citing = factories.publication("Who pays for wells", "Wells are dug in spring.")
    keep_references(citing, [replace(_entry("Local taxes in small towns"), page=1), _entry("Roads of the north")])
    page = _page(client, citing)
    assert f'href="/publications/{citing.pk}/pages/1/">p. 1</a>' in page
    assert f"/publications/{citing.pk}/pages/3/" not in page


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.EMBARGOED, State.RESTRICTED, State.WITHDRAWN])
def test_what_a_closed_text_cites_is_not_told(client: Client, state: State) -> None:
    cited, citing = factories.publication("Local taxes in small towns"), factories.publication("Who pays for wells")
    keep_references(citing, [_entry("Local taxes in small towns")])
    Publication.objects.filter(pk=citing.pk).update(state=state, withdrawn_reason="An error")
    assert "Cited by" not in _page(client, cited)
    assert "Berg, K. (2012). Local taxes in small towns. Visby." not in _page(client, citing)


def test_a_cited_record_that_is_not_public_is_not_linked(client: Client) -> None:
    cited, citing = factories.publication("Local taxes in small towns"), factories.publication("Who pays for wells")
    keep_references(citing, [_entry("Local taxes in small towns")])
    Publication.objects.filter(pk=cited.pk).update(state=State.IN_REVIEW)
    assert f"/publications/{cited.pk}/" not in _page(client, citing)


def test_a_list_of_markup_is_shown_as_text(client: Client) -> None:
    citing = factories.publication("Who pays for wells")
    keep_references(citing, [CitedEntry(text="<script>alert(1)</script> \x00 (2012).", reference=Reference())])
    assert "<script>alert" not in _page(client, citing)
    assert "&lt;script&gt;alert" in _page(client, citing)


def _page(client: Client, publication: Publication) -> str:
    return client.get(f"/publications/{publication.pk}/", headers={"accept-language": "en"}).content.decode()
