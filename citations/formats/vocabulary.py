"""What other vocabularies call our types: COAR, DataCite, MODS, schema.org."""

from __future__ import annotations

from citations.formats.csl_types import csl_type
from citations.reference import Reference

_COAR = "http://purl.org/coar/resource_type/"
# Our type: (COAR's name, COAR's code).
_COAR_OF_TYPE = {
    "research_report": ("research report", "c_18ws"),
    "working_paper": ("working paper", "c_8042"),
    "policy_brief": ("policy report", "c_186u"),
    "country_brief": ("policy report", "c_186u"),
    "proceedings": ("conference proceedings", "c_f744"),
    "handbook": ("book", "c_2f33"),
    "annual_report": ("report", "c_93fc"),
    "thesis": ("thesis", "c_46ec"),
    "book": ("book", "c_2f33"),
    "chapter": ("book part", "c_3248"),
    "article": ("journal article", "c_6501"),
    "conference_paper": ("conference paper", "c_5794"),
    "project_page": ("website", "c_7ad9"),
}
_COAR_OF_KIND = {
    "dataset": ("dataset", "c_ddb1"),
    "software": ("software", "c_5ce6"),
    "preprint": ("preprint", "c_816b"),
}
_DATACITE_OF_CSL = {
    "report": "Report",
    "thesis": "Dissertation",
    "book": "Book",
    "chapter": "BookChapter",
    "article-journal": "JournalArticle",
    "paper-conference": "ConferencePaper",
    "article": "Preprint",
    "dataset": "Dataset",
    "software": "Software",
    "graphic": "Image",
    "motion_picture": "Audiovisual",
    "song": "Sound",
    "standard": "Standard",
}
_SCHEMA_OF_CSL = {
    "report": "Report",
    "thesis": "Thesis",
    "book": "Book",
    "chapter": "Chapter",
    "article-journal": "ScholarlyArticle",
    "paper-conference": "ScholarlyArticle",
    "article": "ScholarlyArticle",
    "article-newspaper": "NewsArticle",
    "article-magazine": "Article",
    "dataset": "Dataset",
    "software": "SoftwareSourceCode",
    "webpage": "WebPage",
    "periodical": "Periodical",
    "map": "Map",
    "motion_picture": "Movie",
    "legislation": "Legislation",
}


def coar(reference: Reference) -> tuple[str, str]:
    """Return COAR's name for the type of work and its address."""
    name, code = _COAR_OF_KIND.get(reference.kind) or _COAR_OF_TYPE.get(reference.type, ("other", "c_1843"))
    return name, _COAR + code


def datacite_type(reference: Reference) -> str:
    """Return DataCite's general type."""
    if reference.type == "proceedings":
        return "ConferenceProceeding"
    return _DATACITE_OF_CSL.get(csl_type(reference), "Other" if reference.kind else "Text")


def schema_type(reference: Reference) -> str:
    """Return the type of schema.org."""
    return _SCHEMA_OF_CSL.get(csl_type(reference), "CreativeWork")


def licence_address(licence: str) -> str:
    """Return the address of a Creative Commons licence by its SPDX name, or the licence if it is an address."""
    if licence.startswith(("http://", "https://")):
        return licence
    words = licence.upper().replace("_", "-").replace(" ", "-").split("-")
    if words[0] == "CC0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    terms = [word.lower() for word in words[1:] if word in {"BY", "NC", "ND", "SA"}]
    version = next((word for word in words if word in {"1.0", "2.0", "2.5", "3.0", "4.0"}), "")
    return (
        f"https://creativecommons.org/licenses/{'-'.join(terms)}/{version}/"
        if words[0] == "CC" and terms and version
        else ""
    )
