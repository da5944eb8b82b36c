"""What all tests share: a data folder of their own for each process, generated PDFs, a real search engine."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Settings read the environment once, when pytest-django loads them: after this module, before any other.
_DATA_DIR = tempfile.mkdtemp(prefix="kc-tests-")
atexit.register(shutil.rmtree, _DATA_DIR, ignore_errors=True)
# whitenoise warns of a folder that is not there, and warnings are errors here.
(Path(_DATA_DIR) / "static").mkdir()
os.environ.update(KC_DATA_DIR=_DATA_DIR, KC_SECRET_KEY="for-tests-only", KC_LOG_LEVEL="ERROR", KC_DEBUG="")
# Where the suite runs on PostgreSQL the address stays; each xdist process gets a database of its own.
os.environ.pop("KC_ELASTICSEARCH_URL", None)

import hypothesis  # noqa: E402
import pytest  # noqa: E402
from pytest_django.fixtures import Settings  # noqa: E402

from search import engines  # noqa: E402
from search.engines.base import SearchEngine  # noqa: E402

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """Files, pictures and index of one test are in its own folder."""
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
