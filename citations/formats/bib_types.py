"""Entry types of BibTeX and BibLaTeX and the types of a Reference, each way."""

from __future__ import annotations

from citations.reference import PUBLICATION_TYPES, Reference

# Entry type: (type, kind) of the Reference. Types that are not here are kept as `kind` of "other".
_READ: dict[str, tuple[str, str]] = {
    "article": ("article", ""),
    "book": ("book", ""),
    "mvbook": ("book", "mvbook"),
    "booklet": ("other", "booklet"),
    "inbook": ("chapter", "inbook"),
    "bookinbook": ("chapter", "bookinbook"),
    "suppbook": ("chapter", "suppbook"),
    "incollection": ("chapter", ""),
    "inreference": ("chapter", "inreference"),
    "suppcollection": ("chapter", "suppcollection"),
    "suppperiodical": ("article", "suppperiodical"),
    "collection": ("book", "collection"),
    "mvcollection": ("book", "mvcollection"),
    "reference": ("book", "reference"),
    "mvreference": ("book", "mvreference"),
    "proceedings": ("proceedings", ""),
    "mvproceedings": ("proceedings", "mvproceedings"),
    "inproceedings": ("conference_paper", ""),
    "conference": ("conference_paper", ""),
    "report": ("research_report", ""),
    "techreport": ("research_report", "techreport"),
    "thesis": ("thesis", ""),
    "phdthesis": ("thesis", ""),
    "mastersthesis": ("thesis", ""),
    "misc": ("other", ""),
    "online": ("other", "online"),
    "electronic": ("other", "online"),
    "www": ("other", "online"),
    "webpage": ("other", "online"),
    "article-newspaper": ("article", "article-newspaper"),
    "article-magazine": ("article", "article-magazine"),
    "softwareversion": ("other", "software"),
    "softwaremodule": ("other", "software"),
    "codefragment": ("other", "software"),
    "hardware": ("other", "software"),
    "presentation": ("other", "speech"),
    "constitution": ("other", "legislation"),
    "legadminmaterial": ("other", "legislation"),
    "legmaterial": ("other", "bill"),
}
# What BibLaTeX styles call a subtype, and CSL a type of its own.
_SUBTYPE_WORDS = {
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "film": "movie",
    "tvbroadcast": "broadcast",
    "tvseries": "broadcast",
    "tvepisode": "broadcast",
}
# Plainer entry types for works that lack what their own demands.
PLAINER = {
    "suppperiodical": ("article",),
    "book": ("collection",),
    "collection": ("book",),
    "reference": ("book",),
    "mvbook": ("book", "collection"),
    "mvcollection": ("book",),
    "mvreference": ("book",),
    "incollection": ("inbook",),
    "inreference": ("inbook",),
    "suppcollection": ("inbook",),
}

# What `type = {...}` says of a report or thesis, in lower case. BibLaTeX's own keys stand beside the words.
_GENRES: dict[str, str] = {
    "research report": "research_report",
    "resreport": "research_report",
    "working paper": "working_paper",
    "policy brief": "policy_brief",
    "country brief": "country_brief",
    "annual report": "annual_report",
    "thesis": "thesis",
}
_BIBLATEX_KEYS = {
    "techreport": "Technical report",
    "phdthesis": "PhD thesis",
    "mathesis": "Master's thesis",
    "mastersthesis": "Master's thesis",
    "candthesis": "Candidate thesis",
}
GENRE_OF_TYPE = {
    "research_report": "Research report",
    "working_paper": "Working paper",
    "policy_brief": "Policy brief",
    "country_brief": "Country brief",
    "annual_report": "Annual report",
    "thesis": "Thesis",
}
REPORTS = frozenset({"research_report", "working_paper", "policy_brief", "country_brief", "annual_report"})

# Types of entries that classic BibTeX styles know.
BIBTEX_TYPES = frozenset(
    {
        "article",
        "book",
        "booklet",
        "inbook",
        "incollection",
        "inproceedings",
        "manual",
        "mastersthesis",
        "misc",
        "phdthesis",
        "proceedings",
        "techreport",
        "unpublished",
    }
)
# How a BibLaTeX type is written for classic BibTeX; others become @misc. `entrysubtype` keeps the finer word.
_BIBTEX_OF = {
    "report": "techreport",
    "thesis": "phdthesis",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "reference": "book",
    "mvreference": "book",
    "mvproceedings": "proceedings",
    "bookinbook": "incollection",
    "inreference": "incollection",
    "suppbook": "incollection",
    "suppcollection": "incollection",
    "suppperiodical": "article",
}
# The entry type that each type of a Reference asks for.
_ENTRY_OF_TYPE = {
    **dict.fromkeys(REPORTS, "report"),
    "proceedings": "proceedings",
    "handbook": "book",
    "thesis": "thesis",
    "book": "book",
    "chapter": "incollection",
    "article": "article",
    "conference_paper": "inproceedings",
    "project_page": "online",
    "other": "misc",
}
_BIBLATEX = """
    article artwork audio bibnote book bookinbook booklet collection commentary customa customb customc customd custome
    customf dataset inbook incollection inproceedings inreference image jurisdiction legal legislation letter manual
    misc movie music mvcollection mvreference mvproceedings mvbook online patent performance periodical proceedings
    reference report review set software standard suppbook suppcollection suppperiodical thesis unpublished video
"""
BIBLATEX_TYPES = frozenset(_BIBLATEX.split())


