"""A worked example of an engine, loaded from a file, as a peer of the speed benchmark."""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.library import Question
from search.schema import SearchDocument

_FACETS = {"type": "type", "theme": "themes"}
_COMMIT_EVERY = 2000
# As many pages of a hit as ours shows.
_SHOWN = 2


class PeerLibrary:
    """The module's own indexes and its own search, over the same publications."""

    def __init__(self, file: Path, folder: Path) -> None:
        spec = importlib.util.spec_from_file_location("peer", file)
        if spec is None or spec.loader is None:
            raise SystemExit(f"{file} is no module")  # noqa: EM102
        self.module: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.module)
        self.store: Any = self.module.Store(str(folder))
        # The example keeps no text, as a library of its kind would have it in its database.
        self.texts = sqlite3.connect(f"{folder}.sqlite3")

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        if self.store.current() and self.texts.execute("SELECT 1 FROM sqlite_master WHERE name = 'page'").fetchone():
            return
        indexes = self.store.create("gen-1")
        writers = {name: index.writer(50_000_000, 1) for name, index in indexes.items()}
        self.texts.execute("DROP TABLE IF EXISTS page")
        self.texts.execute("CREATE TABLE page (pk, number, language, text, PRIMARY KEY (pk, number))")
        for number, document in enumerate(documents, 1):
            record = _record(document)
            writers["pub"].add_document(self.module.pub_doc(record))
            for page in self.module.page_docs(record):
                writers["page"].add_document(page)
            texts = ((record["pk"], n, record["lang"], text) for n, text in enumerate(record["pages"], 1))
            self.texts.executemany("INSERT INTO page VALUES (?, ?, ?, ?)", texts)
            if number % _COMMIT_EVERY == 0:
                for writer in writers.values():
                    writer.commit()
        for writer in writers.values():
            writer.commit()
            writer.wait_merging_threads()
        self.texts.commit()
        self.store.publish("gen-1")

    def search(self, question: Question) -> object:
        """Return the example's own answer: count, facets, ids of ten hits, numbers of their pages."""
        chosen = {_FACETS[name]: list(values) for name, values in question.values}
        return self.module.search(self.store, question.text, sel=chosen)

    def shown(self, question: Question) -> object:
        """Return the same with the passages of its pages, read from a database and marked by its own `snippet`."""
        found: Any = self.search(question)
        found["passages"] = [self._passage(pk, n, found) for pk in found["pages"] for n in found["pages"][pk][:_SHOWN]]
        return found

    def _passage(self, pk: int, number: int, found: Any) -> str:
        row = self.texts.execute("SELECT text, language FROM page WHERE pk = ? AND number = ?", (pk, number)).fetchone()
        marked: str = self.module.snippet(row[0], found["terms"], row[1])
        return marked


def _record(document: SearchDocument) -> dict[str, Any]:
    return {
        "id": str(document.id),
        "pk": document.id,
        "lang": document.facet("language")[0],
        "title": document.titles[0].text,
        "abstract": document.abstracts[0].text,
        "authors": list(document.authors),
        "keywords": list(document.keywords),
        "pages": [page.text for page in document.pages],
        "themes": list(document.facet("theme")),
        "countries": list(document.facet("country")),
        "type": document.facet("type")[0],
        "series": document.facet("series")[0],
        "year": document.year,
    }
