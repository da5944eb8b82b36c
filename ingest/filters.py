"""Narrowing the lists of the staff by their query strings."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from ingest.models import Submission


class SubmissionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Submissions by state and by words of the file's name."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Submission.State.choices, empty_label=_("All states"))
    q = django_filters.CharFilter(label=_("File name"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = Submission
        fields = ("q", "state")
