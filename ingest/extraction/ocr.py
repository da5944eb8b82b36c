"""Optical character recognition by ocrmypdf and tesseract, run as a process with few rights in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from ingest.extraction.values import Failure, FailureCode, TextQuality

_PACKAGES = {"ocrmypdf": "ocrmypdf", "tesseract": "tesseract-ocr"}
PROGRAMS = tuple(_PACKAGES)
# tesseract's names of the languages in which the library reads.
_TRAINED: dict[str, str] = {
    "bg": "bul", "bs": "bos", "cs": "ces", "da": "dan", "de": "deu", "en": "eng", "es": "spa", "et": "est", "fi": "fin",
    "fr": "fra", "hr": "hrv", "hu": "hun", "is": "isl", "it": "ita", "lt": "lit", "lv": "lav", "mk": "mkd", "nl": "nld",
    "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp",
    "sr-Cyrl": "srp", "sr-Latn": "srp_latn", "sv": "swe", "tr": "tur", "uk": "ukr",
}  # fmt: skip
_EXITS: dict[int, FailureCode] = {2: "damaged", 8: "encrypted"}
_LAUNCH = (
    "import sys; sys.path.insert(0, sys.argv[1]); from ingest.extraction.ocr_launch import main; main(sys.argv[2:])"
)
_LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrLimits:
    """Bounds on one run; a page takes 2 to 3 s on a quiet machine."""

    pages: int = 600
    seconds_a_page: float = 30.0
    seconds_at_least: float = 120.0
    folder_bytes: int = 2 * 1024**3
    memory_bytes: int = 3 * 1024**3
    picture_megapixels: int = 120


DEFAULT_OCR_LIMITS = OcrLimits()


def missing_programs() -> tuple[str, ...]:
    """Return the names of the programs that OCR needs and this machine lacks."""
    return tuple(name for name in PROGRAMS if shutil.which(name) is None)


def missing_packages(languages: Sequence[str]) -> tuple[str, ...]:
    """Return what to install, by the names of Debian's packages, for OCR of texts in the languages (BCP 47)."""
    programs = [_PACKAGES[name] for name in missing_programs()]
    trained = trained_languages()
    names = [name for language in languages if (name := _trained_name(language)) and name not in trained]
    return tuple(dict.fromkeys([*programs, *(f"tesseract-ocr-{name.replace('_', '-')}" for name in names)]))


def trained_languages() -> frozenset[str]:
    """Return tesseract's names of the languages that are installed: asked each time, since they may be added."""
    if missing_programs():
        return frozenset()
    try:
        listed = subprocess.run(
            ["tesseract", "--list-langs"],  # noqa: S607 - found on the PATH as ocrmypdf finds it
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(listed.stdout.split("\n")[1:]) - {"", "osd"}


def trained_for(languages: Sequence[str]) -> tuple[str, ...]:
    """Return tesseract's names for those of the languages (BCP 47) that are installed, English as the last resort."""
    trained = trained_languages()
    found = tuple(dict.fromkeys(name for name in map(_trained_name, languages) if name in trained))
    return found or tuple(name for name in ("eng",) if name in trained)


def language_trained(name: str) -> str:
    """Return the language (BCP 47) of one of tesseract's names, or the name if the library does not read it."""
    return next((language for language, trained in _TRAINED.items() if trained == name), name)


def _trained_name(language: str) -> str:
    return _TRAINED.get(language) or _TRAINED.get(language.split("-", maxsplit=1)[0], "")


@contextmanager
def recognised(
    source: BufferedReader,
    quality: TextQuality,
    pages: int,
    languages: Sequence[str],
    *,
    sample: bool = False,
    stop: threading.Event | None = None,
    limits: OcrLimits = DEFAULT_OCR_LIMITS,
) -> Iterator[Path | Failure]:
    """Give a copy of the PDF with recognised text, gone when the block ends, or why there is none.

    A garbled layer is replaced; a scan is given one, while its pages that have text keep theirs. `sample` recognises
    the first two pages only; `stop` ends the run.
    """
    if missing := missing_programs():
        yield Failure("unsupported", f"not installed: {', '.join(missing)}")
        return
    trained = trained_for(languages)
    if not trained:
        yield Failure("unsupported", "tesseract has no languages")
        return
    if pages > limits.pages:
        yield Failure("too_many_pages", f"{pages} pages, OCR takes at most {limits.pages}")
        return
    with tempfile.TemporaryDirectory(prefix="ocr-") as name:
        folder = Path(name)
        source.seek(0)
        with (folder / "in.pdf").open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
        options = ["--force-ocr" if quality == "garbled" else "--skip-text", "-l", "+".join(trained)]
        options += ["--pages", "1-2"] if sample else []
        options += ["--skip-big", str(limits.picture_megapixels)]
        seconds = max(limits.seconds_at_least, limits.seconds_a_page * (min(2, pages) if sample else pages))
        yield _run(folder, options, seconds, limits, stop or threading.Event())


def _run(
    folder: Path, options: Sequence[str], seconds: float, limits: OcrLimits, stop: threading.Event
) -> Path | Failure:
    """Run ocrmypdf in the folder until it ends, is late, or fills its folder."""
    root = str(Path(__file__).resolve().parents[2])
    command = ["ocrmypdf", "-q", "-j", "1", "--output-type", "pdf", "--optimize", "0", *options, "in.pdf", "out.pdf"]
    bounds = [str(folder), str(limits.memory_bytes), str(int(seconds)), str(limits.folder_bytes)]
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", _LAUNCH, root, *bounds, *command],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        ended = _watched(process, folder, time.monotonic() + seconds, limits.folder_bytes, stop)
    if ended is not None:
        return ended
    out = folder / "out.pdf"
    if process.returncode == 0 and out.exists():
        return out
    detail = (folder / "said.txt").read_bytes()[-300:].decode("utf-8", "replace")
    return Failure(_EXITS.get(process.returncode, "crashed"), f"ocrmypdf {process.returncode}: {detail}"[:300])


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the program's own environment but the path; one thread: two cost up to 20 times on a busy host."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }


def _watched(
    process: subprocess.Popen[bytes], folder: Path, until: float, most_bytes: int, stop: threading.Event
) -> Failure | None:
    while True:
        try:
            process.wait(_LOOK_EVERY_SECONDS)
        except subprocess.TimeoutExpired:
            if stop.is_set():
                return _ended(process, Failure("crashed", "ocrmypdf was stopped", by_machine=True))
            if time.monotonic() > until:
                return _ended(process, Failure("timed_out", "ocrmypdf"))
            if _size(folder) > most_bytes:
                return _ended(process, Failure("too_big", "ocrmypdf filled its folder"))
        else:
            return None


def _ended(process: subprocess.Popen[bytes], why: Failure) -> Failure:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return why


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:
            # Files come and go while ocrmypdf works.
            continue
    return total
