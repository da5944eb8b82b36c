"""Looking a record over: correct, save, publish, discard, and on to the next one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalogue import publishing
from catalogue.publishing import ChangedMeanwhile, PublishingError
from ingest import review as reviewing
from ingest.citation_preview import full_preview
from ingest.forms.changes import changed, differences, taken_over
from ingest.forms.parts import parts_of, used
from ingest.forms.people import FormData
from ingest.forms.record import form_data
from ingest.models import Submission
from ingest.sheet import Sheet, posted, sheet_for, shown_data
from ingest.views.access import contributors, editors, is_editor, person, publication_for, submission_for
from ingest.views.doubles import likely_doubles
from ingest.views.leaves import leaf_of
from ingest.views.release import release_from
from ingest.views.review_page import sheet_page


@contributors
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Look over what was read from one file."""
    submission = submission_for(person(request), submission_id)
    if submission.publication is None:
        messages.info(request, _("There is no record to look over yet."))
        return redirect("submissions")
    if submission.state != Submission.State.IN_REVIEW:
        # Also the answer to a form that was sent twice: the first sending published it.
        messages.info(request, _("This submission is no longer in review."))
        return redirect("publication", submission.publication.pk)
    sheet = sheet_for(submission.publication, submission)
    if request.method == "GET":
        return sheet_page(request, sheet, shown_data(sheet))
    return _answered(request, sheet)


@editors
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Change a record that is past review; saving makes a new state of it at once."""
    sheet = sheet_for(publication_for(person(request), publication_id))
    if sheet.in_review and sheet.submission:
        return redirect("review", sheet.submission.pk)
    if request.method == "GET":
        return sheet_page(request, sheet, shown_data(sheet))
    return _answered(request, sheet)


@contributors
@require_POST
def save_by_itself(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Save the draft while somebody types; 409 with a name when somebody else saved meanwhile."""
    user = person(request)
    submission = submission_for(user, submission_id)
    if submission.publication is None or submission.state != Submission.State.IN_REVIEW:
        return JsonResponse({"sentence": _("This submission is no longer in review.")}, status=410)
    sheet = sheet_for(submission.publication, submission)
    if _is_stale(request, sheet):
        return JsonResponse({"sentence": _saved_by_another(submission)}, status=409)
    _keep_draft(request, sheet, posted(request.POST))
    submission.refresh_from_db()
    names = [other.get_full_name() or other.username for other in reviewing.visit(submission, user)]
    now = time_format(timezone.localtime(), "H:i")
    return JsonResponse({"draft": submission.draft_number, "saved": now, "others": names})


