"""The fields of an entry, group by group; what an entry type has no field for is carried."""

from __future__ import annotations

import re

from citations.as_json import value_to_json
from citations.canonical import safe_address
from citations.dates import format_edtf
from citations.formats.bib_draft import Draft
from citations.formats.bib_model import FIELDS
from citations.formats.bib_names import is_writable, write_names
from citations.formats.languages import babel_name, language_code
from citations.formats.latex_encode import encode, encode_marked, encode_title
from citations.identifiers import in_order
from citations.reference import ROLES, Contributor, Identifier, PartialDate, Reference, Text

_EDITOR_SLOTS = ("editor", "editora", "editorb", "editorc")
_TITLE_EXTRAS = frozenset(
    {"shorttitle", "maintitle", "mainsubtitle", "booktitleaddon", "titleaddon", "origtitle", "reprinttitle"}
)
_VERBATIM_EXTRAS = frozenset({"file", "verbb", "verbc", "localfile"})
_FIELD_NAME = re.compile(r"[a-z][a-z0-9+_.-]*")
_ARTICLES = frozenset({"article", "suppperiodical", "periodical"})
_SCHOOLED = frozenset({"phdthesis", "mastersthesis"})


def put_contributors(draft: Draft, reference: Reference) -> None:
    """Write each role's names into its field; roles without a field, and ORCID and ROR, are carried."""
    by_role: dict[str, list[Contributor]] = {}
    for contributor in reference.contributors:
        by_role.setdefault(contributor.role, []).append(contributor)
    written: list[Contributor] = []
    homes = _homes(draft, by_role)
    for name in ROLES:
        role = homes.get(name)
        if role is None:
            continue
        people = by_role.pop(role)
        names = tuple(person.name for person in people)
        ascii_safe = draft.dialect.ascii_safe
        draft.put(name, write_names(names, others=role in reference.others, ascii_safe=ascii_safe))
        if role != name:
            draft.put(f"{name}type", role)
        written += people
    if bent := [[n, value_to_json(p.name)] for n, p in enumerate(written) if not is_writable(p.name)]:
        draft.carried["contributor_names"] = bent
    ids = [[n, person.orcid, person.ror] for n, person in enumerate(written) if person.orcid or person.ror]
    if ids:
        draft.carried["contributor_ids"] = ids
    if going_on := [role for role in by_role if role in reference.others]:
        draft.carried["others"] = going_on
    left = [value_to_json(person) for people in by_role.values() for person in people]
    if left:
        draft.carried["contributors"] = left


def _homes(draft: Draft, by_role: dict[str, list[Contributor]]) -> dict[str, str]:
    """Return which field each role goes into."""
    homes = {role: role for role in by_role if role in ROLES and draft.may_have(role)}
    if not draft.dialect.is_biblatex:
        # BibTeX's styles print either of them for a book, and complain of both.
        return {name: role for name, role in homes.items() if name != "editor" or not _has_both(draft, homes)}
    homes.pop("collaborator", None)
    for role in by_role:
        if role in homes or not role.isalpha() or not role.islower() or role in ROLES[:-1]:
            continue
        slot = next((name for name in _EDITOR_SLOTS if name not in homes and draft.may_have(f"{name}type")), None)
        if slot:
            homes[slot] = role
    return homes


def _has_both(draft: Draft, homes: dict[str, str]) -> bool:
    return draft.entry in {"book", "inbook"} and "author" in homes


def put_titles(draft: Draft, reference: Reference) -> None:
    """Write title, subtitle and abstract; in BibTeX, which knows no subtitle, the title holds both."""
    ascii_safe = draft.dialect.ascii_safe
    language = reference.titles[0].language if reference.titles else ""
    title = reference.titles[0].text if reference.titles else ""
    subtitle = reference.subtitles[0].text if reference.subtitles else ""
    if draft.dialect.is_biblatex:
        draft.put("title", encode_title(title, language, ascii_safe=ascii_safe))
        draft.put("subtitle", encode_title(subtitle, language, ascii_safe=ascii_safe))
    else:
        draft.put("title", encode_title(joined_title(title, subtitle), language, ascii_safe=ascii_safe))
        if subtitle:
            draft.carried["subtitle"] = subtitle
    _carry_texts(draft, reference, language)
    if language and draft.may_have("langid"):
        draft.put("langid", babel_name(language))


def joined_title(title: str, subtitle: str) -> str:
    """Return title and subtitle as one, with a colon unless the title ends in a mark of its own."""
    if not title or not subtitle:
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in "?!:" else f"{title}: {subtitle}"


def _carry_texts(draft: Draft, reference: Reference, language: str) -> None:
    lists: dict[str, tuple[Text, ...]] = {
        "titles": reference.titles,
        "subtitles": reference.subtitles,
        "abstracts": reference.abstracts,
    }
    for name, texts in lists.items():
        if len(texts) > 1:
            draft.carried[name] = value_to_json(texts[1:])
        if name != "titles" and texts and texts[0].language != language:
            draft.carried.setdefault("text_languages", []).append([name, texts[0].language])