def type_of(entry_type: str, type_field: str, subtype: str) -> tuple[str, str, str]:
    """Return (type, kind, genre) of an entry; `subtype` is its `entrysubtype`, "" where that says something else."""
    genre = _BIBLATEX_KEYS.get(type_field, type_field)
    if entry_type in {"phdthesis", "mastersthesis"} and not type_field:
        genre = "PhD thesis" if entry_type == "phdthesis" else "Master's thesis"
    kind_type, kind = _READ.get(entry_type, ("other", entry_type))
    if subtype in PUBLICATION_TYPES:
        return subtype, "", genre
    if subtype:
        return _READ.get(subtype, ("other", subtype))[0], subtype, genre
    named = _GENRES.get(genre.lower(), "")
    said_type = kind_type in REPORTS or kind_type == "thesis" or entry_type == "misc"
    if named and said_type:
        return named, "", "" if genre in {GENRE_OF_TYPE[named], "resreport"} else genre
    if entry_type == "techreport" and type_field:
        kind = ""
    return kind_type, kind, genre


def subtype_of(entry_type: str, text: str) -> str:
    """Return the type or kind that an `entrysubtype` names, "" if it is not one that stands for another type."""
    word = _SUBTYPE_WORDS.get(text, text)
    if word not in PUBLICATION_TYPES and word not in BIBLATEX_TYPES and word not in _OTHER_KINDS:
        return ""
    wanted = _ENTRY_OF_TYPE.get(word if word in PUBLICATION_TYPES else _READ.get(word, ("other", ""))[0], "misc")
    wanted = word if word in BIBLATEX_TYPES else wanted
    if word == "broadcast":
        wanted = "video"
    return word if entry_type in {"misc", wanted, bibtex_entry(wanted, ""), *_LIKE.get(wanted, ())} else ""


# Entry types that a finer word may stand in, beside those it asks for.
_LIKE = {**PLAINER, "thesis": ("phdthesis", "mastersthesis"), "movie": ("video",)}


# CSL's words for kinds that BibLaTeX has no entry type for.
_CSL_WORDS = """
    article-magazine article-newspaper bill broadcast classic document entry entry-dictionary entry-encyclopedia event
    figure graphic hearing interview manuscript map musical_score pamphlet personal_communication post post-weblog
    preprint regulation review-book song speech treaty webpage techreport
"""
_OTHER_KINDS = frozenset(_CSL_WORDS.split())


def wanted_entry(reference: Reference) -> str:
    """Return the BibLaTeX entry type that the reference asks for, whatever fields it has."""
    kind = reference.kind
    if kind in BIBLATEX_TYPES:
        return kind
    if reference.type == "other" and kind and kind.isalnum() and kind not in _OTHER_KINDS:
        return kind.lower()
    return _ENTRY_OF_TYPE.get(reference.type, "misc")


def bibtex_entry(entry_type: str, genre: str) -> str:
    """Return the classic entry type for a BibLaTeX one."""
    if entry_type == "thesis" and ("master" in genre.lower() or "magister" in genre.lower()):
        return "mastersthesis"
    return entry_type if entry_type in BIBTEX_TYPES else _BIBTEX_OF.get(entry_type, "misc")


def type_field(entry_type: str, reference: Reference) -> str:
    """Return what `type = {...}` says: the genre, or the words for the type where the entry says less."""
    if entry_type in {"phdthesis", "mastersthesis"}:
        usual = "PhD thesis" if entry_type == "phdthesis" else "Master's thesis"
        return "" if reference.genre == usual else reference.genre or GENRE_OF_TYPE["thesis"]
    if reference.kind == "techreport" and not reference.genre:
        return "" if entry_type == "techreport" else "techreport"
    if reference.genre or entry_type not in {"report", "techreport", "thesis", "misc"}:
        return reference.genre
    return GENRE_OF_TYPE.get(reference.type, "")


def subtype_field(entry_type: str, written_type: str, reference: Reference) -> str:
    """Return the `entrysubtype` without which the entry would be read as something else; "" where none is needed."""
    said = (reference.type, reference.kind, reference.genre)
    if type_of(entry_type, written_type, "") == said:
        return ""
    candidates = filter(None, (reference.kind, reference.type))
    word = next((word for word in candidates if type_of(entry_type, written_type, word) == said), "")
    return next((short for short, long in _SUBTYPE_WORDS.items() if long == word), word)
