"""What a form on the page of a record's life changes: one function for each button."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue import publishing
from catalogue.addresses import file_address
from catalogue.keys import publication_by_key
from catalogue.models import Publication, PublicationFile, Relation, State
from catalogue.publishing import PublishingError
from catalogue.storable import storable_text
from ingest.forms.spoken import language_code, language_names
from ingest.views.release import day_from, moment_from

_NUMBER = re.compile(r"([0-9]{1,14})")
_IN_ADDRESS = re.compile(r"/publications/([0-9]{1,14})(?:[/.]|$)")
_VERSION = "version_of"
KINDS: dict[str, Promise] = {
    _VERSION: gettext_lazy("a newer version of"),
    Relation.Kind.PART_OF: gettext_lazy("part of"),
    Relation.Kind.TRANSLATION_OF: gettext_lazy("a translation of"),
}

Change = Callable[[Publication, QueryDict, User], Publication]


class NothingChosen(PublishingError):
    def __init__(self) -> None:
        super().__init__(_("Nothing was chosen, so nothing was changed."))


class SavedMeanwhile(PublishingError):
    def __init__(self) -> None:
        super().__init__(_("Somebody else has saved this record since you opened it. Nothing was changed; look again."))


class NoSuchRecord(PublishingError):
    def __init__(self) -> None:
        super().__init__(_("No record has this address, number or citation key."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a record is to another one."""

    kind: str
    words: Promise
    target: Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """A file's part in a record, as the page shows it."""

    use: PublicationFile
    language: str
    href: str


def links_of(publication: Publication) -> list[Link]:
    """Return what the record is said to be to others."""
    older = [(_VERSION, publication.supersedes)] if publication.supersedes else []
    related = [(r.kind, r.target) for r in publication.relations.select_related("target").order_by("pk")]
    return [Link(kind=kind, words=KINDS[kind], target=target) for kind, target in [*older, *related]]


def parts_of_files(publication: Publication) -> list[FilePart]:
    return [
        FilePart(
            use=use,
            language=language_names([use.language]) if use.language else "",
            href=file_address(publication, use),
        )
        for use in publication.files.select_related("file")
    ]


def role_from(post: QueryDict) -> str:
    """Return the part that a file is given. Raises NothingChosen."""
    role = post.get("role", "")
    if role not in PublicationFile.Role.values:
        raise NothingChosen
    return role


def _why(post: QueryDict) -> str:
    return post.get("why", "").strip()[:500]


def _publish(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.publish(publication, who=who, why=_why(post))


def _schedule(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.schedule(publication, moment_from(post.get("publish_at", "")), who=who, why=_why(post))


def _embargo(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.embargo(publication, day_from(post.get("embargo_until", "")), who=who, why=_why(post))


def _restrict(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.restrict(publication, who=who, why=_why(post))


def _withdraw(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.withdraw(publication, post.get("reason", ""), who=who)


def _take_back(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.put_back(publication, State.DRAFT, who=who, why=_why(post))


def _relate(publication: Publication, post: QueryDict, who: User) -> Publication:
    """Say what the record is to the one that is named."""
    kind, other = post.get("kind", ""), _named(post.get("other", ""))
    if kind not in KINDS:
        raise NothingChosen
    if other is None:
        raise NoSuchRecord
    if kind == _VERSION:
        return publishing.supersede(publication, other, who=who, why=_why(post))
    return publishing.relate(publication, kind, other, who=who, why=_why(post))


def _unrelate(publication: Publication, post: QueryDict, who: User) -> Publication:
    link = post.get("link", "")
    for known in links_of(publication):
        if link == f"{known.kind} {known.target.pk}":
            if known.kind == _VERSION:
                return publishing.supersede(publication, None, who=who, why=_why(post))
            return publishing.unrelate(publication, known.kind, known.target, who=who, why=_why(post))
    raise NothingChosen


def _set_key(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.set_key(publication, post.get("key", "").strip(), who=who, why=_why(post))


def _change_file(publication: Publication, post: QueryDict, who: User) -> Publication:
    use = _use(publication, post)
    role, language = role_from(post), language_code(post.get("language", ""))
    return publishing.attach_file(publication, use.file, role, language, use.name, who=who, why=_why(post))


def _take_out_file(publication: Publication, post: QueryDict, who: User) -> Publication:
    return publishing.detach_file(publication, _use(publication, post).file, who=who, why=_why(post))


def _use(publication: Publication, post: QueryDict) -> PublicationFile:
    use = publication.files.filter(file_id=storable_text(post.get("file", ""))).select_related("file").first()
    if use is None:
        raise NothingChosen
    return use


def _named(named: str) -> Publication | None:
    """Return the record that somebody means: by its address, its number or its citation key."""
    # Programs copy an address with signs of direction around it.
    named = storable_text(named).strip()
    number = _IN_ADDRESS.search(named) or _NUMBER.fullmatch(named)
    return Publication.objects.filter(pk=int(number[1])).first() if number else publication_by_key(named)


CHANGES: dict[str, Change] = {
    "publish": _publish,
    "schedule": _schedule,
    "embargo": _embargo,
    "restrict": _restrict,
    "withdraw": _withdraw,
    "take-back": _take_back,
    "relate": _relate,
    "unrelate": _unrelate,
    "key": _set_key,
    "file": _change_file,
    "take-out": _take_out_file,
}


def sent_before(publication: Publication, post: QueryDict, who: User) -> bool:
    """Say whether the last change of the record is this form's: the person's own, and all is as it asks."""
    last = publication.revisions.filter(number=publication.version, who=who).first()
    already = _ALREADY.get(post.get("do", ""))
    if last is None or already is None or post.get("version") != str(publication.version - 1):
        return False
    if (why := storable_text(_why(post))) and why != last.why:
        return False
    try:
        return already(publication, post)
    except (PublishingError, ValidationError):
        return False


def _is_withdrawn(publication: Publication, post: QueryDict) -> bool:
    reason = storable_text(post.get("reason", "")).strip()
    return publication.state == State.WITHDRAWN and publication.withdrawn_reason == reason


def _is_embargoed(publication: Publication, post: QueryDict) -> bool:
    return publication.state == State.EMBARGOED and publication.embargo_until == day_from(post.get("embargo_until", ""))


def _is_related(publication: Publication, post: QueryDict) -> bool:
    asked = (post.get("kind", ""), _named(post.get("other", "")))
    return asked in {(link.kind, link.target) for link in links_of(publication)}


def _is_unrelated(publication: Publication, post: QueryDict) -> bool:
    return post.get("link", "") not in {f"{link.kind} {link.target.pk}" for link in links_of(publication)}


def _is_part(publication: Publication, post: QueryDict) -> bool:
    use = _use(publication, post)
    return (use.role, use.language) == (role_from(post), language_code(post.get("language", "")))


def _is_taken_out(publication: Publication, post: QueryDict) -> bool:
    return not publication.files.filter(file_id=storable_text(post.get("file", ""))).exists()


_ALREADY: dict[str, Callable[[Publication, QueryDict], bool]] = {
    "publish": lambda publication, _post: publication.state == State.PUBLISHED,
    "schedule": lambda publication, post: publication.publish_at == moment_from(post.get("publish_at", "")),
    "embargo": _is_embargoed,
    "restrict": lambda publication, _post: publication.state == State.RESTRICTED,
    "withdraw": _is_withdrawn,
    "take-back": lambda publication, _post: publication.state == State.DRAFT,
    "relate": _is_related,
    "unrelate": _is_unrelated,
    "key": lambda publication, post: publication.key == post.get("key", "").strip(),
    "file": _is_part,
    "take-out": _is_taken_out,
}
