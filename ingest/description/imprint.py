"""What cover and imprint say of where a report belongs: series, number, institution, publisher, funder, licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.description.clues import Clues
from ingest.description.front import MOST_ROWS_OF_A_COVER, Row
from ingest.description.wording import Caseless, fold, tidy
from ingest.extraction.values import Box

_KIND_WORDS = (
    r"working papers?|discussion papers?|occasional papers?|policy papers?|research papers?|technical reports?"
    r"|research reports?|policy briefs?|country briefs?|country reports?|policy reports?|issue briefs?|fact ?sheets?"
    r"|briefing papers?|annual reports?|research notes?|technical notes?|data notes?|reports?|studies"
    r"|arbetsrapport(?:er)?"
    r"|forskningsrapport(?:er)?|delrapport(?:er)?|rapport(?:er|serie[n]?)?|promemoria|skriftserie[n]?|skrifter"
    r"|kunskapsöversikt(?:er)?"
    r"|temarapport(?:er)?|landrapport(?:er)?|landöversikt(?:er)?|policyrapport(?:er)?|working paper-serie[n]?|cahiers?"
    r"|documentos? de trabajo|rapports? de recherche|papers?|briefs?|\w*serien?|series|\w+rapport(?:er)?"
    r"|monographs?|handböcker|dissertations?"
    r"|\w*berichte?|\w*reihe|\w*arbeitspapiere?|diskussionspapiere?|julkaisu(?:ja|sarja)|\w*raportt(?:i|eja)|notat"
    r"|doctoral theses|meddelande[n]?|bulletin|paper series|report series|working paper series"
)
_NUMBER = (
    r"(?:(?:19|20)\d\d\s?[:/\-–.]\s?\d{1,4}[a-z]?|(?-i:[A-Z]{1,6})[\-–/ ]?(?:19|20)\d\d[:/\-–]\d{1,4}"
    r"|\d{1,4}\s?[:/\-–]\s?(?:19|20)?\d\d"
    r"|(?-i:[A-Z]{1,4})[\-–]\d{1,5}(?:[\-–:]\d{1,4})?|(?-i:[IVXL]{1,6})\b|\d{1,4})"
)
# Looked for first: the whole pattern is dear on rows that have no such word.
_KIND_WORD = Caseless(rf"\b(?:{_KIND_WORDS})\b")
_NUMERAL = re.compile(r"[\dIVX]")
_SIGN = r"(?:no\.?|nr\.?|number|nummer|#|núm\.?|n[°º]|№|vol\.?|volume|band|bd\.?|heft)"
_SERIES_AND_NUMBER = re.compile(
    rf"(?P<series>(?:[A-ZÅÄÖÉ][\w&'’.\-]*\s+(?:(?:of|for|in|the|och|för|i|om|on|de|und|and|s)\s+)*){{0,7}}?"
    # "NIBR-rapport", "Schriftenreihe Soziale Arbeit", "Reports in Political Science".
    rf"\b(?:[^\W\d_]{{2,12}}-)?(?:{_KIND_WORDS})\b"
    rf"(?:(?<=reihe)(?:\s+(?!{_SIGN}\s)[^\W\d][\w\-]*){{1,6}}"
    rf"|\s+(?:in|on|om|i|för|for|from)\s+(?!{_SIGN}\s)[\w\-]+(?:\s+(?!{_SIGN}\s)[^\W\d][\w\-]*){{0,3}})?"
    rf"(?:\s+(?:series|serie))?)(?:\s*[,:;|·–—]\s*|\s+)(?P<sign>{_SIGN})?\s*:?\s*(?P<number>{_NUMBER})(?![\w%])",
    re.IGNORECASE,
)
# Series known by their abbreviation alone: SOU 2015:33, Ds 2014:1, ESO 2010:5, FOI-R--1234--SE, CEBAF-TH-94-12.
_CODED = re.compile(
    r"\b(?P<series>[A-ZÅÄÖ]{2,8}s?|Ds|Prop\.|Dir\.)\s(?P<number>(?:19|20)\d\d[:/]\d{1,4})\b"
    r"|\b(?P<code>[A-Z]{2,8}(?:-{1,2}[A-Z]{1,6})*)-{1,2}(?P<code_number>\d{2,4}(?:[\-/:]{1,2}\d{1,4})?(?:--[A-Z]{2})?)\b"
)
# "Rapport oktober 2015 (ÅM-A 2014/1182)": the number in an authority's register.
_REGISTERED = re.compile(
    rf"^(?P<series>(?:[^\W\d_][\w\-]*\s)??\b(?:{_KIND_WORDS})\b)[^()]{{0,40}}"
    r"\((?:dnr:?\s*)?(?P<number>(?:[A-ZÅÄÖ]{1,5}(?:-[A-ZÅÄÖ]{1,4})?\s?)?(?:19|20)\d\d[/:]\d{1,5})\)\s*$",
    re.IGNORECASE,
)
_NUMBER_LABEL = re.compile(
    rf"^\s*(?:report|rapport|series|serie|publication|dokument|document|paper)?\s*(?:no\.?|nr\.?|number|nummer"
    rf"|#|núm\.?|n[°º])\s*:?\s*"
    rf"(?P<number>{_NUMBER})\s*$",
    re.IGNORECASE,
)
_SERIES_LABEL = re.compile(
    r"^\s*(?:in the series|series|serie|serietitel|skriftserie|published in(?: the series)?"
    r"|publicerad i(?: serien)?|utgiven i serien)"
    r"\s*:\s*(?P<series>\S.{3,100})$",
    re.IGNORECASE,
)
_INSTITUTION = Caseless(
    r"universit|institut|högskol|college|academy|akademi|myndighet|agency|ministry|departement|councils?\b"
    r"|råd(?:et)?\b|\bstatens\b|länsstyrelse|kansli|\bkommun\b|\bregion\b|centre\b"
    r"|center\b|centrum|foundation|stiftelse|school of|laborator|bank\b|commission|kommission|authority"
    r"|verket\b|styrelsen\b"
    r"|nämnden\b|office of|bureau|think tank|society|association|förbund|network\b|nätverk|observatory|chamber"
    r"|inspektion"
    r"|министарство|универзитет|факултет|республика|република"
)
# Looked for first, as _KIND_WORD is.
_SAYS_PUBLISHER = Caseless(r"published by|publisher|utgiv|ges ut av|förlag|issued by|editado por|editorial|éditeur")
_SAYS_COPYRIGHT = Caseless(r"©|\(c\)|copyright")
_SAYS_LICENCE = Caseless(r"creative|\bcc[\s\-]")
_PUBLISHED_BY = re.compile(
    r"(?:published by|publisher|utgivare|utgiven av|ges ut av|förlag|issued by|editado por|editorial|éditeur)\s*:?\s+"
    r"(?P<name>[^\d,;.]{3,90})",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:copyright)?\s*(?:(?:19|20)\d\d[\s,]*)?(?:by\s+)?"
    r"(?P<name>[A-ZÅÄÖ][^\d©;.]{3,90}?)(?:\s*,?\s*(?:19|20)\d\d|[.;]|$|,? (?:all rights|och för))",
    re.IGNORECASE,
)
_FUNDER = re.compile(
    r"(?:funded by|financed by|supported by|funding from|with (?:the )?(?:financial )?support (?:of|from)"
    r"|finansierat? av"
    r"|med stöd (?:av|från)|financiado por|financé par|sponsored by|commissioned by|på uppdrag av|grant from)\s+"
    r"(?:a grant from\s+|the\s+)?(?P<name>[A-ZÅÄÖÉ][^.;()\n]{3,90})",
)
_LICENCE = re.compile(
    r"creative\s?commons\.org/(?P<kind>licenses|publicdomain)/(?P<terms>[a-z\-]+)/(?P<version>\d\.\d)"
    r"|\bCC[\s\-](?P<short>BY(?:[\s\-](?:NC|ND|SA))*|0)[\s\-]?(?P<short_version>\d\.\d)?"
    r"|Creative Commons (?P<long>Attribution[\w\s\-]*?)\s*(?P<long_version>\d\.\d)?\s*(?:International "
    r"|Unported |Generic )?"
    r"(?:Public )?Licen[cs]e",
    re.IGNORECASE,
)
_LICENCE_WORDS = {
    "attribution": "BY",
    "noncommercial": "NC",
    "noderivatives": "ND",
    "noderivs": "ND",
    "sharealike": "SA",
}
_SENTENCE_OR_ADDRESS = re.compile(r"@|https?:|\d{3}|[.?!](?:$|\s)|\([^)]*$")
# A row with a verb of its own, or broken off after an article, is a piece of a sentence and names nobody.
_OF_A_SENTENCE = re.compile(
    r"\s(?:should|must|shall|will|would|may|might|can|could|is|are|was|were|has|have|had|do|does|did|who|that|which"
    r"|ska|skall|bör|måste|kan|kunde|är|har|hade|blir|blev|som|att)\s"
    r"|\s(?:an?|the|that|which|who|en|ett|som|att)$"
)
_TRAILING_YEAR = re.compile(r"[\s,]+(?:19|20)\d\d\s*$")
_NO_NAME = re.compile(r"^(?:the )?(?:author|authors|författar\w*|respective|all rights)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWords:
    """Words for a field with where they stand and how much speaks for them."""

    text: str
    score: float
    source: str
    page: int | None = None
    box: Box | None = None
    number: str = ""


def _short_rows(clues: Clues) -> Iterator[Row]:
    """Yield the rows of a cover, of an imprint or of a heading, not those of running text."""
    for row in clues.front.rows:
        if len(row.text) <= 140:
            yield row


def _from(row: Row, text: str, score: float, number: str = "") -> FoundWords:
    return FoundWords(text=tidy(text), score=score, source="layout", page=row.page, box=row.box, number=number)


def _tight(number: str) -> str:
    return re.sub(r"\s*([:/\-–.])\s*", r"\1", number.strip())


def _is_year(number: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", number))


def _labelled_series(clues: Clues) -> Iterator[FoundWords]:
    rows = list(_short_rows(clues))
    for place, row in enumerate(rows):
        if match := _SERIES_LABEL.match(row.text):
            inside = _SERIES_AND_NUMBER.search(match["series"]) or re.search(
                rf"^(?P<series>.{{4,80}}?)[\s,;:]+(?:no\.?|nr\.?|nummer|number)?\s*(?P<number>{_NUMBER})\s*$",
                match["series"],
                re.IGNORECASE,
            )
            if inside:
                yield _from(row, inside["series"].strip(" ,;:"), 4.0, _tight(inside["number"]))
            else:
                yield _from(row, match["series"].strip(" .,;:"), 3.5)
        elif (match := _NUMBER_LABEL.match(row.text)) and place:
            above = rows[place - 1]
            near = above.page == row.page and len(above.text) < 70 and above.box[1] < row.box[1]
            kind = near and _KIND_WORD.in_lower(above.lower)
            yield _from(row, above.text if kind else "", 2.5 if kind else 1.5, _tight(match["number"]))


def _cites(row: Row, before: str, clues: Clues) -> bool:
    """Tell whether a row that says `before` before it names a series names that of another paper.

    So it does in parentheses and within a sentence: "(Research Report No. 7)", "... to read. Policy Brief 5".
    """
    if before.endswith("("):
        return True
    beside = [r for r in clues.front.page_rows(row.page) if 0 < abs(r.box[1] - row.box[1]) < 2.2 * row.size]
    running = any(len(r.text) > 55 and abs(r.size - row.size) < 0.5 for r in beside)
    return running and len(before.split()) >= 2 and row.size < 1.15 * clues.front.body_size


def _registered(row: Row) -> Iterator[FoundWords]:
    if match := _REGISTERED.match(row.text):
        yield _from(row, match["series"], 3.0, match["number"])


def _printed_series(clues: Clues) -> Iterator[FoundWords]:
    for row in _short_rows(clues):
        page = clues.front.page(row.page)
        edge = row.box[1] < 0.25 * page.height or row.box[1] > 0.7 * page.height
        if not _NUMERAL.search(row.text):
            continue
        yield from _registered(row)
        for match in _SERIES_AND_NUMBER.finditer(row.text) if _KIND_WORD.in_lower(row.lower) else ():
            number = _tight(match["number"])
            if _is_year(number) and not match["sign"]:
                continue
            whole = len(match[0]) / max(1, len(row.text))
            coded = bool(re.search(r"\D", number))
            bare = re.fullmatch(
                r"(?:papers?|studies|series|serie|briefs?|bulletin|reports?)", match["series"].strip(), re.IGNORECASE
            )
            sentence, _, series = match["series"].strip(" ,;:").rpartition(". ")
            cited = whole < 0.9 and _cites(row, f"{row.text[: match.start()]} {sentence}".strip(), clues)
            score = (
                1.0
                + whole
                + 0.6 * edge
                + 0.8 * coded
                + 0.8 * bool(match["sign"])
                - 0.4 * (row.page - 1)
                - 0.5 * bool(bare)
                - 1.4 * cited
            )
            if score >= 1.9:
                yield _from(row, series, score, number)
        for match in _CODED.finditer(row.text):
            whole = len(match[0]) / max(1, len(row.text))
            name, number = (
                (match["series"], match["number"]) if match["series"] else (match["code"], match["code_number"])
            )
            if whole > 0.5 and name not in {"ISSN", "ISBN", "DOI", "HTTP"} and row.page <= 2:
                yield _from(row, name, 1.2 + whole + 0.5 * edge, number)


def find_series(clues: Clues) -> list[FoundWords]:
    """Return series with their numbers, the likeliest first; text "" where only a number is printed."""
    found = list(_labelled_series(clues)) + list(_printed_series(clues))
    known = {fold(name): name for _, names in clues.vocabulary.series for name in names}
    for page in clues.front.pages if known else ():
        folded = f" {fold(page.text)} "
        for name, value in known.items():
            if len(name) > 5 and f" {name} " in folded:
                numbered = next((f.number for f in found if f.number and (not f.text or name in fold(f.text))), "")
                found.append(FoundWords(text=value, score=5.0, source="vocabulary", page=page.number, number=numbered))
    return sorted(found, key=lambda f: -f.score)


def _clean_name(text: str) -> str:
    return tidy(
        re.sub(
            r"\s*(?:,\s*)?(?:all rights reserved|box \d.*|och författar\w*|and the authors?).*$",
            "",
            text,
            flags=re.IGNORECASE,
        )
    ).strip(" ,;:-–|")


def _institution_score(row: Row, clues: Clues) -> float:
    page = clues.front.page(row.page)
    edge = row.box[1] < 0.2 * page.height or row.box[3] > 0.8 * page.height
    words = len(row.text.split())
    share = clues.labelled.share([row.index], "aff")
    cover = len(clues.front.page_rows(row.page)) <= MOST_ROWS_OF_A_COVER
    # A row amid the text of a page names an organisation that the paper writes about, more often than its own.
    amid_text = not (edge or cover or share > 0.5)
    return 1.0 + 0.5 * edge + 0.4 * (row.page == 1) + 0.3 * (share > 0.5) + 0.3 * (words <= 6) - 1.2 * amid_text


def _in_title(row: Row, clues: Clues) -> bool:
    """Tell whether a row is set in the letters of a title: larger by half than the running text, and no name alone."""
    return clues.labelled.share([row.index], "title") > 0.5 and row.size > 1.5 * clues.front.body_size


def find_institutions(clues: Clues) -> list[FoundWords]:
    """Return the organisations that may stand behind a report, the likeliest first."""
    found: list[FoundWords] = []
    for row in _short_rows(clues):
        for word, pattern, score in (
            (_SAYS_PUBLISHER, _PUBLISHED_BY, 3.0),
            (_SAYS_COPYRIGHT, _COPYRIGHT, 2.4),
        ):
            match = pattern.search(row.text) if word.in_lower(row.lower) else None
            if match and not _NO_NAME.match(match["name"]):
                name = _clean_name(match["name"])
                if _INSTITUTION.search(name) or pattern is _PUBLISHED_BY:
                    found.append(_from(row, name, score))
        text = _TRAILING_YEAR.sub("", row.text)
        plain = (
            len(text) <= 90 and text[:1].isupper() and not re.search(r"@|https?:|\d{3}|[.?!](?:$|\s)|\([^)]*$", text)
        )
        plain = plain and not _OF_A_SENTENCE.search(text)
        if plain and _INSTITUTION.search(text) and len(text.split()) <= 12 and not _in_title(row, clues):
            found.append(_from(row, _clean_name(text), _institution_score(row, clues)))
    found += _known_organisations(clues)
    return sorted(found, key=lambda f: -f.score)


def _known_organisations(clues: Clues) -> Iterator[FoundWords]:
    for value, names in clues.vocabulary.organisations:
        for row in _short_rows(clues):
            folded = f" {fold(row.text)} "
            if any(len(fold(name)) > 3 and f" {fold(name)} " in folded for name in (value, *names)):
                short = len(row.text) < 1.6 * len(value) + 12
                yield FoundWords(
                    text=value, score=4.0 if short else 2.0, source="vocabulary", page=row.page, box=row.box
                )
                break


def find_publishers(clues: Clues) -> list[FoundWords]:
    """Return what the paper names as its publisher."""
    return [
        _from(row, _clean_name(match["name"]), 3.0)
        for row in _short_rows(clues)
        if _SAYS_PUBLISHER.in_lower(row.lower) and (match := _PUBLISHED_BY.search(row.text))
    ]


def find_funders(clues: Clues) -> list[FoundWords]:
    """Return who paid, where the first pages say so."""
    found = []
    for row in clues.front.rows:
        if match := _FUNDER.search(row.text):
            name = re.split(r"\s+(?:under|through|within|inom|grant|for|för|and by|\(|,)\s", match["name"])[0]
            found.append(_from(row, _clean_name(name), 2.0))
    return found


def _licence_code(match: re.Match[str]) -> str:
    if match["terms"]:
        if match["kind"].lower() == "publicdomain":
            return "CC0 1.0"
        return f"CC {match['terms'].upper()} {match['version']}"
    if match["short"]:
        terms = re.sub(r"\s", "-", match["short"].upper())
        return ("CC0" if terms == "0" else f"CC {terms}") + (
            f" {match['short_version']}" if match["short_version"] else ""
        )
    words = re.findall(r"[a-z]+", match["long"].lower().replace("-", ""))
    terms = "-".join(dict.fromkeys(_LICENCE_WORDS[w] for w in words if w in _LICENCE_WORDS))
    return f"CC {terms}" + (f" {match['long_version']}" if match["long_version"] else "")


def find_licence(clues: Clues) -> list[FoundWords]:
    """Return the Creative Commons licence that the first pages give, as "CC BY-NC 4.0"."""
    found = [
        _from(row, _licence_code(match), 3.0 if match["terms"] else 2.0)
        for row in clues.front.rows
        if _SAYS_LICENCE.in_lower(row.lower) and (match := _LICENCE.search(row.text))
    ]
    return sorted(found, key=lambda f: -f.score)
