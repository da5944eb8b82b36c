"""Records as files for machines and reference programs: one publication, a whole result list, or a basket."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.addresses import file_address, plain_reverse, publication_address
from catalogue.keys import is_taken
from catalogue.models import Publication
from catalogue.policy import STRANGER, Reader, Sight, may_see, reader_of, visible_records
from catalogue.references import reference_for, references_in_bulk, with_reference
from citations.formats import BY_SUFFIX, Format
from citations.keys import make_key
from citations.reference import Reference
from dissemination.kept_forms import is_kept, kept_entries
from search import engines, freezing
from search.engines.base import EngineError, QueryTooExpensive
from search.filters import asked
from search.models import FrozenSearch

# Records held in memory at a time while a list is written.
_AT_ONCE = 200
# Formats that say where the file is.
_WITH_FILE = frozenset({"ris", "jsonld", "endnote-xml"})


class SuffixConverter:
    """The ending of an address that names a format: `bib`, `csl.json`, `endnote.xml`."""

    regex = "|".join(suffix.replace(".", r"\.") for suffix in sorted(BY_SUFFIX, key=len, reverse=True))

    def to_python(self, value: str) -> Format:
        return BY_SUFFIX[value]

    def to_url(self, value: Format | str) -> str:
        return value if isinstance(value, str) else value.suffix


@require_safe
def publication_as(request: HttpRequest, publication_id: int, form: Format) -> HttpResponseBase:
    """One record in a format, for whoever may see the record."""
    publication = get_object_or_404(with_files(Publication.objects.all()), pk=publication_id)
    if publication.merged_into_id:
        return HttpResponsePermanentRedirect(plain_reverse("publication-as", publication.merged_into_id, form))
    sight = may_see(reader_of(request.user), publication)
    if sight == Sight.NOTHING:
        raise Http404
    if sight == Sight.TOMBSTONE:
        return render(request, "410.html", status=410)
    reference = public_reference(publication, form, root_of(request))
    name = f"{reference.key or publication.pk}.{form.suffix}"
    body = "".join(form.write([reference])).encode()
    return described(HttpResponse(body, content_type=f"{form.media_type}; charset=utf-8"), name)


@require_safe
def search_as(request: HttpRequest, form: Format) -> HttpResponseBase:
    """The whole result list of a search in a format, in the list's order, written as it is read."""
    reader = reader_of(request.user)
    try:
        ids = found_ids(request, reader)
    except EngineError as error:
        return unanswered(error)
    return streamed(written(ids, reader, form, root_of(request)), form, f"search.{form.suffix}")


@require_safe
def frozen_as(request: HttpRequest, token: str, form: Format) -> HttpResponseBase:
    """What a frozen search found in a format, of that what the reader may see today."""
    frozen = get_object_or_404(FrozenSearch, token=token)
    if frozen.removed_at:
        return render(request, "search/frozen_removed.html", {"frozen": frozen}, status=410)
    ids, reader = freezing.current(frozen), reader_of(request.user)
    return streamed(written(ids, reader, form, root_of(request)), form, f"frozen-{token}.{form.suffix}")


def found_ids(request: HttpRequest, reader: Reader) -> tuple[int, ...]:
    """Return the ids of all that has all the words, in the list's order. Raises EngineError."""
    return engines.default().matching_ids(asked(request.GET).query(reader))


def unanswered(error: EngineError) -> HttpResponse:
    """Return the answer where the engine gave none: nobody is helped by half a list, later is better."""
    if isinstance(error, QueryTooExpensive):
        text, status, headers = _("That search would take too long."), 422, {}
    else:
        text, status, headers = _("Search is resting. Try again in a while."), 503, {"Retry-After": "60"}
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def streamed(document: Iterable[str], form: Format, name: str) -> StreamingHttpResponse:
    """Return a response that holds one chunk of records at a time."""
    pieces = (piece.encode() for piece in gathered(document))
    response = StreamingHttpResponse(pieces, content_type=f"{form.media_type}; charset=utf-8")
    return described(response, name)


