"""Addresses of the pages that the world reads."""

from django.urls import path, register_converter

from dissemination import (
    basket,
    checking,
    citing,
    converting,
    exports,
    files,
    keyed,
    own_pages,
    pages,
    shelf_pages,
    zips,
)

register_converter(exports.SuffixConverter, "form")

urlpatterns = [
    path("", pages.home, name="home"),
    path("publications/<int:publication_id>/", pages.publication, name="publication"),
    path("publications/<int:publication_id>/<slug:slug>.pdf", files.publication_file, name="publication-file"),
    path("publications/<int:publication_id>/report/", own_pages.report_error, name="report-error"),
    path("publications/<int:publication_id>.<form:form>", exports.publication_as, name="publication-as"),
    path("publications/<int:publication_id>/cite/", citing.cite, name="cite"),
    path("basket/", basket.basket, name="basket"),
    path("basket.<form:form>", basket.basket_as, name="basket-as"),
    path("citations/", checking.falling_short, name="citations"),
    path("keys/<path:key>", keyed.by_key, name="by-key"),
    path("convert/", converting.convert, name="convert"),
    path("search.zip", zips.search_zip, name="search-zip"),
    path("search/frozen/<slug:token>.zip", zips.frozen_zip, name="frozen-zip"),
    path("search/frozen/<slug:token>.<form:form>", exports.frozen_as, name="frozen-as"),
    path("search.<form:form>", exports.search_as, name="search-as"),
    path("browse/", shelf_pages.ways, name="browse"),
    path("browse/<slug:kind>/", shelf_pages.way, name="way"),
    path("browse/<slug:kind>/<slug:slug>/", shelf_pages.shelf, name="shelf"),
    path("recent/", shelf_pages.recent, name="recent"),
    path("help/", own_pages.help_pages, name="help"),
    path("help/<slug:topic>/", own_pages.help_topic, name="help-topic"),
    path("about/", own_pages.own_page, {"slug": "about"}, name="about"),
    path("accessibility/", own_pages.own_page, {"slug": "accessibility"}, name="accessibility"),
    path("edit/<slug:slug>/", own_pages.edit_page, name="edit-page"),
    path("reports/", own_pages.error_reports, name="error-reports"),
    path("reports/<int:report_id>/done/", own_pages.error_report_done, name="error-report-done"),
    path("robots.txt", own_pages.robots, name="robots"),
]
