"""Searching: the page of results, the values of a facet, suggestions, and search inside one publication."""

from __future__ import annotations

import logging
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from catalogue.addresses import plain_address
from catalogue.models import Publication
from catalogue.policy import Reader, Sight, may_see, reader_of
from search import engines
from search.addresses import pairs_of, search_address, without_names
from search.engines.base import EngineError, EngineUnavailable, QueryTooExpensive
from search.entries import entry_for, listed
from search.facets import LABELS, Names, narrowed, offered, options_of, sought_in_values
from search.filters import CHOSEN_FACETS, Asked, asked, audience_of
from search.presentation import ResultsPage, note_texts, numbered_among, passage_view, results_page
from search.results import Results
from search.schema import FACETS

log = logging.getLogger(__name__)

_MANY_PAGES = 2000
_SUGGESTED = 8
# Values of a facet that a page of results asks for; it shows eight, and says that there are more.
_FACET_VALUES = 50


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The search page in all its states; with htmx only the part that changes."""
    question = asked(request.GET)
    reader = reader_of(request.user)
    context: dict[str, object] = {"section": "search", "asked": question, "notes": tuple(note_texts(question))}
    status = 200
    try:
        context["found"] = found = _found(question, reader)
        context["share"] = f"{request.scheme}://{request.get_host()}{plain_search(found)}"
    except QueryTooExpensive:
        context["trouble"] = "expensive"
    except EngineError as error:
        log.warning("The search engine does not answer: %s", error)
        context["trouble"], status = "resting", 503
    part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "search/_found.html" if part else "search/search.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def plain_search(found: ResultsPage) -> str:
    """Return the address of a search that holds in every language."""
    return search_address(list(found.pairs), path=plain_address("search"))


def _found(question: Asked, reader: Reader) -> ResultsPage:
    results = engines.default().search(question.query(reader, facets=FACETS, facet_values=_FACET_VALUES))
    everything = results.total + results.relaxed_total
    if not results.hits and everything and question.page > 1:
        question = replace(question, page=-(-everything // question.page_size))
        results = engines.default().search(question.query(reader, facets=FACETS, facet_values=_FACET_VALUES))
    return results_page(results, question, reader)


@require_safe
def facet(request: HttpRequest, name: str) -> HttpResponse:
    """All values of a facet under the other choices, to be narrowed by typing."""
    if name not in CHOSEN_FACETS:
        raise Http404
    question = asked(request.GET)
    containing = request.GET.get("containing", "").replace("\x00", "").strip()[:100]
    query = question.query(reader_of(request.user), near=())
    context: dict[str, object] = {"section": "search", "asked": question, "name": name, "label": LABELS[name]}
    try:
        found = engines.default().facet_values(query, name, sought_in_values(name, containing))
    except EngineError:
        return render(request, "search/facet.html", context | {"trouble": "resting"}, status=503)
    chosen = question.filters.of(name)
    values = offered(found.values, chosen)
    options = options_of(values, name, chosen, Names(question, {name: values}))
    context["options"] = narrowed(options, containing)
    context["containing"] = containing
    context["more"] = found.more
    context["pairs"] = without_names(pairs_of(question), name)
    context["back"] = search_address(pairs_of(question))
    return render(request, "search/facet.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Words, titles, authors and subjects that begin as the reader's text does, of what the reader may see."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found: tuple[str, ...] = ()
    if len(text) >= 2:
        try:
            found = engines.default().suggest(text, audience_of(reader_of(request.user)), _SUGGESTED)
        except EngineError:
            found = ()
    return JsonResponse({"suggestions": list(found)}, headers={"Cache-Control": "private, max-age=60"})


@require_safe
def search_inside(request: HttpRequest, publication_id: int) -> HttpResponse:
    """All pages of one publication that have the words."""
    reader = reader_of(request.user)
    publication = get_object_or_404(listed(Publication.objects.all()), pk=publication_id)
    if may_see(reader, publication) < Sight.TEXT:
        raise Http404
    question = asked(request.GET)
    context: dict[str, object] = {
        "section": "search",
        "asked": question,
        "notes": tuple(note_texts(question)),
        "entry": entry_for(publication, reader),
    }
    status = 200
    try:
        results = inside(question, reader, publication.pk)
        passages = results.hits[0].passages if results.hits else ()
        numbered = numbered_among(results)
        context["passages"] = [
            passage_view(publication.pk, p, question, numbered, lazy=n > 3) for n, p in enumerate(passages)
        ]
    except QueryTooExpensive:
        context["trouble"] = "expensive"
    except EngineUnavailable:
        context["trouble"], status = "resting", 503
    return render(request, "search/inside.html", context, status=status)


def inside(question: Asked, reader: Reader, publication_id: int) -> Results:
    """Return the engine's answer for one publication, with every page that has the words."""
    if question.is_everything:
        return Results(total=0, hits=())
    query = question.query(
        reader, within=(publication_id,), passages=_MANY_PAGES, offset=0, limit=1, superseded=True, near=()
    )
    return engines.default().search(query)
