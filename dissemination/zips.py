"""The open PDFs of a list of results as one zip, written as it is read: memory stays flat however long the list is."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Sequence

from django.core.files.storage import default_storage
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Publication, PublicationFile
from catalogue.policy import STRANGER, Reader, Sight, may_see, reader_of, visible_records
from catalogue.rates import within_rate
from catalogue.references import references_in_bulk
from citations.formats import FORMATS
from citations.formats.csv import MARK, line
from citations.reference import Reference
from dissemination.exports import described, found_ids, root_of, unanswered, with_addresses
from search import freezing
from search.engines.base import EngineError
from search.models import FrozenSearch
from search.presentation import ZIP_FILES, ZIP_MEGABYTES

ZIPS_AN_HOUR = 10
_AT_ONCE = 50
_CHUNK = 256 * 1024
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    files: int = ZIP_FILES
    size: int = ZIP_MEGABYTES * 1024 * 1024


@dataclasses.dataclass(slots=True, kw_only=True)
class Contents:
    """What the archive says of itself: a line for each publication looked at, and the references of those in it."""

    lines: list[tuple[str, ...]] = dataclasses.field(default_factory=list)
    references: list[Reference] = dataclasses.field(default_factory=list)
    # In one case: most disks take A.pdf and a.pdf for the same.
    names: set[str] = dataclasses.field(default_factory=set)
    size: int = 0
    left: int = 0

    def note(self, publication: Publication, reference: Reference, files: str = "", note: str = "") -> None:
        self.lines.append((files, reference.key, publication.title, reference.url, publication.licence, note))


class Sink(io.RawIOBase):
    """Where the archive is written; what was written is taken out and sent."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.pieces.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


@require_safe
def search_zip(request: HttpRequest) -> HttpResponseBase:
    """The open PDFs of a whole list of results, in its order, as far as the limits go."""
    if not within_rate(request, "zips", ZIPS_AN_HOUR):
        return render(request, "429.html", status=429)
    reader = reader_of(request.user)
    try:
        ids = found_ids(request, reader)
    except EngineError as error:
        return unanswered(error)
    return _streamed(ids, reader, root_of(request), "search.zip")


@require_safe
def frozen_zip(request: HttpRequest, token: str) -> HttpResponseBase:
    """The open PDFs of what a frozen search found."""
    frozen = get_object_or_404(FrozenSearch, token=token)
    if frozen.removed_at:
        return render(request, "search/frozen_removed.html", {"frozen": frozen}, status=410)
    if not within_rate(request, "zips", ZIPS_AN_HOUR):
        return render(request, "429.html", status=429)
    return _streamed(freezing.current(frozen), reader_of(request.user), root_of(request), f"frozen-{token}.zip")


def _streamed(ids: Sequence[int], reader: Reader, root: str, name: str) -> StreamingHttpResponse:
    return described(StreamingHttpResponse(written(ids, reader, root), content_type="application/zip"), name)


def written(ids: Sequence[int], reader: Reader, root: str, limits: Limits | None = None) -> Iterator[bytes]:
    """Yield the archive piece by piece: PDFs named by their keys, `references.bib` that knows them, `contents.csv`."""
    limits = limits or Limits()
    sink, contents = Sink(), Contents()
    # PDFs are compressed within; packing them again would cost time and save nothing.
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for number, (publication, reference) in enumerate(_publications(ids, reader, root)):
            uses = list(publication.files.all())
            if reason := _closed(publication, uses, limits):
                contents.note(publication, reference, note=reason)
            elif _is_full(contents, uses, limits):
                contents.left = len(ids) - number
                break
            else:
                yield from _packed(archive, sink, contents, publication, reference, uses)
        bib = "".join(FORMATS["bibtex"].write(contents.references))
        archive.writestr(_info("references.bib"), bib.encode(), zipfile.ZIP_DEFLATED)
        archive.writestr(_info("contents.csv"), _listed(contents, limits).encode(), zipfile.ZIP_DEFLATED)
    yield sink.taken()


def _publications(ids: Sequence[int], reader: Reader, root: str) -> Iterator[tuple[Publication, Reference]]:
    """Yield what the reader may see the record of, a handful in memory at a time."""
    seen = visible_records(reader)
    for start in range(0, len(ids), _AT_ONCE):
        chunk = ids[start : start + _AT_ONCE]
        found = Publication.objects.filter(seen, pk__in=chunk).prefetch_related("texts", "files__file").in_bulk()
        for publication, reference in references_in_bulk([found[pk] for pk in chunk if pk in found]):
            yield publication, with_addresses(reference, publication, None, root)


def _closed(publication: Publication, uses: list[PublicationFile], limits: Limits) -> str:
    """Return why no zip has the files of a publication, "" where one can."""
    if not uses:
        return _("no file")
    if may_see(STRANGER, publication) < Sight.TEXT:
        return _("the file is not open")
    return _("larger than a zip may be") if _size(uses) > limits.size else ""


def _is_full(contents: Contents, uses: list[PublicationFile], limits: Limits) -> bool:
    return len(contents.names) + len(uses) > limits.files or contents.size + _size(uses) > limits.size


def _size(uses: list[PublicationFile]) -> int:
    return sum(use.file.size for use in uses)


def _packed(
    archive: zipfile.ZipFile,
    sink: Sink,
    contents: Contents,
    publication: Publication,
    reference: Reference,
    uses: list[PublicationFile],
) -> Iterator[bytes]:
    """Pack the files of a publication, and note what they are called."""
    names: list[str] = []
    for use in uses:
        name = _name(publication, reference, contents.names)
        try:
            yield from _copied(archive, sink, use, name)
        except FileNotFoundError:
            continue
        contents.names.add(name.casefold())
        names.append(name)
    contents.size += _size(uses)
    attached = ";".join(f"{name}:{name}:application/pdf" for name in names)
    contents.references.append(dataclasses.replace(reference, extra=(*reference.extra, ("file", attached))))
    contents.note(publication, reference, "; ".join(names))


def _name(publication: Publication, reference: Reference, taken: set[str]) -> str:
    """Return the citation key as a file's name, with a number from the second file on."""
    key = _NOT_IN_NAMES.sub("_", reference.key)[:100].strip("._") or str(publication.pk)
    numbered = (f"{key}-{number}.pdf" for number in itertools.count(2))
    return next(name for name in itertools.chain([f"{key}.pdf"], numbered) if name.casefold() not in taken)


def _copied(archive: zipfile.ZipFile, sink: Sink, use: PublicationFile, name: str) -> Iterator[bytes]:
    info = _info(name)
    info.file_size = use.file.size
    with default_storage.open(use.file.storage_name) as content, archive.open(info, "w") as target:
        while chunk := content.read(_CHUNK):
            target.write(chunk)
            yield sink.taken()


def _info(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])


def _listed(contents: Contents, limits: Limits) -> str:
    heading = (_("files"), _("citation key"), _("title"), _("address"), _("licence"), _("note"))
    lines = [line(heading), *map(line, contents.lines)]
    if contents.left:
        number, most, size = contents.left, limits.files, limits.size // 1024 // 1024
        text = _("%(number)s more publications of the list are not here: a zip holds %(most)s files or %(size)s MB.")
        lines.append(line(("", "", "", "", "", text % {"number": number, "most": most, "size": size})))
    return MARK + "".join(lines)
