"""What is said to a person about a file that was not taken or could not be read: one sentence for each code."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.codes import language_name
from catalogue.measures import size_text
from catalogue.models import StoredFile
from ingest.extraction.ocr import language_trained
from ingest.models import Recognition, Submission

SENTENCES: dict[str, str | Promise] = {
    "not_pdf": _("Not a PDF, despite its name. Save the document as PDF and upload that."),
    "empty": _("The file is empty. Nothing was stored."),
    "encrypted": _(
        "Could not be read: the file is locked with a password. Remove it and upload again. The original is kept."
    ),
    "truncated": _("Could not be read: the end of the file is missing. Upload it again. The original is kept."),
    "damaged": _("Could not be read: the file is damaged. Save it anew and upload that. The original is kept."),
    "too_big": _("The file is too big. Shrink its pictures or split it."),
    "too_many_pages": _("Could not be read: the file has too many pages. Split it. The original is kept."),
    "timed_out": _("Reading took too long and was stopped. The original is kept; fill in the record by hand."),
    "out_of_memory": _("Reading needed too much memory and was stopped. The original is kept."),
    "crashed": _("Reading broke off. The original is kept; fill in the record by hand."),
    "unsupported": _("Could not be read: the file is locked in a way that is not known here. The original is kept."),
    "given_up": _("Reading broke off several times and was given up. The original is kept."),
    "missing": _("The stored file is not where it was put. Upload it again."),
    "disk_full": _("The file could not be stored: the disk is full. Nothing was changed; try again later."),
}

# Of a file that is only read where it lies: nothing of it was stored or uploaded.
_UNSTORED = {
    "not_pdf": "Not a PDF, despite its name.",
    "empty": "The file is empty.",
    "encrypted": "The file is locked with a password.",
    "truncated": "The end of the file is missing.",
    "damaged": "The file is damaged.",
    "too_big": "The file is too big.",
    "too_many_pages": "The file has too many pages.",
    "timed_out": "Reading took too long and was stopped.",
    "out_of_memory": "Reading needed too much memory and was stopped.",
    "crashed": "Reading broke off.",
    "unsupported": "The file is locked in a way that is not known here.",
}


def sentence_for(submission: Submission) -> str:
    """Return why the submission is in its state, for the person who sent it; "" while nothing is wrong."""
    if submission.state == Submission.State.DUPLICATE:
        return gettext("Already here: the same file was sent in before. Nothing new was made.")
    return sentence(submission.failure)


def sentence(code: str) -> str:
    """Return the sentence for a code, in the reader's language."""
    return str(SENTENCES.get(code, SENTENCES["crashed"])) if code else ""


def sentence_unstored(code: str) -> str:
    """Return the sentence for a code to who only had the file read: English, as all commands speak."""
    return _UNSTORED.get(code, _UNSTORED["crashed"])


def too_big(size: int, limit: int) -> str:
    """Return the sentence for a file beyond the limit, with both sizes."""
    return gettext("%(size)s is more than %(limit)s. Shrink its pictures or split the file.") % {
        "size": size_text(size),
        "limit": size_text(limit),
    }


def text_sentence(stored: StoredFile | None) -> str:
    """Return what is the matter with a file's text and what is done about it, for staff; "" for a sound text."""
    if stored is None:
        return ""
    recognition = Recognition.objects.filter(file=stored).first()
    if recognition is None:
        return "" if stored.text_quality == "good" else str(_FAULTS.get(stored.text_quality, ""))
    return f"{_FAULTS.get(recognition.layer_quality, _FAULTS['good'])} {_progress(recognition)}"


_FAULTS: dict[str, str | Promise] = {
    "none": _("The file is a scan: it has no text of its own."),
    "garbled": _("The file's own text is garbled: it spells nothing."),
    "good": _("Some pages of the file are scans without text."),
}


def _names_of(trained: str) -> str:
    """Return the names of the languages that a recognition was trained for: `swe+eng` is how tesseract writes them."""
    return ", ".join(language_name(language_trained(name)) for name in trained.split("+") if name)


def _progress(recognition: Recognition) -> str:
    said = {"missing": recognition.missing, "languages": _names_of(recognition.languages)}
    match recognition.state:
        case Recognition.State.WORKING:
            return gettext("Its text is being recognised.")
        case Recognition.State.FAILED:
            return gettext("It could not be recognised: %(reason)s") % {"reason": sentence(recognition.failure)}
        case Recognition.State.DONE if recognition.quality != "good":
            return gettext("What was recognised of it is poor too.")
        case Recognition.State.DONE if recognition.missing:
            return gettext("It was recognised as %(languages)s; better when %(missing)s is installed.") % said
        case Recognition.State.DONE:
            return gettext("It was recognised as %(languages)s: compare names and figures with the page.") % said
        case _ if recognition.missing:
            wanted = gettext(
                "To have it recognised, install %(missing)s (on Debian with apt); it then begins by itself."
            )
            return wanted % said
        case _:
            return gettext("It waits to be recognised.")
