"""Two records of one work made one: every address and key that either had goes on finding it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalogue import publishing
from catalogue.models import FormerAddress, FormerKey, Publication, PublicationFile, Relation, State
from catalogue.publishing import PublishingError, Who
from catalogue.record import Record


class NotMergeable(PublishingError):
    def __init__(self) -> None:
        super().__init__(_("A record cannot be merged with itself, nor one that is merged already."))


@transaction.atomic
def merge(keeper: Publication, double: Publication, record: Record, *, who: Who, why: str = "") -> Publication:
    """Let `keeper` say `record` and take over files, keys, addresses, versions and relations of `double`.

    The double stays with its history, withdrawn; its own address redirects to the keeper.
    """
    rows = Publication.objects.select_for_update().in_bulk(sorted({keeper.pk, double.pk}))
    if len(rows) != 2 or rows[keeper.pk].merged_into_id or rows[double.pk].merged_into_id:
        raise NotMergeable
    kept, other = rows[keeper.pk], rows[double.pk]
    _move_files(other, kept)
    _move_keys(other, kept)
    _move_links(other, kept)
    reason = why or f"merged into {kept.pk}"
    other.merged_into = kept
    other.state = State.WITHDRAWN
    other.withdrawn_reason = reason
    publishing.save_state(other, who=who, why=reason)
    return publishing.revise(kept, record, who=who, why=why or f"merged with {other.pk}")


def merged(publication: Publication) -> Publication:
    """Return the record that a publication is now part of, itself if it was never merged."""
    while publication.merged_into is not None:
        publication = publication.merged_into
    return publication


def _move_files(other: Publication, kept: Publication) -> None:
    known = set(kept.files.values_list("file_id", flat=True))
    position = kept.files.count()
    for use in other.files.all():
        if use.file_id in known:
            continue
        role = PublicationFile.Role.ANNEX if known and use.role == PublicationFile.Role.MAIN else use.role
        PublicationFile.objects.filter(pk=use.pk).update(publication=kept, position=position, role=role)
        position += 1


def _move_keys(other: Publication, kept: Publication) -> None:
    FormerKey.objects.filter(publication=other).update(publication=kept)
    if not other.key:
        return
    key, other.key = other.key, None
    other.save(update_fields=["key"])
    if kept.key is None:
        kept.key = key
        kept.save(update_fields=["key"])
    else:
        FormerKey.objects.create(key=key, publication=kept)


def _move_links(other: Publication, kept: Publication) -> None:
    FormerAddress.objects.filter(publication=other).update(publication=kept)
    kept.distinct_from.add(*other.distinct_from.exclude(pk=kept.pk))
    other.doubles.update(merged_into=kept)
    other.successors.exclude(pk=kept.pk).update(supersedes=kept)
    if kept.supersedes_id == other.pk:
        kept.supersedes = other.supersedes
        kept.save(update_fields=["supersedes"])
    elif kept.supersedes_id is None and other.supersedes_id not in {None, kept.pk}:
        kept.supersedes_id = other.supersedes_id
        kept.save(update_fields=["supersedes"])
    for relation in [*other.relations.all(), *other.related.all()]:
        source = kept if relation.source_id == other.pk else relation.source
        target = kept if relation.target_id == other.pk else relation.target
        if source != target:
            Relation.objects.get_or_create(source=source, kind=relation.kind, target=target)
        relation.delete()
