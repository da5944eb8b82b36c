"""Everything that may happen to a record. Each function is one transaction: the row, a revision, the message.

All return the publication as it is stored afterwards; the instance passed in is only named by its id.
`who` is the user who did it (None: the library by itself), `why` what they said about it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue import columns, written
from catalogue.citing import claim_citations
from catalogue.keys import is_key, is_taken, key_for
from catalogue.matching import organisation_for, person_for, series_for
from catalogue.models import (
    Contribution,
    FormerKey,
    Identifier,
    LocalisedText,
    Programme,
    Publication,
    PublicationFile,
    Relation,
    Revision,
    State,
    StoredFile,
    Theme,
    Topic,
)
from catalogue.policy import RECORD_STATES
from catalogue.record import Record
from catalogue.references import record_for, reference_for
from catalogue.signals import publication_changed
from catalogue.storable import storable, storable_text

Who = User | None


class PublishingError(Exception):
    """Base of what may not be done to a record; its text is for the person who tried."""


class IncompleteRecord(PublishingError):
    def __init__(self) -> None:
        super().__init__(_("A publication needs a title."))


class ChangedMeanwhile(PublishingError):
    """Somebody else saved the record since it was read."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has saved this record since you opened it."))


class ReasonMissing(PublishingError):
    def __init__(self) -> None:
        super().__init__(_("A withdrawal needs a reason: it is shown in place of the publication."))


class DateNotAhead(PublishingError):
    def __init__(self) -> None:
        super().__init__(_("This date must lie ahead."))


class KeyNotFree(PublishingError):
    def __init__(self) -> None:
        super().__init__(_("Another record has or had this citation key, or it holds characters that BibTeX cannot."))


class NotRelatable(PublishingError):
    def __init__(self) -> None:
        super().__init__(_("A record cannot be a version or a part of itself, not even through others."))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUse:
    """A file and its part in a publication."""

    file: StoredFile
    role: str = PublicationFile.Role.MAIN
    language: str = ""
    name: str = ""


@transaction.atomic
def create(
    record: Record,
    *,
    state: str = State.DRAFT,
    uploader: Who = None,
    who: Who = None,
    why: str = "",
    files: Iterable[FileUse] = (),
) -> Publication:
    """Store a new record in a state; a public state needs a title and gives it its key."""
    publication = Publication(uploader=uploader, wished_key=record.reference.key[:200])
    _write(publication, record)
    for use in files:
        _attach(publication, use)
    return _entered(publication, State(state), who, why)


@transaction.atomic
def revise(
    publication: Publication, record: Record, *, who: Who, why: str = "", expected: int | None = None
) -> Publication:
    """Replace what the record says; `expected` is the version that was read, to never overwrite unseen work."""
    current = _locked(publication, expected)
    wished = record.reference.key
    if wished and wished != (current.key or current.wished_key):
        _rename(current, wished)
    _write(current, record)
    if current.state in RECORD_STATES:
        _require_title(current)
    return _saved(current, who, why)


@transaction.atomic
def publish(publication: Publication, *, who: Who, why: str = "") -> Publication:
    """Make record and text public, now."""
    current = _locked(publication)
    return _entered(current, State.PUBLISHED, who, why)


@transaction.atomic
def schedule(publication: Publication, when: dt.datetime, *, who: Who, why: str = "") -> Publication:
    """Let the worker publish the record at a time that lies ahead."""
    if when <= timezone.now():
        raise DateNotAhead
    current = _locked(publication)
    _require_title(current)
    current.publish_at = when
    return _saved(current, who, why)


@transaction.atomic
def embargo(publication: Publication, until: dt.date, *, who: Who, why: str = "") -> Publication:
    """Make the record public and its text from a day on."""
    if until <= timezone.localdate():
        raise DateNotAhead
    current = _locked(publication)
    return _entered(current, State.EMBARGOED, who, why, embargo_until=until)


@transaction.atomic
def restrict(publication: Publication, *, who: Who, why: str = "") -> Publication:
    """Make the record public and keep its text to staff."""
    return _entered(_locked(publication), State.RESTRICTED, who, why)


@transaction.atomic
def withdraw(publication: Publication, reason: str, *, who: Who) -> Publication:
    """Leave a tombstone with the reason in place of the publication."""
    reason = storable_text(reason).strip()
    if not reason:
        raise ReasonMissing
    return _entered(_locked(publication), State.WITHDRAWN, who, reason, withdrawn_reason=reason)


