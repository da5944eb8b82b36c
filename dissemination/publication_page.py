"""All that a publication's page says, gathered for one reader."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.addresses import file_address
from catalogue.codes import language_name
from catalogue.labels import label_for
from catalogue.models import LocalisedText, Publication, PublicationFile
from catalogue.page_labels import PageLabel, page_labels
from catalogue.policy import STRANGER, Reader, Sight, may_see
from citations.markup import plain
from citations.reference import Reference
from search import engines
from search.engines.base import EngineError
from search.entries import Entry, Spoken, entries_for, foreign, page_language, title_of
from search.filters import audience_of
from search.presentation import page_address, picture_address

log = logging.getLogger(__name__)

# Drawn when the paper was read, so that no reader waits for it.
COVER_WIDTH = 400
_SIMILAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShown:
    """A file that the reader may open: what it is, its pages, size in bytes, language."""

    label: str
    href: str
    pages: int
    size: int
    language: str
    searchable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    title: str
    level: int
    label: PageLabel
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    picture: str
    href: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstract:
    paragraphs: tuple[str, ...]
    language: str
    language_name: str


def abstracts_of(publication: Publication) -> list[Abstract]:
    """Return the summaries, the one in the reader's language first."""
    texts = [t for t in publication.texts.all() if t.kind == LocalisedText.Kind.ABSTRACT]
    texts.sort(key=lambda t: foreign(t.language) != "")
    return [
        Abstract(
            paragraphs=tuple(part.strip() for part in text.text.split("\n\n") if part.strip()),
            language=foreign(text.language),
            language_name=language_name(text.language) if foreign(text.language) else "",
        )
        for text in texts
    ]


def titles_of(publication: Publication) -> list[Spoken]:
    """Return title and subtitle in the reader's language, then the other titles."""
    titles = [t for t in publication.texts.all() if t.kind == LocalisedText.Kind.TITLE]
    subtitles = {t.language: t for t in publication.texts.all() if t.kind == LocalisedText.Kind.SUBTITLE}
    titles.sort(key=lambda t: foreign(t.language) != "" and len(titles) > 1)
    shown: list[Spoken] = []
    for number, title in enumerate(titles):
        subtitle = subtitles.get(title.language)
        parts = [plain(title.text), plain(subtitle.text) if subtitle and number else ""]
        shown.append(Spoken(text=": ".join(filter(None, parts)), language=foreign(title.language)))
    return shown


def subtitle_of(publication: Publication, title: Spoken) -> Spoken | None:
    """Return the subtitle in the language of the title shown."""
    here = title.language or page_language()
    of_kind = [t for t in publication.texts.all() if t.kind == LocalisedText.Kind.SUBTITLE]
    found = next((t for t in of_kind if t.language.split("-")[0] == here.split("-")[0]), None)
    found = found or (of_kind[0] if len(of_kind) == 1 else None)
    return Spoken(text=plain(found.text), language=foreign(found.language)) if found else None


def files_of(publication: Publication) -> list[FileShown]:
    """Return the files in their order, named by what they are."""
    return [
        FileShown(
            label=_file_label(use, publication),
            href=file_address(publication, use),
            pages=use.file.page_count,
            size=use.file.size,
            language=language_name(use.language) if use.language else _first_language(publication),
            searchable=use.file.text_source != "none" and use.file.text_quality != "garbled",
        )
        for use in publication.files.all()
    ]


def _first_language(publication: Publication) -> str:
    return language_name(publication.languages[0]) if publication.languages else ""


def _file_label(use: PublicationFile, publication: Publication) -> str:
    match use.role:
        case PublicationFile.Role.TRANSLATION:
            name = language_name(use.language) if use.language else ""
            return _("Translation, %(language)s") % {"language": name} if name else _("Translation")
        case PublicationFile.Role.ANNEX:
            return _("Annex")
        case _:
            return str(publication.get_type_display())


def cover_of(publication: Publication) -> Cover | None:
    """Return the picture of the main file's front, None without a file."""
    use = next(iter(publication.files.all()), None)
    if use is None or not use.file.page_count:
        return None
    number = use.file.cover or 1
    measures = use.file.shown_pages.filter(number=number).values_list("width", "height").first()
    width, height = measures if measures and all(measures) else (595.0, 842.0)
    return Cover(
        picture=picture_address(publication.pk, number, width=COVER_WIDTH),
        href=page_address(publication.pk, number),
        width=COVER_WIDTH,
        height=round(COVER_WIDTH * height / width),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The picture of a page that stands on the home page, and what it is from."""

    cover: Cover
    title: Spoken
    label: PageLabel


def front_of(publication: Publication) -> Front | None:
    """Return the front of a publication that everyone may read, None for others."""
    cover = cover_of(publication) if may_see(STRANGER, publication) >= Sight.TEXT else None
    use = next(iter(publication.files.all()), None)
    if cover is None or use is None:
        return None
    number = use.file.cover or 1
    return Front(cover=cover, title=title_of(publication), label=page_labels(use.file, [number])[number])


def outline_of(publication: Publication) -> list[Chapter]:
    """Return the main file's outline with the labels of its pages."""
    use = next(iter(publication.files.all()), None)
    if use is None:
        return []
    items = [item for item in use.file.outline if isinstance(item, dict) and item.get("page")]
    labels = page_labels(use.file, {item["page"] for item in items})
    return [
        Chapter(
            title=str(item.get("title", "")),
            level=min(int(item.get("level", 0) or 0), 3),
            label=labels[item["page"]],
            href=page_address(publication.pk, item["page"]),
        )
        for item in items
        if item.get("title")
    ]


def similar_to(publication: Publication, reader: Reader) -> list[Entry]:
    """Return publications about the same; none while the engine rests."""
    try:
        ids = engines.default().similar(publication.pk, audience_of(reader), _SIMILAR)
    except EngineError as error:
        log.info("No similar publications: %s", error)
        return []
    found = entries_for(ids, reader)
    return [found[pk] for pk in ids if pk in found]


def label_of(publication: Publication, reference: Reference) -> str:
    """Return the centre's own label where a programme of the publication uses that form."""
    programme = next((p for p in publication.programmes.all() if p.labelled and p.label), None)
    return label_for(reference, programme.label) if programme else ""
