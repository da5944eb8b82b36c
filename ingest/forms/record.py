"""The form of a record: its values as FormData, checked, and put into the Record they came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.identifiers import bare, is_valid
from catalogue.models.publication import TYPES
from catalogue.record import Record
from citations.reference import Identifier, PartialDate, Reference, Text
from ingest.forms.people import FormData, Row, contributor_for, row_for, rows_from, written_rows
from ingest.forms.spoken import (
    country_codes,
    country_names,
    joined,
    language_code,
    language_codes,
    language_names,
    read_date,
    words,
    written_date,
)

# Fields of a Reference that are one line of the form, as they are.
PLAIN = ("institution", "publisher", "series", "number", "place", "licence", "container", "volume", "issue")
MORE = ("edition", "pages", "event", "genre", "url", "note")
SCHEMES = ("doi", "isbn", "issn", "urn")
_IDENTIFIER_ERRORS = {
    "doi": gettext_lazy("A DOI begins with 10. and has a slash: 10.1234/abc."),
    "isbn": gettext_lazy("The last digit of an ISBN follows from the others, and here it does not. Check the digits."),
    "issn": gettext_lazy("The last digit of an ISSN follows from the others, and here it does not. Check the digits."),
    "urn": gettext_lazy("A URN begins with urn: and a name: urn:nbn:se:kb-123."),
}


def _line(label: Any, *, required: bool = False, choices: str = "", **attributes: str) -> forms.CharField:
    """Return a field of one line; `choices` is the id of the page's list of known values."""
    if choices:
        attributes["list"] = choices
    return forms.CharField(label=label, required=required, max_length=2000, widget=forms.TextInput(attrs=attributes))