@transaction.atomic
def put_back(publication: Publication, state: str, *, who: Who, why: str = "") -> Publication:
    """Take the record back to a state before publication (draft, submitted, in review)."""
    return _entered(_locked(publication), State(state), who, why)


@transaction.atomic
def restore(publication: Publication, revision: Revision, *, who: Who, why: str = "") -> Publication:
    """Let the record say again what it said in a revision; its state stays, as states have reasons of their own."""
    why = why or f"restored from {revision.number}"
    return revise(publication, written.from_json(revision.record), who=who, why=why)


@transaction.atomic
def attach_file(
    publication: Publication,
    stored_file: StoredFile,
    role: str = PublicationFile.Role.MAIN,
    language: str = "",
    name: str = "",
    *,
    who: Who = None,
    why: str = "",
) -> Publication:
    """Add a file to the publication, or change the part that it has in it."""
    current = _locked(publication)
    _attach(current, FileUse(file=stored_file, role=role, language=language, name=name))
    return _saved(current, who, why or f"file: {name}")


@transaction.atomic
def detach_file(publication: Publication, stored_file: StoredFile, *, who: Who, why: str = "") -> Publication:
    """Take a file out of the publication; the stored file itself stays until it is purged."""
    current = _locked(publication)
    for use in current.files.filter(file=stored_file):
        why = why or f"file taken out: {use.name}"
        use.delete()
    return _saved(current, who, why)


@transaction.atomic
def set_key(publication: Publication, key: str, *, who: Who, why: str = "") -> Publication:
    """Give the record another citation key; the old one goes on finding it."""
    current = _locked(publication)
    before = current.key
    if key == before:
        return current
    _rename(current, key, strict=True)
    return _saved(current, who, why or (f"key before: {before}" if before else ""))


@transaction.atomic
def supersede(publication: Publication, older: Publication | None, *, who: Who, why: str = "") -> Publication:
    """Make the publication the newer version of another one, or of none."""
    current = _locked(publication)
    step = older.pk if older else None
    while step is not None:
        if step == current.pk:
            raise NotRelatable
        step = Publication.objects.values_list("supersedes_id", flat=True).get(pk=step)
    before = current.supersedes_id
    current.supersedes = older
    note = f"version_of {older.pk}" if older else f"not version_of {before}" if before else ""
    stored = _saved(current, who, why or note)
    if before and before != current.supersedes_id:
        _announce(before)
    return stored


@transaction.atomic
def keep_apart(publication: Publication, other: Publication, *, who: Who, why: str = "") -> Publication:
    """Say that two records are of two works, so that nobody is asked about them again."""
    if publication.pk == other.pk:
        raise NotRelatable
    current = _locked(publication)
    current.distinct_from.add(other)
    return _saved(current, who, why or f"another work than {other.pk}")


@transaction.atomic
def relate(source: Publication, kind: str, target: Publication, *, who: Who, why: str = "") -> Publication:
    """Say that `source` is part of, or a translation of, `target`."""
    current = _locked(source)
    if current.pk in Relation.reached_from(target.pk, kind):
        raise NotRelatable
    _known, new = Relation.objects.get_or_create(source=current, kind=Relation.Kind(kind), target=target)
    if not new:
        return current
    return _saved(current, who, why or f"{kind} {target.pk}")


@transaction.atomic
def unrelate(source: Publication, kind: str, target: Publication, *, who: Who, why: str = "") -> Publication:
    current = _locked(source)
    current.relations.filter(kind=kind, target=target).delete()
    return _saved(current, who, why or f"not {kind} {target.pk}")


@transaction.atomic
def save_state(publication: Publication, *, who: Who, why: str = "") -> Publication:
    """Keep the publication as it now stands as a revision and say that it changed (merging, purging)."""
    return _saved(publication, who, why)


def announce(publication_ids: Iterable[int]) -> None:
    """Say that publications changed although no record did (a renamed theme, a purged row)."""
    for publication_id in publication_ids:
        _announce(publication_id)


def _locked(publication: Publication, expected: int | None = None) -> Publication:
    current = Publication.objects.select_for_update().get(pk=publication.pk)
    if expected is not None and current.version != expected:
        raise ChangedMeanwhile
    return current


