"""The written forms of references. A new one is one small module and one line in FORMATS."""

from __future__ import annotations

from citations.formats import (
    biblatex,
    bibtex,
    csl_json,
    csv,
    datacite,
    dublin_core,
    endnote_xml,
    enw,
    json_ld,
    mods,
    ris,
)
from citations.formats.form import Format, Problem, ProblemCode, ReadResult

__all__ = ["BY_MEDIA_TYPE", "BY_SUFFIX", "FORMATS", "Format", "Problem", "ProblemCode", "ReadResult"]

_ALL = (
    Format(
        name="bibtex",
        label="BibTeX",
        suffix="bib",
        media_type="application/x-bibtex",
        write=bibtex.write,
        read=bibtex.read,
        between="\n",
    ),
    Format(
        name="biblatex",
        label="BibLaTeX",
        suffix="biblatex",
        media_type="application/x-biblatex",
        write=biblatex.write,
        read=biblatex.read,
        between="\n",
    ),
    Format(
        name="ris",
        label="RIS",
        suffix="ris",
        media_type="application/x-research-info-systems",
        write=ris.write,
        read=ris.read,
    ),
    Format(
        name="csl-json",
        label="CSL-JSON",
        suffix="csl.json",
        media_type="application/vnd.citationstyles.csl+json",
        write=csl_json.write,
        read=csl_json.read,
        head="[",
        between=",",
        tail="\n]\n",
    ),
    Format(name="csv", label="CSV", suffix="csv", media_type="text/csv", write=csv.write, head=csv.HEAD),
    Format(name="jsonld", label="JSON-LD", suffix="jsonld", media_type="application/ld+json", write=json_ld.write),
    Format(
        name="enw",
        label="EndNote (ENW)",
        suffix="enw",
        media_type="application/x-endnote-refer",
        write=enw.write,
        read=enw.read,
    ),
    Format(
        name="endnote-xml",
        label="EndNote XML",
        suffix="endnote.xml",
        media_type="application/vnd.endnote+xml",
        write=endnote_xml.write,
        read=endnote_xml.read,
    ),
    Format(name="mods", label="MODS", suffix="mods.xml", media_type="application/mods+xml", write=mods.write),
    Format(
        name="datacite",
        label="DataCite",
        suffix="datacite.xml",
        media_type="application/vnd.datacite.datacite+xml",
        write=datacite.write,
    ),
    Format(name="dc", label="Dublin Core", suffix="dc.xml", media_type="application/xml", write=dublin_core.write),
)

FORMATS: dict[str, Format] = {form.name: form for form in _ALL}
BY_SUFFIX: dict[str, Format] = {form.suffix: form for form in _ALL}
BY_MEDIA_TYPE: dict[str, Format] = {form.media_type: form for form in _ALL}
