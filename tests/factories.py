"""Records, files and people for tests, each with sound defaults."""

from __future__ import annotations

import hashlib
from itertools import count

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from catalogue import publishing
from catalogue.models import PageText, Programme, Publication, State, StoredFile, Theme, Topic
from catalogue.publishing import FileUse
from catalogue.record import Record
from citations.reference import Contributor, Name, PartialDate, Reference, Text
from tests import pdfs

_numbers = count(1)


def reference(title: str = "Local taxes in small towns", **said: object) -> Reference:
    """Return a report by one person from 2012; keywords replace its fields."""
    fields: dict[str, object] = {
        "type": "research_report",
        "titles": (Text(text=title, language="en"),),
        "contributors": (Contributor(name=Name(family="Berg", given="Karin")),),
        "date": PartialDate(year=2012),
        "languages": ("en",),
        "institution": "Centre for Local Democracy",
    }
    return Reference(**{**fields, **said})  # type: ignore[arg-type]


def record(title: str = "Local taxes in small towns", **said: object) -> Record:
    """Return a record; programmes, themes, topics and countries are its own, the rest is the reference's."""
    own = {name: said.pop(name) for name in ("programmes", "themes", "topics", "countries") if name in said}
    return Record(reference=reference(title, **said), **own)  # type: ignore[arg-type]


def person(name: str = "", *, staff: bool = False) -> User:
    """Return a user: a contributor, or staff."""
    name = name or f"person-{next(_numbers)}"
    return User.objects.create_user(name, f"{name}@example.org", "a long enough password", is_staff=staff)


def stored_file(*texts: str, content: bytes = b"") -> StoredFile:
    """Return a stored PDF with these texts on its pages, the bytes in storage and the rows in the database."""
    texts = texts or ("The council decides on the budget in November every year.",)
    content = content or pdfs.paper(title=f"File {next(_numbers)}", pages=texts)
    sha256 = hashlib.sha256(content).hexdigest()
    stored = StoredFile.objects.create(sha256=sha256, size=len(content), page_count=len(texts), text_source="layer")
    default_storage.save(stored.storage_name, ContentFile(content))
    PageText.objects.bulk_create(
        PageText(file=stored, number=n, label=str(n), text=text, language="en", width=595, height=842)
        for n, text in enumerate(texts, start=1)
    )
    return stored


def publication(
    title: str = "Local taxes in small towns",
    *texts: str,
    state: str = State.PUBLISHED,
    uploader: User | None = None,
    **said: object,
) -> Publication:
    """Return a publication in a state with a file that has these texts on its pages."""
    return publishing.create(
        record(title, **said), state=state, uploader=uploader, files=[FileUse(file=stored_file(*texts), name="a.pdf")]
    )


def theme(slug: str = "transparency", name_en: str = "Transparency", name_sv: str = "Transparens") -> Theme:
    return Theme.objects.create(slug=slug, name_en=name_en, name_sv=name_sv)


def topic(slug: str = "gender", name_en: str = "Gender", name_sv: str = "Genus") -> Topic:
    return Topic.objects.create(slug=slug, name_en=name_en, name_sv=name_sv)


def programme(slug: str = "kc", label: str = "KC") -> Programme:
    return Programme.objects.create(
        slug=slug, name_en="Knowledge centre", name_sv="Kunskapscentrum", label=label, labelled=True
    )