def put_whereabouts(draft: Draft, reference: Reference) -> None:
    """Write where the work stands: container, numbers, publisher, place, event."""
    _put_container(draft, reference)
    for attribute, name in _number_fields(draft, reference).items():
        _put_or_carry(draft, name, attribute, getattr(reference, attribute))
    if reference.pages:
        draft.put("pages", encode(reference.pages, ascii_safe=draft.dialect.ascii_safe).replace("-", "--"))
        _move_if_foreign(draft, "pages", "pages", reference.pages)
    for attribute, name in _house_fields(draft).items():
        _put_or_carry(draft, name, attribute, getattr(reference, attribute))
    if reference.event_date:
        _put_date(draft, "eventdate", "event_date", reference.event_date)


def _put_container(draft: Draft, reference: Reference) -> None:
    """Write the journal's or book's title, with its subtitle where the dialect has no field for that."""
    in_journal = draft.entry in _ARTICLES or (draft.entry == "misc" and reference.type == "article")
    biblatex = draft.dialect.is_biblatex
    name = ("journaltitle" if biblatex else "journal") if in_journal else "booktitle"
    title, subtitle = reference.container, reference.container_subtitle
    if draft.entry in {"book", "proceedings"} and title:
        # There `booktitle` is read as the title of the book itself.
        draft.carried |= {"container": title, "container_subtitle": subtitle}
        return
    if biblatex:
        _put_container_title(draft, name, title, "container", reference)
        _put_container_title(
            draft, "journalsubtitle" if in_journal else "booksubtitle", subtitle, "container_subtitle", reference
        )
        return
    _put_container_title(draft, name, joined_title(title, subtitle), "container", reference)
    if subtitle:
        draft.carried["container_subtitle"] = subtitle


def _put_container_title(draft: Draft, name: str, text: str, attribute: str, reference: Reference) -> None:
    if not text:
        return
    if not draft.may_have(name):
        draft.carried[attribute] = text
        return
    language = reference.titles[0].language if reference.titles else ""
    in_book = name.startswith("book")
    ascii_safe = draft.dialect.ascii_safe
    draft.put(
        name, encode_title(text, language, ascii_safe=ascii_safe) if in_book else encode(text, ascii_safe=ascii_safe)
    )


def _number_fields(draft: Draft, reference: Reference) -> dict[str, str]:
    """Return the field for each number; BibTeX's styles take `number` only beside a series or a volume, not both."""
    if draft.entry in _ARTICLES or reference.type == "article" or reference.kind == "periodical":
        issue = "number" if draft.dialect.is_biblatex or reference.volume or draft.entry == "periodical" else "issue"
        return {"volume": "volume", "issue": issue, "number": "eid", "edition": "edition", "series": "series"}
    fields = {"volume": "volume", "number": "number", "issue": "issue", "edition": "edition", "series": "series"}
    takes_one = draft.entry in {"book", "inbook", "incollection", "inproceedings", "proceedings"}
    alone = bool(reference.series) and not reference.volume
    if not draft.dialect.is_biblatex and takes_one and reference.number and not alone:
        del fields["number"]
        draft.carried["number"] = reference.number
    return fields


def _house_fields(draft: Draft) -> dict[str, str]:
    """Return the field for each house and place."""
    biblatex = draft.dialect.is_biblatex
    institution = "institution" if draft.entry in {"report", "techreport", "thesis"} else "organization"
    if draft.entry in _SCHOOLED:
        institution = "school"
    return {
        "page_count": "pagetotal",
        "institution": institution,
        "publisher": "publisher",
        "place": "location" if biblatex else "address",
        "event": "eventtitle",
        "event_place": "venue",
        "note": "note",
        "licence": "copyright",
    }


_LISTS = frozenset({"publisher", "institution", "organization", "location"})


def _put_or_carry(draft: Draft, name: str, attribute: str, text: str) -> None:
    """Write the text into the field, or carry it where the entry type has no such field."""
    if not text:
        return
    if not draft.may_have(name) or (name == "volume" and draft.dialect.is_biblatex and not text.isdigit()):
        draft.carried[attribute] = text
        return
    ascii_safe = draft.dialect.ascii_safe
    if attribute == "note":
        latex = "\n\n".join(encode_marked(part, ascii_safe=ascii_safe) for part in text.split("\n\n"))
    else:
        latex = encode(text, ascii_safe=ascii_safe)
    if draft.dialect.is_biblatex and name in _LISTS:
        # One publisher named "Barnes and Noble", not two.
        latex = re.sub(r"\sand\s", " {and} ", latex, flags=re.IGNORECASE)
    draft.put(name, latex)


def _move_if_foreign(draft: Draft, name: str, attribute: str, text: str) -> None:
    if not draft.may_have(name):
        draft.fields.pop(name, None)
        draft.carried[attribute] = text


def _put_date(draft: Draft, name: str, attribute: str, date: PartialDate) -> None:
    text = format_edtf(date)
    if text and draft.may_have(name):
        draft.put(name, text)
    elif text or date.literal:
        draft.carried[attribute] = value_to_json(date)


