"""The library's own pages: help, about, accessibility, and the form that reports an error in a record."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from catalogue.models import Publication
from catalogue.policy import Sight, may_see, reader_of
from catalogue.rates import within_rate
from catalogue.storable import storable_text
from dissemination.browse import WAYS
from dissemination.holdings import holdings
from dissemination.models import EditedPage, ErrorReport
from search.entries import entry_for, listed
from search.presentation import ZIP_FILES, ZIP_MEGABYTES

HELP_TOPICS = ("search", "cite", "reuse", "staff")
OWN_PAGES = {"about": gettext_lazy("About the library"), "accessibility": gettext_lazy("Accessibility")}
REPORTS_AN_HOUR = 5
_LONGEST_REPORT = 5000


@require_safe
def help_pages(request: HttpRequest) -> HttpResponse:
    return render(request, "dissemination/help.html", {"section": "help"})


@require_safe
def help_topic(request: HttpRequest, topic: str) -> HttpResponse:
    if topic not in HELP_TOPICS:
        raise Http404
    context = {"section": "help", "zip_files": ZIP_FILES, "zip_megabytes": ZIP_MEGABYTES}
    return render(request, f"dissemination/help_{topic}.html", context)


@require_safe
def own_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A text that staff edit; until they have, a short true one of ours stands there."""
    if slug not in OWN_PAGES:
        raise Http404
    page = EditedPage.objects.filter(slug=slug).first()
    context = {"parts": parts_of(page.text) if page else [], "held": holdings()}
    return render(request, f"dissemination/{slug}.html", context)


def parts_of(text: str) -> list[tuple[str, str]]:
    """Return the paragraphs of an edited text as (tag, text): h2 for a line that begins with ##, else p."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return [("h2", block[2:].strip()) if block.startswith("##") else ("p", block) for block in blocks if block]


class ReportForm(forms.Form):
    """What is wrong, and where an answer may go. `website` is for machines that fill in everything."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        max_length=_LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("For instance a misspelt name, a wrong year, a page that cannot be read."),
    )
    contact = forms.EmailField(
        label=gettext_lazy("Your e-mail, if you want an answer"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))


# Without a token, as for the preferences: a reader needs no cookie, and the form can do no more than anybody may.
@csrf_exempt
def report_error(request: HttpRequest, publication_id: int) -> HttpResponse:
    """The form that tells staff of an error; so many an hour from one address, no account needed."""
    publication = get_object_or_404(listed(Publication.objects.all()), pk=publication_id)
    reader = reader_of(request.user)
    if may_see(reader, publication) < Sight.RECORD:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not within_rate(request, "error-reports", REPORTS_AN_HOUR):
            return render(request, "429.html", status=429)
        if not form.cleaned_data["website"]:
            _received(publication, form)
        return render(request, "dissemination/report_thanks.html", {"entry": entry_for(publication, reader)})
    context = {"form": form, "entry": entry_for(publication, reader)}
    return render(request, "dissemination/report.html", context, status=422 if form.errors else 200)


def _received(publication: Publication, form: ReportForm) -> None:
    report = ErrorReport.objects.create(
        publication=publication,
        text=storable_text(form.cleaned_data["text"]),
        contact=storable_text(form.cleaned_data["contact"]),
    )
    if settings.ERROR_REPORTS_TO:
        send_mail(
            _("An error is reported in publication %(number)s") % {"number": publication.pk},
            f"{publication}\n\n{report.text}\n\n{report.contact}",
            None,
            settings.ERROR_REPORTS_TO,
            fail_silently=True,
        )


@user_passes_test(lambda user: user.is_active and user.is_staff)
@require_safe
def error_reports(request: HttpRequest) -> HttpResponse:
    """What readers have reported and nobody has seen to yet."""
    reports = (
        ErrorReport.objects.filter(done_at=None).select_related("publication").prefetch_related("publication__texts")
    )
    context = {"section": "error-reports", "reports": reports[:200]}
    return render(request, "dissemination/error_reports.html", context)


@user_passes_test(lambda user: user.is_active and user.is_staff)
@require_POST
def error_report_done(request: HttpRequest, report_id: int) -> HttpResponse:
    report = get_object_or_404(ErrorReport, pk=report_id)
    report.done_at = timezone.now()
    report.done_by_id = request.user.pk
    report.save(update_fields=["done_at", "done_by"])
    messages.success(request, _("The report is put away."))
    return redirect("error-reports")


class EditedPageForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = EditedPage
        fields = ("text_sv", "text_en")


@user_passes_test(lambda user: user.is_active and user.is_staff)
def edit_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a text of the library's own: a page, or what is said of a country, a person, a year."""
    back, title = _place_of(slug)
    page = EditedPage.objects.filter(slug=slug).first() or EditedPage(slug=slug)
    form = EditedPageForm(request.POST if request.method == "POST" else None, instance=page)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(back)
    return render(request, "dissemination/edit_page.html", {"form": form, "back": back, "back_title": title})


def _place_of(slug: str) -> tuple[str, str]:
    """Return the address and the title of the page that a text stands on."""
    if slug in OWN_PAGES:
        return reverse(slug), str(OWN_PAGES[slug])
    kind, _dash, place = slug.partition("-")
    if kind in WAYS and (shelf := WAYS[kind].shelf(place)):
        return reverse("shelf", args=[kind, place]), shelf.name
    raise Http404


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Keep machines out of endless combinations; every publication is reached by plain links of browsing."""
    lines = ["User-agent: *", "Disallow: /search", "Disallow: /sv/search", "Disallow: /en/search"]
    lines += ["Disallow: /preferences/", "Disallow: /*/report/", "Allow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
