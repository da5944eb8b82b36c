"""The written forms of references. A new one is one small module and one line in FORMATS."""

from __future__ import annotations

from citations.formats import biblatex, bibtex, csl_json, csv, ris
from citations.formats.form import Format, Problem, ReadResult

__all__ = ["BY_MEDIA_TYPE", "BY_SUFFIX", "FORMATS", "Format", "Problem", "ReadResult"]

_ALL = (
    Format(
        name="bibtex",
        label="BibTeX",
        suffix="bib",
        media_type="application/x-bibtex",
        write=bibtex.write,
        read=bibtex.read,
    ),
    Format(
        name="biblatex",
        label="BibLaTeX",
        suffix="biblatex",
        media_type="application/x-biblatex",
        write=biblatex.write,
        read=biblatex.read,
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
    ),
    Format(name="csv", label="CSV", suffix="csv", media_type="text/csv", write=csv.write),
)

FORMATS: dict[str, Format] = {form.name: form for form in _ALL}
BY_SUFFIX: dict[str, Format] = {form.suffix: form for form in _ALL}
BY_MEDIA_TYPE: dict[str, Format] = {form.media_type: form for form in _ALL}
