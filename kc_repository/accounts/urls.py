"""Addresses of the accounts."""

from django.contrib.auth import views as auth
from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

from kc_repository.accounts import people, sign_in, views

urlpatterns = [
    # Django's admin has a sign-in of its own, which would not ask for the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="sign-in", query_string=True)),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/code/", sign_in.enter_code, name="sign-in-code"),
    path("sign-out/", auth.LogoutView.as_view(), name="sign-out"),
    path(
        "password-reset/",
        auth.PasswordResetView.as_view(
            template_name="accounts/password_reset.html",
            email_template_name="accounts/password_reset.txt",
            subject_template_name="accounts/password_reset_subject.txt",
            success_url=reverse_lazy("password-reset-sent"),
        ),
        name="password-reset",
    ),
    path(
        "password-reset/sent/",
        auth.PasswordResetDoneView.as_view(template_name="accounts/password_reset_sent.html"),
        name="password-reset-sent",
    ),
    path(
        "password-reset/<uidb64>/<token>/",
        auth.PasswordResetConfirmView.as_view(
            template_name="accounts/choose_password.html", success_url=reverse_lazy("password-chosen")
        ),
        name="password-reset-confirm",
    ),
    path(
        "password-reset/done/",
        auth.PasswordResetCompleteView.as_view(template_name="accounts/password_chosen.html"),
        name="password-chosen",
    ),
    path(
        "account/password/",
        auth.PasswordChangeView.as_view(
            template_name="accounts/change_password.html", success_url=reverse_lazy("account")
        ),
        name="change-password",
    ),
    path("account/", views.account, name="account"),
    path("account/second-factor/", views.second_factor, name="second-factor"),
    path("account/second-factor/picture.svg", views.second_factor_picture, name="second-factor-picture"),
    path("account/second-factor/off/", views.second_factor_off, name="second-factor-off"),
    path("people/", people.people, name="people"),
    path("people/<int:user_id>/", people.change_person, name="change-person"),
]
