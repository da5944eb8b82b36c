"""References for property tests: any that the forms are meant to carry, in their canonical form."""

from __future__ import annotations

from hypothesis import strategies as st

from citations.canonical import canonical
from citations.reference import (
    PUBLICATION_TYPES,
    Contributor,
    Identifier,
    Name,
    PartialDate,
    Reference,
    Text,
)

WORDS = (
    *("flood", "Risk", "the", "Łódź", "DNA", "a & b", "<i>x</i>", "H<sub>2</sub>O", "50%", "$5", "{", "}", "_", "ế"),
    *("Ж", "and", "van", "O'Neil", "—", "-", "--", "~", "émile", "العربية", "😀", "#", "\\", "a<b", "“q”", "''", "`"),
    *("<script>", '<span class="nocase">UN</span>', "naïve", "|", '"', "@", "Türkiye", "Å", "^"),
)
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
maybe = st.one_of(st.just(""), phrases)
languages = st.sampled_from(["", "en", "sv", "de", "sr-Cyrl"])
texts = st.builds(Text, text=phrases, language=languages)
names = st.one_of(
    st.builds(Name, literal=phrases),
    st.builds(
        Name,
        family=phrases,
        given=maybe,
        particle=st.sampled_from(["", "", "van der", "de la"]),
        suffix=st.sampled_from(["", "", "Jr."]),
    ),
)
contributors = st.builds(
    Contributor,
    name=names,
    role=st.sampled_from(["author", "author", "editor", "translator", "compiler"]),
    orcid=st.sampled_from(["", "0000-0002-1825-0097"]),
)
points = st.builds(
    PartialDate,
    year=st.integers(-500, 2100),
    month=st.sampled_from([0, 3, 12, 21]),
    certainty=st.sampled_from(["", "approximate", "uncertain", "both"]),
)
dates = st.one_of(
    st.none(),
    points,
    st.builds(PartialDate, year=st.just(None), literal=st.just("forthcoming")),
    st.builds(PartialDate, year=st.integers(1900, 2000), end=st.just(PartialDate(year=2001))),
)
IDENTIFIERS = (
    Identifier(scheme="doi", value="10.5555/a_b<c>"),
    Identifier(scheme="isbn", value="978-3-16-148410-0"),
    Identifier(scheme="issn", value="0378-5955"),
    Identifier(scheme="urn", value="urn:nbn:se:x-1"),
    Identifier(scheme="handle", value="2077/12345"),
)
references = st.builds(
    Reference,
    key=st.from_regex(r"[a-z]{1,8}[0-9]{0,4}", fullmatch=True),
    type=st.sampled_from(PUBLICATION_TYPES),
    genre=st.sampled_from(["", "Working paper", "PhD thesis", "Fact sheet"]),
    titles=st.lists(texts, max_size=2).map(tuple),
    subtitles=st.lists(texts, max_size=2).map(tuple),
    abstracts=st.lists(texts, max_size=2).map(tuple),
    contributors=st.lists(contributors, max_size=4).map(tuple),
    others=st.sampled_from([(), ("author",)]),
    date=dates,
    container=maybe,
    container_subtitle=maybe,
    series=maybe,
    number=maybe,
    volume=st.sampled_from(["", "3", "XII"]),
    issue=maybe,
    pages=st.sampled_from(["", "1-3", "A-3, 5"]),
    publisher=maybe,
    institution=maybe,
    place=maybe,
    event=maybe,
    funders=st.lists(phrases, max_size=2).map(tuple),
    identifiers=st.lists(st.sampled_from(IDENTIFIERS), unique=True, max_size=3).map(tuple),
    url=st.sampled_from(["", "https://example.org/a_b?c=%20#d&e=~f"]),
    languages=st.sampled_from([(), ("en",), ("sv", "en")]),
    keywords=st.lists(phrases, max_size=2, unique=True).map(tuple),
    licence=st.sampled_from(["", "CC-BY-4.0"]),
    note=maybe,
    extra=st.sampled_from([(), (("foo", "a_b & c"), ("version", "1.2"))]),
).map(canonical)
