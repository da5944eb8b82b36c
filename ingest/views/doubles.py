"""Two records that may be one work: compared, and what they are to each other decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalogue import publishing
from catalogue.models import Publication
from catalogue.publishing import PublishingError
from ingest.forms.history import differences_between
from ingest.sheet import sheet_for
from ingest.views.access import editors, person, publication_for


@editors
@require_http_methods(["GET", "POST"])
def compare_doubles(request: HttpRequest, publication_id: int, other_id: int) -> HttpResponse:
    """Show two records beside each other; say that one is a newer version of the other, or keep both."""
    this, other = (publication_for(person(request), number) for number in (publication_id, other_id))
    if request.method == "POST":
        return _decided(request, this, other)
    sheets = sheet_for(this), sheet_for(other)
    context = {
        "section": "submissions",
        "this": this,
        "other": other,
        "pair": [
            {"publication": sheet.publication, "file_pages": sheet.file.page_count if sheet.file else 0}
            for sheet in sheets
        ],
        "differences": differences_between(sheets[0].shown, sheets[1].shown),
    }
    return render(request, "ingest/compare_doubles.html", context)


def _decided(request: HttpRequest, this: Publication, other: Publication) -> HttpResponse:
    """Do what was chosen, and go back to the record that was looked over."""
    if request.POST.get("do") == "version":
        try:
            publishing.supersede(this, other, who=person(request))
            messages.success(request, _("Saved. The newer version is found, the older one leads to it."))
        except PublishingError as error:
            messages.error(request, str(error))
    submission = this.submissions.filter(state="in_review").first()
    return redirect("review", submission.pk) if submission else redirect("life", this.pk)