def gathered(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces in larger ones: a network packet for each record would be slow."""
    iterator = iter(pieces)
    while several := list(itertools.islice(iterator, 100)):
        yield "".join(several)


_Response = TypeVar("_Response", bound=HttpResponseBase)


def described(response: _Response, name: str) -> _Response:
    """Say that an answer is a file of this name, for no search engine, and that it depends on who reads."""
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Cookie"])
    return response


def root_of(request: HttpRequest) -> str:
    """Return scheme and host, as the reader's browser knows them."""
    return f"{request.scheme}://{request.get_host()}"


def written(ids: Sequence[int], reader: Reader, form: Format, root: str) -> Iterator[str]:
    """Yield the document of those publications that the reader may see, in the order of the ids."""
    if is_kept(form):
        return form.document(_entries(ids, reader, form, root))
    return form.write(references_of(ids, reader, form, root))


def _entries(ids: Sequence[int], reader: Reader, form: Format, root: str) -> Iterator[str]:
    """Yield each record's part of a document: as it is kept, or else written now."""
    seen, made = visible_records(reader), set[str]()
    for start in range(0, len(ids), _AT_ONCE):
        chunk = ids[start : start + _AT_ONCE]
        versions = dict(Publication.objects.filter(seen, pk__in=chunk).values_list("pk", "version"))
        entries = kept_entries(versions, form, root)
        lacking = [pk for pk in chunk if pk in versions and pk not in entries]
        for publication, reference in _publications(lacking, seen, form) if lacking else ():
            whole = _keyed(with_addresses(reference, publication, form, root), made)
            entries[publication.pk] = form.entry(whole)
        yield from (entries[pk] for pk in chunk if pk in entries)


def _keyed(reference: Reference, made: set[str]) -> Reference:
    """Return the reference with a key that no other of the list has, where it has none yet: a draft."""
    if reference.key:
        return reference
    key = make_key(reference, lambda key: key in made or is_taken(key))
    made.add(key)
    return dataclasses.replace(reference, key=key)


def references_of(
    ids: Sequence[int], reader: Reader, form: Format | None = None, root: str = ""
) -> Iterator[Reference]:
    """Yield the references of those publications that the reader may see, in the order of the ids."""
    seen = visible_records(reader)
    for start in range(0, len(ids), _AT_ONCE):
        for publication, reference in _publications(ids[start : start + _AT_ONCE], seen, form):
            yield with_addresses(reference, publication, form, root)


def _publications(ids: Sequence[int], seen: Q, form: Format | None) -> Iterator[tuple[Publication, Reference]]:
    """Yield those of the publications that may be seen, each with its reference, in the order of the ids."""
    rows = Publication.objects.filter(seen, pk__in=ids)
    names_file = form is not None and form.name in _WITH_FILE
    found = (rows.prefetch_related("texts", "files__file") if names_file else rows).in_bulk()
    return references_in_bulk([found[pk] for pk in ids if pk in found])


def with_files(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return the publications with all that a written form says."""
    return with_reference(publications).prefetch_related("files__file")


def public_reference(publication: Publication, form: Format | None = None, root: str = "") -> Reference:
    """Return the reference with the address of its page, where it has none elsewhere; without a root it gets none."""
    return with_addresses(reference_for(publication), publication, form, root)


def with_addresses(reference: Reference, publication: Publication, form: Format | None, root: str) -> Reference:
    """Return the reference with its page's address, and the file's where the format names one."""
    if not root:
        return reference
    if not reference.url:
        reference = dataclasses.replace(reference, url=root + publication_address(publication.pk))
    if form is None or form.name not in _WITH_FILE or may_see(STRANGER, publication) < Sight.TEXT:
        return reference
    use = next(iter(publication.files.all()), None)
    if use is None:
        return reference
    return dataclasses.replace(reference, extra=(*reference.extra, ("pdf", root + file_address(publication, use))))


def public_ids(words: str = "") -> tuple[int, ...]:
    """Return the ids of what a stranger finds with these words, of all public records without any, in order of id."""
    if not words.strip():
        return tuple(_newest_public().values_list("pk", flat=True))
    return tuple(sorted(engines.default().matching_ids(asked({"q": words}).query(STRANGER))))


def _newest_public() -> QuerySet[Publication]:
    """Return what a search for nothing finds: older versions are found when they are asked for."""
    newer = Publication.objects.filter(visible_records(STRANGER)).values("supersedes")
    return (
        Publication.objects.filter(visible_records(STRANGER))
        .exclude(Q(pk__in=newer.filter(supersedes__isnull=False)))
        .order_by("pk")
    )
