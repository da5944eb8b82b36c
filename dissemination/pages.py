"""The home page and the page of a publication."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.models import Publication
from catalogue.policy import RECORD_STATES, STRANGER, Reader, Sight, may_see, reader_of
from catalogue.references import reference_for
from dissemination import negotiation
from dissemination.browse import WAYS
from dissemination.citing import formatted, manner_of
from dissemination.head_tags import head_tags
from dissemination.holdings import holdings, on_the_shelves
from dissemination.publication_citing import SHOWN_REFERENCES, citing, references_of
from dissemination.publication_facts import date_text, facts_of, people_of
from dissemination.publication_page import (
    abstracts_of,
    cover_of,
    files_of,
    front_of,
    label_of,
    outline_of,
    similar_to,
    subtitle_of,
    titles_of,
)
from search.entries import entries_for, entry_for, kind_of, listed

_NEW_ON_HOME = 5
_SERIES_ON_HOME = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search box, what is new, series, themes, countries, and how much there is."""
    newest = listed(on_the_shelves().filter(published_at__isnull=False).order_by("-published_at", "-pk"))
    series = sorted(WAYS["series"].shelves(), key=lambda shelf: -shelf.count)
    first = list(newest[:_NEW_ON_HOME])
    context = {
        "held": holdings(),
        "newest": [entry_for(p, STRANGER) for p in first],
        "front": next(filter(None, map(front_of, first)), None),
        "series": series[:_SERIES_ON_HOME],
        "series_count": len(series),
        "themes": WAYS["themes"].described(),
        "countries": WAYS["countries"].shelves(),
    }
    return render(request, "dissemination/home.html", context)


@require_safe
def publication(request: HttpRequest, publication_id: int) -> HttpResponse:
    """The page of a publication: its record for all who may see it, its tombstone where it was withdrawn."""
    found = get_object_or_404(_whole(), pk=publication_id)
    reader = reader_of(request.user)
    if found.merged_into_id:
        return HttpResponsePermanentRedirect(reverse("publication", args=[found.merged_into_id]))
    sight = may_see(reader, found)
    if sight == Sight.NOTHING:
        raise Http404
    if sight == Sight.TOMBSTONE:
        return render(request, "dissemination/tombstone.html", _tombstone(request, found, reader), status=410)
    if (other := negotiation.answer(request, found)) is not None:
        return other
    page = render(request, "dissemination/publication.html", _page(request, found, reader, sight))
    return negotiation.varying(page)


def _whole() -> QuerySet[Publication]:
    return (
        listed(Publication.objects.all())
        .select_related("publisher", "institution", "supersedes")
        .prefetch_related(
            "identifiers",
            "programmes",
            "themes",
            "topics",
            "contributions__person",
            "contributions__organisation",
        )
    )


def _page(request: HttpRequest, found: Publication, reader: Reader, sight: Sight) -> dict[str, object]:
    reference = reference_for(found)
    titles = titles_of(found)
    readable = sight >= Sight.TEXT
    entry = entry_for(found, reader)
    files = files_of(found) if readable else []
    return {
        "publication": found,
        "reference": reference,
        "entry": entry,
        "titles": titles,
        "subtitle": subtitle_of(found, titles[0]) if titles else None,
        "people": people_of(found),
        "abstracts": abstracts_of(found),
        "kind": kind_of(found),
        "facts": facts_of(found, reference),
        "files": files,
        "has_file": bool(found.files.all()),
        "readable": readable,
        "cover": cover_of(found) if readable else None,
        "outline": outline_of(found) if readable else [],
        "newer": _one_of([s.pk for s in found.successors.all() if s.state in RECORD_STATES], reader),
        "older": _one_of([found.supersedes_id] if found.supersedes_id else [], reader),
        "related": _related(found, reader),
        "references": references_of(found, reader) if readable else [],
        "shown_references": SHOWN_REFERENCES,
        "rest_of_references": f"{SHOWN_REFERENCES}:",
        "citing": citing(found, reader),
        "similar": similar_to(found, reader),
        "label": label_of(found, reference),
        "tags": _tags(request, found),
        "public": may_see(STRANGER, found) >= Sight.RECORD,
    }


def _one_of(ids: list[int], reader: Reader) -> object:
    return next(iter(entries_for(ids, reader).values()), None) if ids else None


def _related(found: Publication, reader: Reader) -> list[tuple[str, object]]:
    """Return (kind, entry) of works that this is part of or a translation of, and the other way round."""
    pairs = [(r.kind, r.target_id) for r in found.relations.all()]
    pairs += [(f"has_{r.kind}", r.source_id) for r in found.related.all()]
    entries = entries_for([pk for _kind, pk in pairs], reader)
    return [(kind, entries[pk]) for kind, pk in pairs if pk in entries]


def _tags(request: HttpRequest, found: Publication) -> tuple[tuple[str, str], ...]:
    """Return the head tags as a stranger may see them: they are for machines without an account."""
    if may_see(STRANGER, found) < Sight.RECORD:
        return ()
    root = f"{request.scheme}://{request.get_host()}"
    pdf = entry_for(found, STRANGER).pdf
    online = timezone.localdate(found.published_at).strftime("%Y/%m/%d") if found.published_at else ""
    return head_tags(
        reference_for(found),
        page_url=f"{root}/publications/{found.pk}/",
        pdf_url=f"{root}{pdf}" if pdf else "",
        online=online,
    )


def _tombstone(request: HttpRequest, found: Publication, reader: Reader) -> dict[str, object]:
    reference = reference_for(found)
    manner = manner_of(request)
    made = formatted(reference, manner)
    return {
        "publication": found,
        "reference": reference,
        "entry": entry_for(found, reader),
        "people": people_of(found),
        "kind": kind_of(found),
        "cited": made.entry if made else None,
        "manner": manner,
        "date": date_text(reference.date),
        "newer": _one_of([s.pk for s in found.successors.all() if s.state in RECORD_STATES], reader),
    }
