"""The library's settings on a data folder of the tests' own, so that no test touches the library in var/.

pytest-django loads settings before any conftest, so the environment they read is laid here.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_DATA_DIR = tempfile.mkdtemp(prefix="kc-tests-")
atexit.register(shutil.rmtree, _DATA_DIR, ignore_errors=True)
# whitenoise warns of a folder that is not there, and warnings are errors here.
(Path(_DATA_DIR) / "static").mkdir()
os.environ.update(KC_DATA_DIR=_DATA_DIR, KC_SECRET_KEY="for-tests-only", KC_LOG_LEVEL="ERROR", KC_DEBUG="")
# Where the suite runs on PostgreSQL the address stays; each xdist process gets a database of its own.
os.environ.pop("KC_ELASTICSEARCH_URL", None)
# What a test starts runs on the library's own settings, in the folder that the test names.
os.environ["DJANGO_SETTINGS_MODULE"] = "kc_repository.settings"

from kc_repository.settings import *  # noqa: E402, F403
