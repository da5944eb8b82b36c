"""Pages on which people look after their own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kc_repository.accounts.forms import CodeForm, PasswordForm
from kc_repository.accounts.roles import ROLE_NAMES, role_of
from kc_repository.accounts.second_factor import (
    confirm,
    device_to_confirm,
    has_second_factor,
    qr_picture,
    spoken_key,
    turn_off,
)


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show the person's name, role and what can be changed."""
    user = _person(request)
    role = role_of(user)
    context = {"section": "account", "role": ROLE_NAMES[role] if role else "", "second_factor": has_second_factor(user)}
    return render(request, "accounts/account.html", context)


@login_required
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Turn the second factor on, and show the recovery codes the one time they can be seen."""
    user = _person(request)
    if has_second_factor(user):
        return render(request, "accounts/second_factor_on.html", {"form": PasswordForm(user=user)})
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if codes := confirm(user, form.cleaned_data["code"]):
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
        form.add_error("code", _("The code does not fit. Check the clock of your phone and enter the newest code."))
    device = device_to_confirm(user)
    return render(request, "accounts/second_factor.html", {"form": form, "key": spoken_key(device)})


@login_required
@never_cache
@require_GET
def second_factor_picture(request: HttpRequest) -> HttpResponse:
    """Answer the QR code of the device that waits to be confirmed."""
    picture = qr_picture(device_to_confirm(_person(request)))
    return HttpResponse(picture, content_type="image/svg+xml")


@login_required
@require_POST
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """Turn the second factor off, once the password was given again."""
    user = _person(request)
    form = PasswordForm(request.POST, user=user)
    if not form.is_valid():
        return render(request, "accounts/second_factor_on.html", {"form": form})
    turn_off(user)
    messages.success(request, _("Signing in asks for your password only from now on."))
    return redirect("account")


def _person(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required stands before every caller
    return user
