"""How the library is: each part asked, with one sentence a part; for /healthz, /status/ and whoever starts it."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.measures import size_text
from ingest import heartbeat
from ingest.extraction import renderer_client
from ingest.extraction.renderer_client import RendererUnavailable
from ingest.models import Submission
from kc_repository.programs import PROGRAMS
from search import embedding, meaning
from search.engines import default as default_engine
from search.engines.base import EngineError
from search.models import StaleEntry

_RENDERER_SECONDS = 2.0
_LOW_DISK_BYTES = 1024**3
_PATIENCE = timedelta(seconds=60)
# What is said of each measure of ingest.extraction.lockdown.Protection that does not hold.
_MEASURES: dict[str, Promise] = {
    "limits": gettext_lazy("limits on memory and time"),
    "network": gettext_lazy("a network of its own (unshare is not allowed here)"),
    "system_calls": gettext_lazy("a filter of system calls (seccomp; install libseccomp2)"),
    "files": gettext_lazy("rules on files (Landlock, Linux 5.13 or newer)"),
}


class Health(Enum):
    """`ABSENT` is an optional part that is not there: the library goes on without it."""

    GOOD = "good"
    ABSENT = "absent"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHealth:
    """A part of the library: `name` for machines, `label` and `sentence` for people."""

    name: str
    label: str
    health: Health
    sentence: str

    @property
    def is_bad(self) -> bool:
        return self.health is Health.BAD


def database() -> PartHealth:
    label = _("Database")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return PartHealth(name="database", label=label, health=Health.BAD, sentence=_("Cannot be reached."))
    if waiting:
        sentence = _("Waits for its new tables: run manage.py migrate.")
        return PartHealth(name="database", label=label, health=Health.BAD, sentence=sentence)
    return PartHealth(name="database", label=label, health=Health.GOOD, sentence=connection.display_name)


def engine() -> PartHealth:
    label = _("Search")
    try:
        status = default_engine().status()
    except EngineError as error:
        return PartHealth(name="engine", label=label, health=Health.BAD, sentence=_engine_says(str(error)))
    said = {"name": status.name, "publications": status.publications, "pages": status.pages}
    sentence = _("%(name)s, %(publications)d publications, %(pages)d pages") % said
    if not status.ready:
        sentence = _engine_says(status.message)
    return PartHealth(name="engine", label=label, health=Health.GOOD if status.ready else Health.BAD, sentence=sentence)


def _engine_says(message: str) -> str:
    """Return what an engine says, in English as all programs do, in a sentence in the reader's language."""
    if not message:
        return _("Cannot be reached.")
    return _("It cannot be asked. The engine says: %(message)s") % {"message": message}


def worker() -> PartHealth:
    """Judge the workers by their last sign of life on this host, and by whether anything waits without being begun."""
    label = _("Worker")
    now = timezone.now()
    waiting = Submission.objects.filter(state=Submission.State.WAITING)
    late = waiting.filter(changed_at__lt=now - _PATIENCE).exists()
    busy = Submission.objects.filter(state=Submission.State.READING, lease_until__gt=now).count()
    seen = heartbeat.last("worker")
    alive = seen is not None and now - seen < _PATIENCE
    if not alive and not busy and (late or seen is not None):
        sentence = _("No worker is running: nothing is read or indexed. Start manage.py worker.")
        return PartHealth(name="worker", label=label, health=Health.BAD, sentence=sentence)
    if not alive and not busy:
        return PartHealth(name="worker", label=label, health=Health.ABSENT, sentence=_("Nothing heard of it yet."))
    said = {"waiting": waiting.count(), "busy": busy}
    sentence = _("%(busy)d files being read, %(waiting)d waiting") % said
    return PartHealth(name="worker", label=label, health=Health.GOOD, sentence=sentence)


