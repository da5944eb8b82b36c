"""What the processes of benchmarks.page_speed do inside the library: ask for pages of results, publish."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Sequence

from django.test import Client
from django.urls import reverse

from benchmarks.library import Question, corpus, material, questions
from catalogue import publishing
from catalogue.models import LocalisedText, Publication
from catalogue.references import record_for
from search import engines, indexing

_WARM = 14
# tantivy merges where eight segments are of one size.
_SETTLING = 8


def read(count: int, seed: int) -> None:
    """Ask for so many pages of results and print the milliseconds of each as JSON."""
    asked = questions(material(corpus()), each=max(count // 7, 1))
    random.Random(seed).shuffle(asked)
    sys.stdout.write(json.dumps(spent_on(asked)))


def spent_on(asked: Sequence[Question]) -> list[float]:
    """Return the milliseconds of each question's page, after some of them were asked to warm up."""
    client, address = Client(SERVER_NAME="localhost"), reverse("search")
    warm = asked[:_WARM]
    spent = []
    for question in (*warm, *asked):
        parameters: dict[str, list[str]] = {"q": [question.text], **{name: list(v) for name, v in question.values}}
        start = time.perf_counter()
        response = client.get(address, parameters)
        spent.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{question.text}: {response.status_code}")  # noqa: EM102
    return spent[len(warm) :]


def write_on(pause: float = 0.5) -> None:
    """Save one record after the other and bring it into the index, until killed."""
    ids = _titled()
    while True:
        _save(random.choice(ids))
        time.sleep(pause)


def settle() -> None:
    """Save some records and wait for what they set off: the first after a rebuild merge the whole index, once."""
    for pk in _titled()[:_SETTLING]:
        _save(pk)
    engines.default().close()


def _titled() -> list[int]:
    """Return the ids of the first records; one without a title cannot be saved."""
    titled = Publication.objects.filter(texts__kind=LocalisedText.Kind.TITLE)
    return list(titled.order_by("pk").values_list("pk", flat=True).distinct()[:1000])


def _save(pk: int) -> None:
    publication = Publication.objects.get(pk=pk)
    publishing.revise(publication, record_for(publication), who=None, why="saved again")
    indexing.update_all(engines.default())