def put_addresses(draft: Draft, reference: Reference) -> None:
    """Write identifiers and the address; a scheme's second one, and one without a field, is carried."""
    left: list[Identifier] = []
    blocked: set[str] = set()
    for identifier in in_order(reference.identifiers):
        scheme, value = identifier.scheme, identifier.value
        unsafe = any(char in value for char in "{}\\\n")
        name = {"doi": "doi", "isbn": "isbn", "issn": "issn"}.get(scheme, "")
        if unsafe or scheme in blocked:
            blocked.add(scheme)
            left.append(identifier)
        elif name and name not in draft.fields and draft.may_have(name):
            draft.put(name, value)
        elif scheme in _EPRINTS and "eprint" not in draft.fields and not _has_eprint(reference):
            draft.put("eprint", value)
            draft.put("eprinttype" if draft.dialect.is_biblatex else "archiveprefix", _EPRINTS[scheme])
        else:
            left.append(identifier)
    if left:
        draft.carried["identifiers"] = value_to_json(tuple(left))
    address = safe_address(reference.url)
    draft.put("url", address)
    if (
        address
        and draft.entry == "misc"
        and not draft.dialect.is_biblatex
        and "howpublished" not in dict(reference.extra)
    ):
        draft.put("howpublished", f"\\url{{{address}}}")
    if reference.accessed:
        _put_date(draft, "urldate", "accessed", reference.accessed)


_EPRINTS = {"arxiv": "arxiv", "urn": "urn", "handle": "hdl", "pmid": "pubmed"}


def _has_eprint(reference: Reference) -> bool:
    return any(name in {"eprint", "eprinttype", "archiveprefix"} for name, _ in reference.extra)


def put_lists(draft: Draft, reference: Reference) -> None:
    """Write keywords, languages and the abstract; funders are carried."""
    ascii_safe = draft.dialect.ascii_safe
    if reference.languages:
        names = [babel_name(code) for code in reference.languages]
        if draft.may_have("language") and all(
            language_code(n) == c for n, c in zip(names, reference.languages, strict=True)
        ):
            draft.put("language", " and ".join(names))
        else:
            draft.carried["languages"] = list(reference.languages)
    if reference.funders:
        draft.carried["funders"] = list(reference.funders)
    words = [encode(word, ascii_safe=ascii_safe) for word in reference.keywords]
    draft.put("keywords", ", ".join(f"{{{word}}}" if re.search("[,;]", word) else word for word in words))
    if reference.abstracts:
        paragraphs = reference.abstracts[0].text.split("\n\n")
        draft.put("abstract", "\n\n".join(encode_marked(part, ascii_safe=ascii_safe) for part in paragraphs))


def put_extra(draft: Draft, reference: Reference) -> None:
    """Write what the source said beyond our attributes under its own names, unless the name means something else."""
    left: list[list[str]] = []
    ascii_safe = draft.dialect.ascii_safe
    for name, value in reference.extra:
        foreign = draft.dialect.is_biblatex and not (draft.may_have(name) and name in _ALL_FIELDS)
        if name in draft.fields or name in _OURS or not _FIELD_NAME.fullmatch(name) or foreign:
            left.append([name, value])
        elif name in _VERBATIM_EXTRAS or name.startswith("bdsk-"):
            if not has_balanced_braces(value):
                left.append([name, value])
            else:
                draft.put(name, value)
        elif name in _TITLE_EXTRAS:
            draft.put(name, encode_title(value, "", ascii_safe=ascii_safe))
        else:
            draft.put(name, encode_marked(value, ascii_safe=ascii_safe))
    if left:
        draft.carried["extra"] = left


def has_balanced_braces(text: str) -> bool:
    """Say whether a value can stand between braces as it is."""
    depth = 0
    for char in text:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


_ALL_FIELDS = frozenset().union(*FIELDS.values())
# Names that the reader takes for attributes.
_OURS = frozenset(
    {*ROLES, "title", "subtitle", "date", "year", "month", "day", "type", "entrysubtype", "langid", "key", "verba"}
    | {"journal", "journaltitle", "booktitle", "booksubtitle", "journalsubtitle", "keywords", "abstract", "url"}
    | {"urldate", "doi", "isbn", "issn", "publisher", "institution", "school", "organization", "address", "location"}
    | {"editortype", "editoratype", "editorbtype", "editorctype", "pages", "volume", "number", "series", "note"}
    | {"eid", "articleno", "article-number", "elocation-id", "issue", "page", "numpages", "keyword", "funder", "rights"}
    | {"licence", "license", "lastchecked", "lastaccessed", "accessed", "isbn-13", "eissn", "urn", "handle", "arxiv"}
    | {
        "pmid",
        "pmcid",
        "crossref",
        "xdata",
        "eventdate",
        "eventtitle",
        "venue",
        "pagetotal",
        "copyright",
        "edition",
        "hyphenation",
    }
)
