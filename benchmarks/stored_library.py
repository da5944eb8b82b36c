"""A library of benchmarks.library in a data folder of its own: what is measured as the programs run it."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

from benchmarks.library import PAGES
from search.engines.base import SearchEngine
from search.engines.elastic import ElasticEngine
from search.engines.tantivy import TantivyEngine
from search.query import PUBLIC, SearchQuery
from search.syntax import parse


def environment(folder: Path, engine: str) -> dict[str, str]:
    """Return the environment of a library in the folder, with the engine of that name."""
    outside = ("KC_DATABASE_URL", "KC_ELASTICSEARCH_URL", "KC_SEARCH_BACKEND", "KC_MEANING_SEARCH")
    found = {name: value for name, value in os.environ.items() if name not in outside}
    found |= {"KC_DATA_DIR": str(folder), "KC_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "kc_repository.settings"}
    if engine == "elastic":
        if not (url := os.environ.get("ELASTICSEARCH_URL")):
            raise SystemExit("ELASTICSEARCH_URL names no server")
        found |= {"KC_ELASTICSEARCH_URL": url, "KC_INDEX": f"benchmark-{secrets.token_hex(4)}"}
    return found


def command(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def created(env: dict[str, str]) -> None:
    """Make the folder's database, its index and static files, empty."""
    subprocess.run(command("setup"), env=env, check=True, stdout=subprocess.DEVNULL)


def filled(env: dict[str, str], first: int, count: int, pages: int = PAGES) -> None:
    """Store so many publications from number `first` on, with their pages."""
    code = f"from benchmarks.stored_rows import fill; fill({first}, {count}, {pages})"
    subprocess.run(command("shell", "--no-imports", "--verbosity", "0", "--command", code), env=env, check=True)


def kept(folder: Path, engine: str, count: int) -> dict[str, str]:
    """Return the environment of a library of so many publications in the folder, made where it is not there."""
    env, made = environment(folder, engine), folder / f"made-{count}"
    created(env)
    if not made.exists():
        filled(env, 1, count)
        made.touch()
    return env


def engine_of(env: dict[str, str]) -> SearchEngine:
    """Return the engine of a library."""
    if url := env.get("KC_ELASTICSEARCH_URL"):
        return ElasticEngine(url=url, index=env["KC_INDEX"], request_timeout=60)
    return TantivyEngine(folder=Path(env["KC_DATA_DIR"]) / "index")


def total(engine: SearchEngine) -> int:
    """Return how many publications everyone finds."""
    return engine.search(SearchQuery(audience=PUBLIC, expression=parse("").expression, limit=1)).total
