"""Canary words under every state, looked for in every output as stranger, contributor and editor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from catalogue import publishing
from catalogue.models import Publication, State
from catalogue.policy import STRANGER, Reader, Sight, may_see, reader_of, visible_records
from citations.reference import Contributor, Name, Text
from search import indexing
from search.engines.base import SearchEngine
from search.filters import audience_of
from search.models import FrozenSearch
from search.query import SearchQuery, Word
from search.schema import FACETS
from tests import factories

pytestmark = pytest.mark.django_db

FORMATS = ("bib", "biblatex", "ris", "csl.json", "csv")
LISTS = (
    "/", "/search/", "/search/?q=common", "/recent/", "/browse/", "/search.atom", "/search.atom?q=common",
    "/browse/people/", "/browse/years/", "/browse/types/", "/search/suggest/?q=canary", "/search/facets/author/",
    "/search/facets/publisher/?q=common", *(f"/search.{form}?q=common" for form in FORMATS), "/search.csv",
    "/search/frozen/canaries22/", "/search/frozen/canaries22/again/",
    *(f"/search/frozen/canaries22.{form}" for form in FORMATS),
    "/sitemap.xml", "/oai?verb=ListRecords&metadataPrefix=oai_dc",
)  # fmt: skip
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
    )
    if state == State.EMBARGOED:
        Publication.objects.filter(pk=publication.pk).update(embargo_until=timezone.localdate() + dt.timedelta(days=9))
    if state == State.WITHDRAWN:
        Publication.objects.filter(pk=publication.pk).update(withdrawn_reason="A reason.")
    publication.refresh_from_db()
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
            words.append(f"canarytext{name}")
    return words


def addresses(aviary: Aviary) -> list[str]:
    """Return every address that might show a canary."""
    found = list(LISTS)
    for publication in aviary.publications.values():
        base = f"/publications/{publication.pk}"
        found += [f"{base}/", f"{base}/search/?q=common", f"{base}/pages/1/", f"{base}/pages/1/?q=common"]
        found += [f"{base}/pages/1.webp", f"{base}/pages/1/boxes.svg?q=common", f"{base}/pages/1/words.json"]
        found += [f"{base}/cover.webp", f"{base}/publication.pdf", f"{base}.bib", f"{base}.csl.json"]
    return found


def test_no_canary_is_seen_where_it_may_not_be(aviary: Aviary) -> None:
    leaks = []
    for name, client in aviary.clients():
        words = forbidden_words(aviary, aviary.readers[name])
        # Another contributor is a stranger to every record: one look at what is listed shows it.
        for address in LISTS if name == "other" else addresses(aviary):
            response = client.get(address, follow=True)
            assert response.status_code < 500 or response.status_code == 503, address
            content = response.getvalue().decode("utf-8", errors="replace").casefold()
            leaks += [f"{name} sees {word} at {address}" for word in words if word in content]
    assert leaks == []


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
        assert sum(v.count for v in everything.facet("author").values) == len(visible)
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
