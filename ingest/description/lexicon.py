"""Words by which the parts of a front page are known, in the languages of the library's papers."""

from __future__ import annotations

import re

from ingest.description.wording import Caseless, listed


def _any_of(*words: str) -> str:
    return "|".join(words)


MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january januari janvier enero janeiro januar gennaio januara јануар januar jan",
            "february februari février febrero fevereiro februar febbraio februara фебруар feb",
            "march mars marzo março märz marta март mar",
            "april avril abril aprile aprila април apr",
            "may maj mai mayo maio maggio maja мај",
            "june juni juin junio junho giugno jun juna јун",
            "july juli juillet julio julho luglio jul jula јул",
            "august augusti août agosto avgust avgusta август aug",
            "september septembre septiembre setembro settembre septembar septembra септембар sept sep",
            "october oktober octobre octubre outubro ottobre oktobar oktobra октобар oct okt",
            "november novembre noviembre novembro novembar novembra новембар nov",
            "december décembre diciembre dezembro dezember dicembre decembar decembra децембар dec",
        ),
        start=1,
    )
    for name in names.split()
}

SEASONS: dict[str, int] = {
    "spring": 21,
    "vår": 21,
    "våren": 21,
    "summer": 22,
    "sommar": 22,
    "sommaren": 22,
    "autumn": 23,
    "fall": 23,
    "höst": 23,
    "hösten": 23,
    "winter": 24,
    "vinter": 24,
    "vintern": 24,
}

MONTH_PATTERN = _any_of(*sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))

ABSTRACT_HEADINGS = re.compile(
    r"^\s*(?:\d+\.?\s+)?(?P<heading>abstracts?|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|executive summary|summary|sammanfattning"
    r"|sammandrag|résumé|resumé|re´sume´|resumo|resumen(?: ejecutivo)?|zusammenfassung|kurzfassung|riassunto|sažetak"
    r"|сажетак|apstrakt|апстракт|резиме|rezime|tiivistelmä|анотація|özet)\b\s*(?P<mark>[.:—–-]*)\s*",
    re.IGNORECASE,
)

_SECTION_STARTS = re.compile(
    r"^\s*(?:(?:\(?[1IA]\)?\.?|1\.0|§\s?1)\s*[.:]?\s*)?(?:introduction|inledning|introducción|introdução|introduzione"
    r"|einleitung|uvod\b|увод\b|background\s*$|bakgrund\s*$|förord\s*$|preface\s*$|foreword\s*$|avant-propos\s*$"
    r"|statement of need|contents\b|table of contents|innehåll|sommaire|table des matières|índice|sadržaj|садржај"
    r"|inhalt|acknowledge?ments?\b)",
    re.IGNORECASE,
)
REFERENCES_START = re.compile(
    r"^\s*(?:references|bibliography|références(?: bibliographiques)?|bibliographie|referenser|referencias"
    r"|literatur)\s*:?\s*$",
    re.IGNORECASE,
)
KEYWORD_HEADINGS = re.compile(
    r"^\s*(?P<heading>(?:author )?key\s?-?\s?words?(?: and phrases)?|index terms|nyckelord|ämnesord|sökord"
    r"|mots?[- ]?cl(?:é|e)f?s?|palabras?[- ]clave|palavras?[- ]chave|schlüssel(?:wörter|worte)|stichworte"
    r"|ključne reči|кључне речи|parole chiave|avainsanat|ключові слова)\b\s*[.:—–-]*\s*",
    re.IGNORECASE,
)
AFTER_ABSTRACT = re.compile(
    r"^\s*(?:categories and subject|ccs concepts|general terms|acm classification|jel\b|msc\b|pacs\b"
    r"|(?:mathematics )?subject classification|correspondence|\*?\s*corresponding author|permission to make"
    r"|received\b|submitted\b|c\s?o\s?n\s?t\s?e\s?n\s?t\s?s\b|software\s*$|editor:|licen[cs]e\s*$|copyright\b)",
    re.IGNORECASE,
)

