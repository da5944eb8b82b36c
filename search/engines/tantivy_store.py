"""Generations of the index on disk: one is read, one process at a time writes, a new one takes its place at once.

    FOLDER/CURRENT              the name of the living generation
    FOLDER/gen-N/publications   FOLDER/gen-N/pages   FOLDER/gen-N/version
    FOLDER/writing.lock         held for each batch, and from a rebuild's last look at changes to its swap

Local disk only: tantivy maps its files and locks them with flock.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tantivy import Index, Searcher

from search.engines.base import EngineUnavailable
from search.engines.tantivy_index import compatible, opened, registered
from search.schema import INDEX_VERSION

NAMES = ("publications", "pages")
# Readers may hold the name of a generation that was just replaced: it stays this long.
RETIRED_SECONDS = 60
_LOCK_SECONDS = 30.0


class Generation:
    """An opened generation; readers look at it afresh before each search."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self.name = folder.name
        self.pid = os.getpid()
        if create:
            self.indexes = {name: opened(folder / name, name) for name in NAMES}
        else:
            self.indexes = {name: registered(Index.open(str(folder / name))) for name in NAMES}
        self.lock = threading.Lock()
        self.seen: tuple[tuple[int, int, int], ...] = ()
        self.read: dict[str, Searcher] = {}
        for index in self.indexes.values():
            # No watching thread: reload() costs 0.05 ms when nothing changed, and a forked child has no watcher.
            index.config_reader("manual")

    def searchers(self) -> dict[str, Searcher]:
        """Return searchers of the newest commits: the same object as before where nothing was committed."""
        # reload() parses the description of 200 fields each time, 0.3 ms; a look at the file's age 0.003.
        states = {name: (self.folder / name / "meta.json").stat() for name in NAMES}
        seen = tuple((state.st_ino, state.st_mtime_ns, state.st_size) for state in states.values())
        with self.lock:
            if seen != self.seen:
                for index in self.indexes.values():
                    index.reload()
                self.read = {name: index.searcher() for name, index in self.indexes.items()}
                self.seen = seen
            return self.read


class Store:
    """The folder of generations."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.generation: Generation | None = None
        self.lock = threading.Lock()

    def current(self) -> str:
        """Return the name of the living generation, "" before there is one."""
        with contextlib.suppress(FileNotFoundError):
            return (self.folder / "CURRENT").read_text().strip()
        return ""

    def version(self) -> int | None:
        """Return the form of the living generation's documents."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            return int((self.folder / self.current() / "version").read_text())
        return None

    def opened(self) -> Generation:
        """Return the living generation; raises EngineUnavailable where there is none to be read."""
        with self.lock:
            name = self.current()
            known = self.generation
            if known and known.name == name and known.pid == os.getpid():
                return known
            self._check(name)
            self.generation = Generation(self.folder / name)
            return self.generation

    def searchers(self) -> dict[str, Searcher]:
        """Return searchers of the living generation as it is now."""
        try:
            return self.opened().searchers()
        except (ValueError, OSError):
            # A generation was replaced and removed between our look at CURRENT and this.
            with self.lock:
                self.generation = None
        try:
            return self.opened().searchers()
        except (ValueError, OSError) as error:
            raise EngineUnavailable(str(error)) from error

    def _check(self, name: str) -> None:
        if not name:
            raise EngineUnavailable("there is no index yet: run `manage.py index rebuild`")
        if self.version() != INDEX_VERSION:
            message = f"the index has form {self.version()}, this program reads {INDEX_VERSION}: rebuild it"
            raise EngineUnavailable(message)
        if not all(compatible(self.folder / name / part) for part in NAMES):
            raise EngineUnavailable("the index was written by another version of tantivy: rebuild it")

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write; waits for another process, raises EngineUnavailable when it takes too long."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "writing.lock").open("a") as file:
            wait_for(file.fileno(), _LOCK_SECONDS)
            yield

    def new_generation(self) -> Generation:
        """Return an empty generation that nobody reads yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        number = max((int(p.name[4:]) for p in self.folder.glob("gen-*") if p.name[4:].isdigit()), default=0)
        while True:
            number += 1
            with contextlib.suppress(FileExistsError):
                folder = self.folder / f"gen-{number}"
                folder.mkdir()
                (folder / "version").write_text(str(INDEX_VERSION))
                return Generation(folder, create=True)

    def publish(self, generation: Generation) -> None:
        """Make a generation the living one, in one step; the one before is removed later."""
        before = self.current()
        draft = self.folder / f"CURRENT.{os.getpid()}"
        with draft.open("w") as file:
            file.write(generation.name)
            file.flush()
            os.fsync(file.fileno())
        if before and (self.folder / before).is_dir():
            (self.folder / before / "retired").touch()
        draft.replace(self.folder / "CURRENT")

    def remove_retired(self) -> None:
        """Remove generations that were replaced a while ago, and unfinished ones that nobody builds."""
        name = self.current()
        for folder in self.folder.glob("gen-*"):
            if folder.name == name:
                continue
            retired = folder / "retired"
            if retired.exists():
                if time.time() - retired.stat().st_mtime > RETIRED_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)
            elif not _being_built(folder):
                shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def building(folder: Path) -> Iterator[None]:
    """Mark a generation as being built for as long as this process does."""
    with (folder / "building").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def removed_on_failure(folder: Path) -> Iterator[None]:
    """Remove a generation whose building was broken off."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _being_built(folder: Path) -> bool:
    # A folder this young may be between its making and its lock.
    with contextlib.suppress(FileNotFoundError):
        if time.time() - folder.stat().st_mtime < RETIRED_SECONDS:
            return True
        with (folder / "building").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
    return False


def wait_for(descriptor: int, seconds: float) -> None:
    """Take the lock of an open file within so many seconds; raises EngineUnavailable otherwise."""
    limit = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > limit:
                raise EngineUnavailable("another process is writing to the index") from None
            time.sleep(0.02)
        else:
            return
