"""The pages and states of the library that pictures are taken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Who = Literal["reader", "staff", "contributor"]
Where = Literal["samples", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A page to take: its name, its address, who looks, and in which library.

    Before the picture, `fill` is typed into its fields and `press` is pressed, each selector in turn. `{name}` in an
    address is a publication or submission of `tests.pictured.states`; `status` is what the library answers. An `unseen`
    page is of an error that nothing can be made to show: its HTML is rendered beside the library and shown in its
    place. `paper` is how it is printed.
    """

    name: str
    path: str
    fill: tuple[tuple[str, str], ...] = ()
    press: tuple[str, ...] = ()
    who: Who = "reader"
    where: Where = "samples"
    status: int = 200
    unseen: bool = False
    paper: bool = False


_STAFF: Who = "staff"
_EMPTY: Where = "empty"
_SUBMIT = "main form button[type=submit]"
_GATHERED = (*(f".hit:nth-child({n}) .gather button" for n in (1, 2, 3)), ".nav a[href$='/basket/']")
_MISREAD = (("[name=text]", "@book{berg2012, title={Wells}, year={2012}}\n\n@article{lind, title={No end"),)
_FILTERED = "q=kommun&country=SE&country=MZ&type=research_report&year_from=2015"

SHOTS = (
    # finding
    Shot(name="home", path="/en/"),
    Shot(name="home-sv", path="/sv/"),
    Shot(name="home-empty", path="/sv/", where=_EMPTY),
    Shot(name="search", path="/en/search/?q=municipal+revenue"),
    Shot(name="search-filtered", path=f"/sv/search/?{_FILTERED}"),
    Shot(name="search-everything", path="/en/search/"),
    Shot(name="search-few", path="/sv/search/?q=cyklon+stormflod"),
    Shot(name="search-table", path="/sv/search/?q=kommun&view=table"),
    Shot(name="search-table-en", path="/en/search/?view=table"),
    Shot(name="search-none", path="/sv/search/?q=vattenavgifter+Botswana+xylofon&country=SE"),
    Shot(name="search-none-filtered", path="/sv/search/?country=SE&country=MZ&type=thesis&year_from=2030"),
    Shot(name="search-nothing", path="/en/search/?q=xylophone"),
    Shot(name="search-typo", path="/en/search/?q=municpal+budgte"),
    Shot(name="search-broken", path="/en/search/?q=%22participatory+budget+colour:red"),
    Shot(name="search-resting", path="/sv/search/?q=budget", where=_EMPTY, status=503),
    Shot(name="search-filters-open", path="/en/search/?q=budget", press=("#sheet > summary",)),
    Shot(name="search-why", path="/sv/search/?q=budget", press=(".why > summary",)),
    Shot(name="search-facet", path="/en/search/facets/author/?q=budget"),
    Shot(name="search-inside", path="/en/publications/9/search/?q=revenue"),
    Shot(name="search-nearest", path="/en/search/?q=%22budget+revenue%22&country=SE"),
    Shot(name="frozen", path="/en/search/?q=revenue&country=KE&references=no", press=("[data-freeze] button",)),
    Shot(name="frozen-sv", path="/sv/search/?q=kommun", press=("[data-freeze] button",)),
    Shot(name="frozen-again", path="/sv/search/?q=kommun", press=("[data-freeze] button", "a[href$='/again/']")),
    Shot(name="search-inside-none", path="/sv/publications/9/search/?q=xylofon"),
    # reading
    Shot(name="publication", path="/en/publications/9/"),
    Shot(name="publication-sv", path="/sv/publications/8/"),
    Shot(name="publication-handbook", path="/en/publications/4/"),
    Shot(name="publication-printed", path="/sv/publications/8/", paper=True),
    Shot(name="search-printed", path="/en/search/?q=revenue", paper=True),
    Shot(name="publication-newer-exists", path="/en/publications/{older}/"),
    Shot(name="publication-newer", path="/sv/publications/{newer}/"),
    Shot(name="publication-embargoed", path="/en/publications/{embargoed}/"),
    Shot(name="publication-restricted", path="/sv/publications/{restricted}/"),
    Shot(name="publication-withdrawn", path="/en/publications/{withdrawn}/", status=410),
    Shot(name="publication-withdrawn-sv", path="/sv/publications/{withdrawn}/", status=410),
    Shot(name="publication-no-file", path="/en/publications/{fileless}/"),
    Shot(name="publication-no-file-sv", path="/sv/publications/{fileless}/"),
    Shot(name="publication-several-files", path="/en/publications/{several}/"),
    Shot(name="publication-several-files-sv", path="/sv/publications/{several}/"),
    Shot(name="page-view", path="/en/publications/9/pages/4/?q=revenue"),
    Shot(name="page-view-sv", path="/sv/publications/8/pages/2/"),
    Shot(name="page-view-restricted", path="/en/publications/{restricted}/pages/1/", status=404),
    Shot(name="report", path="/en/publications/9/report/"),
    Shot(name="report-wrong", path="/sv/publications/9/report/", press=(_SUBMIT,)),
    # citing
    Shot(name="cite", path="/en/publications/9/cite/?find=apa"),
    Shot(name="cite-sv", path="/sv/publications/8/cite/"),
    Shot(name="basket-empty", path="/sv/basket/"),
    Shot(name="basket", path="/en/search/?q=municipal", press=_GATHERED),
    Shot(name="basket-listed", path="/sv/search/?q=kommun", press=(*_GATHERED, ".styles a")),
    Shot(name="convert", path="/en/convert/"),
    Shot(name="convert-misread", path="/sv/convert/", fill=_MISREAD, press=("[name=show]",)),
    # browsing
    Shot(name="browse", path="/en/browse/"),
    Shot(name="browse-sv", path="/sv/browse/"),
    Shot(name="browse-empty", path="/en/browse/", where=_EMPTY),
    Shot(name="browse-people", path="/en/browse/people/"),
    Shot(name="browse-countries", path="/sv/browse/countries/"),
    Shot(name="browse-person", path="/sv/browse/people/karin-ojeklint/"),
    Shot(name="browse-country", path="/sv/browse/countries/mz/"),
    Shot(name="browse-series", path="/en/browse/series/research-reports/"),
    Shot(name="browse-theme", path="/sv/browse/themes/transparency/"),
    Shot(name="browse-topic", path="/en/browse/topics/gender/"),
    Shot(name="browse-programme", path="/sv/browse/programmes/itp/"),
    Shot(name="browse-type", path="/sv/browse/types/working_paper/"),
    Shot(name="browse-organisation", path="/en/browse/organisations/knowledge-centre-for-local-democracy/"),
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
    Shot(name="error-400", path="/en/pictured/", status=400, unseen=True),
    Shot(name="error-403", path="/en/people/", who="contributor", status=403),
    Shot(name="error-404", path="/en/nothing/", status=404),
    Shot(name="error-410", path="/sv/pictured/", status=410, unseen=True),
    Shot(name="error-429", path="/en/pictured/", status=429, unseen=True),
    Shot(name="error-500", path="/sv/pictured/", status=500, unseen=True),
    Shot(name="error-507", path="/sv/pictured/", status=507, unseen=True),
    # staff
    Shot(name="sign-in", path="/en/sign-in/"),
    Shot(name="sign-in-wrong", path="/sv/sign-in/", press=(_SUBMIT,)),
    Shot(name="password-reset", path="/sv/password-reset/"),
    Shot(name="password-reset-sent", path="/en/password-reset/sent/"),
    Shot(name="submissions", path="/en/submissions/", who=_STAFF),
    Shot(name="submissions-empty", path="/sv/submissions/", who=_STAFF, where=_EMPTY),
    Shot(name="upload", path="/en/upload/", who=_STAFF),
    Shot(name="review", path="/en/submissions/5/", who=_STAFF),
    Shot(name="review-scan", path="/sv/submissions/10/", who=_STAFF),
    Shot(
        name="review-refused",
        path="/sv/submissions/{wordless}/",
        who=_STAFF,
        fill=(("[name=title]", ""),),
        press=(".acts [value=publish]",),
    ),
    Shot(name="review-wordless", path="/en/submissions/{wordless}/", who=_STAFF),
    Shot(name="edit", path="/sv/publications/9/edit/", who=_STAFF),
    Shot(name="life", path="/en/publications/9/life/", who=_STAFF),
    Shot(name="compare", path="/sv/publications/9/life/compare/?older=1&newer=2", who=_STAFF),
    Shot(name="compare-doubles", path="/en/publications/{twin}/beside/9/", who=_STAFF),
    Shot(name="publication-staff", path="/en/publications/{restricted}/", who=_STAFF),
    Shot(name="records", path="/en/records/", who=_STAFF),
    Shot(name="poor-texts", path="/en/poor-texts/", who=_STAFF),
    Shot(name="citations", path="/sv/citations/", who=_STAFF),
    Shot(name="frozen-searches", path="/en/search/frozen/", who=_STAFF),
    Shot(name="people", path="/sv/people/", who=_STAFF),
    Shot(name="reported-errors", path="/en/reports/", who=_STAFF),
    Shot(name="edit-about", path="/sv/edit/about/", who=_STAFF),
    Shot(name="account", path="/en/account/", who=_STAFF),
    Shot(name="change-password", path="/sv/account/password/", who=_STAFF),
    Shot(name="second-factor", path="/sv/account/second-factor/", who=_STAFF),
    Shot(name="status", path="/en/status/", who=_STAFF),
    Shot(name="status-resting", path="/sv/status/", who=_STAFF, where=_EMPTY),
)
