"""The life of a record: its state, its history, what belongs to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalogue import publishing
from catalogue.models import Publication, PublicationFile, Revision, State
from catalogue.publishing import PublishingError
from ingest.forms.history import compared, reason_in_words
from ingest.forms.spoken import language_code
from ingest.intake import Addition, receive
from ingest.models import Submission
from ingest.presentation import job_for
from ingest.review import settle
from ingest.sentences import sentence_for
from ingest.views.access import editors, person, publication_for
from ingest.views.life_changes import (
    CHANGES,
    KINDS,
    NothingChosen,
    SavedMeanwhile,
    links_of,
    parts_of_files,
    role_from,
    sent_before,
)
from ingest.views.review_page import languages


@editors
@require_http_methods(["GET", "POST"])
def life(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Show a record's state, history and what belongs to it, and change them."""
    publication = publication_for(person(request), publication_id)
    if request.method == "POST":
        return _changed(request, publication)
    revisions = list(publication.revisions.select_related("who").order_by("-number"))
    settled = (Submission.State.ADDED, Submission.State.DUPLICATE, Submission.State.DISCARDED)
    coming = publication.additions.exclude(state__in=settled)
    context = {
        "section": "records",
        "publication": publication,
        "history": [(revision, reason_in_words(revision.why)) for revision in revisions],
        "newest": revisions[0] if revisions else None,
        "before": revisions[1] if len(revisions) > 1 else None,
        "successors": publication.successors.all(),
        "states": State,
        "kinds": KINDS.items(),
        "links": links_of(publication),
        "files": parts_of_files(publication),
        "coming": [job_for(submission) for submission in coming],
        "roles": PublicationFile.Role.choices,
        "languages": languages(),
        "former_keys": publication.former_keys.order_by("pk"),
    }
    return render(request, "ingest/life.html", context)


@editors
@require_POST
def add_file(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Take a further file for the record; it belongs to it once it has been read."""
    publication = publication_for(person(request), publication_id)
    file = request.FILES.get("file")
    try:
        role, language = role_from(request.POST), language_code(request.POST.get("language", ""))
    except (PublishingError, ValidationError) as error:
        messages.error(request, _said(error))
        return redirect("life", publication.pk)
    if file is None:
        messages.warning(request, _("No PDF was chosen, so nothing was added."))
        return redirect("life", publication.pk)
    addition = Addition(publication=publication, role=role, language=language)
    submission = receive(file.name or "", file, uploader=person(request), addition=addition)
    if submission.state in (Submission.State.REFUSED, Submission.State.DUPLICATE):
        messages.error(request, f"{submission.name}: {sentence_for(submission)}")
    elif submission.state == Submission.State.ADDED:
        messages.success(request, _("Added: %(name)s.") % {"name": submission.name})
    else:
        messages.success(request, _("Stored: %(name)s. It is added when it has been read.") % {"name": submission.name})
    return redirect("life", publication.pk)


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
    newest = publication.revisions.get(number=publication.version)
    if newest.record != revision.record:
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
    """Do what a form asks; sent twice, even at once, it is done once and answered alike."""
    user, post = person(request), request.POST
    change = CHANGES.get(post.get("do", ""))
    try:
        with transaction.atomic():
            current = Publication.objects.select_for_update().get(pk=publication.pk)
            if change is None:
                raise NothingChosen
            if not sent_before(current, post, user):
                if post.get("version") != str(current.version):
                    raise SavedMeanwhile
                settle(change(current, post, user))
        messages.success(request, _("Saved."))
    except (PublishingError, ValidationError) as error:
        messages.error(request, _said(error))
    return redirect("life", publication.pk)


def _said(error: PublishingError | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
