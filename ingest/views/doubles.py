"""Two records that may be one work: compared, and what they are to each other decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalogue import publishing
from catalogue.doubles import Reason, doubles_of
from catalogue.merging import merge
from catalogue.models import Publication
from catalogue.policy import RECORD_STATES
from catalogue.publishing import PublishingError
from citations.reference import Reference
from ingest.forms.history import differences_between
from ingest.models import Submission
from ingest.sheet import Sheet, sheet_for
from ingest.views.access import editors, person, publication_for

_REASONS: dict[Reason, Promise] = {
    "file": gettext_lazy("the same file"),
    "identifier": gettext_lazy("the same DOI, ISBN or URN"),
    "number": gettext_lazy("the same number in the series"),
    "title": gettext_lazy("nearly the same title, about the same year"),
    "text": gettext_lazy("nearly the same text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Another record that may be the same work, and why one may think so."""

    publication: Publication
    why: str


def likely_doubles(publication: Publication, reference: Reference) -> list[Likeness]:
    """Return records that may be the work of which `reference` is said, the surest first."""
    doubles = doubles_of(publication, reference)
    rows = Publication.objects.in_bulk([double.publication_id for double in doubles])
    return [Likeness(publication=rows[d.publication_id], why=str(_REASONS[d.reason])) for d in doubles]


@editors
@require_http_methods(["GET", "POST"])
def compare_doubles(request: HttpRequest, publication_id: int, other_id: int) -> HttpResponse:
    """Show two records beside each other; merge them, say that one is a newer version of the other, or keep both."""
    this, other = (publication_for(person(request), number) for number in (publication_id, other_id))
    sheets = sheet_for(this), sheet_for(other)
    if request.method == "POST":
        return _decided(request, *sheets)
    pair = [
        (sheet.publication, sheet.file.page_count if sheet.file else 0, letter)
        for sheet, letter in zip(sheets, "AB", strict=True)
    ]
    context = {
        "section": "submissions",
        "this": this,
        "other": other,
        "pair": pair,
        "stamps": [sheet.stamp for sheet in sheets],
        "differences": differences_between(sheets[0].shown, sheets[1].shown),
    }
    return render(request, "ingest/compare_doubles.html", context)


def _decided(request: HttpRequest, this: Sheet, other: Sheet) -> HttpResponse:
    """Do what was chosen, and go on with the record that is left."""
    action = request.POST.get("do", "")
    seen = (request.POST.get("version"), request.POST.get("other_version"))
    if action != "both" and seen != (this.stamp, other.stamp):
        messages.error(request, _("Somebody else has saved one of the records since you opened it. Look again."))
        return redirect("compare-doubles", this.publication.pk, other.publication.pk)
    try:
        if action in ("version", "older-version"):
            newer, older = (this, other) if action == "version" else (other, this)
            publishing.supersede(newer.publication, older.publication, who=person(request))
            messages.success(request, _("Saved. The newer version is found, the older one leads to it."))
        elif action in ("merge-theirs", "merge-mine"):
            keeper = _merge(request, this, other, mine=action == "merge-mine")
            messages.success(request, _("Merged. All files, keys and addresses of both lead here."))
            return redirect("life", keeper)
        elif action == "both":
            publishing.keep_apart(this.publication, other.publication, who=person(request))
            messages.success(request, _("Kept apart. Nobody is asked about these two again."))
    except PublishingError as error:
        messages.error(request, str(error))
    if this.in_review and this.submission:
        return redirect("review", this.submission.pk)
    return redirect("life", this.publication.pk)


@transaction.atomic
def _merge(request: HttpRequest, this: Sheet, other: Sheet, *, mine: bool) -> int:
    """Make one record of two, with the words of either; return which one it is. Submissions of the other are settled.

    What somebody had typed and not yet published stands in the history, whichever words were chosen.

    What readers know stays where they know it: a public record takes over one that is not, else the other this.
    """
    record = this.shown if mine else other.shown
    for sheet in (this, other):
        if sheet.draft:
            publishing.revise(sheet.publication, sheet.draft, who=person(request), why="typed before it was merged")
    known = [sheet.publication.state in RECORD_STATES for sheet in (this, other)]
    keeper, double = (this, other) if known == [True, False] else (other, this)
    merge(keeper.publication, double.publication, record, who=person(request))
    waiting = Submission.objects.filter(publication=double.publication, state=Submission.State.IN_REVIEW)
    waiting.update(state=Submission.State.DUPLICATE, publication=keeper.publication, draft={})
    return keeper.publication.pk
