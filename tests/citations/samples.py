"""One record of each type of publication, with something in every field."""

from __future__ import annotations

from citations.canonical import canonical
from citations.formats import FORMATS
from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text


def written(name: str, *items: Reference) -> str:
    return "".join(FORMATS[name].write(items))


def sample(type_: str) -> Reference:
    return canonical(
        Reference(
            key=f"berg2021{type_.replace('_', '')}",
            type=type_,
            titles=(Text(text="Floods in Łódź: <i>Salmo trutta</i> & DNA", language="en"),),
            subtitles=(Text(text="A study", language="en"),),
            abstracts=(Text(text="We measured 50 % more.", language="en"),),
            contributors=(
                Contributor(name=Name(family="Berg", given="Anna", particle="van der"), orcid="0000-0002-1825-0097"),
                Contributor(name=Name(literal="World Health Organization")),
                Contributor(name=Name(family="García Márquez", given="José"), role="editor"),
            ),
            date=PartialDate(year=2021, month=3, day=15),
            container="The Journal of Floods",
            series="Reports",
            number="4",
            volume="12",
            pages="10-20",
            publisher="Barnes and Noble",
            institution="Institute of Hydrology",
            place="Ghent",
            identifiers=(Identifier(scheme="doi", value="10.5555/demo.2021.4"),),
            url="https://example.org/p/1",
            languages=("en",),
            keywords=("flood", "risk"),
            licence="CC-BY-4.0",
        )
    )
