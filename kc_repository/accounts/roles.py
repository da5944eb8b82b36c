"""The three roles of the staff, as Django's groups with Django's permissions."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Role(Enum):
    """A role; its value is the group's name and never shown."""

    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: dict[Role, Promise] = {
    Role.CONTRIBUTOR: _("Contributor"),
    Role.EDITOR: _("Editor"),
    Role.ADMINISTRATOR: _("Administrator"),
}
ROLE_MEANINGS: dict[Role, Promise] = {
    Role.CONTRIBUTOR: _("Uploads publications and sees those."),
    Role.EDITOR: _("Reviews and publishes everything."),
    Role.ADMINISTRATOR: _("Does what an editor does, and looks after people, vocabularies and settings."),
}

# The apps whose tables a role may change; a contributor may only upload and look.
_APPS = {
    Role.EDITOR: ("ingest", "catalogue"),
    Role.ADMINISTRATOR: ("ingest", "catalogue", "dissemination", "auth", "otp_totp", "otp_static", "axes"),
}
_CONTRIBUTES = ("add_submission", "view_submission")


def grant_permissions(*, app_config: AppConfig, using: str, **_signal: object) -> None:
    """Give the roles' groups the permissions of one app; the receiver of `post_migrate`, so new tables are covered.

    It only adds: what a library took from a role by hand in the admin comes back with its next migration.
    """
    # Django makes the permissions in a receiver of its own, which may come after this one.
    create_permissions(app_config, using=using, verbosity=0)
    of_app = Permission.objects.using(using).filter(content_type__app_label=app_config.label)
    for role in Role:
        wanted = of_app if app_config.label in _APPS.get(role, ()) else of_app.none()
        if role is Role.CONTRIBUTOR and app_config.label == "ingest":
            wanted = of_app.filter(codename__in=_CONTRIBUTES)
        if wanted.exists():
            group, _created = Group.objects.using(using).get_or_create(name=role.value)
            group.permissions.add(*wanted)


def role_of(user: User) -> Role | None:
    """Return the highest role of the user, None for somebody without one."""
    if user.is_superuser:
        return Role.ADMINISTRATOR
    names = {group.name for group in user.groups.all()}
    return next((role for role in reversed(Role) if role.value in names), None)


def give_role(user: User, role: Role) -> None:
    """Put the user in exactly this role; editors and administrators are staff to Django and to the policy."""
    group = Group.objects.get(name=role.value)
    with transaction.atomic():
        user.groups.set([group])
        user.is_staff = role is not Role.CONTRIBUTOR
        user.save(update_fields=["is_staff"])
