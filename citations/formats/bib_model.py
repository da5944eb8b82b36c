"""BibLaTeX's data model as far as the writers need it: which entry type has which field, and what each must have.

Taken from blx-dm.def of biblatex 3; biber --validate-datamodel complains of anything else.
"""

from __future__ import annotations

_EVERYWHERE = """
    abstract annotation crossref day doi eprint eprintclass eprinttype entryset entrysubtype execute file gender ids
    indextitle indexsorttitle isan ismn iswc keywords label langid langidopts library lista listb listc listd liste
    listf month namea nameb namec nameaddon options origdate origlocation origpublisher origtitle pagination presort
    related relatedoptions relatedstring relatedtype shortauthor shorteditor shorthand shorthandintro shortjournal
    shortseries shorttitle sortkey sortname sortshorthand sorttitle sortyear url urldate usera userb userc userd usere
    userf verba verbb verbc xdata xref year date
"""
_COMMON = "addendum author language note pubstate subtitle title titleaddon"
_EDITORS = "editor editora editorb editorc editortype editoratype editorbtype editorctype"
_BOOK = f"""
    {_COMMON} {_EDITORS} afterword annotator commentator edition foreword introduction isbn location number
    origlanguage publisher series translator volume volumes
"""
_MAIN = "maintitle mainsubtitle maintitleaddon part"
_CHAPTERED = "chapter eid pages"
_EVENT = "eventtitle eventtitleaddon eventdate venue"
_IN_BOOK = f"{_BOOK} {_MAIN} {_CHAPTERED} booktitle booksubtitle booktitleaddon"
_MISC = f"{_COMMON} editor editortype howpublished location organization type version"
_REPORT = f"{_COMMON} {_CHAPTERED} institution location pagetotal type"
_PROCEEDINGS = f"{_COMMON} {_EVENT} editor editortype isbn location number organization publisher series volume volumes"

_OF_TYPE = {
    "article": f"""{_COMMON} {_EDITORS} annotator commentator eid issn issue issuetitle issuesubtitle issuetitleaddon
        journalsubtitle journaltitle journaltitleaddon number origlanguage pages series translator version volume""",
    "bibnote": "note",
    "book": f"{_BOOK} {_MAIN} {_CHAPTERED} pagetotal",
    "mvbook": f"{_BOOK} pagetotal",
    "inbook": f"{_IN_BOOK} bookauthor",
    "bookinbook": f"{_IN_BOOK} bookauthor",
    "suppbook": f"{_IN_BOOK} bookauthor",
    "booklet": f"{_COMMON} {_CHAPTERED} editor editortype howpublished location pagetotal type",
    "collection": f"{_BOOK} {_MAIN} {_CHAPTERED} pagetotal",
    "reference": f"{_BOOK} {_MAIN} {_CHAPTERED} pagetotal",
    "mvcollection": _BOOK,
    "mvreference": _BOOK,
    "incollection": _IN_BOOK,
    "suppcollection": _IN_BOOK,
    "inreference": _IN_BOOK,
    "dataset": f"""{_COMMON} edition editor editortype location number organization publisher series type version""",
    "manual": f"""{_COMMON} {_CHAPTERED} edition editor editortype isbn location number organization pagetotal publisher
        series type version""",
    "misc": _MISC,
    "software": _MISC,
    "online": f"{_COMMON} editor editortype organization version",
    "patent": f"{_COMMON} holder location number type version",
    "periodical": f"{_COMMON} {_EDITORS} issn issue issuetitle issuesubtitle issuetitleaddon number series volume",
    "proceedings": f"{_PROCEEDINGS} {_MAIN} {_CHAPTERED} pagetotal",
    "mvproceedings": f"{_PROCEEDINGS} pagetotal",
    "inproceedings": f"{_PROCEEDINGS} {_MAIN} {_CHAPTERED} booktitle booksubtitle booktitleaddon",
    "report": f"{_REPORT} isrn number version",
    "thesis": _REPORT,
    "unpublished": f"{_COMMON} {_EVENT} howpublished location type",
}
_WITHOUT = {
    "collection": "author",
    "reference": "author",
    "periodical": "author",
    "proceedings": "author",
    "mvproceedings": "author volume",
    "mvcollection": "series",
    "mvreference": "series",
    "patent": "language",
}
_EVERYWHERE_SET = frozenset(_EVERYWHERE.split())
FIELDS = {
    name: frozenset(fields.split()) - frozenset(_WITHOUT.get(name, "").split()) | _EVERYWHERE_SET
    for name, fields in _OF_TYPE.items()
}

REQUIRED: dict[str, tuple[frozenset[str], ...]] = {
    name: tuple(frozenset(choice.split("|")) for choice in choices.split())
    for name, choices in {
        "article": "author journaltitle title date",
        "book": "author title date",
        "mvbook": "author title date",
        "inbook": "author title booktitle date",
        "bookinbook": "author title booktitle date",
        "suppbook": "author title booktitle date",
        "booklet": "author|editor title date",
        "collection": "editor title date",
        "reference": "editor title date",
        "mvcollection": "editor title date",
        "mvreference": "editor title",
        "incollection": "author editor title booktitle date",
        "suppcollection": "author editor title booktitle date",
        "inreference": "author editor title booktitle date",
        "dataset": "title",
        "manual": "title date",
        "misc": "title date",
        "software": "title",
        "online": "title url|doi|eprint date",
        "patent": "author title number date",
        "periodical": "editor title date",
        "proceedings": "title date",
        "mvproceedings": "title",
        "inproceedings": "author title booktitle date",
        "report": "author title type institution date",
        "thesis": "author title type institution date",
        "unpublished": "author title date",
    }.items()
}
# What classic styles (plain, unsrt, alpha, apalike, plainnat) warn of when it is missing.
BIBTEX_REQUIRED: dict[str, tuple[frozenset[str], ...]] = {
    name: tuple(frozenset(choice.split("|")) for choice in choices.split())
    for name, choices in {
        "article": "author title journal year",
        "book": "author|editor title publisher year",
        "booklet": "title author|key year",
        "inbook": "author|editor title chapter|pages publisher year",
        "incollection": "author title booktitle publisher year",
        "inproceedings": "author title booktitle year",
        "manual": "title author|organization|key year",
        "mastersthesis": "author title school year",
        "misc": "title author|key year",
        "phdthesis": "author title school year",
        "proceedings": "title editor|organization|key year",
        "techreport": "author title institution year",
        "unpublished": "author title note year",
    }.items()
}
