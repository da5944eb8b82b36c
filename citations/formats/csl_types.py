"""CSL's types of items, and Zotero's, for the types of a Reference."""

from __future__ import annotations

from citations.formats.bib_types import GENRE_OF_TYPE, REPORTS, type_of
from citations.reference import Reference

_OF_KIND = {
    "online": "webpage",
    "movie": "motion_picture",
    "video": "motion_picture",
    "audio": "song",
    "music": "song",
    "image": "graphic",
    "artwork": "graphic",
    "letter": "personal_communication",
    "jurisdiction": "legal_case",
    "legal": "legislation",
    "unpublished": "manuscript",
    "booklet": "pamphlet",
    "manual": "report",
    "inreference": "entry-encyclopedia",
    "preprint": "article",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "reference": "book",
    "mvreference": "book",
    "bookinbook": "chapter",
    "inbook": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "mvproceedings": "book",
    "techreport": "report",
    "commentary": "book",
    "talk": "speech",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
}
_OF_TYPE = {
    **dict.fromkeys(REPORTS, "report"),
    "proceedings": "book",
    "handbook": "book",
    "thesis": "thesis",
    "book": "book",
    "chapter": "chapter",
    "article": "article-journal",
    "conference_paper": "paper-conference",
    "project_page": "webpage",
    "other": "document",
}
CSL_TYPES = frozenset(
    {
        *(
            "article",
            "article-journal",
            "article-magazine",
            "article-newspaper",
            "bill",
            "book",
            "broadcast",
            "chapter",
        ),
        *("classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event"),
        *("figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map"),
        *("motion_picture", "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical"),
        *("personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software"),
        *("song", "speech", "standard", "thesis", "treaty", "webpage"),
    }
)
_READ = {
    "report": ("research_report", ""),
    "thesis": ("thesis", ""),
    "book": ("book", ""),
    "chapter": ("chapter", ""),
    "article-journal": ("article", ""),
    "paper-conference": ("conference_paper", ""),
    "document": ("other", ""),
    "webpage": ("other", "online"),
    "motion_picture": ("other", "movie"),
    "song": ("other", "audio"),
    "graphic": ("other", "image"),
    "personal_communication": ("other", "letter"),
    "legal_case": ("other", "jurisdiction"),
    "manuscript": ("other", "unpublished"),
    "pamphlet": ("other", "booklet"),
    "entry-encyclopedia": ("chapter", "inreference"),
    "article": ("other", "preprint"),
}
# Zotero's item type for each of CSL's; docs/citations.md prints it.
ZOTERO_TYPES = {
    "article": "preprint",
    "article-journal": "journalArticle",
    "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle",
    "bill": "bill",
    "book": "book",
    "broadcast": "tvBroadcast",
    "chapter": "bookSection",
    "classic": "manuscript",
    "collection": "manuscript",
    "dataset": "dataset",
    "document": "document",
    "entry": "encyclopediaArticle",
    "entry-dictionary": "dictionaryEntry",
    "entry-encyclopedia": "encyclopediaArticle",
    "event": "document",
    "figure": "artwork",
    "graphic": "artwork",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "case",
    "legislation": "statute",
    "manuscript": "manuscript",
    "map": "map",
    "motion_picture": "film",
    "musical_score": "document",
    "pamphlet": "book",
    "paper-conference": "conferencePaper",
    "patent": "patent",
    "performance": "presentation",
    "periodical": "document",
    "personal_communication": "letter",
    "post": "forumPost",
    "post-weblog": "blogPost",
    "regulation": "statute",
    "report": "report",
    "review": "journalArticle",
    "review-book": "journalArticle",
    "software": "computerProgram",
    "song": "audioRecording",
    "speech": "presentation",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "statute",
    "webpage": "webpage",
}
_ZOTERO_OF_KIND = {"video": "videoRecording", "broadcast": "tvBroadcast"}


def csl_type(reference: Reference) -> str:
    """Return CSL's type for the reference."""
    kind = reference.kind
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    return kind if kind in CSL_TYPES else _OF_TYPE.get(reference.type, "document")


def zotero_type(reference: Reference) -> str:
    """Return Zotero's item type, which tells moving pictures apart that are one to CSL."""
    return _ZOTERO_OF_KIND.get(reference.kind) or ZOTERO_TYPES[csl_type(reference)]


def csl_genre(reference: Reference) -> str:
    """Return the genre, or the words for a type of report that CSL's type does not tell from others."""
    if reference.genre or reference.type in {"research_report", "thesis"} or csl_type(reference) != "report":
        return reference.genre
    return GENRE_OF_TYPE.get(reference.type, "")


def type_of_csl(csl: str, genre: str) -> tuple[str, str, str]:
    """Return (type, kind, genre) for a CSL type and genre."""
    if csl == "report":
        return type_of("report", genre, "")
    type_, kind = _READ.get(csl, ("other", csl if csl in CSL_TYPES else ""))
    return type_, kind, genre
