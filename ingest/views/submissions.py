"""The queue: what was sent in, how far it has come, and what somebody should do."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catalogue.publishing import PublishingError
from ingest.filters import SubmissionFilter
from ingest.models import Submission
from ingest.presentation import jobs_page
from ingest.review import fill_in_by_hand
from ingest.views.access import contributors, editors, is_editor, may_upload, person, submission_for, submissions_for
from ingest.views.review_page import just_published

_A_PAGE = 50
_LATELY = 30

State = Submission.State


@contributors
@require_GET
def submissions(request: HttpRequest) -> HttpResponse:
    """List what the person may see of the queue."""
    user = person(request)
    rows = submissions_for(user)
    narrowed = _narrowed(request, rows)
    page = Paginator(narrowed.qs, _A_PAGE).get_page(request.GET.get("page"))
    editor = is_editor(user)
    first = rows.filter(state=State.IN_REVIEW).order_by("id").first() if editor else None
    context = {
        "section": "submissions",
        "queue": jobs_page(page.object_list),
        "page": page,
        "filter": narrowed,
        "editor": editor,
        "can_upload": may_upload(user),
        "changes": f"{reverse('queue-changes')}?{request.GET.urlencode()}",
        "published": just_published(request),
        "next_review": reverse("review", args=[first.pk]) if first else "",
    }
    return render(request, "ingest/submissions.html", context)


@contributors
@require_GET
def queue_changes(request: HttpRequest) -> HttpResponse:
    """Answer the part of the page that changes while files are read."""
    user = person(request)
    rows = submissions_for(user)
    shown: Iterable[Submission] = rows.filter(uploader=user)[:_LATELY]
    if "mine" not in request.GET:
        shown = Paginator(_narrowed(request, rows).qs, _A_PAGE).get_page(request.GET.get("page")).object_list
    context = {
        "queue": jobs_page(shown),
        "editor": is_editor(user),
        "changes": f"{reverse('queue-changes')}?{request.GET.urlencode()}",
    }
    return render(request, "ingest/_queue.html", context)


@editors
@require_POST
def read_again(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Put a file whose reading failed back into the queue."""
    rows = Submission.objects.filter(pk=submission_id, state=State.FAILED, file__isnull=False)
    if rows.update(state=State.WAITING, failure="", attempts=0, lease_owner="", lease_until=None):
        messages.success(request, _("The file waits to be read again."))
    return redirect("submissions")


@editors
@require_POST
def fill_in(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Give a file that could not be read an empty record, to be filled in by hand."""
    submission = submission_for(person(request), submission_id)
    try:
        fill_in_by_hand(submission, person(request))
    except PublishingError as error:
        messages.error(request, str(error))
        return redirect("submissions")
    return redirect("review", submission.pk)


@contributors
@require_POST
def put_away(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Take what could not be read, or was here already, off the list; row and file stay."""
    submission = submission_for(person(request), submission_id)
    states = (State.FAILED, State.REFUSED, State.DUPLICATE)
    if Submission.objects.filter(pk=submission.pk, state__in=states).update(state=State.DISCARDED):
        messages.success(request, _("Put away: %(name)s.") % {"name": submission.name})
    return redirect("submissions")


def _narrowed(request: HttpRequest, rows: QuerySet[Submission]) -> SubmissionFilter:
    """Return the rows asked for; what was put away is shown only when asked for."""
    asked = request.GET.get("state")
    return SubmissionFilter(request.GET, queryset=rows if asked else rows.exclude(state=State.DISCARDED))
