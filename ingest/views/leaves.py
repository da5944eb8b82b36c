"""The page of the paper beside the form, and the pieces of pages beside single fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from catalogue.models import PageText, StoredFile
from ingest.forms.parts import Crop, Part, Seen
from ingest.sheet import Sheet

_SIZE = (595.0, 842.0)
# What stands around a value helps to judge it; narrower than this, letters would be larger than life.
_AROUND = 14.0
_LEAST_WIDTH = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The page of the paper that is shown beside the form, with what was seen on it."""

    number: int
    count: int
    width: float
    height: float
    picture: str
    words: str
    seen: tuple[Seen, ...]
    others: tuple[int, ...]


def leaf_of(sheet: Sheet, parts: Sequence[Part], asked: int | None) -> Leaf | None:
    """Return the page asked for, else the first that a doubtful part was seen on, else the cover."""
    file = sheet.file
    if file is None or not file.page_count:
        return None
    seen = [place for part in parts for place in part.seen]
    number = asked or (seen[0].page if seen else file.cover)
    number = min(max(1, number), file.page_count)
    width, height = _sizes(file, [number])[number]
    near = {1, 2, 3, number - 1, number + 1, file.page_count, *(place.page for place in seen)}
    return Leaf(
        number=number,
        count=file.page_count,
        width=width,
        height=height,
        picture=reverse("page-picture", args=[sheet.publication.pk, number]),
        words=reverse("page-words", args=[sheet.publication.pk, number]),
        seen=tuple(place for place in seen if place.page == number),
        others=tuple(sorted(n for n in near if 1 <= n <= file.page_count)),
    )


def with_crops(sheet: Sheet, parts: Sequence[Part]) -> list[Part]:
    """Return the parts, those that ask with the piece of the page that they were read from."""
    asking = [part for part in parts if part.asks and part.seen]
    sizes = _sizes(sheet.file, [part.seen[0].page for part in asking]) if sheet.file and asking else {}
    return [
        dataclasses.replace(part, crop=_crop(sheet, part.seen[0], *sizes[part.seen[0].page]))
        if part in asking and part.seen[0].page in sizes
        else part
        for part in parts
    ]


def _crop(sheet: Sheet, seen: Seen, page_width: float, page_height: float) -> Crop:
    width = min(page_width, max(_LEAST_WIDTH, seen.width + 2 * _AROUND))
    height = min(page_height, seen.height + 2 * _AROUND)
    return Crop(
        seen=seen,
        picture=reverse("page-picture", args=[sheet.publication.pk, seen.page]),
        page_width=page_width,
        page_height=page_height,
        x=min(max(0.0, seen.x - _AROUND), page_width - width),
        y=min(max(0.0, seen.y - _AROUND), page_height - height),
        width=width,
        height=height,
    )


def _sizes(file: StoredFile, numbers: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Return width and height of pages in points; A4 where they are not known."""
    known = PageText.objects.filter(file=file, number__in=numbers).values_list("number", "width", "height")
    sizes = {number: (width, height) for number, width, height in known if width and height}
    return {number: sizes.get(number, _SIZE) for number in numbers}
