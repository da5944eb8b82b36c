"""The engine that the settings name: the one place that loads an engine and reads settings for it."""

from __future__ import annotations

import threading
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.base import SearchEngine

# One engine a process, not one a thread as Django's connections: it keeps the only writer of its index.
_engines: dict[str, SearchEngine] = {}
_lock = threading.Lock()


def default() -> SearchEngine:
    """Return the engine of settings.SEARCH_ENGINES["default"]; another one when the settings changed."""
    chosen: dict[str, Any] = settings.SEARCH_ENGINES["default"]
    wanted = repr(chosen)
    with _lock:
        if wanted not in _engines:
            for engine in _engines.values():
                engine.close()
            _engines.clear()
            _engines[wanted] = import_string(chosen["BACKEND"])(**chosen.get("OPTIONS", {}))
        return _engines[wanted]
