"""The ledger of papers whose text is poor, for those who look after the library."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catalogue.models import PublicationFile, StoredFile
from ingest.models import Recognition
from ingest.recognition import ask_again, poor_files
from ingest.sentences import text_sentence
from ingest.views.access import editors

_A_PAGE = 50
_UNDER_WAY = (Recognition.State.WAITING, Recognition.State.WORKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of the ledger: its uses, what is the matter, how it looks, whether it can be recognised anew."""

    file: StoredFile
    uses: tuple[PublicationFile, ...]
    sentence: str
    look: str
    may_ask: bool


@editors
@require_GET
def poor_texts(request: HttpRequest) -> HttpResponse:
    """List the files whose text is poor, or was until it was recognised."""
    page = Paginator(poor_files(), _A_PAGE).get_page(request.GET.get("page"))
    entries = [_entry(stored) for stored in page.object_list]
    return render(request, "ingest/poor_texts.html", {"section": "poor-texts", "page": page, "entries": entries})


@editors
@require_POST
def recognise_again(request: HttpRequest, sha256: str) -> HttpResponse:
    """Put a file of the ledger into the queue for OCR."""
    stored = get_object_or_404(poor_files(), sha256=sha256)
    ask_again(stored)
    messages.success(request, _("The text waits to be recognised."))
    return redirect("poor-texts")


def _entry(stored: StoredFile) -> Entry:
    recognition: Recognition | None = getattr(stored, "recognition", None)
    state = recognition.state if recognition else ""
    done = recognition is not None and state == Recognition.State.DONE and recognition.quality == "good"
    return Entry(
        file=stored,
        uses=tuple(stored.uses.all()),
        sentence=text_sentence(stored),
        look="is-done" if done else "is-look" if state in _UNDER_WAY else "is-bad",
        may_ask=state not in _UNDER_WAY,
    )
