"""Hears of changed publications and puts them into the outbox of the index."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _

from catalogue.signals import publication_changed


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        publication_changed.connect(put_in_outbox, dispatch_uid="search.outbox")


def put_in_outbox(*, publication_id: int, **_sender: object) -> None:
    """Write a StaleEntry, in the transaction of the change itself."""
    # Models cannot be imported before the apps are ready, and this module is what makes them so.
    apps.get_model("search", "StaleEntry").objects.create(publication_id=publication_id)
