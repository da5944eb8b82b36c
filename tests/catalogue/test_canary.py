"""Canary words under every state, looked for in every output as stranger, contributor and editor."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from catalogue import publishing
from catalogue.citing import CitedEntry, keep_references
from catalogue.models import Publication, State
from catalogue.policy import RECORD_STATES, STRANGER, UNPUBLISHED, Reader, Sight, may_see, reader_of, visible_records
from citations.formats import BY_SUFFIX
from citations.reference import Contributor, Identifier, Name, Reference, Text
from ingest.models import Submission
from search import indexing
from search.engines.base import SearchEngine
from search.filters import audience_of
from search.models import FrozenSearch
from search.query import SearchQuery, Word
from search.schema import FACETS
from tests import factories
from tests.catalogue.routes import Route, filled, routes

pytestmark = pytest.mark.django_db

# Words of the record, and words of the text: which of them a reader may meet is the policy's to say.
RECORD_WORDS = ("title", "author", "abstract", "keyword", "publisher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aviary:
    """One publication in each state, with canaries named after it, and who may look."""

    publications: dict[str, Publication]
    stranger: Client
    contributor: Client
    other: Client
    editor: Client
    readers: dict[str, Reader]

    def clients(self) -> Iterator[tuple[str, Client]]:
        for name in self.readers:
            yield name, getattr(self, name)


def _published(name: str, state: str, uploader: User) -> Publication:
    publication = factories.publication(
        f"canarytitle{name}",
        f"common words and canarytext{name} stand here",
        state=state,
        uploader=uploader,
        contributors=(Contributor(name=Name(family=f"Canaryauthor{name}", given="A")),),
        abstracts=(Text(text=f"common canaryabstract{name}", language="en"),),
        keywords=(f"canarykeyword{name}",),
        publisher=f"Canarypublisher{name}",
        institution="",
        identifiers=(Identifier(scheme="doi", value=f"10.5555/canary{name}"),),
    )
    # Each cites the one that everybody may read, and is cited by it: neither side may tell of the other.
    cited = Reference(identifiers=(Identifier(scheme="doi", value="10.5555/canarypublished"),))
    keep_references(publication, (CitedEntry(text=f"canarycites{name} 2012", reference=cited),))
    if state == State.EMBARGOED:
        Publication.objects.filter(pk=publication.pk).update(embargo_until=timezone.localdate() + dt.timedelta(days=9))
    if state == State.WITHDRAWN:
        Publication.objects.filter(pk=publication.pk).update(withdrawn_reason="A reason.")
    publication.refresh_from_db()
    waits = publication.state in UNPUBLISHED
    submitted = Submission.State.IN_REVIEW if waits else Submission.State.PUBLISHED
    Submission.objects.create(name=f"{name}.pdf", publication=publication, uploader=uploader, state=submitted)
    return publication


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def aviary(engine: SearchEngine) -> Aviary:
    contributor, other, editor = factories.person(), factories.person(), factories.person(staff=True)
    for user, role in ((contributor, "contributor"), (other, "contributor"), (editor, "editor")):
        user.groups.add(*Group.objects.filter(name=role))
    publications = {
        state.value.replace("_", ""): _published(state.value.replace("_", ""), state, contributor) for state in State
    }
    everything = [
        CitedEntry(
            text=f"cited {n}",
            reference=Reference(identifiers=(Identifier(scheme="doi", value=f"10.5555/canary{name}"),)),
        )
        for n, name in enumerate(publications)
    ]
    keep_references(publications["published"], everything)
    withdrawn = factories.publication("canarytitlewasout", "canarytextwasout", uploader=contributor)
    publications["wasout"] = publishing.withdraw(withdrawn, "It was wrong.", who=None)
    indexing.update_all(engine)
    # As if all of it had been open once: what was frozen then is seen through today's policy.
    FrozenSearch.objects.create(
        token="canaries22", engine="tantivy", total=9, publication_ids=[p.pk for p in publications.values()]
    )
    return Aviary(
        publications=publications,
        stranger=Client(),
        contributor=_client(contributor),
        other=_client(other),
        editor=_client(editor),
        readers={
            "stranger": STRANGER,
            "contributor": reader_of(contributor),
            "other": reader_of(other),
            "editor": reader_of(editor),
        },
    )


def forbidden_words(aviary: Aviary, reader: Reader) -> list[str]:
    """Return every canary that the reader may meet nowhere."""
    words = []
    for name, publication in aviary.publications.items():
        sight = may_see(reader, publication)
        if sight < Sight.RECORD:
            # A tombstone names the work that is gone, and nothing else of it.
            hidden = RECORD_WORDS[1:] if sight == Sight.TOMBSTONE else RECORD_WORDS
            words += [f"canary{word}{name}" for word in hidden]
        if sight < Sight.TEXT:
            words += [f"canarytext{name}", f"canarycites{name}"]
    return words


def places(aviary: Aviary) -> dict[str, list[str]]:
    """Return what can stand in each place of an address: everything that may hide a canary."""
    hidden = [name for name, publication in aviary.publications.items() if may_see(STRANGER, publication) < Sight.TEXT]
    names = [*hidden, "published"]
    publications = [str(publication.pk) for publication in aviary.publications.values()]
    return {
        "publication_id": publications,
        "other_id": publications[:1],
        "number": ["1"],
        "form": ["bib", "csl.json"],
        "publication-as.form": sorted(BY_SUFFIX),
        "search-as.form": sorted(BY_SUFFIX),
        "publication-file.slug": ["publication"],
        "kind": ["people", "series", "types", "years", "languages"],
        "shelf.kind": ["people"],
        "shelf.slug": [f"canaryauthor{name}-a" for name in names],
        "search-facet.name": list(FACETS),
        "token": ["canaries22"],
        "key": [publication.key for publication in aviary.publications.values() if publication.key],
        "topic": ["search", "cite", "reuse", "staff"],
        "slug": ["about"],
        "submission_id": [str(pk) for pk in Submission.objects.values_list("pk", flat=True)],
        "upload_id": ["x" * 22],
        "sha256": ["0" * 64],
        "user_id": ["1"],
        "report_id": ["1"],
        "uidb64": ["MQ"],
    }


def queries(route: Route, aviary: Aviary) -> list[str]:
    """Return what is asked for at an address, beside nothing: common words, and words that are nearly a canary's."""
    if route.name in {"search", "search-feed", "suggest"}:
        near = [f"q=canarytitl{name}" for name in aviary.publications]
        return ["", "q=common", "q=canary", "q=canar*", "sort=new&q=common", *near]
    if route.path.startswith("/search"):
        return ["q=common"] if route.name == "search-zip" else ["", "q=common"]
    if route.name in {"page-picture", "page-boxes", "cover-picture"}:
        return ["mark=common"]
    return ["q=common"] if route.name in {"publication-search", "publication-page"} else [""]


