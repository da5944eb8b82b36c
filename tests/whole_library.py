"""A library with every state in it, and the addresses of all its pages, for tests that walk them all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from catalogue import publishing
from catalogue.models import Publication, PublicationFile, State
from catalogue.publishing import FileUse
from ingest.models import Submission
from kc_repository.accounts.roles import Role, give_role
from search import engines
from search.documents import document_for
from tests import factories
from tests.staff.conftest import DESCRIPTION

_READING = (
    "/",
    "/search/?q=borehole",
    "/search/?q=borehole&country=KE",
    "/search/?q=borehole&view=table",
    "/search/?q=borehole+fees",
    "/search/?q=nothinglikethis",
    '/search/?q="borehole+colour:red',
    "/search/facets/country/?q=borehole",
    "/browse/",
    "/browse/countries/",
    "/browse/countries/ke/",
    "/browse/people/",
    "/browse/people/karin-berg/",
    "/browse/years/2012/",
    "/recent/",
    "/basket/",
    "/convert/",
    "/help/",
    "/help/search/",
    "/help/cite/",
    "/help/reuse/",
    "/help/staff/",
    "/about/",
    "/accessibility/",
    "/sign-in/",
    "/password-reset/",
    "/nothing/",
)
_OF_A_PAPER = ("", "pages/2/?q=borehole", "search/?q=borehole", "search/?q=nothing", "cite/?find=apa", "report/")
_AT_THE_DESK = (
    "/submissions/",
    "/upload/",
    "/records/",
    "/poor-texts/",
    "/people/",
    "/citations/",
    "/reports/",
    "/search/frozen/",
    "/edit/about/",
    "/account/",
    "/account/password/",
    "/account/second-factor/",
    "/status/",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeLibrary:
    """The addresses, without their language, of what readers and what staff see, and a client of the staff's."""

    reading: tuple[str, ...]
    at_the_desk: tuple[str, ...]
    desk: Client


def whole_library() -> WholeLibrary:
    """Fill an empty library; its engine has everything."""
    wells = [
        factories.publication(
            f"Wells in county {n}", "A meeting about water.", f"A borehole, the {n}th of its kind.", countries=("KE",)
        )
        for n in range(1, 13)
    ]
    taxes = factories.publication("Taxes in Sweden", "No borehole, only fees.", countries=("SE",))
    in_every_state = _in_every_state(wells)
    engines.default().upsert([document_for(p) for p in (*wells, taxes)])
    submission, staff = _submission(), _staff()
    desk = Client()
    desk.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    life = f"/publications/{wells[0].pk}/life/"
    return WholeLibrary(
        reading=(*_READING, *(f"/publications/{wells[0].pk}/{page}" for page in _OF_A_PAPER), *in_every_state),
        at_the_desk=(
            *_AT_THE_DESK,
            f"/submissions/{submission.pk}/",
            f"/publications/{wells[0].pk}/edit/",
            life,
            f"{life}compare/?older=1&newer=2",
            f"/publications/{wells[0].pk}/beside/{taxes.pk}/",
            *in_every_state,
        ),
        desk=desk,
    )


def _in_every_state(wells: list[Publication]) -> tuple[str, ...]:
    _first, withdrawn, restricted, embargoed, older, newer, several, *_others = wells
    publishing.withdraw(withdrawn, "Entered twice.", who=None)
    publishing.restrict(restricted, who=None)
    publishing.embargo(embargoed, timezone.localdate() + dt.timedelta(days=9), who=None)
    publishing.supersede(newer, older, who=None)
    publishing.attach_file(several, factories.stored_file("An annex."), PublicationFile.Role.ANNEX, "en", "annex.pdf")
    fileless = publishing.create(factories.record("On paper only"), state=State.PUBLISHED)
    shown = (withdrawn, restricted, embargoed, older, newer, several, fileless)
    return tuple(f"/publications/{publication.pk}/" for publication in shown)


def _submission() -> Submission:
    stored = factories.stored_file()
    publication = publishing.create(
        factories.record("On wells"), state=State.IN_REVIEW, files=[FileUse(file=stored, name="wells.pdf")]
    )
    for state, failure in ((Submission.State.FAILED, "truncated"), (Submission.State.REFUSED, "not_pdf")):
        Submission.objects.create(name=f"{state}.pdf", state=state, failure=failure)
    return Submission.objects.create(
        name="wells.pdf",
        state=Submission.State.IN_REVIEW,
        file=stored,
        size=stored.size,
        publication=publication,
        description=DESCRIPTION,
    )


def _staff() -> User:
    user = factories.person("ida")
    give_role(user, Role.ADMINISTRATOR)
    return user
