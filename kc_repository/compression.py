"""Text goes compressed over slow lines; files and their ranges go as they are."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = ("text/", "application/json", "application/xml", "application/atom+xml", "application/ld+json", "image/svg+xml")


class TextCompressionMiddleware(GZipMiddleware):
    """Django's compression (padded at random against BREACH) for text alone."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(_TEXT):
            return response
        return super().process_response(request, response)
