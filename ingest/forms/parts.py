"""The parts of the review page: each with what is in it, how sure that is, where it stood and what else was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ingest.forms.alternatives import Offer, offer
from ingest.forms.people import FormData
from ingest.forms.record import RecordForm

# In the order staff meet them; what is doubtful comes before what is sure.
_LEADING = ("title", "subtitle", "people", "date", "abstracts")
# Parts of one short line: side by side where nobody has to look at them.
_SHORT = (
    *("type", "language", "series", "number", "institution", "publisher", "place", "funder"),
    *("isbn", "doi", "issn", "urn", "licence"),
)
_FOLLOWING = ("title_alt", "keywords", "countries", "themes", "programmes", "topics")
PARTS = (*_LEADING, *_SHORT, *_FOLLOWING)
MORE = ("container", "volume", "issue", "edition", "pages", "event", "genre", "url", "note")
# The description's fields that speak for a part; a part is named like its field otherwise.
_FIELDS = {"people": ("authors", "editors"), "date": ("date", "year"), "abstracts": ("abstract",)}
LABELS: dict[str, str | Promise] = {
    "people": gettext_lazy("Authors and editors"),
    "abstracts": gettext_lazy("Abstract"),
}
_SOURCES: dict[str, str | Promise] = {
    "layout": gettext_lazy("from the look of the page"),
    "labeller": gettext_lazy("as papers like this have it"),
    "info": gettext_lazy("from the file’s properties"),
    "xmp": gettext_lazy("from the file’s properties"),
    "sidecar": gettext_lazy("from the file beside it"),
    "filename": gettext_lazy("from the file’s name"),
    "name": gettext_lazy("from the file’s name"),
    "known": gettext_lazy("from what the library knows"),
    "text": gettext_lazy("from the text"),
    "ocr": gettext_lazy("as OCR read it"),
}
_KEYS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A box on a page, in points from the top left, for a part of the form."""

    number: int
    part: str
    page: int
    x: float
    y: float
    width: float
    height: float
    doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """The piece of a page around a place, in points of a page of this size."""

    seen: Seen
    picture: str
    page_width: float
    page_height: float
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another value; `use` names it to the form's button, `key` is its key on the keyboard."""

    key: int
    use: str
    offer: Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part. `look` is its CSS class: doubt, wrong, none or "" where it is sure.

    `number` joins it to its places on the pages, 0 where it has none. `asks` stays true once the doubt is settled,
    so that a field does not jump away under the hand.
    """

    name: str
    label: str
    number: int
    look: str
    asks: bool
    word: str
    origin: str
    control: BoundField | None
    errors: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    seen: tuple[Seen, ...]
    crop: Crop | None = None

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def place(self) -> str:
        """Where it stands on the page: first, beside another one (short, with nothing to settle), or last."""
        if self.asks or self.name in _LEADING:
            return "first"
        return "beside" if self.name in _SHORT else "last"


def parts_of(form: RecordForm, data: FormData, read: FormData, description: Mapping[str, Any]) -> list[Part]:
    """Return the parts, those that somebody should look at first.

    `data` is what the form shows, `read` what the reading gave, `description` its written Description.
    """
    fields: Mapping[str, Any] = description.get("fields") or {}
    doubtful = frozenset(description.get("needs_review") or ())
    first = [name for name in PARTS if not doubtful.isdisjoint(fields_of(name)) or _is_wrong(form, name)]
    order = [*first, *(name for name in PARTS if name not in first)]
    numbers = {name: n for n, name in enumerate((name for name in order if _places(_read(name, fields))), 1)}
    return [
        _part(
            name,
            numbers.get(name, 0),
            form,
            data,
            touched=_touched(name, data, read),
            read=_read(name, fields),
            doubt=not doubtful.isdisjoint(fields_of(name)),
        )
        for name in order
    ]


def fields_of(part: str) -> tuple[str, ...]:
    return _FIELDS.get(part, (part,))


def more_parts(form: RecordForm) -> list[BoundField]:
    return [form[name] for name in MORE]


def used(data: FormData, use: str, description: Mapping[str, Any]) -> FormData:
    """Return the form's values after the alternative called `use` (`title:0`) was taken; unchanged if there is none."""
    name, _colon, place = use.partition(":")
    field = (description.get("fields") or {}).get(name) or {}
    values = field.get("alternatives") or []
    if not place.isdecimal() or int(place) >= len(values):
        return data
    chosen = offer(name, values[int(place)], data)
    return {**data, **chosen.data} if chosen else data


