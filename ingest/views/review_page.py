"""The review page: everything its template shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.codes import countries
from catalogue.models import Organisation, Publication, Series
from catalogue.policy import RECORD_STATES
from ingest.citation_preview import label_preview
from ingest.forms.known import Known, known_people
from ingest.forms.parts import MORE, more_parts, parts_of
from ingest.forms.people import ROLES, FormData, Row
from ingest.forms.record import RecordForm, form_data
from ingest.models import Submission
from ingest.review import visit
from ingest.sentences import text_sentence
from ingest.sheet import Sheet
from ingest.views.access import is_editor, person
from ingest.views.doubles import likely_doubles
from ingest.views.leaves import leaf_of, with_crops

_ROLE_NAMES = {"author": _("Author"), "editor": _("Editor"), "translator": _("Translator")}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A contributor's row on the page: its place from 0, what it says, whom it may mean."""

    place: int
    row: Row
    known: Sequence[Known]
    roles: Sequence[tuple[str, str]]


def sheet_page(
    request: HttpRequest,
    sheet: Sheet,
    data: FormData,
    *,
    conflict: Sequence[tuple[str, str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """Answer the review page with the form's values; `conflict` lists (part, label, what the other saved)."""
    form = sheet.form(data)
    form.is_valid()
    parts = with_crops(sheet, parts_of(form, data, form_data(sheet.read), sheet.description))
    user = person(request)
    context = {
        "section": "submissions",
        "sheet": sheet,
        "form": form,
        "parts": {place: [part for part in parts if part.place == place] for place in ("first", "beside", "last")},
        "more": more_parts(form),
        "more_wrong": any(name in form.errors for name in MORE),
        "doubles": likely_doubles(sheet.publication, form.record().reference) if is_editor(user) else [],
        "published": just_published(request),
        "preview": label_preview(form.record()),
        "attention": sum(part.look in ("doubt", "wrong") for part in parts),
        "people": _person_rows(form),
        "abstracts": [*form.abstracts, *([("", "")] if not form.abstracts else [])],
        "text_note": text_sentence(sheet.file),
        "leaf": leaf_of(sheet, parts, _asked_page(request)),
        "others": visit(sheet.submission, user) if sheet.in_review and sheet.submission else (),
        "conflict": conflict,
        "editor": is_editor(user),
        "neighbours": neighbours(sheet),
        "lists": datalists(),
        "action": _action(sheet),
    }
    return render(request, "ingest/review.html", context, status=status)


def just_published(request: HttpRequest) -> Submission | None:
    """Return the submission whose publishing led here, so that it can be undone."""
    asked = request.GET.get("published", "")
    if not asked.isdecimal() or not is_editor(person(request)):
        return None
    rows = Submission.objects.filter(pk=int(asked), state=Submission.State.PUBLISHED, publication__isnull=False)
    return rows.select_related("publication").first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Where a submission stands among those to look over, and the ones beside it."""

    place: int
    count: int
    before: int | None
    after: int | None


def neighbours(sheet: Sheet) -> Neighbours | None:
    if sheet.submission is None:
        return None
    waiting = list(
        Submission.objects.filter(state=Submission.State.IN_REVIEW).order_by("id").values_list("id", flat=True)
    )
    if sheet.submission.pk not in waiting:
        return None
    place = waiting.index(sheet.submission.pk)
    return Neighbours(
        place=place + 1,
        count=len(waiting),
        before=waiting[place - 1] if place else None,
        after=waiting[place + 1] if place + 1 < len(waiting) else None,
    )


def datalists() -> dict[str, list[str]]:
    """Return the values that fields offer while somebody types: those of public records, and those made by hand.

    What only an unpublished record names, as one that was put back, is not told to a contributor, nor offered as known.
    """
    public = Publication.objects.filter(state__in=RECORD_STATES)
    of_public = Q(published__in=public) | Q(issued__in=public) | Q(contributions__publication__in=public)
    by_hand = Q(published=None, issued=None, contributions=None)
    organisations = Organisation.objects.filter(of_public | by_hand).distinct()
    series = Series.objects.filter(Q(publications__in=public) | Q(publications=None)).distinct()
    return {
        "languages": languages(),
        "countries": [name for _code, name in countries()],
        "organisations": [name for organisation in organisations for name in organisation.names],
        "series": [name for one in series for name in one.names],
        "licences": sorted(public.exclude(licence="").values_list("licence", flat=True).distinct()),
    }


def languages() -> list[str]:
    """Return the names of languages that a field offers, in the reader's own."""
    locale = Locale.parse((get_language() or "en").replace("-", "_"))
    return sorted({str(name) for code, name in locale.languages.items() if len(code) <= 3})


def _person_rows(form: RecordForm) -> list[PersonRow]:
    known = known_people(form.rows)
    return [
        PersonRow(place=place, row=row, known=known[place], roles=_roles(row)) for place, row in enumerate(form.rows)
    ]


def _roles(row: Row) -> list[tuple[str, str]]:
    names = [(role, str(_ROLE_NAMES.get(role, role))) for role in ROLES]
    return names if row.role in ROLES else [*names, (row.role, row.role)]


def _asked_page(request: HttpRequest) -> int | None:
    asked: Any = request.POST.get("page") or request.GET.get("page", "")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else None


def _action(sheet: Sheet) -> str:
    if sheet.submission and sheet.submission.state == Submission.State.IN_REVIEW:
        return reverse("review", args=[sheet.submission.pk])
    return reverse("edit", args=[sheet.publication.pk])
