"""What all tests share: folders of their own, and a real search engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from search import engines
from search.engines.base import SearchEngine

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """Files, pictures and index of one test are in its own folder, and it starts with nothing cached or counted."""
    cache.clear()
    settings.STORAGES = {
        "default": {
            "BACKEND": "catalogue.storage.DurableFileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.SEARCH_ENGINES = {
        "default": {
            "BACKEND": "search.engines.tantivy.TantivyEngine",
            "OPTIONS": {"folder": tmp_path / "index"},
        }
    }
    settings.PAGE_PICTURES_DIR = tmp_path / "pictures"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    yield tmp_path


@pytest.fixture
def engine(own_folders: Path) -> SearchEngine:
    """Return the embedded engine with an empty index in the test's own folder."""
    engine = engines.default()
    engine.rebuild(())
    return engine
