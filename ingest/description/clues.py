"""All that is known of a paper before anything is chosen: its front pages, labels, own metadata, the vocabulary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from citations.reference import Reference
from ingest.description.embedded import Embedded, embedded
from ingest.description.front import Front, Row, front_matter
from ingest.description.labelling.labels import SHIPPED_MODEL, LabelledFront, label_front
from ingest.description.lexicon import ABSTRACT_HEADINGS
from ingest.description.ranking import Weights, shipped_weights
from ingest.description.values import Vocabulary
from ingest.description.wording import fold
from ingest.extraction.values import Extraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """The sources that speak for the fields of one paper."""

    extraction: Extraction
    front: Front
    labelled: LabelledFront
    embedded: Embedded
    language: str
    language_sureness: float
    vocabulary: Vocabulary
    sidecar: Reference | None
    abstract_row: Row | None
    furniture: tuple[str, ...]
    # The text of each of the front's blocks, folded, and how often each such text comes.
    folded_blocks: tuple[str, ...]
    block_counts: Counter[str]
    file_words: frozenset[str]
    folded_front: str
    front_words: frozenset[str]
    weights: Mapping[str, Weights] = field(default_factory=shipped_weights)

    @property
    def info_title_words(self) -> int:
        return len(fold(self.embedded.info_title).split())

    @property
    def sidecar_title(self) -> str:
        return self.sidecar.title if self.sidecar else ""

    @property
    def info_on_page(self) -> bool:
        """Tell whether the document information's title stands on the first pages."""
        title = fold(self.embedded.info_title)
        return len(title) > 15 and title in self.folded_front

    def in_info(self, text: str) -> bool:
        """Tell whether a text of some length stands inside the title of the document information."""
        folded = fold(text)
        return len(folded) > 8 and folded in fold(self.embedded.info_title)

    def runs_on(self, text: str) -> bool:
        """Tell whether a text is a running head of later pages."""
        folded = fold(text)
        return len(folded) > 8 and any(
            folded[:40] in head or (len(head) > 14 and head in folded) for head in self.furniture
        )

    def repeated(self, text: str) -> bool:
        return self.block_counts[fold(text)] > 1

    def file_name_share(self, text: str) -> float:
        """Return the share of the file name's words that a text has."""
        if not self.file_words:
            return 0.0
        return len(self.file_words & set(fold(text).split())) / len(self.file_words)

    def rows_below(self, row: Row, number: int) -> list[Row]:
        """Return the rows that follow a row on its page."""
        rows = self.front.rows[row.index + 1 : row.index + 1 + number]
        return [r for r in rows if r.page == row.page]


def _abstract_row(front: Front) -> Row | None:
    for row in front.rows:
        match = ABSTRACT_HEADINGS.match(row.text)
        if match and (not row.text[match.end() :] or match["mark"] or len(row.text) < 40):
            return row
    return None


def _file_words(file_name: str) -> frozenset[str]:
    """Return the words of a file name of at least four letters, where it has two such words."""
    stem = re.sub(r"\.pdf$", "", file_name, flags=re.IGNORECASE)
    words = frozenset(word for word in fold(re.sub(r"[_\-.]", " ", stem)).split() if len(word) > 3 and word.isalpha())
    return words if len(words) > 1 else frozenset()


def _words_without_marks(front: Front, folded: str) -> frozenset[str]:
    """Return the folded words of the first pages, a name without the number of its footnote."""
    marked = "\n".join(row.plain for row in front.rows if "\x01" in row.plain)
    words = set(fold(marked.replace("\x01", " ")).split()) | set(folded.split())
    return frozenset(words | {word.rstrip("0123456789") for word in words})


def gather(
    extraction: Extraction,
    language: tuple[str, float],
    vocabulary: Vocabulary,
    file_name: str,
    sidecar: Reference | None,
    labeller: Path = SHIPPED_MODEL,
) -> Clues:
    """Return all clues of a paper, whose language and how sure that is are known."""
    front = front_matter(extraction)
    folded_front = fold(front.text)
    folded_blocks = tuple(fold(block.text) for block in front.blocks)
    heads = {fold(re.sub(r"\d+", "", head)) for page in extraction.pages[1:12] for head in page.furniture}
    return Clues(
        extraction=extraction,
        front=front,
        labelled=label_front(front, labeller),
        embedded=embedded(extraction),
        language=language[0],
        language_sureness=language[1],
        vocabulary=vocabulary,
        sidecar=sidecar,
        abstract_row=_abstract_row(front),
        furniture=tuple(head for head in heads if len(head) > 8),
        folded_blocks=folded_blocks,
        block_counts=Counter(folded_blocks),
        file_words=_file_words(file_name),
        folded_front=folded_front,
        front_words=_words_without_marks(front, folded_front),
    )