def _require_title(publication: Publication) -> None:
    if not publication.title.strip():
        raise IncompleteRecord


def _entered(
    publication: Publication,
    state: State,
    who: Who,
    why: str,
    *,
    embargo_until: dt.date | None = None,
    withdrawn_reason: str = "",
) -> Publication:
    publication.state = state
    publication.embargo_until = embargo_until
    publication.withdrawn_reason = withdrawn_reason
    publication.publish_at = None
    if state in RECORD_STATES:
        _require_title(publication)
        publication.published_at = publication.published_at or timezone.now()
        publication.key = publication.key or key_for(publication)
    return _saved(publication, who, why)


def _saved(publication: Publication, who: Who, why: str) -> Publication:
    _link(publication)
    publication.version += 1
    publication.save()
    stored = Publication.objects.get(pk=publication.pk)
    Revision.objects.create(
        publication=stored,
        number=stored.version,
        state=stored.state,
        record=written.to_json(record_for(stored)),
        who=who,
        why=storable_text(str(why))[:500],
    )
    _announce(stored.pk)
    if stored.supersedes_id:
        _announce(stored.supersedes_id)
    return stored


def _announce(publication_id: int) -> None:
    publication_changed.send(sender=Publication, publication_id=publication_id)


def _rename(publication: Publication, key: str, *, strict: bool = False) -> None:
    """Give a key that is free; a wish that cannot be fulfilled is kept as a wish before publication."""
    free = is_key(key) and not is_taken(key, but_by=publication)
    if publication.key is None and not strict:
        publication.wished_key = storable_text(key)[:200]
        return
    if not free:
        raise KeyNotFree
    if publication.key:
        FormerKey.objects.get_or_create(key=publication.key, defaults={"publication": publication})
    FormerKey.objects.filter(key=key, publication=publication).delete()
    publication.key = key


def _attach(publication: Publication, use: FileUse) -> None:
    last = publication.files.order_by("-position").first()
    PublicationFile.objects.update_or_create(
        publication=publication,
        file=use.file,
        defaults={"role": use.role, "language": use.language[:20], "name": storable_text(use.name)[:255]},
        create_defaults={
            "role": use.role,
            "language": use.language[:20],
            "name": storable_text(use.name)[:255],
            "position": last.position + 1 if last else 0,
        },
    )


def _write(publication: Publication, record: Record) -> None:
    """Store the record's columns, rows and links; versions and messages are the caller's."""
    record = storable(record)
    parts = columns.spread(record.reference, publication)
    publication.countries = list(record.countries)
    publication.series = publication.publisher = publication.institution = None
    publication.save()
    LocalisedText.objects.filter(publication=publication).delete()
    Contribution.objects.filter(publication=publication).delete()
    Identifier.objects.filter(publication=publication).delete()
    LocalisedText.objects.bulk_create(parts.texts)
    Contribution.objects.bulk_create(parts.contributions)
    Identifier.objects.bulk_create(parts.identifiers)
    publication.programmes.set(Programme.objects.filter(slug__in=record.programmes))
    publication.themes.set(Theme.objects.filter(slug__in=record.themes))
    publication.topics.set(Topic.objects.filter(slug__in=record.topics))
    claim_citations(publication, record.reference)


def _link(publication: Publication) -> None:
    """Tie a record to the series, people and organisations that it names; a public one to new ones where none is known.

    What a draft says is often only what a PDF was read to say: it makes nothing known, or the next paper would be read
    by it.
    """
    new = publication.state in RECORD_STATES
    publication.series = publication.series or series_for(publication.series_name, new=new)
    publication.publisher = publication.publisher or organisation_for(publication.publisher_name, new=new)
    publication.institution = publication.institution or organisation_for(publication.institution_name, new=new)
    contributions = list(publication.contributions.select_related("person", "organisation"))
    tied = []
    for contribution, contributor in zip(contributions, reference_for(publication).contributors, strict=False):
        if contribution.person or contribution.organisation:
            continue
        contribution.person = person_for(contributor, new=new)
        contribution.organisation = organisation_for(contributor.name.literal, contributor.ror, new=new)
        tied.append(contribution)
    Contribution.objects.bulk_update(tied, ["person", "organisation"])
