"""Puts publications and submissions in every state into a library with the samples.

Prints their numbers and the error pages as JSON. Run as `python -m tests.pictured.states` with the KC_DATA_DIR of the
library; it is part of `make pictures`.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import sys
import time

import django

from tests import pdfs

_UNSEEN = (400, 410, 429, 500, 507)
_PATIENCE_SECONDS = 60


def put() -> dict[str, int]:
    """Make the publications; return their numbers by what is shown of them."""
    from django.utils import timezone

    from catalogue import publishing
    from catalogue.models import Publication, PublicationFile, State
    from tests import factories

    older = Publication.objects.get(pk=7)
    newer = factories.publication("Open Ledgers, Second Edition", "Six steps now.", countries=("KE", "SE"))
    publishing.supersede(newer, older, who=None)
    embargoed = factories.publication("Wells and Meetings in Kitui", "Not to be read yet.", countries=("KE",))
    publishing.embargo(embargoed, timezone.localdate() + dt.timedelta(days=200), who=None)
    restricted = factories.publication("Minutes of the Programme Committee", "For the staff.")
    publishing.restrict(restricted, who=None)
    withdrawn = factories.publication("Ward Committees and the Price of Water", "Entered twice.", countries=("ZM",))
    reason = "The authors found that the survey of two towns had been entered twice, and asked for its withdrawal."
    publishing.withdraw(withdrawn, reason, who=None)
    fileless = publishing.create(factories.record("A Report That Exists on Paper Only"), state=State.PUBLISHED)
    several = factories.publication("Taxes, Fees and the Long Table", "The report itself.", countries=("GE",))
    roles = PublicationFile.Role
    for role, language in ((roles.TRANSLATION, "ka"), (roles.ANNEX, "en")):
        file = factories.stored_file(f"The {role} of the report.")
        publishing.attach_file(several, file, role, language, f"{role}.pdf")
    twin = publishing.create(factories.record("Revenue that stays"), state=State.DRAFT)
    # The first page shows what is new: the samples.
    Publication.objects.filter(pk__gte=newer.pk, published_at__isnull=False).update(
        published_at=timezone.now() - dt.timedelta(days=1)
    )
    return {
        "older": older.pk,
        "newer": newer.pk,
        "embargoed": embargoed.pk,
        "restricted": restricted.pk,
        "withdrawn": withdrawn.pk,
        "fileless": fileless.pk,
        "several": several.pk,
        "twin": twin.pk,
    }


def send() -> dict[str, int]:
    """Send files that cannot be taken or read, and one that says little; return the number of its submission."""
    from django.contrib.auth.models import User

    from ingest.intake import receive
    from ingest.models import Submission

    staff = User.objects.get(username="staff")
    paper = pdfs.paper(title="Untitled", pages=("Some words without a name.",))
    for name, content in (("minutes.pdf", b"PK, a document"), ("half.pdf", paper[:700]), ("again.pdf", paper)):
        receive(name, io.BytesIO(content), uploader=staff)
    wordless = Submission.objects.get(name="again.pdf")
    receive("again (2).pdf", io.BytesIO(paper), uploader=staff)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    moving = Submission.objects.filter(state__in=(Submission.State.WAITING, Submission.State.READING))
    while moving.exists() and time.monotonic() < deadline:
        time.sleep(0.5)
    return {"wordless": wordless.pk}


def contributor(name: str) -> str:
    """Make an account that may only upload; return its password."""
    from kc_repository.accounts.roles import Role, give_role
    from tests import factories

    give_role(factories.person(name), Role.CONTRIBUTOR)
    return "a long enough password"


def error_pages() -> dict[str, str]:
    """Return the pages for errors that no address of a sound library gives, by language and status."""
    from django.template.loader import render_to_string
    from django.utils import translation

    from kc_repository.context import names

    pages: dict[str, str] = {}
    for language in ("sv", "en"):
        with translation.override(language):
            pages |= {f"{language}-{status}": render_to_string(f"{status}.html", names()) for status in _UNSEEN}
    return pages


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kc_repository.settings")
    django.setup()
    said = {"numbers": put() | send(), "password": contributor("guest"), "pages": error_pages()}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
