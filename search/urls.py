"""Addresses of searching."""

from django.urls import path

from search import feeds, frozen_pages, page_view, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search.atom", feeds.feed, name="search-feed"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("search/freeze/", frozen_pages.freeze, name="freeze"),
    path("search/frozen/", frozen_pages.frozen_searches, name="frozen-searches"),
    path("search/frozen/<slug:token>/", frozen_pages.frozen_search, name="frozen-search"),
    path("search/frozen/<slug:token>/again/", frozen_pages.frozen_again, name="frozen-again"),
    path("search/frozen/<slug:token>/remove/", frozen_pages.frozen_remove, name="frozen-remove"),
    path("search/facets/<slug:name>/", views.facet, name="search-facet"),
    path("publications/<int:publication_id>/search/", views.search_inside, name="publication-search"),
    path("publications/<int:publication_id>/pages/<int:number>/", page_view.page, name="publication-page"),
]
