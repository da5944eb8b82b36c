"""Narrowing the lists of the staff by their query strings."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.models import LocalisedText, Publication, State
from catalogue.models.publication import TYPES
from ingest.models import Submission


class SubmissionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Submissions by state and by words of the file's name."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Submission.State.choices, empty_label=_("All states"))
    q = django_filters.CharFilter(label=_("File name"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = Submission
        fields = ("q", "state")


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Records by state, type, words of a title and what they lack."""

    q = django_filters.CharFilter(label=_("Title, key or number"), method="named")
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=_("All states"))
    type = django_filters.ChoiceFilter(label=_("Type"), choices=TYPES, empty_label=_("All types"))
    lacks = django_filters.ChoiceFilter(
        label=_("Lacks"),
        choices=[
            ("abstract", _("an abstract")),
            ("theme", _("a theme")),
            ("language", _("a language")),
            ("licence", _("a licence")),
            ("file", _("a file")),
        ],
        empty_label=_("Nothing in particular"),
        method="lacking",
    )

    class Meta:
        model = Publication
        fields = ("q", "state", "type", "lacks")

    def named(self, rows: QuerySet[Publication], _name: str, words: str) -> QuerySet[Publication]:
        titles = LocalisedText.objects.filter(kind=LocalisedText.Kind.TITLE, text__icontains=words)
        named = Q(pk__in=titles.values("publication")) | Q(key__icontains=words)
        if words.isascii() and words.isdecimal() and len(words) < 15:
            named |= Q(pk=int(words))
        return rows.filter(named)

    def lacking(self, rows: QuerySet[Publication], _name: str, what: str) -> QuerySet[Publication]:
        abstracts = LocalisedText.objects.filter(kind=LocalisedText.Kind.ABSTRACT)
        without = {
            "abstract": ~Q(pk__in=abstracts.values("publication")),
            "theme": Q(themes=None),
            "language": Q(languages=[]),
            "licence": Q(licence=""),
            "file": Q(files=None),
        }
        return rows.filter(without[what])