def addresses(aviary: Aviary) -> Iterator[str]:
    """Yield every address that the library answers; a new one cannot be left out."""
    known = places(aviary)
    for route in routes():
        for path in filled(route, known):
            yield from (f"{path}?{query}" if query else path for query in queries(route, aviary))


def words_in(response: HttpResponseBase) -> str:
    """Return all that an answer says, headers and what is packed in it too."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [name.encode() + b" " + packed.read(name) for name in packed.namelist()]
        content = b" ".join(members)
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers} {content.decode('utf-8', errors='replace')}".casefold()


@pytest.mark.parametrize("name", ["stranger", "contributor", "other"])
def test_no_canary_is_seen_where_it_may_not_be(aviary: Aviary, name: str) -> None:
    client: Client = getattr(aviary, name)
    client.cookies["basket"] = ".".join(str(publication.pk) for publication in aviary.publications.values())
    words = forbidden_words(aviary, aviary.readers[name])
    leaks = []
    for address in addresses(aviary):
        # Another contributor is a stranger to every record: one look at what is listed shows it.
        if name == "other" and "/publications/" in address:
            continue
        if name == "stranger" and "/publications/" not in address:
            # What is kept for the staff in any cache must not reach who comes after.
            assert aviary.editor.get(address).status_code < 500, address
        response = client.get(address)
        assert response.status_code < 500 or response.status_code == 503, address
        # The address itself, as it was asked for, is no news to who asked.
        said = words_in(response).replace(address.partition("?")[0], "")
        leaks += [f"{name} sees {word} at {address}" for word in words if word in said]
    assert not leaks, "\n".join(leaks)


def test_an_address_that_nobody_thought_of_is_an_error() -> None:
    with pytest.raises(LookupError, match="say what stands for door"):
        list(filled(Route(name="house", path="/houses/<slug:door>/"), {"number": ["1"]}))


def test_the_admin_is_for_the_staff_alone(aviary: Aviary) -> None:
    for client in (aviary.stranger, aviary.contributor):
        for page in ("", "catalogue/person/", "catalogue/publication/", "auth/user/"):
            assert client.get(f"/admin/{page}").status_code in {302, 403, 404}, page


def test_files_and_pictures_are_given_only_to_who_may_read_the_text(aviary: Aviary) -> None:
    for name, client in aviary.clients():
        for state, publication in aviary.publications.items():
            readable = may_see(aviary.readers[name], publication) >= Sight.TEXT
            base = f"/publications/{publication.pk}"
            pdf = client.get(f"{base}/publication.pdf", follow=True)
            assert (pdf.status_code == 200) == readable, (name, state)
            for picture in ("pages/1.webp", "pages/1/boxes.svg", "pages/1/words.json", "pages/1/"):
                answered = client.get(f"{base}/{picture}")
                assert readable or answered.status_code in {302, 403, 404, 410}, (name, state, picture)


def test_counts_facets_and_suggestions_know_only_what_the_reader_may_see(aviary: Aviary, engine: SearchEngine) -> None:
    for reader in aviary.readers.values():
        audience = audience_of(reader)
        visible = [p for p in aviary.publications.values() if may_see(reader, p) >= Sight.RECORD]
        everything = engine.search(SearchQuery(audience=audience, facets=FACETS, limit=50))
        assert everything.total == len(visible)
        # The author of what was never public is nobody known yet.
        known = [p for p in visible if p.state in RECORD_STATES or p == aviary.publications["wasout"]]
        assert sum(v.count for v in everything.facet("author").values) == len(known)
        suggested = " ".join(engine.suggest("canary", audience, limit=50)).casefold()
        assert [w for w in forbidden_words(aviary, reader) if w in suggested] == []
        for word in forbidden_words(aviary, reader):
            assert engine.search(SearchQuery(audience=audience, expression=Word(word))).total == 0, word


def test_the_database_and_the_index_agree_on_who_sees_what(aviary: Aviary, engine: SearchEngine) -> None:
    for reader in aviary.readers.values():
        by_rows = set(Publication.objects.filter(visible_records(reader)).values_list("pk", flat=True))
        by_policy = {p.pk for p in Publication.objects.all() if may_see(reader, p) >= Sight.RECORD}
        by_index = set(engine.matching_ids(SearchQuery(audience=audience_of(reader))))
        assert by_rows == by_policy == by_index


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "ris", "csl-json", "csv"])
def test_an_export_holds_no_canary_of_what_is_not_public(aviary: Aviary, form: str) -> None:
    out = StringIO()
    call_command("export", "--format", form, stdout=out)
    written = out.getvalue().casefold()
    assert "canarytitlepublished" in written
    assert [word for word in forbidden_words(aviary, STRANGER) if word in written] == []


def test_a_published_canary_is_found_by_everyone(aviary: Aviary) -> None:
    for _name, client in aviary.clients():
        assert "canarytitlepublished" in client.get("/search/?q=common").content.decode()
