"""One sandbox for all tests of a process: starting one takes a third of a second."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.extraction.sandbox import Sandbox
from tests.ingest.readings import FirstLineReading


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def reading(sandbox: Sandbox) -> FirstLineReading:
    return FirstLineReading(sandbox)
