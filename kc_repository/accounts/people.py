"""Pages for administrators: who works here, in which role, and inviting somebody by a link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kc_repository.accounts.forms import InvitationForm, RoleForm
from kc_repository.accounts.roles import ROLE_MEANINGS, ROLE_NAMES, give_role, role_of


@login_required
@permission_required("auth.change_user", raise_exception=True)
def people(request: HttpRequest) -> HttpResponse:
    """List everybody, and invite somebody."""
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        user = _invite(form)
        link = _invitation_link(request, user)
        _send(user, link)
        return _page(request, InvitationForm(), invited=user, link=link)
    return _page(request, form)


@login_required
@permission_required("auth.change_user", raise_exception=True)
@require_POST
def change_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person another role, let them in again or shut them out; nobody can shut out themselves."""
    user = get_object_or_404(User, pk=user_id)
    if user == request.user:
        messages.error(request, _("Your own role and access are changed by another administrator."))
        return redirect("people")
    action = request.POST.get("do", "")
    if action in ("shut-out", "let-in"):
        user.is_active = action == "let-in"
        user.save(update_fields=["is_active"])
    elif action == "invite":
        return _page(request, InvitationForm(), invited=user, link=_invitation_link(request, user))
    elif (form := RoleForm(request.POST)).is_valid():
        give_role(user, form.cleaned_data["role"])
    messages.success(request, _("Saved: %(person)s.") % {"person": user.get_full_name() or user.username})
    return redirect("people")


def _page(request: HttpRequest, form: InvitationForm, *, invited: User | None = None, link: str = "") -> HttpResponse:
    everybody = User.objects.prefetch_related("groups").order_by("-is_active", "last_name", "first_name", "username")
    context = {
        "section": "people",
        "form": form,
        "people": [(user, role_of(user)) for user in everybody],
        "roles": [(role, name, ROLE_MEANINGS[role]) for role, name in ROLE_NAMES.items()],
        "invited": invited,
        "link": link,
    }
    return render(request, "accounts/people.html", context)


def _invite(form: InvitationForm) -> User:
    """Return a new person who has no password until the link is used."""
    first, _space, last = form.cleaned_data["name"].rpartition(" ")
    email = form.cleaned_data["email"]
    with transaction.atomic():
        user = User.objects.create_user(username=email, email=email, first_name=first, last_name=last)
        give_role(user, form.cleaned_data["role"])
    return user


def _invitation_link(request: HttpRequest, user: User) -> str:
    """Return the address that lets the invited choose a password; it works once."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password-reset-confirm", args=[uid, default_token_generator.make_token(user)])
    return request.build_absolute_uri(path)


def _send(user: User, link: str) -> None:
    """Send the link; the page shows it too, so that a library without a mail server can invite."""
    text = render_to_string("accounts/invitation.txt", {"person": user, "link": link})
    send_mail(_("Your account in the library"), text, None, [user.email], fail_silently=True)
