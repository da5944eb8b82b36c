"""The training corpus of the labeller: labelled tokens, written compactly so that the package can carry them.

One document a paragraph, one token a line: the word, its look as seven letters, its label; tab between them.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.description.labelling.tokens import Token

LABELS = (
    "title", "author", "abstract", "keyword", "aff", "addr", "email", "date", "reference", "idno", "note", "O"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelledPaper:
    """The front matter of one paper, with a label of LABELS for each token."""

    tokens: tuple[Token, ...]
    labels: tuple[str, ...]


def _written(token: Token, label: str) -> str:
    flags = "".join(str(int(flag)) for flag in (token.bold, token.italic, token.largest, token.smallest))
    return f"{token.word}\t{token.block}{token.line}{token.font}{token.size}{flags}\t{label}"


def _read(line: str) -> tuple[Token, str]:
    word, look, label = line.split("\t")
    bold, italic, largest, smallest = (flag == "1" for flag in look[4:8])
    token = Token(word, look[0], look[1], look[2], look[3], bold, italic, largest, smallest)
    return token, label


def write_corpus(path: Path, papers: Iterable[LabelledPaper]) -> None:
    paragraphs = (
        "\n".join(_written(t, label) for t, label in zip(paper.tokens, paper.labels, strict=True)) for paper in papers
    )
    path.write_bytes(lzma.compress("\n\n".join(paragraphs).encode(), preset=9 | lzma.PRESET_EXTREME))


def read_corpus(path: Path) -> Iterator[LabelledPaper]:
    text = lzma.decompress(path.read_bytes()).decode()
    for paragraph in text.split("\n\n"):
        pairs = [_read(line) for line in paragraph.split("\n") if line]
        if pairs:
            yield LabelledPaper(tokens=tuple(t for t, _ in pairs), labels=tuple(label for _, label in pairs))