def index_lag() -> PartHealth:
    """Judge the index by how long the oldest change has waited for it."""
    label = _("Index")
    oldest = StaleEntry.objects.order_by("since").first()
    if oldest is None:
        return PartHealth(name="index", label=label, health=Health.GOOD, sentence=_("Agrees with the records."))
    late = timezone.now() - oldest.since > _PATIENCE
    count = StaleEntry.objects.values("publication_id").distinct().count()
    sentence = _("%(count)d records wait to be indexed, the oldest since %(since)s") % {
        "count": count,
        "since": date_format(timezone.localtime(oldest.since), "DATETIME_FORMAT"),
    }
    return PartHealth(name="index", label=label, health=Health.BAD if late else Health.GOOD, sentence=sentence)


def meanings() -> Iterator[PartHealth]:
    """Yield how far the search by meaning is, where it is turned on."""
    if not meaning.is_on():
        return
    label = _("Meaning search")
    if missing := embedding.available():
        yield PartHealth(name="meaning", label=label, health=Health.BAD, sentence=missing)
        return
    count = meaning.waiting().count()
    said = _("%(count)d records wait for their meaning to be read.") % {"count": count}
    sentence = said if count else _("Every record takes part.")
    yield PartHealth(name="meaning", label=label, health=Health.GOOD, sentence=sentence)


def renderer() -> PartHealth:
    label = _("Page pictures")
    path = str(settings.RENDERER_SOCKET)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(_RENDERER_SECONDS)
        try:
            client.connect(path)
        except OSError:
            sentence = _("The renderer does not answer: pages have no pictures. Start manage.py renderer.")
            return PartHealth(name="renderer", label=label, health=Health.BAD, sentence=sentence)
    return PartHealth(name="renderer", label=label, health=Health.GOOD, sentence=_("The renderer answers."))


def sandbox() -> PartHealth:
    """Say which measures around the readers of PDFs this machine has, as the renderer found them."""
    label = _("Sandbox")
    try:
        held = renderer_client.protection(Path(settings.RENDERER_SOCKET))
    except RendererUnavailable:
        sentence = _("PDFs are read in processes of their own; how well locked is known when the renderer runs.")
        return PartHealth(name="sandbox", label=label, health=Health.ABSENT, sentence=sentence)
    if held.complete:
        sentence = _("PDFs are read without network and files, with limits and with filtered system calls.")
        return PartHealth(name="sandbox", label=label, health=Health.GOOD, sentence=sentence)
    sentence = _("PDFs are read in processes of their own. This machine lacks: %(missing)s. The rest holds.") % {
        "missing": "; ".join(str(_MEASURES[name]) for name in held.missing)
    }
    return PartHealth(name="sandbox", label=label, health=Health.ABSENT, sentence=sentence)


def disk() -> PartHealth:
    label = _("Disk")
    usage = shutil.disk_usage(settings.DATA_DIR)
    said = {"free": size_text(usage.free), "total": size_text(usage.total)}
    low = usage.free < _LOW_DISK_BYTES
    health = Health.BAD if low else Health.GOOD
    return PartHealth(name="disk", label=label, health=health, sentence=_("%(free)s of %(total)s are free") % said)


def programs() -> Iterator[PartHealth]:
    """Yield each optional program, with what is missing without it."""
    for program in PROGRAMS:
        found = program.found
        sentence = (
            _("Found.") if found else _("Not on this machine; without it: %(brings)s.") % {"brings": program.brings}
        )
        health = Health.GOOD if found else Health.ABSENT
        yield PartHealth(name=program.name, label=program.name, health=health, sentence=sentence)


_PARTS: tuple[Callable[[], PartHealth], ...] = (database, engine, worker, index_lag, renderer, sandbox, disk)


def all_parts() -> list[PartHealth]:
    """Return every part; without the database, those that need it are left out."""
    first = database()
    if first.is_bad:
        return [first, renderer(), sandbox(), disk(), *programs()]
    return [first, *(part() for part in _PARTS[1:]), *meanings(), *programs()]


def essentials() -> list[PartHealth]:
    """Return the parts without which no reader is served; asked often, so nothing dear."""
    first = database()
    return [first] if first.is_bad else [first, engine()]