def _part(
    name: str,
    number: int,
    form: RecordForm,
    data: FormData,
    *,
    touched: bool,
    read: list[tuple[str, Any]],
    doubt: bool,
) -> Part:
    errors = tuple(map(str, form.errors.get(name, ())))
    look, word = _look(empty=_is_empty(name, data), wrong=bool(errors), doubt=doubt, touched=touched, read=bool(read))
    return Part(
        name=name,
        label=_label(name, form),
        number=number,
        look=look,
        asks=doubt or bool(errors),
        word=word,
        origin="" if touched else _origin(read),
        control=form[name] if name in form.fields else None,
        errors=errors,
        alternatives=tuple(_alternatives(read, data)),
        seen=tuple(_seen(name, number, _places(read), doubtful=doubt)),
    )


def _look(*, empty: bool, wrong: bool, doubt: bool, touched: bool, read: bool) -> tuple[str, str]:
    """Return the CSS class and the word for how sure a part is."""
    if wrong:
        return "wrong", _("To correct")
    if empty:
        # A paper without a title or people is looked at; that nobody paid for it is no question.
        return "doubt" if doubt and not touched else "none", _("Nothing found") if not touched else _("Empty")
    if touched:
        return "", _("Entered by hand")
    if doubt:
        return "doubt", _("Doubtful")
    return "", _("Certain") if read else ""


def _read(name: str, fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the description's fields that speak for a part, with their names."""
    return [(field, fields[field]) for field in fields_of(name) if fields.get(field)]


def _label(name: str, form: RecordForm) -> str:
    return str(LABELS[name] if name in LABELS else form.fields[name].label)


def columns_of(name: str, data: FormData) -> dict[str, list[str]]:
    """Return the form's values that belong to a part."""
    prefix = {"people": "person-", "abstracts": "abstract-"}.get(name)
    if prefix is None:
        return {name: data.get(name, [])}
    return {key: values for key, values in data.items() if key.startswith(prefix)}


def _is_empty(name: str, data: FormData) -> bool:
    columns = columns_of(name, data)
    if name == "people":
        columns = {key: values for key, values in columns.items() if key.endswith(("family", "given", "literal"))}
    return not any(value.strip() for values in columns.values() for value in values)


def _touched(name: str, data: FormData, read: FormData) -> bool:
    return said(columns_of(name, data)) != said(columns_of(name, read))


def said(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return values as they compare: browsers send line ends of their own, and empty rows say nothing."""
    return {key: ["\n".join(v.split()) for v in values if v.strip()] for key, values in columns.items() if any(values)}


def _is_wrong(form: RecordForm, name: str) -> bool:
    return name in form.errors


def _origin(mine: Iterable[tuple[str, Any]]) -> str:
    """Return where the value stood, as a person says it: "Page 1, from the look of the page"."""
    for _name, field in mine:
        for evidence in field.get("evidence") or ():
            page, source = evidence.get("page"), str(evidence.get("source", ""))
            place = _("Page %(page)s") % {"page": page} if page else ""
            return capfirst(", ".join(filter(None, [place, str(_SOURCES.get(source, ""))])))
    return ""


def _alternatives(mine: Iterable[tuple[str, Any]], data: FormData) -> Iterable[Alternative]:
    key = 0
    for name, field in mine:
        for place, value in enumerate(field.get("alternatives") or ()):
            offered = offer(name, value, data)
            if offered is None or key >= _KEYS or _is_there(offered, data):
                continue
            key += 1
            yield Alternative(key=key, use=f"{name}:{place}", offer=offered)


def _is_there(offered: Offer, data: FormData) -> bool:
    return said(offered.data) == said({name: data.get(name, []) for name in offered.data})


def _places(read: Iterable[tuple[str, Any]]) -> list[tuple[int, tuple[float, ...]]]:
    """Return the pages and boxes where a part was seen, each place once, however many sources name it."""
    places = (
        (int(evidence["page"]), tuple(float(edge) for edge in evidence["box"]))
        for _name, field in read
        for evidence in field.get("evidence") or ()
        if evidence.get("page") and len(evidence.get("box") or ()) == 4
    )
    return list(dict.fromkeys(places))


def _seen(part: str, number: int, places: Iterable[tuple[int, tuple[float, ...]]], *, doubtful: bool) -> Iterable[Seen]:
    for page, (x0, y0, x1, y1) in places:
        yield Seen(
            number=number,
            part=part,
            page=page,
            x=round(x0 - 2, 1),
            y=round(y0 - 2, 1),
            width=round(max(0, x1 - x0) + 4, 1),
            height=round(max(0, y1 - y0) + 4, 1),
            doubtful=doubtful,
        )
