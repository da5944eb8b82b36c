"""The stages of a paper's way that `benchmarks.kills` kills; each step is acknowledged by a line once it is answered.

Everything goes the library's own way: pages are asked through all middleware, files are read in the sandbox, the
index is the embedded engine.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from benchmarks.lookover import faults_of_library
from catalogue.models import Publication, State
from ingest import pipeline
from ingest.models import Submission
from ingest.reading import SandboxReading
from kc_repository.accounts.roles import Role, give_role
from kc_repository.archive import back_up
from kc_repository.background import worker_name
from search import engines, indexing

PIECE = 16 * 1024
_SENDER = "sender"


def begin(_argument: str) -> None:
    """Make the library's tables and the person who sends and publishes."""
    call_command("migrate", verbosity=0, interactive=False)
    give_role(User.objects.create_user(_SENDER), Role.EDITOR)


def upload(folder: str) -> None:
    """Send the papers of a folder in by pieces, going on with those that had begun; `sent.json` has their addresses."""
    browser = _browser()
    known: dict[str, str] = json.loads(Path(folder, "sent.json").read_text())
    for path in sorted(Path(folder).glob("*.pdf")):
        content = path.read_bytes()
        address = known.get(path.name) or _begun(browser, path.name, len(content))
        said = browser.get(address).json()
        while "taken" not in said:
            offset = said["offset"]
            answer = browser.patch(
                address,
                content[offset : offset + PIECE],
                content_type="application/offset+octet-stream",
                headers={"Upload-Offset": str(offset)},
            )
            said = answer.json()
            _say("at", path.name, str(said["offset"]))
        _say("taken", path.name)


def read(_argument: str) -> None:
    """Read what waits, as the worker does."""
    worker, reading = worker_name(), SandboxReading()
    while submission := pipeline.claim(worker):
        _say(pipeline.read_submission(submission, worker, reading) or "lost", str(submission.pk))
    reading.close()


def publish(_argument: str) -> None:
    """Publish what is in review by the queue's button, then keep the text of every other one to the staff."""
    browser = _browser()
    for submission in Submission.objects.filter(state=Submission.State.IN_REVIEW).order_by("pk"):
        record = Publication.objects.get(submissions=submission)
        answer = browser.post(f"/submissions/{submission.pk}/publish/", {"version": record.version})
        _say("public" if "published=" in answer["Location"] else "refused", str(record.pk))
    for record in Publication.objects.filter(state=State.PUBLISHED).order_by("pk"):
        if record.pk % 2 == 0:
            said = {"do": "restrict", "version": record.version, "why": "a kill"}
            browser.post(f"/publications/{record.pk}/life/", said)
            _say("restricted", str(record.pk))


def index(way: str) -> None:
    """Bring the outbox into the index, one publication at a time, or build the index anew."""
    engine = engines.default()
    if way == "rebuild":
        indexing.rebuild(engine)
    while indexing.update(engine, batch=1):
        _say("indexed")
    engine.close()


def backup(archive: str) -> None:
    Path(archive).unlink(missing_ok=True)
    back_up(Path(archive))


def restore(archive: str) -> None:
    """Fill the empty library from an archive."""
    call_command("restore", archive, stdout=sys.stderr)
    _say("restored")


def compare(archive: str) -> None:
    """Say where a restored library differs from its archive, and its index from its records."""
    again = Path(f"{archive}.again")
    backup(str(again))
    with zipfile.ZipFile(archive) as one, zipfile.ZipFile(again) as other:
        for name in sorted({*one.namelist(), *other.namelist()} - {"manifest.json", "settings.json"}):
            if name not in other.namelist() or name not in one.namelist() or one.read(name) != other.read(name):
                _say("fault", f"{name} is not what was backed up")
    indexing.update_or_build(engines.default())
    for publication_id in indexing.differences(engines.default()).ids:
        _say("fault", f"publication {publication_id} is not in the index as it is")


STAGES: dict[str, Callable[[str], None]] = {
    "begin": begin,
    "upload": upload,
    "read": read,
    "publish": publish,
    "index": index,
    "backup": backup,
    "restore": restore,
    "compare": compare,
}


def mend(stage: str, argument: str, acknowledged: str) -> None:
    """Look the library over as the kill left it, do what was left undone, and look again."""
    for fault in faults_of_library(json.loads(acknowledged)):
        _say("fault", f"after a kill of {stage}: {fault}")
    if stage == "read":
        time.sleep(settings.LEASE_SECONDS + 0.2)
    STAGES[stage](argument)
    for fault in faults_of_library(json.loads(acknowledged)):
        _say("fault", f"after {stage} was finished: {fault}")


def serve() -> None:
    """Fork a child for each line `[output, stage, argument, …]` and answer its number; asked again, its exit code.

    A child that has ended keeps its number until then, so that no kill goes astray. All is loaded once, and each
    child begins its work at once: a kill hits the work and not the loading.
    """
    while line := sys.stdin.readline():
        output, stage, *arguments = json.loads(line)
        child = os.fork()
        if child == 0:
            _work(Path(output), stage, arguments)
        _say(str(child))
        sys.stdin.readline()
        _pid, status = os.waitpid(child, 0)
        _say(str(os.waitstatus_to_exitcode(status)))


def _work(output: Path, stage: str, arguments: list[str]) -> None:
    """Do a stage's work with all that it says in a file, and end."""
    with output.open("wb", buffering=0) as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    code = 1
    try:
        mend(*arguments) if stage == "mend" else STAGES[stage](*arguments)
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def _browser() -> Client:
    browser = Client(SERVER_NAME="localhost")
    user = User.objects.get(username=_SENDER)
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def _begun(browser: Client, name: str, size: int) -> str:
    said = browser.post("/upload/pieces/", {"name": name, "size": size}, content_type="application/json").json()
    _say("begun", name, said["address"])
    return str(said["address"])


def _say(*words: str) -> None:
    """Tell the one outside that something was acknowledged, in one write that a kill cannot halve."""
    os.write(1, (" ".join(words) + "\n").encode())
