"""Signing in with limits and a second factor, new passwords, roles and invitations."""

from __future__ import annotations

import re
import time

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from kc_repository.accounts.roles import Role, role_of
from kc_repository.accounts.second_factor import confirm, device_to_confirm
from tests.staff.conftest import in_role, signed_in

PASSWORD = "a long enough password"


def enter(client: Client, name: str, password: str = PASSWORD) -> bool:
    """Sign in and say whether that opened the staff's pages."""
    client.post("/sign-in/", {"username": name, "password": password})
    return client.get("/account/").status_code == 200


def code_for(user: User, step: int = 0) -> str:
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, step=device.step, t0=device.t0 - step * device.step):06d}"


def test_signing_in_and_out(editor: User) -> None:
    client = Client()
    assert enter(client, "editor")
    client.post("/sign-out/")
    assert client.get("/account/").status_code == 302


def test_signing_in_goes_on_to_the_page_that_was_asked_for_and_to_no_other_site(editor: User) -> None:
    form = {"username": "editor", "password": PASSWORD}
    assert Client().post("/sign-in/", {**form, "next": "/upload/"})["Location"] == "/upload/"
    assert Client().post("/sign-in/", {**form, "next": "https://example.org/"})["Location"] == "/submissions/"


def test_guessing_is_stopped_for_a_while_and_only_from_there(editor: User) -> None:
    client = Client()
    answers = [client.post("/sign-in/", {"username": "editor", "password": f"guess {n}"}) for n in range(7)]
    assert answers[-1].status_code == 429
    assert "Wait a while" in answers[-1].content.decode()
    assert not enter(client, "editor")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert enter(elsewhere, "editor")


def test_a_password_alone_opens_nothing_once_the_second_factor_is_on(editor: User) -> None:
    device_to_confirm(editor)
    assert confirm(editor, code_for(editor))
    client = Client()
    assert not enter(client, "editor")
    assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 200
    assert client.get("/account/").status_code == 302
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    client.post("/sign-in/code/", {"code": code_for(editor, step=1)})
    assert client.get("/account/").status_code == 200


def test_a_recovery_code_works_once(editor: User) -> None:
    device_to_confirm(editor)
    codes = confirm(editor, code_for(editor))
    assert len(codes) == 10
    for expected in (200, 302):
        client = Client()
        enter(client, "editor")
        client.post("/sign-in/code/", {"code": codes[0]})
        assert client.get("/account/").status_code == expected


def test_a_code_without_a_password_before_it_opens_nothing(editor: User) -> None:
    answer = Client().post("/sign-in/code/", {"code": "123456"})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")


def test_a_code_that_comes_too_late_opens_nothing(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    device_to_confirm(editor)
    confirm(editor, code_for(editor))
    client = Client()
    enter(client, "editor")
    later = time.time() + 600
    monkeypatch.setattr("kc_repository.accounts.sign_in.time.time", lambda: later)
    assert client.post("/sign-in/code/", {"code": "123456"})["Location"] == "/sign-in/"


def test_the_second_factor_is_turned_on_and_off_by_its_owner(editor: User) -> None:
    client = signed_in(editor)
    assert "picture.svg" in client.get("/account/second-factor/").content.decode()
    assert client.get("/account/second-factor/picture.svg")["Content-Type"] == "image/svg+xml"
    assert client.post("/account/second-factor/", {"code": "000000"}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    page = client.post("/account/second-factor/", {"code": code_for(editor)}).content.decode()
    assert len(re.findall(r"<li><code>", page)) == 10
    assert "not your password" in client.post("/account/second-factor/off/", {"password": "x"}).content.decode()
    client.post("/account/second-factor/off/", {"password": PASSWORD})
    assert not TOTPDevice.objects.exists()


def test_the_admin_has_no_sign_in_of_its_own(db: None) -> None:
    assert Client().get("/admin/login/?next=/admin/")["Location"] == "/sign-in/?next=/admin/"


def test_a_new_password_comes_by_a_link_that_works_once(editor: User) -> None:
    client = Client()
    client.post("/password-reset/", {"email": "editor@example.org"})
    found = re.search(r"http://testserver(/password-reset/\S+)", str(mail.outbox[0].body))
    assert found is not None
    form = client.get(found[1], follow=True)
    new = "another long password"
    client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert enter(Client(), "editor", new)
    assert "used or is too old" in Client().get(found[1], follow=True).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(db: None) -> None:
    answer = Client().post("/password-reset/", {"email": "nobody@example.org"})
    assert answer["Location"] == "/password-reset/sent/"
    assert not mail.outbox


def test_an_invited_person_chooses_a_password_by_the_link(db: None) -> None:
    chief = signed_in(in_role(Role.ADMINISTRATOR, "chief"))
    form = {"name": "New Person", "email": "New@Example.org", "role": "editor"}
    page = chief.post("/people/", form).content.decode()
    found = re.search(r"http://testserver(/password-reset/[^<\s]+)", page)
    assert found is not None
    assert found[0] in mail.outbox[0].body
    invited = User.objects.get(username="new@example.org")
    assert role_of(invited) is Role.EDITOR
    assert not enter(Client(), "new@example.org", "")
    client = Client()
    address = client.get(found[1], follow=True).redirect_chain[-1][0]
    client.post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert enter(Client(), "new@example.org")
    assert "already here" in chief.post("/people/", form).content.decode()


def test_only_administrators_look_after_people(editor: User) -> None:
    client = signed_in(editor)
    assert client.get("/people/").status_code == 403
    assert client.post(f"/people/{editor.pk}/", {"role": "administrator"}).status_code == 403
    assert role_of(editor) is Role.EDITOR


def test_an_administrator_changes_others_and_never_shuts_out_themselves(editor: User) -> None:
    chief = in_role(Role.ADMINISTRATOR, "chief")
    client = signed_in(chief)
    client.post(f"/people/{editor.pk}/", {"role": "contributor"})
    editor.refresh_from_db()
    assert (role_of(User.objects.get(pk=editor.pk)), editor.is_staff) == (Role.CONTRIBUTOR, False)
    client.post(f"/people/{editor.pk}/", {"do": "shut-out"})
    assert not enter(Client(), "editor")
    client.post(f"/people/{chief.pk}/", {"do": "shut-out"})
    chief.refresh_from_db()
    assert chief.is_active


def test_what_a_role_may(db: None) -> None:
    may = {
        role: {
            "upload": in_role(role, role.value).has_perm("ingest.add_submission"),
            "publish": User.objects.get(username=role.value).has_perm("catalogue.change_publication"),
            "people": User.objects.get(username=role.value).has_perm("auth.change_user"),
        }
        for role in Role
    }
    assert may == {
        Role.CONTRIBUTOR: {"upload": True, "publish": False, "people": False},
        Role.EDITOR: {"upload": True, "publish": True, "people": False},
        Role.ADMINISTRATOR: {"upload": True, "publish": True, "people": True},
    }
