"""Who may do what on the pages of the staff."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from catalogue.models import Publication
from catalogue.policy import Reader, Sight, may_see
from ingest.models import Submission

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def is_editor(user: User) -> bool:
    """Say whether the person reviews and publishes everything."""
    return user.is_active and user.is_staff and user.has_perm("catalogue.change_publication")


def may_upload(user: User) -> bool:
    return user.has_perm("ingest.add_submission")


def person(request: HttpRequest) -> User:
    """Return who is signed in; only for views behind one of the decorators here."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def contributors(view: View[P]) -> View[P]:
    """Let in everybody who may upload; strangers are asked to sign in, others get 403."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_upload(person(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)


def editors(view: View[P]) -> View[P]:
    """Let in those who review; strangers are asked to sign in, others get 403."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_editor(person(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)


def submissions_for(user: User) -> QuerySet[Submission]:
    """Return what the person may see of the queue: editors all of it, contributors their own."""
    rows = Submission.objects.select_related("publication", "file", "uploader", "original__publication")
    return rows if is_editor(user) else rows.filter(uploader=user)


def submission_for(user: User, submission_id: int) -> Submission:
    """Return one submission. Raises Http404, also for somebody else's: its existence is not told."""
    submission = submissions_for(user).filter(pk=submission_id).first()
    if submission is None:
        raise Http404
    return submission


def publication_for(user: User, publication_id: int) -> Publication:
    """Return a publication that the person may see all of. Raises Http404."""
    publication = Publication.objects.filter(pk=publication_id).first()
    reader = Reader(user_id=user.pk, staff=is_editor(user))
    if publication is None or may_see(reader, publication) < Sight.TEXT:
        raise Http404
    return publication