@contributors
@require_GET
def page_beside(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Answer another page of the paper for the review page, with what was seen on it."""
    sheet = sheet_for(publication_for(person(request), publication_id))
    data = shown_data(sheet)
    form = sheet.form(data)
    form.is_valid()
    asked = request.GET.get("page", "")
    parts = parts_of(form, data, form_data(sheet.read), sheet.description)
    leaf = leaf_of(sheet, parts, int(asked) if asked.isdecimal() and len(asked) < 6 else None)
    return render(request, "ingest/_leaf.html", {"leaf": leaf, "sheet": sheet})


@contributors
@require_POST
def preview(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Answer how the record will be cited as the form now says it; nothing is stored."""
    sheet = sheet_for(publication_for(person(request), publication_id))
    form = sheet.form(posted(request.POST))
    form.is_valid()
    return render(request, "ingest/_preview.html", {"preview": full_preview(form.record())})


@editors
@require_POST
def publish_at_once(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Publish what was read as it is, from the queue, if nothing is wrong and nothing changed since."""
    submission = submission_for(person(request), submission_id)
    if submission.publication is None or submission.state != Submission.State.IN_REVIEW:
        messages.info(request, _("This submission is no longer in review."))
        return redirect("submissions")
    sheet = sheet_for(submission.publication, submission)
    if not sheet.form(shown_data(sheet)).is_valid() or request.POST.get("version") != str(sheet.version):
        messages.warning(request, _("The record has changed or lacks something. Look it over first."))
        return redirect("review", submission.pk)
    if likely_doubles(sheet.publication, sheet.shown.reference):
        messages.warning(request, _("It may be here already. Compare first, then publish."))
        return redirect("review", submission.pk)
    reviewing.approve(submission, sheet.shown, person(request), expected=sheet.draft_number)
    messages.success(request, _("Published. It can be searched and cited now."))
    return redirect(f"{reverse('submissions')}?published={submission.pk}")


@editors
@require_POST
def undo_publishing(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Take back a publication that was just made, or a submission that was discarded, into review again."""
    submission = submission_for(person(request), submission_id)
    try:
        reviewing.reopen(submission, person(request))
    except PublishingError as error:
        messages.error(request, str(error))
        return redirect("submissions")
    messages.success(request, _("Taken back into review. Only the staff sees it now."))
    return redirect("review", submission.pk)


def _answered(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Do what the button says with the form as it was sent."""
    data = posted(request.POST)
    action = request.POST.get("do", "")
    if action == "discard":
        return _discarded(request, sheet, data)
    if "use" in request.POST:
        data = _with_offer(data, request.POST["use"], sheet)
    elif action not in ("publish", "save"):
        data = changed(data, action)
    if _is_stale(request, sheet):
        return _conflict(request, sheet, data)
    if action not in ("publish", "save"):
        if sheet.in_review:
            sheet = _keep_draft(request, sheet, data)
        return sheet_page(request, sheet, data)
    if action == "save" and sheet.in_review:
        _keep_draft(request, sheet, data)
        messages.success(request, _("The draft is saved."))
        return redirect(request.path)
    return _stored(request, sheet, data)


def _with_offer(data: FormData, use: str, sheet: Sheet) -> FormData:
    if use.startswith("theirs:"):
        return taken_over(data, use.partition(":")[2], shown_data(sheet))
    return used(data, use, sheet.description)


def _is_stale(request: HttpRequest, sheet: Sheet) -> bool:
    """Say whether record or draft were saved by somebody since the form was made."""
    if request.POST.get("version", "") != str(sheet.version):
        return True
    if sheet.submission is None or request.POST.get("draft", "") == str(sheet.draft_number):
        return False
    # The own draft, saved by itself a moment before the button was pressed, is no news.
    return sheet.submission.draft_by_id != person(request).pk


def _conflict(request: HttpRequest, sheet: Sheet, data: FormData) -> HttpResponse:
    """Answer the form as it was sent beside what somebody else saved; sent once more, it is saved knowingly."""
    return sheet_page(request, sheet, data, conflict=differences(data, shown_data(sheet)), status=409)


def _stored(request: HttpRequest, sheet: Sheet, data: FormData) -> HttpResponse:
    """Publish a record in review, or save one that is past it."""
    user = person(request)
    if not is_editor(user):
        raise PermissionDenied
    form = sheet.form(data)
    if not form.is_valid():
        messages.error(request, _("Not saved yet: something is to be corrected first."))
        return sheet_page(request, sheet, data, status=422)
    try:
        if sheet.in_review and sheet.submission:
            release = release_from(request.POST)
            reviewing.approve(sheet.submission, form.record(), user, release=release, expected=sheet.draft_number)
            reviewing.leave(sheet.submission, user)
        else:
            why = request.POST.get("why", "")[:500]
            publishing.revise(sheet.publication, form.record(), who=user, why=why, expected=sheet.version)
    except ChangedMeanwhile:
        return _conflict(request, sheet_for(sheet.publication, sheet.submission), data)
    except PublishingError as error:
        messages.error(request, str(error))
        return sheet_page(request, sheet, data, status=422)
    if not sheet.in_review or sheet.submission is None:
        messages.success(request, _("Saved."))
        return redirect("publication", sheet.publication.pk)
    at_once = release_from(request.POST) == reviewing.AT_ONCE
    messages.success(request, _("Published. It can be searched and cited now.") if at_once else _("Saved."))
    return redirect(f"{_following(sheet.submission)}?published={sheet.submission.pk}")


def _keep_draft(request: HttpRequest, sheet: Sheet, data: FormData) -> Sheet:
    """Save the form as a draft, errors and all, and return the sheet as it is then."""
    form = sheet.form(data)
    form.is_valid()
    user = person(request)
    if sheet.submission is None:
        return sheet
    reviewing.save_draft(sheet.submission, form.record(), who=user, expected=sheet.draft_number)
    return sheet_for(sheet.publication, submission_for(user, sheet.submission.pk))


def _discarded(request: HttpRequest, sheet: Sheet, data: FormData) -> HttpResponse:
    user = person(request)
    if not is_editor(user) or sheet.submission is None or not sheet.in_review:
        raise PermissionDenied
    if not _is_stale(request, sheet):
        _keep_draft(request, sheet, data)
    reviewing.discard(sheet.submission, user, why=request.POST.get("why", "")[:500])
    reviewing.leave(sheet.submission, user)
    messages.success(request, _("Discarded: %(name)s. The file stays.") % {"name": sheet.submission.name})
    return redirect(_following(sheet.submission))


def _following(submission: Submission) -> str:
    """Return the address of the next submission in review, or of the list when none is left."""
    following = reviewing.following(submission)
    return reverse("review", args=[following.pk]) if following else reverse("submissions")


def _saved_by_another(submission: Submission) -> str:
    who = submission.draft_by
    name = (who.get_full_name() or who.username) if who else _("Somebody else")
    return _("%(who)s has saved this record meanwhile. Nothing was overwritten.") % {"who": name}
