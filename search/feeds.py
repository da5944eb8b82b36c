"""A search as an Atom feed: its newest publications, as everyone may see them."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.addresses import plain_address
from catalogue.models import LocalisedText, Publication
from catalogue.policy import STRANGER, Sight, may_see
from citations.markup import plain
from search import engines
from search.addresses import pairs_of, search_address
from search.engines.base import EngineError
from search.entries import creators, in_readers_language, listed, name_of, page_language, title_of
from search.filters import Asked, asked

ENTRIES = 50


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest publications that a search finds; 503 while the engine rests."""
    question = replace(asked(request.GET), sort="newest")
    try:
        query = question.query(STRANGER, offset=0, limit=ENTRIES, passages=0, relaxed=False)
        ids = [hit.id for hit in engines.default().search(query).hits]
    except EngineError:
        return HttpResponse(status=503, headers={"Retry-After": "60"})
    root = f"{request.scheme}://{request.get_host()}"
    written = _feed(question, root)
    found = {p.pk: p for p in listed(Publication.objects.filter(pk__in=ids))}
    for pk in ids:
        if pk in found and may_see(STRANGER, found[pk]) >= Sight.RECORD:
            _add(written, found[pk], root)
    return HttpResponse(written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _feed(question: Asked, root: str) -> Atom1Feed:
    here = search_address(pairs_of(question, sort=False, view=False), path=plain_address("search"))
    name = settings.LIBRARY_NAME_SV if page_language() == "sv" else settings.LIBRARY_NAME
    return Atom1Feed(
        title=f"{question.words} – {name}" if question.words else _("New in %(library)s") % {"library": name},
        link=root + here,
        feed_url=root + here.replace("/search/", "/search.atom", 1),
        description="",
        language=page_language(),
        # Atom wants an author of the feed where an entry may have none.
        author_name=name,
    )


def _add(written: Atom1Feed, publication: Publication, root: str) -> None:
    address = f"{root}{plain_address('publication', publication.pk)}"
    abstract = in_readers_language(publication.texts.all(), LocalisedText.Kind.ABSTRACT)
    people = creators(publication.contributions.all())
    written.add_item(
        title=title_of(publication).text,
        link=address,
        # Atom1Feed calls it HTML: what is text must not become elements.
        description=escape(plain(abstract.text)) if abstract else "",
        author_name=", ".join(name_of(c) for c in people) or None,
        pubdate=publication.published_at or publication.created_at,
        updateddate=publication.changed_at,
        unique_id=address,
    )
