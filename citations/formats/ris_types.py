"""RIS's types of works and those of a Reference, each way."""

from __future__ import annotations

from citations.reference import Reference

_TY_OF_KIND = {
    "online": "ELEC",
    "webpage": "ELEC",
    "software": "COMP",
    "dataset": "DATA",
    "patent": "PAT",
    "movie": "MPCT",
    "video": "VIDEO",
    "audio": "SOUND",
    "music": "MUSIC",
    "image": "ART",
    "artwork": "ART",
    "jurisdiction": "CASE",
    "legislation": "STAT",
    "letter": "PCOMM",
    "unpublished": "UNPB",
    "booklet": "PAMP",
    "inreference": "ENCYC",
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "standard": "STAND",
    "map": "MAP",
    "hearing": "HEAR",
    "bill": "BILL",
    "post-weblog": "BLOG",
    "collection": "EDBOOK",
    "periodical": "SER",
    "preprint": "INPR",
    "entry-dictionary": "DICT",
}
_TY_OF_TYPE = {
    "thesis": "THES",
    "book": "BOOK",
    "handbook": "BOOK",
    "chapter": "CHAP",
    "article": "JOUR",
    "conference_paper": "CPAPER",
    "proceedings": "CONF",
    "project_page": "ELEC",
    "other": "GEN",
}
READ = {
    **{ty: ("other", kind) for kind, ty in reversed(_TY_OF_KIND.items())},
    "RPRT": ("research_report", ""),
    "GOVDOC": ("research_report", ""),
    "THES": ("thesis", ""),
    "BOOK": ("book", ""),
    "EBOOK": ("book", ""),
    "EDBOOK": ("book", "collection"),
    "CHAP": ("chapter", ""),
    "ECHAP": ("chapter", ""),
    "ENCYC": ("chapter", "inreference"),
    "JOUR": ("article", ""),
    "EJOUR": ("article", ""),
    "JFULL": ("article", ""),
    "ABST": ("article", ""),
    "CPAPER": ("conference_paper", ""),
    "CONF": ("proceedings", ""),
    "ICOMM": ("other", "letter"),
    "ADVS": ("other", "movie"),
    "CTLG": ("other", ""),
}
REPORTS = frozenset({"RPRT", "GOVDOC"})
BOOKS = frozenset({"BOOK", "CHAP", "EDBOOK", "CONF", "CPAPER", "EBOOK", "ECHAP", "ENCYC", "PAMP"})


def type_tag(reference: Reference) -> str:
    """Return the value of TY."""
    if reference.kind in _TY_OF_KIND:
        return _TY_OF_KIND[reference.kind]
    return _TY_OF_TYPE.get(reference.type, "RPRT")
