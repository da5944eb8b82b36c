"""Which papers are close to a question in meaning, whatever their words and language.

A layer above the engines: titles and abstracts become vectors in the background, kept in rows; a question's
nearest papers go into its SearchQuery as `near`, and the engine fuses them with what has the words. Whom they
are shown to the engine decides, as of every other hit.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator

import numpy as np
from django.conf import settings
from django.db.models import F, Q, QuerySet

from catalogue.models import LocalisedText, Publication
from search.embedding import MODEL, MeaningUnavailable, Vector, closest, of_papers, of_question, question_of
from search.models import Meaning
from search.query import Expression

log = logging.getLogger(__name__)

_BATCH = 8
_FRESH_SECONDS = 2.0


def is_on() -> bool:
    return bool(settings.MEANING_SEARCH)


def takes_part(expression: Expression) -> bool:
    """Tell whether meaning is asked of a question: it is on, and the question is one of plain words."""
    return is_on() and bool(question_of(expression))


def near(expression: Expression) -> tuple[int, ...]:
    """Return the ids of the papers closest to a question of plain words, closest first; () where it is off."""
    if not takes_part(expression):
        return ()
    try:
        return _vectors.closest(of_question(question_of(expression)))
    except MeaningUnavailable as error:
        # Found by their words papers are all the same.
        log.warning("%s", error)
        return ()


def embed_next(limit: int = _BATCH) -> int:
    """Make the vectors of the next papers that have none of their present state; return how many that were."""
    papers = list(waiting().order_by("pk")[:limit])
    vectors = of_papers([text_of(paper) for paper in papers])
    for paper, vector in zip(papers, vectors, strict=True):
        # A new row, so that readers find it by its number.
        Meaning.objects.filter(publication=paper).delete()
        row = Meaning(publication=paper, version=paper.version, model=MODEL, vector=vector.astype(np.float16).tobytes())
        # Another worker may have been faster.
        Meaning.objects.bulk_create([row], ignore_conflicts=True)
    return len(papers)


def waiting() -> QuerySet[Publication]:
    """Return the papers whose vectors are missing, or of an older state or another model."""
    current = Q(meaning__version=F("version"), meaning__model=MODEL)
    return Publication.objects.filter(Q(meaning=None) | ~current).prefetch_related("texts")


def text_of(publication: Publication) -> str:
    """Return what a paper's vector is made of: its first title and its first abstract."""
    texts = publication.texts.all()
    kinds = (LocalisedText.Kind.TITLE, LocalisedText.Kind.ABSTRACT)
    found = (next((text.text for text in texts if text.kind == kind), "") for kind in kinds)
    return ". ".join(filter(None, found))


class _Vectors:
    """All vectors in memory, 1.5 kB each: 20,000 papers are compared in 3 ms."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        self.places: dict[int, int] = {}
        self.matrix = np.zeros((0, 0), np.float32)
        self.last = 0
        self.fresh_until = 0.0

    def closest(self, question: Vector) -> tuple[int, ...]:
        return closest(*self._current(), question)

    def _current(self) -> tuple[np.ndarray, np.ndarray]:
        with self.lock:
            if time.monotonic() >= self.fresh_until:
                self._read_new()
                self.fresh_until = time.monotonic() + _FRESH_SECONDS
            return np.fromiter(self.places, int, len(self.places)), self.matrix

    def _read_new(self) -> None:
        rows = list(self._rows())
        if not rows:
            return
        size = len(rows[0][2])
        for number, publication, _ in rows:
            self.places.setdefault(publication, len(self.places))
            self.last = max(self.last, number)
        matrix = np.zeros((len(self.places), size), np.float32)
        if len(self.matrix):
            matrix[: len(self.matrix)] = self.matrix
        for _, publication, vector in rows:
            matrix[self.places[publication]] = vector
        self.matrix = matrix

    def _rows(self) -> Iterator[tuple[int, int, Vector]]:
        found = Meaning.objects.filter(pk__gt=self.last, model=MODEL).order_by("pk")
        for number, publication, vector in found.values_list("pk", "publication_id", "vector").iterator():
            yield number, publication, np.frombuffer(vector, np.float16).astype(np.float32)


_vectors = _Vectors()


def forget() -> None:
    """Forget the vectors in memory: they are read anew at the next search."""
    _vectors.clear()
