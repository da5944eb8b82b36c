"""What the processors of an Elasticsearch spend, and how much of it on searches, by the server's own reckoning.

Readers of a library on a server make it work while its index is rebuilt, and its threads say which of the two they do.
"""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from elasticsearch import Elasticsearch

# Seconds of a look, after which a busy server takes its time to answer: what it does then is taken for the same.
_LOOK = 5
# 37.6% [cpu=36.4%, other=1.2%] (1.8s out of 5s) cpu usage by thread 'elasticsearch[node1][search][T#1]'
_SEARCHING = re.compile(r"\[cpu=([\d.]+)%.* by thread '.*\]\[search(?:_\w+)?\]\[T#\d+\]'$", re.MULTILINE)


class ServerTime:
    """Processor seconds of a server's nodes while it is open: `whole`, and of these `searching`.

    What nodes take to read requests, write answers and compile for searches is in `whole` alone. The last look is cut
    short and left out: what is searched in it is taken for the same as before. Raises what a look raised, RuntimeError
    where it was open for less than one.
    """

    def __init__(self, url: str) -> None:
        self.client = Elasticsearch(url.split(","), request_timeout=60)
        self.whole = self.searching = 0.0
        self._shares: list[float] = []
        self._done = threading.Event()
        self._looking = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        self._began, self._before = time.perf_counter(), self._seconds()
        self._looks = self._looking.submit(self._look)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        took = time.perf_counter() - self._began
        self._done.set()
        try:
            after = self._seconds()
            self._looks.result()
        finally:
            self._looking.shutdown()
            self.client.close()
        if kind is None and not self._shares:
            raise RuntimeError(f"over within {_LOOK} seconds: too short for what searches take")  # noqa: EM102
        self.whole = sum(after[node] - self._before[node] for node in after)
        self.searching = took * sum(self._shares) / max(len(self._shares), 1)

    def _seconds(self) -> dict[str, float]:
        nodes = self.client.nodes.stats(metric="process")["nodes"]
        return {node: float(said["process"]["cpu"]["total_in_millis"]) / 1000 for node, said in nodes.items()}

    def _look(self) -> None:
        while not self._done.is_set():
            said = self.client.nodes.hot_threads(
                type="cpu", threads=9999, interval=f"{_LOOK}s", snapshots=1, ignore_idle_threads=False
            )
            if not self._done.is_set():
                self._shares.append(sum(map(float, _SEARCHING.findall(str(said)))) / 100)
