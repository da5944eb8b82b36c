"""The words of a page with their boxes, for filling fields from the page's picture."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ingest.extraction.renderer_client import RendererUnavailable
from ingest.extraction.values import Failure
from ingest.pictures import words_of
from ingest.sheet import sheet_for
from ingest.views.access import contributors, person, publication_for


@contributors
@require_safe
def page_words(request: HttpRequest, publication_id: int, number: int) -> HttpResponse:
    """Answer the words of a page in reading order: {"words": [[text, [[x0, y0, x1, y1], …]], …]}, in points."""
    file = sheet_for(publication_for(person(request), publication_id)).file
    if file is None or not 1 <= number <= file.page_count:
        raise Http404
    try:
        words = words_of(file, number)
    except RendererUnavailable:
        return JsonResponse({"words": []}, status=503)
    if isinstance(words, Failure):
        raise Http404
    listed = [[word.text, [[round(edge, 1) for edge in box] for box in word.boxes]] for word in words.words]
    return JsonResponse({"words": listed})
