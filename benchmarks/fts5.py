"""The same library in SQLite's FTS5: what a search costs without an engine."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.library import Question
from search.schema import SearchDocument

_FACETS = ("type", "language", "country", "theme", "series", "year")
# Page n of publication p has the row p * 1000 + n.
_PAGES = 1000


class FtsLibrary:
    """One row a publication to match and rank, one a page to locate, facets by joins."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.database = sqlite3.connect(path)
        self.database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-200000;")

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        if self.database.execute("SELECT 1 FROM sqlite_master WHERE name = 'facet'").fetchone():
            return
        self.database.executescript(
            """
            CREATE VIRTUAL TABLE publication USING fts5(title, abstract, authors, keywords, body,
                content='', tokenize="porter unicode61 remove_diacritics 2", prefix='3');
            CREATE VIRTUAL TABLE page USING fts5(body, tokenize="porter unicode61 remove_diacritics 2");
            CREATE TABLE facet (publication INTEGER, name TEXT, value TEXT);
            """
        )
        for document in documents:
            self._add(document)
        self.database.executescript("CREATE INDEX by_publication ON facet (publication, name);")
        self.database.commit()

    def _add(self, document: SearchDocument) -> None:
        texts = [page.text for page in document.pages]
        row = (
            document.titles[0].text,
            document.abstracts[0].text,
            " ".join(document.authors),
            " ".join(document.keywords),
        )
        self.database.execute(
            "INSERT INTO publication(rowid, title, abstract, authors, keywords, body) VALUES (?, ?, ?, ?, ?, ?)",
            (document.id, *row, "\n".join(texts)),
        )
        pages = ((document.id * _PAGES + n, text) for n, text in enumerate(texts))
        self.database.executemany("INSERT INTO page(rowid, body) VALUES (?, ?)", pages)
        values = [(document.id, name, value) for name, each in document.facets for value in each]
        values.append((document.id, "year", str(document.year)))
        self.database.executemany("INSERT INTO facet VALUES (?, ?, ?)", values)

    def search(self, question: Question) -> object:
        """Return total, best ten, facets under the other facets' choices, and best pages with snippets."""
        match = _match(question.text)
        run = self.database.execute
        run("CREATE TEMP TABLE IF NOT EXISTS found (id INTEGER PRIMARY KEY, rank REAL)")
        run("DELETE FROM found")
        run(
            "INSERT INTO found SELECT rowid, bm25(publication, 6, 2, 4, 4, 1) FROM publication"
            " WHERE publication MATCH ?",
            (match,),
        )
        facets = {name: run(*_counting(name, question)).fetchall() for name in _FACETS}
        chosen, values = _chosen(question, "")
        total = run(f"SELECT count(*) FROM found WHERE {chosen}", values).fetchone()  # noqa: S608
        hits = run(f"SELECT id FROM found WHERE {chosen} ORDER BY rank, id LIMIT 10", values).fetchall()  # noqa: S608
        pages = [
            run(
                "SELECT rowid, snippet(page, 0, '[', ']', '…', 30) FROM page"
                " WHERE page MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rank LIMIT 2",
                (_any(match), pk * _PAGES, pk * _PAGES + _PAGES - 1),
            ).fetchall()
            for (pk,) in hits
        ]
        return total, hits, facets, pages


def _counting(name: str, question: Question) -> tuple[str, list[str]]:
    chosen, values = _chosen(question, name)
    counting = (
        "SELECT value, count(*) FROM found JOIN facet ON facet.publication = found.id AND facet.name = ?"  # noqa: S608
        f" WHERE {chosen} GROUP BY value"
    )
    return counting, [name, *values]


def _chosen(question: Question, skip: str) -> tuple[str, list[str]]:
    """Return the condition of the chosen values, those of one facet left aside."""
    conditions, values = ["1"], []
    for name, wanted in question.values:
        if name != skip:
            marks = ", ".join("?" * len(wanted))
            conditions.append(
                f"EXISTS (SELECT 1 FROM facet c WHERE c.publication = found.id AND c.name = ? AND c.value IN ({marks}))"  # noqa: S608
            )
            values += [name, *wanted]
    return " AND ".join(conditions), values


def _match(text: str) -> str:
    if text.startswith('"'):
        return text
    return " ".join(w if w == "OR" or w.endswith("*") else f'"{w}"' for w in text.split())


def _any(match: str) -> str:
    return match if '" "' not in match else re.sub(r'" "', '" OR "', match)
