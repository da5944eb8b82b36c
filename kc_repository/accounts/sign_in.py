"""Signing in: name and password, then the code of the second factor where the person has one."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kc_repository.accounts.forms import CodeForm
from kc_repository.accounts.second_factor import code_is_right, has_second_factor

# Between the password and the code: who, by which backend, where to go, and since when.
_HALFWAY = "signing-in"
_HALFWAY_SECONDS = 300


class SignIn(LoginView):
    """Asks for name and password; somebody with a second factor is not signed in before the code is right."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        assert isinstance(user, User)  # noqa: S101 - narrows the type; the library has no other user model
        if not has_second_factor(user):
            return super().form_valid(form)
        self.request.session[_HALFWAY] = {
            "user": user.pk,
            "backend": getattr(user, "backend", ""),
            "next": self.get_success_url(),
            "since": time.time(),
        }
        return HttpResponseRedirect(reverse("sign-in-code"))


@never_cache
@sensitive_post_parameters("code")
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and sign in the person whose password was right before."""
    halfway = request.session.get(_HALFWAY)
    user = _person_halfway(halfway)
    if user is None or halfway is None:
        request.session.pop(_HALFWAY, None)
        messages.info(request, _("That took too long. Sign in again."))
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if code_is_right(user, form.cleaned_data["code"]):
            del request.session[_HALFWAY]
            login(request, user, backend=halfway["backend"])
            return redirect(halfway["next"])
        form.add_error("code", _("The code is wrong or was used before. Wait for the next one and enter that."))
    return render(request, "accounts/enter_code.html", {"form": form})


def _person_halfway(halfway: dict[str, Any] | None) -> User | None:
    if halfway is None or time.time() - halfway["since"] > _HALFWAY_SECONDS:
        return None
    return User.objects.filter(pk=halfway["user"], is_active=True).first()
