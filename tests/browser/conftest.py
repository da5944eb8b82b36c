"""A browser before a library that is served for real; skipped with its reason without Debian's chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from catalogue.models import Publication
from search import engines
from search.documents import document_for
from tests import factories
from tests.browser import CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        pytest.skip("needs chromium")
    api = pytest.importorskip("playwright.sync_api")
    # On a busy machine a page may take longer than the 5 seconds that are usual; what never comes still fails.
    api.expect.set_options(timeout=60_000)
    # Playwright's loop runs in this thread, and Django would refuse the database beside it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def visitor(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A visitor with a narrow screen, once with scripts and once without."""
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 390, "height": 844}, locale="en"
    )
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def papers(live_server: LiveServer, transactional_db: None) -> list[Publication]:
    """Twelve papers about wells and one about taxes, in the index."""
    found = [
        factories.publication(
            f"Wells in county {n}", "A meeting about water.", f"A borehole, the {n}th of its kind.", countries=("KE",)
        )
        for n in range(1, 13)
    ]
    found.append(factories.publication("Taxes in Sweden", "No borehole, only fees.", countries=("SE",)))
    engines.default().upsert([document_for(p) for p in found])
    return found
