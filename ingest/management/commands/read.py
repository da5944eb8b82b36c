"""manage.py read: what PDFs say of themselves. Stores nothing and needs no database."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from ingest.description import describe
from ingest.description.values import NOTHING_KNOWN, Vocabulary
from ingest.description.written import to_json
from ingest.extraction.ocr import missing_packages
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Extraction, Failure
from ingest.learning import labeller_in_use
from ingest.sentences import sentence_unstored
from ingest.sidecars import sidecar_beside, sidecar_reference
from ingest.vocabulary import known_vocabulary

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Print what PDFs say of themselves, one JSON object a line or as text; nothing is stored."
    # A broken or missing database must not stop a reading that needs none.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--ocr", action="store_true", help="recognise the text of scanned pages")

    def handle(self, *_: object, **options: Any) -> None:
        vocabulary = vocabulary_or_nothing()
        if options["ocr"] and (missing := missing_packages(())):
            self.stderr.write(f"No text is recognised: install {', '.join(missing)} (on Debian with apt).")
        failed = False
        with Sandbox() as sandbox:
            for file in options["files"]:
                found = reading(sandbox, file, vocabulary, ocr=options["ocr"])
                failed = failed or "error" in found
                self.stdout.write(
                    json.dumps(found, ensure_ascii=False) if options["format"] == "json" else as_text(found)
                )
        if failed:
            sys.exit(1)


def vocabulary_or_nothing() -> Vocabulary:
    """Return what the library knows; nothing where there is no library yet, and none is begun by asking."""
    place = connection.settings_dict["NAME"]
    if isinstance(place, Path) and not place.exists():
        return NOTHING_KNOWN
    try:
        return known_vocabulary()
    except DatabaseError:
        return NOTHING_KNOWN


def reading(sandbox: Sandbox, file: str, vocabulary: Vocabulary, *, ocr: bool) -> dict[str, Any]:
    """Return the JSON object for one file: its fields, or its error."""
    path = Path(file)
    try:
        extraction = sandbox.read(path, ocr=ocr)
    except OSError as error:
        return {"file": file, "error": {"code": "not_pdf", "message": error.strerror or str(error)}}
    if isinstance(extraction, Failure):
        return {"file": file, "error": {"code": extraction.code, "message": sentence_unstored(extraction.code)}}
    try:
        return read_fields(file, extraction, vocabulary)
    except Exception:
        # Whatever one strange paper does to the rules, the others are read.
        logger.exception("%s could not be described", file)
        return {"file": file, "error": {"code": "crashed", "message": "The text was read, but not what it tells."}}


def read_fields(file: str, extraction: Extraction, vocabulary: Vocabulary) -> dict[str, Any]:
    beside = sidecar_beside(Path(file))
    sidecar = sidecar_reference(beside.name, beside.text) if beside else None
    description = describe(
        extraction,
        vocabulary=vocabulary,
        file_name=Path(file).name,
        sidecar=sidecar,
        labeller=labeller_in_use(),
    )
    return {
        "file": file,
        "sha256": extraction.sha256 or hashlib.sha256(Path(file).read_bytes()).hexdigest(),
        "pages": extraction.page_count,
        "text": {"source": extraction.text_source, "characters": extraction.characters},
        **to_json(description),
    }


def as_text(found: dict[str, Any]) -> str:
    """Return the JSON object as lines for a reader: a mark before each field that wants a look."""
    if "error" in found:
        return f"{found['file']}: {found['error']['message']} ({found['error']['code']})\n"
    lines = [
        f"{found['file']}: {found['pages']} p., {found['text']['characters']} characters ({found['text']['source']})"
    ]
    for name, field in found["fields"].items():
        mark = "?" if name in found["needs_review"] else " "
        lines.append(f" {mark} {name:12} {field['confidence']:.2f}  {_shown(field['value'])}")
    missing = [name for name in found["needs_review"] if name not in found["fields"]]
    lines += [f" ? {name:12}       -" for name in missing]
    return "\n".join(lines) + "\n"


def _shown(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    parts = []
    for item in value:
        if not isinstance(item, dict):
            parts.append(str(item))
        elif "text" in item:
            parts.append(f"[{item['language']}] {item['text'][:160]}")
        else:
            parts.append(item.get("name") or f"{item['given']} {item['family']}".strip())
    return "; ".join(parts)