def _paragraph(label: Any, rows: int, *, required: bool = False, style: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": str(rows), "class": style})
    return forms.CharField(label=label, required=required, max_length=100_000, widget=widget)


class RecordForm(forms.Form):
    """All that staff decide about a record. It is always bound: what was read is checked before it is shown."""

    title = _paragraph(gettext_lazy("Title"), 2, required=True, style="serif")
    subtitle = _paragraph(gettext_lazy("Subtitle"), 1, style="serif")
    title_alt = _paragraph(gettext_lazy("Title in another language"), 1, style="serif")
    title_alt_language = _line(gettext_lazy("Language of that title"), choices="languages")
    date = _line(gettext_lazy("Date"), inputmode="numeric", autocomplete="off")
    type = forms.ChoiceField(label=gettext_lazy("Type"), choices=TYPES)
    language = _line(gettext_lazy("Language"), choices="languages", autocomplete="off")
    institution = _line(gettext_lazy("Institution"), choices="organisations", autocomplete="off")
    publisher = _line(gettext_lazy("Publisher"), choices="organisations", autocomplete="off")
    series = _line(gettext_lazy("Series"), choices="series", autocomplete="off")
    number = _line(gettext_lazy("Number in the series"))
    place = _line(gettext_lazy("Place"))
    funder = _line(gettext_lazy("Funders"), choices="organisations")
    doi = _line("DOI", spellcheck="false")
    isbn = _line("ISBN", inputmode="text", spellcheck="false")
    issn = _line("ISSN", spellcheck="false")
    urn = _line("URN", spellcheck="false")
    licence = _line(gettext_lazy("Licence"), choices="licences", autocomplete="off")
    keywords = _line(gettext_lazy("Keywords"))
    countries = _line(gettext_lazy("Countries"), choices="countries", autocomplete="off")
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    programmes = forms.MultipleChoiceField(
        label=gettext_lazy("Programmes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics"), required=False, widget=forms.CheckboxSelectMultiple
    )
    container = _line(gettext_lazy("Published in"))
    volume = _line(gettext_lazy("Volume"))
    issue = _line(gettext_lazy("Issue"))
    edition = _line(gettext_lazy("Edition"))
    pages = _line(gettext_lazy("Pages"))
    event = _line(gettext_lazy("Event"))
    genre = _line(gettext_lazy("Kind, in its own words"))
    url = _line(gettext_lazy("Address elsewhere"), inputmode="url", spellcheck="false")
    note = _paragraph(gettext_lazy("Note"), 1)

    def __init__(self, data: FormData, *, base: Record, terms: dict[str, list[tuple[str, str]]]) -> None:
        """`terms` are (slug, name) of themes, programmes and topics; `base` is the record that is looked over."""
        super().__init__(MultiValueDict({name: list(values) for name, values in data.items()}))
        self.base = base
        self.rows = rows_from(data)
        self.abstracts = _abstracts_from(data)
        for name, choices in terms.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
            field.choices = choices

    def clean_date(self) -> object:
        base = self.base.reference.date
        text = self.cleaned_data["date"].strip()
        return base if text == written_date(base) else read_date(text)

    def clean_language(self) -> tuple[str, ...]:
        return language_codes(self.cleaned_data["language"], self.base.reference.languages)

    def clean_title_alt_language(self) -> str:
        known = [text.language for text in self.base.reference.titles]
        return language_code(self.cleaned_data["title_alt_language"], known)

    def clean_countries(self) -> tuple[str, ...]:
        return country_codes(self.cleaned_data["countries"])

    def clean_doi(self) -> tuple[str, ...]:
        return self._identifiers("doi")

    def clean_isbn(self) -> tuple[str, ...]:
        return self._identifiers("isbn")

    def clean_issn(self) -> tuple[str, ...]:
        return self._identifiers("issn")

    def clean_urn(self) -> tuple[str, ...]:
        return self._identifiers("urn")

    def _identifiers(self, scheme: str) -> tuple[str, ...]:
        """Return the bare identifiers of a field. What the record already had may stay as it is."""
        before = _values(self.base.reference, scheme)
        values = tuple(bare(scheme, word) for word in words(self.cleaned_data[scheme]))
        if any(not is_valid(scheme, value) and value not in before for value in values):
            raise forms.ValidationError(str(_IDENTIFIER_ERRORS[scheme]))
        return values

    def clean(self) -> dict[str, Any]:
        known = [text.language for text in self.base.reference.abstracts]
        abstracts = []
        for language, text in self.abstracts:
            try:
                abstracts.append(Text(text=text, language=language_code(language, known)))
            except forms.ValidationError as error:
                abstracts.append(Text(text=text, language=language))
                self.add_error(None, error)
        for row in self.rows:
            if row.orcid and not is_valid("orcid", bare("orcid", row.orcid)):
                sentence = _("The ORCID of %(name)s cannot be right: its last digit does not fit the others.")
                self.add_error(None, sentence % {"name": row.full_name})
        self.cleaned_data["abstracts"] = tuple(abstracts)
        return self.cleaned_data

    def record(self) -> Record:
        """Return the base record with what the form says; what no field of the form shows stays as it was.

        Of a form with errors this is a draft: what cannot be is kept as it was typed, and shown again.
        """
        said = {**self._as_typed(), **self.cleaned_data}
        old = self.base.reference
        names = tuple(contributor_for(_bare_orcid(row)) for row in self.rows if not row.is_empty)
        reference = replace(
            old,
            type=said["type"],
            titles=_titles(old, said),
            subtitles=_subtitles(old, said),
            abstracts=said["abstracts"],
            contributors=names,
            date=said["date"],
            languages=said["language"],
            keywords=_kept(old.keywords, words(said["keywords"])),
            funders=_kept(old.funders, words(said["funder"])),
            identifiers=_identifiers(old, said),
            **{name: said[name].strip() for name in (*PLAIN, *MORE)},
        )
        return replace(
            self.base,
            reference=reference,
            countries=said["countries"],
            themes=tuple(said["themes"]),
            programmes=tuple(said["programmes"]),
            topics=tuple(said["topics"]),
        )

    def _as_typed(self) -> dict[str, Any]:
        """Return the fields that have errors, as a record can hold them."""
        typed: dict[str, Any] = {name: self.data.get(name, "").strip() for name in self.errors if name in self.fields}
        if typed.get("date"):
            typed["date"] = PartialDate(year=None, literal=typed["date"])
        for name in ("language", "countries", *SCHEMES):
            if name in typed:
                typed[name] = words(typed[name])
        for name in ("themes", "programmes", "topics"):
            if name in typed:
                typed[name] = getattr(self.base, name)
        if "type" in typed:
            typed["type"] = self.base.reference.type
        return typed


def form_data(record: Record) -> FormData:
    """Return a record as the form's values; `RecordForm(form_data(r), base=r).record() == r`."""
    reference = record.reference
    second = reference.titles[1] if len(reference.titles) > 1 else Text(text="")
    single = {
        "title": reference.title,
        "subtitle": reference.subtitle,
        "title_alt": second.text,
        "title_alt_language": language_names(filter(None, [second.language])),
        "date": written_date(reference.date),
        "type": reference.type,
        "language": language_names(reference.languages),
        "funder": joined(reference.funders),
        "keywords": joined(reference.keywords),
        "countries": country_names(record.countries),
        **{scheme: joined(_values(reference, scheme)) for scheme in SCHEMES},
        **{name: getattr(reference, name) for name in (*PLAIN, *MORE)},
    }
    return {
        **{name: [value] for name, value in single.items()},
        **{name: list(getattr(record, name)) for name in ("themes", "programmes", "topics")},
        **written_rows([row_for(contributor) for contributor in reference.contributors]),
        **written_abstracts([(language_names(filter(None, [t.language])), t.text) for t in reference.abstracts]),
    }


def written_abstracts(abstracts: Iterable[tuple[str, str]]) -> FormData:
    """Return (language as shown, text) as the form's repeated fields."""
    listed = list(abstracts)
    return {
        "abstract-language": [language for language, _text in listed],
        "abstract-text": [text for _language, text in listed],
    }


def _abstracts_from(data: FormData) -> list[tuple[str, str]]:
    """Return (language, text) of the abstracts that say something."""
    texts = data.get("abstract-text", [])
    languages = [*data.get("abstract-language", []), *[""] * len(texts)]
    return [(language, text.strip()) for language, text in zip(languages, texts, strict=False) if text.strip()]


def _values(reference: Reference, scheme: str) -> tuple[str, ...]:
    return tuple(i.value for i in reference.identifiers if i.scheme == scheme)


def _kept(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Return the old values where the new ones are only their written form."""
    return old if new == words(joined(old)) else new


def _bare_orcid(row: Row) -> Row:
    return replace(row, orcid=bare("orcid", row.orcid)) if row.orcid else row


def _titles(old: Reference, said: dict[str, Any]) -> tuple[Text, ...]:
    first_language = _language_of_title(old, said)
    titles = [Text(text=" ".join(said["title"].split()), language=first_language)]
    if second := " ".join(said["title_alt"].split()):
        titles.append(Text(text=second, language=said["title_alt_language"]))
    return (*(_unchanged(old.titles, titles)), *old.titles[2:])


def _unchanged(old: tuple[Text, ...], new: list[Text]) -> list[Text]:
    """Return the new texts, with the old one's spacing where only spacing differs."""
    return [
        before if before and (" ".join(before.text.split()), before.language) == (text.text, text.language) else text
        for text, before in zip(new, [*old, *[None] * len(new)], strict=False)
    ]


def _language_of_title(old: Reference, said: dict[str, Any]) -> str:
    """Return the title's language: the one it had, unless the work's language was changed and the title had that."""
    main = said["language"][0] if said["language"] else ""
    if not old.titles:
        return str(main)
    before = old.titles[0].language
    followed = old.languages[:1] == (before,) or (not before and bool(said["language"] != old.languages))
    return str(main) if followed else before


def _subtitles(old: Reference, said: dict[str, Any]) -> tuple[Text, ...]:
    """Return the subtitles with the one beside the title changed; those in other languages stay."""
    text = " ".join(said["subtitle"].split())
    if text == " ".join(old.subtitle.split()):
        return old.subtitles
    language = _language_of_title(old, said)
    shown = next((s for s in old.subtitles if s.text == old.subtitle), None)
    others = tuple(s for s in old.subtitles if s is not shown)
    return (Text(text=text, language=language), *others) if text else others


def _identifiers(old: Reference, said: dict[str, Any]) -> tuple[Identifier, ...]:
    """Return the identifiers in their old order, new ones last; those of other schemes stay."""
    new = [Identifier(scheme=scheme, value=value) for scheme in SCHEMES for value in said[scheme]]
    kept = [i for i in old.identifiers if i.scheme not in SCHEMES or i in new]
    return (*kept, *(i for i in new if i not in kept))
