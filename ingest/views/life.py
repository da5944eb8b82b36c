"""The life of a record: its state, its history, what it replaces."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalogue import publishing
from catalogue.keys import publication_by_key
from catalogue.models import Publication, Revision, State
from catalogue.publishing import PublishingError
from catalogue.storable import storable_text
from ingest.forms.history import compared, reason_in_words
from ingest.review import settle
from ingest.views.access import editors, person, publication_for
from ingest.views.release import day_from, moment_from

_NUMBER = re.compile(r"([0-9]{1,14})")
_IN_ADDRESS = re.compile(r"/publications/([0-9]{1,14})(?:[/.]|$)")

Change = Callable[[Publication, QueryDict, User], Publication]


@editors
@require_http_methods(["GET", "POST"])
def life(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Show a record's state and history, and change its state."""
    publication = publication_for(person(request), publication_id)
    if request.method == "POST":
        return _changed(request, publication)
    revisions = list(publication.revisions.select_related("who").order_by("-number"))
    context = {
        "section": "records",
        "publication": publication,
        "history": [(revision, reason_in_words(revision.why)) for revision in revisions],
        "newest": revisions[0] if revisions else None,
        "before": revisions[1] if len(revisions) > 1 else None,
        "successors": publication.successors.all(),
        "states": State,
    }
    return render(request, "ingest/life.html", context)


@editors
@require_GET
def compare(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Show where two saved states of a record differ."""
    publication = publication_for(person(request), publication_id)
    older, newer = sorted(
        (_revision(publication, request.GET.get(name, "")) for name in ("older", "newer")), key=lambda r: r.number
    )
    context = {
        "section": "records",
        "publication": publication,
        "older": older,
        "newer": newer,
        "differences": compared(older, newer),
    }
    return render(request, "ingest/compare.html", context)


@editors
@require_POST
def restore(request: HttpRequest, publication_id: int, number: int) -> HttpResponse:
    """Let the record say again what it said in an earlier state."""
    publication = publication_for(person(request), publication_id)
    revision = get_object_or_404(Revision, publication=publication, number=number)
    why = _("Restored from state %(number)d") % {"number": number}
    publishing.restore(publication, revision, who=person(request), why=why)
    messages.success(
        request, _("Restored. The record says again what it said in state %(number)d.") % {"number": number}
    )
    return redirect("life", publication.pk)


def _revision(publication: Publication, number: str) -> Revision:
    if not (number.isascii() and number.isdecimal() and len(number) < 9):
        raise Http404
    return get_object_or_404(Revision, publication=publication, number=int(number))


def _changed(request: HttpRequest, publication: Publication) -> HttpResponse:
    change = _CHANGES.get(request.POST.get("do", ""))
    if change is None:
        messages.error(request, _("Nothing was chosen, so nothing was changed."))
    elif request.POST.get("version") != str(publication.version):
        messages.error(
            request, _("Somebody else has saved this record since you opened it. Nothing was changed; look again.")
        )
    else:
        try:
            with transaction.atomic():
                settle(change(publication, request.POST, person(request)))
            messages.success(request, _("Saved."))
        except PublishingError as error:
            messages.error(request, str(error))
    return redirect("life", publication.pk)


def _why(post: QueryDict) -> str:
    return post.get("why", "").strip()[:500]


def _publish(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.publish(publication, who=who, why=_why(post))


def _schedule(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.schedule(publication, moment_from(post.get("publish_at", "")), who=who, why=_why(post))


def _embargo(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.embargo(publication, day_from(post.get("embargo_until", "")), who=who, why=_why(post))


def _restrict(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.restrict(publication, who=who, why=_why(post))


def _withdraw(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.withdraw(publication, post.get("reason", ""), who=who)


def _take_back(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.put_back(publication, State.DRAFT, who=who, why=_why(post))


def _supersede(publication: Publication, post: QueryDict, who: User) -> Publication:
    """Make the record the newer version of the one that is named, or of none."""
    named = post.get("older", "").strip()
    older = _named(named)
    if named and older is None:
        raise NoSuchRecord
    return publishing.supersede(publication, older, who=who, why=_why(post))


def _named(named: str) -> Publication | None:
    """Return the record that somebody means: by its address, its number or its citation key."""
    if storable_text(named) != named:
        return None
    number = _IN_ADDRESS.search(named) or _NUMBER.fullmatch(named)
    return Publication.objects.filter(pk=int(number[1])).first() if number else publication_by_key(named)


class NoSuchRecord(PublishingError):
    def __init__(self) -> None:
        super().__init__(_("No record has this address, number or citation key."))


_CHANGES: dict[str, Change] = {
    "publish": _publish,
    "schedule": _schedule,
    "embargo": _embargo,
    "restrict": _restrict,
    "withdraw": _withdraw,
    "take-back": _take_back,
    "supersede": _supersede,
}
