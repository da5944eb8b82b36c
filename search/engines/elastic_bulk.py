"""Writing many documents: chunks by bytes, refused ones again after growing pauses, every failure named."""

from __future__ import annotations

import json
import time
from typing import Any

from elastic_transport import SerializationError, TlsError
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.exceptions import UnsupportedProductError

from search.engines.base import EngineError, EngineUnavailable, QueryTooExpensive

CHUNK_BYTES = 4_000_000
_RETRIES = 6
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 20.0
_CONFLICT, _BUSY, _ABSENT = 409, (429, 503), 404


class EngineRefuses(EngineUnavailable):
    """The server does not take us (product, version, password, certificate): a person must mend it."""


class EngineFull(EngineUnavailable):
    """The server stores nothing more: its disk is full or writing is blocked."""


class RequestFailed(EngineError):
    """A request or a document was wrong: the fault is ours."""


def named(error: ApiError | TransportError) -> EngineError:
    """Return what went wrong as the seam names it."""
    if isinstance(error, TransportError):
        refused = isinstance(error, TlsError | SerializationError)
        return (EngineRefuses if refused else EngineUnavailable)(f"{type(error).__name__}: {error}")
    kind, status = str(error.error), error.status_code
    if kind == "cluster_block_exception":
        return EngineFull(str(error))
    if isinstance(error, UnsupportedProductError) or kind == "media_type_header_exception" or status in (401, 403):
        return EngineRefuses(f"{status} {kind}")
    if "too_many_clauses" in str(error) or "too_many_nested_clauses" in str(error):
        return QueryTooExpensive(kind)
    if status in (429, 502, 503, 504) or kind == "index_not_found_exception":
        return EngineUnavailable(f"{status} {kind}")
    return RequestFailed(f"{status} {kind}: {error}")


class Bulk:
    """Gathers writes and sends them. `stale` counts those that a newer version held back."""

    def __init__(self, client: Elasticsearch) -> None:
        self.client = client.options(request_timeout=120)
        self.lines: list[list[bytes]] = []
        self.bytes = 0
        self.stale = 0

    def index(self, index: str, key: str, document: dict[str, Any], version: int) -> None:
        action = {"index": {"_index": index, "_id": key, "version": version, "version_type": "external_gte"}}
        self._add(action, document)

    def delete(self, index: str, key: str, version: int) -> None:
        action = {"delete": {"_index": index, "_id": key, "version": version, "version_type": "external_gte"}}
        self._add(action, None)

    def _add(self, action: dict[str, Any], document: dict[str, Any] | None) -> None:
        lines = [json.dumps(action).encode()]
        if document is not None:
            lines.append(json.dumps(document, ensure_ascii=False).encode())
        self.lines.append(lines)
        self.bytes += sum(map(len, lines))
        if self.bytes >= CHUNK_BYTES:
            self.send()

    def send(self) -> None:
        """Send what is gathered; raises EngineError when any of it could not be stored."""
        items, self.lines, self.bytes = self.lines, [], 0
        pause = _FIRST_PAUSE
        for _ in range(_RETRIES):
            if not items:
                return
            items, reason = self._sent(items)
            if items:
                time.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
        if items:
            raise EngineUnavailable(f"{len(items)} documents refused: {reason}")  # noqa: EM102

    def _sent(self, items: list[list[bytes]]) -> tuple[list[list[bytes]], str]:
        """Return the items to send again, and why."""
        # Lines that are JSON already; the client's types know dicts only.
        lines_sent: Any = [line for lines in items for line in lines]
        try:
            answer = self.client.bulk(
                operations=lines_sent,
                filter_path="errors,items.*.status,items.*.error",
            )
        except (ApiError, TransportError) as error:
            problem = named(error)
            if isinstance(problem, EngineRefuses | EngineFull) or not isinstance(problem, EngineUnavailable):
                raise problem from error
            return items, str(problem)
        if not answer["errors"]:
            return [], ""
        again = [lines for lines, each in zip(items, answer["items"], strict=True) if self._to_repeat(each)]
        return again, "the server is busy"

    def _to_repeat(self, answer: dict[str, Any]) -> bool:
        (result,) = answer.values()
        status, error = result["status"], result.get("error", {})
        if status == _CONFLICT:
            self.stale += 1
            return False
        if error.get("type") == "cluster_block_exception":
            raise EngineFull(str(error.get("reason")))
        if status in _BUSY:
            return True
        if error:
            raise RequestFailed(f"{status} {error.get('type')}: {error.get('reason')}")  # noqa: EM102
        return False
