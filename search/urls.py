"""Addresses of searching."""

from django.urls import path

from search import feeds, page_view, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search.atom", feeds.feed, name="search-feed"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("search/facets/<slug:name>/", views.facet, name="search-facet"),
    path("publications/<int:publication_id>/search/", views.search_inside, name="publication-search"),
    path("publications/<int:publication_id>/pages/<int:number>/", page_view.page, name="publication-page"),
]
