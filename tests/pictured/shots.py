"""The pages and states of the library that pictures are taken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Who = Literal["reader", "staff", "contributor"]
Where = Literal["samples", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A page to take: its name, its address, a selector to press first, who looks, and in which library.

    `{name}` in an address is a publication of `tests.pictured.states`. A shot with a `status` is of an error page that
    nothing can be made to show: its HTML is rendered beside the library and shown in its place.
    """

    name: str
    path: str
    press: str = ""
    who: Who = "reader"
    where: Where = "samples"
    status: int = 0


_STAFF: Who = "staff"
_EMPTY: Where = "empty"
_FILTERED = "q=kommun&country=SE&country=MZ&type=research_report&year_from=2015"

SHOTS = (
    # finding
    Shot(name="home", path="/en/"),
    Shot(name="home-sv", path="/sv/"),
    Shot(name="home-empty", path="/sv/", where=_EMPTY),
    Shot(name="search", path="/en/search/?q=municipal+revenue"),
    Shot(name="search-filtered", path=f"/sv/search/?{_FILTERED}"),
    Shot(name="search-everything", path="/en/search/"),
    Shot(name="search-table", path="/sv/search/?q=kommun&view=table"),
    Shot(name="search-none", path="/sv/search/?q=vattenavgifter+Botswana+xylofon&country=SE"),
    Shot(name="search-nothing", path="/en/search/?q=xylophone"),
    Shot(name="search-typo", path="/en/search/?q=municpal+budgte"),
    Shot(name="search-broken", path="/en/search/?q=%22participatory+budget+colour:red"),
    Shot(name="search-resting", path="/sv/search/?q=budget", where=_EMPTY),
    Shot(name="search-filters-open", path="/en/search/?q=budget", press="#sheet > summary"),
    Shot(name="search-why", path="/sv/search/?q=budget", press=".why > summary"),
    Shot(name="search-facet", path="/en/search/facets/author/?q=budget"),
    Shot(name="search-inside", path="/en/publications/9/search/?q=revenue"),
    Shot(name="search-nearest", path="/en/search/?q=%22budget+revenue%22&country=SE"),
    Shot(name="frozen", path="/en/search/?q=revenue&country=KE&references=no", press="[data-freeze] button"),
    Shot(name="frozen-sv", path="/sv/search/?q=kommun", press="[data-freeze] button"),
    Shot(name="search-inside-none", path="/sv/publications/9/search/?q=xylofon"),
    # reading
    Shot(name="publication", path="/en/publications/9/"),
    Shot(name="publication-sv", path="/sv/publications/8/"),
    Shot(name="publication-handbook", path="/en/publications/4/"),
    Shot(name="publication-newer-exists", path="/en/publications/{older}/"),
    Shot(name="publication-newer", path="/sv/publications/{newer}/"),
    Shot(name="publication-embargoed", path="/en/publications/{embargoed}/"),
    Shot(name="publication-restricted", path="/sv/publications/{restricted}/"),
    Shot(name="publication-withdrawn", path="/en/publications/{withdrawn}/"),
    Shot(name="publication-withdrawn-sv", path="/sv/publications/{withdrawn}/"),
    Shot(name="publication-no-file", path="/en/publications/{fileless}/"),
    Shot(name="publication-several-files", path="/en/publications/{several}/"),
    Shot(name="page-view", path="/en/publications/9/pages/4/?q=revenue"),
    Shot(name="page-view-sv", path="/sv/publications/8/pages/2/"),
    Shot(name="report", path="/en/publications/9/report/"),
    Shot(name="report-wrong", path="/sv/publications/9/report/", press="main form button[type=submit]"),
    # citing
    Shot(name="cite", path="/en/publications/9/cite/?find=apa"),
    Shot(name="basket-empty", path="/sv/basket/"),
    Shot(name="convert", path="/en/convert/"),
    # browsing
    Shot(name="browse", path="/en/browse/"),
    Shot(name="browse-sv", path="/sv/browse/"),
    Shot(name="browse-empty", path="/en/browse/", where=_EMPTY),
    Shot(name="browse-people", path="/en/browse/people/"),
    Shot(name="browse-person", path="/sv/browse/people/ojeklint-karin/"),
    Shot(name="browse-country", path="/sv/browse/countries/mz/"),
    Shot(name="browse-series", path="/en/browse/series/research-reports/"),
    Shot(name="browse-theme", path="/sv/browse/themes/transparency/"),
    Shot(name="browse-year", path="/en/browse/years/2022/"),
    Shot(name="recent", path="/en/recent/"),
    # the library's own pages
    Shot(name="help", path="/en/help/"),
    Shot(name="help-search", path="/sv/help/search/"),
    Shot(name="help-cite", path="/en/help/cite/"),
    Shot(name="help-reuse", path="/sv/help/reuse/"),
    Shot(name="help-staff", path="/en/help/staff/"),
    Shot(name="about", path="/en/about/"),
    Shot(name="accessibility", path="/sv/accessibility/"),
    # what went wrong
    Shot(name="error-400", path="/en/pictured/", status=400),
    Shot(name="error-403", path="/en/people/", who="contributor"),
    Shot(name="error-404", path="/en/nothing/"),
    Shot(name="error-410", path="/sv/pictured/", status=410),
    Shot(name="error-429", path="/en/pictured/", status=429),
    Shot(name="error-500", path="/sv/pictured/", status=500),
    # staff
    Shot(name="sign-in", path="/en/sign-in/"),
    Shot(name="sign-in-wrong", path="/sv/sign-in/", press="main form button[type=submit]"),
    Shot(name="submissions", path="/en/submissions/", who=_STAFF),
    Shot(name="submissions-empty", path="/sv/submissions/", who=_STAFF, where=_EMPTY),
    Shot(name="upload", path="/en/upload/", who=_STAFF),
    Shot(name="review", path="/en/submissions/5/", who=_STAFF),
    Shot(name="review-scan", path="/sv/submissions/10/", who=_STAFF),
    Shot(name="edit", path="/sv/publications/9/edit/", who=_STAFF),
    Shot(name="life", path="/en/publications/9/life/", who=_STAFF),
    Shot(name="publication-staff", path="/en/publications/{restricted}/", who=_STAFF),
    Shot(name="records", path="/en/records/", who=_STAFF),
    Shot(name="people", path="/sv/people/", who=_STAFF),
    Shot(name="reported-errors", path="/en/reports/", who=_STAFF),
    Shot(name="edit-about", path="/sv/edit/about/", who=_STAFF),
    Shot(name="account", path="/en/account/", who=_STAFF),
    Shot(name="second-factor", path="/sv/account/second-factor/", who=_STAFF),
    Shot(name="status", path="/en/status/", who=_STAFF),
    Shot(name="status-resting", path="/sv/status/", who=_STAFF, where=_EMPTY),
)