# A line with one of these is an address, a place of publication or a notice, not a person.
AFFILIATION = Caseless(
    r"universit|univ\.|departm|d[eé]p(?:arte|t\b)|institut|college|school of|école|ecole|escuela|facult|laborato"
    r"|hospital|cent(?:er|re|rum|ro)\b|\binc\b|corporation|academ|akadem|research|recherche|ltd|gmbh|@|https?:|www\."
    r"|\bstreet\b|\broad\b|\brue\b|\bavenue\b|\bboulevard\b|\bbox\b|\bcedex\b|\busa\b|u\.s\.a|germany|france\b|italy"
    r"|\bitalia\b|china|sweden|sverige|united|\buk\b|canada|india\b|spain|españa|japan|\bsuisse\b|switzerland|portugal"
    r"|högskol|myndighet|avdelning|enhet(?:en)?\b|agency|ministr|foundation|received|accepted|published|copyright"
    r"|proceedings|journal|conference|conférence|workshop|volume|licen[cs]e|open access|correspond|e-?\s?mail|courriel"
    r"|contact|division|technolog|science|group\b|groupe\b|équipe|team\b|engineer|mathemat|physic|comput|vienna"
    r"|\bwien\b|lab\b|google|microsoft|\bibm\b|yahoo|submitted|abstract|version|preprint|key ?words?|package|vignette"
    r"|stiftels|centrum|\bstatens\b|länsstyrelse|kansli|\bkommun\b|departement|\bskrift|\bserie|collaborat"
    r"|council|society|association|förening|kommitté|committee|office|bureau|bank\b|campus|building|floor"
    r"|\btel\b|\bfax\b|téléphone|republi[ck]|report|rapport|paper\b|\bcnrs\b|\binria\b|\bumr\b|\bisbn\b|\bissn\b"
    r"|universida|politécnic|tecnol|ciencia|grado\b|asignatura|\btutor|\bcurso\b|универзитет|факултет|министарство",
)

ROLE_LABELS = re.compile(
    r"^\s*(?P<role>by|av|par|por|von|af|authors?(?:\(s\))?|författare|författat av|auteurs?|autor(?:a|es|as|i|en)?"
    r"|autori|аутори?|text|written by|prepared by|report by|rapportör|rapporteur|alumn[oa]s?|realizado por)\s*[:：]\s*"
    r"|^\s*(?P<bare>by|av|par|por|written by|prepared by|författat av)\s+(?=[A-ZÅÄÖÉÁÀÈÍÓÚŠŽČĆĐА-Я])",
    re.IGNORECASE,
)
# A heading of its own line, the names below it.
ROLE_HEADINGS = re.compile(
    r"^\s*(?:authors?|författare|auteurs?|autor(?:a|es|as|i|en)?|aut[oh]ri|аутори?|text|written by|prepared by"
    r"|författat av)"
    r"\s*:?\s*$",
    re.IGNORECASE,
)
EDITOR_LABELS = re.compile(
    r"^\s*(?:editors?|eds?\.|edited by|redaktör(?:er)?|red\.|redigerad av|éditeurs?|editor(?:es|a)?|herausgeber)"
    r"\s*[:：]?\s+|\((?:eds?|red|hrsg|coords?|dir)\.?\)\s*$",
    re.IGNORECASE,
)
OTHER_ROLE = re.compile(
    r"^\s*(?:handledare|supervisors?|advis[eo]rs?|tutor(?:a|es)?|orientador(?:a)?|examinator|opponent|translat(?:ed|or)"
    r"|traduc|översätt|projektledare|ansvarig utgivare|kontakt|contact|layout|omslag|cover|foto|photo|tryck|print"
    r"|illustration|grafisk|received|reviewed|communicated by|action editor|profesor)",
    re.IGNORECASE,
)

PARTICLES = frozenset(
    listed(
        "van von der den de da dos das di del la le al bin ibn ter ten el du af av zu zum zur und y e della "
        "do los las des dei degli ben abu mac vom 't op in"
    )
)
# Particles that may begin a family name; the rest only stand inside one.
LEADING_PARTICLES = PARTICLES - {"y", "e", "und", "in", "op"}
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
CONJUNCTIONS = frozenset({"and", "och", "und", "et", "y", "e", "og", "i", "и", "&", "with", "avec", "med", "ve"})

SMALL_WORDS = frozenset(
    listed(
        "a an the of and or for in on at to by with from using via over under into as is are be not vs versus "
        "und der die das von für och i av på med en ett som den det till de la le les du des et un une el los "
        "las para con por del y e o os do da em na no что и у за на са"
    )
)


def starts_section(text: str) -> bool:
    """Tell whether a line is, or begins with, the heading that ends the front matter.

    "Introduction to deep learning" is no such heading; "1 Introduction" and "Introduction. We ..." are.
    """
    match = _SECTION_STARTS.match(text)
    if match is None:
        return False
    rest = text[match.end() :].strip()
    return len(rest) <= 4 or rest[0] in ".:—–-" or text.lstrip()[0].isdigit()
