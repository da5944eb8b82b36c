"""Pages as readers know them: furniture taken out, broken words joined, printed numbers and languages known."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extraction.folios import printed_labels
from ingest.extraction.furniture import furniture_places
from ingest.extraction.hyphens import unbroken, vocabulary
from ingest.extraction.painted import PaintedPage
from ingest.extraction.references_place import reference_pages
from ingest.extraction.stopwords import language_of, words_in
from ingest.extraction.values import Page

# So many characters tell the language of a page.
_ENOUGH_PROSE = 1500
# Lines are kept where fields stand; for a page they cost as much as its text.
FRONT_PAGES = 3
# Quality is decided where the fields are.
SAMPLED_PAGES = 6


def whole_pages(painted: Sequence[PaintedPage], labels: Sequence[str]) -> tuple[Page, ...]:
    """Return the pages; `labels` are those that the document itself gives, "" where it gives none."""
    places = furniture_places([page.edges for page in painted])
    bodies = [_body(page, taken) for page, taken in zip(painted, places, strict=True)]
    words = vocabulary(bodies)
    wanted = set(range(FRONT_PAGES)) | reference_pages(bodies)
    shown = _shown_labels(painted, labels)
    return tuple(
        Page(
            number=index + 1,
            width=page.width,
            height=page.height,
            text=unbroken(bodies[index], words),
            label=shown[index],
            lines=page.lines if index in wanted else (),
            furniture=tuple(page.text_lines[place].strip() for place in sorted(places[index])),
            language=language_of(words_in(bodies[index][:_ENOUGH_PROSE])),
        )
        for index, page in enumerate(painted)
    )


def _body(page: PaintedPage, taken: set[int]) -> str:
    return "\n".join(line for place, line in enumerate(page.text_lines) if place not in taken).strip()


def _shown_labels(painted: Sequence[PaintedPage], labels: Sequence[str]) -> list[str]:
    """Return the document's own labels, or what is printed on the pages where those only count the sheets."""
    if any(label != str(number) for number, label in enumerate(labels, start=1) if label):
        return list(labels)
    printed = printed_labels([[edge.text for edge in page.edges] for page in painted])
    return printed if any(printed) else list(labels)
