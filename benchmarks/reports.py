"""Sixty institutional reports in varied layouts, made anew for each run, with what stands on them.

Half of them in six layouts (covers with bands, centred or left, imprints on the second page or the last line), half
with a cover that dice compose: what stands where, how large, on the cover or behind it. Numbers in the forms that
institutes use, authors as people or as the institute itself, in Swedish and English.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF

_COUNT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a generated report says of itself; `people` is empty where the institution is the author."""

    language: str
    title: str
    subtitle: str
    people: tuple[str, ...]
    institution: str
    series: str
    number: str
    kind: str
    year: int
    seed: int
    draw: int


_TITLES = {
    "en": (
        ("Local budgets under pressure", "How twelve municipalities plan for less"),
        ("Women in regional assemblies", ""),
        ("Water, land and trust", "Lessons from shared governance"),
        ("Paying for peace", "Municipal finance after conflict"),
        ("What citizens expect of their council", ""),
        ("Measuring openness in public procurement", "A method and its first results"),
        ("Learning to consult", "Citizen dialogue in small towns"),
        ("Waste fees and fairness", ""),
        ("Turnout", "Why fewer vote in local elections"),
        ("Between state and village", "Decentralisation in six countries, a report on thirty years of reform"),
        ("Who pays for the school bus?", ""),
        ("A house with many doors: public service points in sparsely populated areas", ""),
        ("Corruption and everyday trust", "What can and should local authorities do?"),
    ),
    "sv": (
        ("Kommunernas ekonomi i förändring", "En studie av tolv budgetprocesser"),
        ("Ungas delaktighet i lokala beslut", ""),
        ("Vatten, mark och förtroende", "Erfarenheter av delat styre"),
        ("Jämställda nämnder", "Hur fördelas makten efter valet?"),
        ("Medborgardialog på landsbygden", ""),
        ("Öppna jämförelser av upphandling", "Metod och första resultat"),
        ("Avfallstaxor och rättvisa", ""),
        ("Valdeltagande", "Varför färre röstar i lokala val"),
        ("Att styra tillsammans", "Samverkan mellan regioner"),
        ("Vem bestämmer över skolskjutsen?", "En rapport om ansvar och avstånd"),
        ("Regional utvecklingspolitik", "Vad kan och bör kommuner och regioner göra?"),
        ("Förtroende i vardagen", "Om tillit, engagemang och villkor i små kommuner"),
        ("Äldreomsorg och statistik 2009–2014: jämförelser mellan kommuner och län", ""),
        ("Biblioteken och demokratin", "En kartläggning av servicepunkter i glesbygd"),
    ),
}
_INSTITUTIONS = {
    "en": (
        "Institute for Local Democracy",
        "Centre for Municipal Studies",
        "Northern Academy of Governance",
        "University of Exampleton",
        "Agency for Regional Development",
        "Foundation for Open Councils",
    ),
    "sv": (
        "Institutet för lokal demokrati",
        "Centrum för kommunstudier",
        "Exempelstads universitet",
        "Myndigheten för regional utveckling",
        "Stiftelsen Öppna fullmäktige",
        "Statens provråd",
    ),
}
_SERIES = {
    "en": (
        ("Working Paper", "working_paper"),
        ("Research Report", "research_report"),
        ("Policy Brief", "policy_brief"),
        ("Reports on Local Government", "research_report"),
        ("Country Brief", "country_brief"),
        ("Local Democracy Working Papers", "working_paper"),
        ("ILD Reports", "research_report"),
        ("Handbook Series", "handbook"),
    ),
    "sv": (
        ("Rapport", "research_report"),
        ("Forskningsrapport", "research_report"),
        ("Arbetsrapport", "working_paper"),
        ("Kommunstudiers rapportserie", "research_report"),
        ("Skrifter om lokal demokrati", "research_report"),
        ("Landrapport", "country_brief"),
        ("Policyrapport", "policy_brief"),
        ("Handboksserien", "handbook"),
    ),
}
_GIVEN = ("Alva", "Bo", "Cleo", "Dag", "Eja", "Folke", "Greta", "Hjalmar")
_FAMILY = ("Exempelsson", "Provberg", "Testman", "Mallqvist", "af Prov", "Nordtest", "Formulär-Lind", "Mönster")
_TEXT = {
    "en": "This report looks at how decisions are made and paid for in the places where people live. It builds on "
    "interviews, budgets and minutes of council meetings. The results show that the way of deciding matters "
    "more than the sum that is spent, and that trust grows slowly and is lost fast. ",
    "sv": "Den här rapporten handlar om hur beslut fattas och betalas där människor bor. Den bygger på intervjuer, "
    "budgetar och protokoll från fullmäktige. Resultaten visar att sättet att besluta betyder mer än summan "
    "som används, och att förtroende växer långsamt men försvinner fort. ",
}
_NUMBER_FORMS: tuple[Callable[[random.Random, int], str], ...] = (
    lambda dice, year: f"{year}:{dice.randint(1, 40)}",
    lambda dice, year: f"{dice.randint(1, 28)}/{year}",
    lambda dice, _: str(dice.randint(2, 180)),
    lambda dice, year: f"{year}-{dice.randint(1, 30):02d}",
)


def reports(draw: int = 2026) -> list[Report]:
    """Return sixty reports, the same in every run; another `draw` gives others."""
    dice = random.Random(draw)
    made = []
    for seed in range(_COUNT):
        language = "sv" if seed % 2 else "en"
        title, subtitle = dice.choice(_TITLES[language])
        series, kind = dice.choice(_SERIES[language])
        year = dice.randint(2004, 2025)
        people = tuple(
            dict.fromkeys(f"{dice.choice(_GIVEN)} {dice.choice(_FAMILY)}" for _ in range(dice.randint(1, 3)))
        )
        made.append(
            Report(
                language=language,
                title=title,
                subtitle=subtitle,
                people=() if seed % 4 == 3 else people,
                institution=dice.choice(_INSTITUTIONS[language]),
                series=series,
                number=dice.choice(_NUMBER_FORMS)(dice, year),
                kind=kind,
                year=year,
                seed=seed,
                draw=draw,
            )
        )
    return made


def _series_line(report: Report) -> str:
    """Return series and number as institutes print them."""
    number = report.number
    if "/" in number or ":" in number or "-" in number:
        return (f"{report.series} {number}", f"{report.series} nr {number}", f"{report.series}, {number}")[
            report.seed % 3
        ]
    sign = "nr" if report.language == "sv" else "No."
    return f"{report.series} {sign} {number}"


class _Pdf(FPDF):
    """A PDF with the face of letters that its report uses: 0 sans, 1 serif."""

    face = 0


def _line(pdf: _Pdf, text: str, y: float, size: float, *, align: str = "L", style: str = "") -> None:
    pdf.set_font(("Helvetica", "Times")[pdf.face], style, size)
    pdf.set_xy(20, y)
    pdf.multi_cell(170, size * 0.45, text, align=align)


def _cover_with_band(pdf: _Pdf, report: Report) -> None:
    pdf.set_fill_color(20, 70, 110)
    pdf.rect(0, 0, 210, 40, "F")
    pdf.set_text_color(255, 255, 255)
    _line(pdf, _series_line(report), 18, 13, style="B")
    pdf.set_text_color(0, 0, 0)
    _line(pdf, report.title, 95, 30, style="B")
    _line(pdf, report.subtitle, 132, 17)
    _line(pdf, ", ".join(report.people), 160, 13)
    _line(pdf, report.institution, 270, 12)
    _line(pdf, str(report.year), 277, 11)


def _centred_cover(pdf: _Pdf, report: Report) -> None:
    _line(pdf, report.institution, 25, 15, align="C")
    _line(pdf, report.title, 90, 26, align="C", style="B")
    _line(pdf, report.subtitle, 125, 15, align="C", style="I")
    _line(pdf, "\n".join(report.people), 150, 13, align="C")
    _line(pdf, _series_line(report), 240, 12, align="C")
    _line(pdf, str(report.year), 248, 12, align="C")


def _bare_cover(pdf: _Pdf, report: Report) -> None:
    """Only title and people on the cover; the rest in the imprint on page 2."""
    _line(pdf, report.title, 60, 32, style="B")
    _line(pdf, report.subtitle, 100, 18)
    _line(pdf, " & ".join(report.people), 250, 14)
    pdf.add_page()
    label = ("Utgivare", "Rapporten ingår i serien") if report.language == "sv" else ("Published by", "In the series")
    _line(pdf, f"{label[0]}: {report.institution}", 200, 9)
    _line(
        pdf, f"Serie: {_series_line(report)}" if report.language == "sv" else f"Series: {_series_line(report)}", 206, 9
    )
    _line(pdf, f"© {report.institution} {report.year}", 212, 9)
    _line(pdf, "ISBN 978-91-7063-000-2", 218, 9)


def _memo_head(pdf: _Pdf, report: Report) -> None:
    """Head and text on one page, as briefs have them."""
    _line(pdf, report.institution.upper(), 15, 9, style="B")
    month = "mars" if report.language == "sv" else "March"
    _line(pdf, f"{_series_line(report)}  |  {month} {report.year}", 21, 9)
    _line(pdf, report.title, 36, 22, style="B")
    _line(pdf, report.subtitle, 48, 13)
    _line(pdf, ", ".join(report.people), 58, 10, style="I")
    _line(pdf, _TEXT[report.language] * 4, 72, 10)


def _foot_cover(pdf: _Pdf, report: Report) -> None:
    author = "Författare" if report.language == "sv" else "Author"
    _line(pdf, report.title, 120, 28)
    _line(pdf, report.subtitle, 152, 16)
    if report.people:
        _line(pdf, f"{author}: {', '.join(report.people)}", 180, 12)
    _line(pdf, report.institution, 262, 12, style="B")
    _line(pdf, _series_line(report), 270, 10)
    _line(pdf, f"{report.year}", 276, 10)


def _number_apart(pdf: _Pdf, report: Report) -> None:
    """The series and its number on two lines at the top right."""
    sign = "Nr" if report.language == "sv" else "No."
    _line(pdf, report.series.upper() if report.seed % 2 else report.series, 20, 11, align="R")
    _line(pdf, f"{sign} {report.number}", 27, 11, align="R")
    _line(pdf, report.title, 80, 27, style="B")
    _line(pdf, report.subtitle, 112, 15)
    _line(pdf, "\n".join(report.people), 140, 12)
    _line(pdf, f"{report.institution}, {report.year}", 270, 11)


def _written_people(report: Report, dice: random.Random) -> str:
    """Return the authors as covers have them: in a row, one below the other, with a label, in capitals."""
    people = report.people
    last = " och " if report.language == "sv" else " and "
    row = last.join([", ".join(people[:-1]), people[-1]] if len(people) > 1 else people)
    label = ("Författare: ", "Av ") if report.language == "sv" else ("Authors: ", "By ")
    forms = (", ".join(people), row, " & ".join(people), "\n".join(people), " • ".join(people), label[0] + row)
    return dice.choice((*forms, label[1] + row, "\n".join(people).upper()))


def _imprint(pdf: _Pdf, report: Report, dice: random.Random) -> None:
    """Write what stands at the foot of page 2: title and subtitle again, who published it, series, ISBN."""
    swedish = report.language == "sv"
    whole = f"{report.title}{'' if report.title.endswith('?') else '.'} {report.subtitle}".strip()
    by = "Utgivare" if swedish else "Published by"
    lines = [whole, f"{by}: {report.institution}", _series_line(report), f"© {report.institution} {report.year}"]
    lines += ["ISBN 978-91-7063-000-2", "Omslag: Provtryckeriet" if swedish else "Cover: The Test Press"]
    for place, line in enumerate(lines if dice.random() < 0.6 else lines[1:]):
        _line(pdf, line, 210 + 6 * place, 9)


def _half_title(pdf: _Pdf, report: Report) -> None:
    pdf.add_page()
    _line(pdf, report.title, 70, 18, style="B")
    _line(pdf, report.subtitle, 84, 13)
    _line(pdf, ", ".join(report.people), 105, 11)


def _composed_cover(pdf: _Pdf, report: Report) -> None:
    """A cover whose parts stand where, and as large, as dice say; what is not on it stands on the pages behind."""
    dice = random.Random(report.draw * 1000 + report.seed)
    align, style, size = dice.choice("LLCR"), dice.choice(("B", "B", "")), dice.randint(20, 38)
    title = report.title.upper() if dice.random() < 0.2 else report.title
    top = dice.choice((35, 60, 90, 125))
    _line(pdf, title, top, size, align=align, style=style)
    below = pdf.get_y() + dice.choice((3, 8, 16, 30))
    dash = "– " if dice.random() < 0.2 else ""
    if report.subtitle:
        small = max(13, int(size * dice.choice((0.45, 0.55, 0.7))))
        _line(pdf, dash + report.subtitle, below, small, align=align, style=dice.choice(("", "", "I")))
        below = pdf.get_y() + dice.choice((6, 14, 28))
    people_above = dice.random() < 0.15
    if report.people:
        _line(pdf, _written_people(report, dice), 18 if people_above else below, dice.randint(11, 15), align=align)
    behind = dice.random() < 0.4
    if not behind:
        _line(pdf, report.institution, 266, 12, align=dice.choice((align, "L")), style=dice.choice(("", "B")))
        _line(pdf, _series_line(report), dice.choice((10, 246, 274)), 11, align=align)
        _line(pdf, str(report.year), 284, 10, align=align)
    if behind or dice.random() < 0.5:
        pdf.add_page()
        _imprint(pdf, report, dice)
    if dice.random() < 0.3:
        _half_title(pdf, report)
    if dice.random() < 0.3:
        pdf.set_title(dice.choice((report.title, "Wordmall för rapporter", "omslag_slutversion.indd")))


_LAYOUTS = (_cover_with_band, _centred_cover, _bare_cover, _memo_head, _foot_cover, _number_apart)


def write_report(report: Report, folder: Path) -> Path:
    """Write a report as a PDF of four pages and return its path."""
    pdf = _Pdf()
    pdf.face = report.seed // 6 % 2
    pdf.core_fonts_encoding = "cp1252"
    pdf.set_auto_page_break(auto=False)
    pdf.add_page()
    layout = _composed_cover if report.seed // 2 % 2 else _LAYOUTS[report.seed % len(_LAYOUTS)]
    layout(pdf, report)
    for page in range(3):
        pdf.add_page()
        heading = (
            ("Sammanfattning", "Inledning", "Resultat")
            if report.language == "sv"
            else ("Summary", "Introduction", "Results")
        )
        _line(pdf, heading[page], 25, 16, style="B")
        _line(pdf, _TEXT[report.language] * 6, 40, 11)
        _line(pdf, str(page + 2), 285, 9, align="C")
    path = folder / f"report-{report.seed:02d}.pdf"
    pdf.output(str(path))
    return path


def write_folder(folder: Path, draw: int) -> None:
    """Write sixty reports with a manifest.json of the form that benchmarks.reading and `manage.py train` take."""
    folder.mkdir(parents=True, exist_ok=True)
    records = []
    for report in reports(draw):
        path = write_report(report, folder)
        people = [{"given": name.split(" ", 1)[0], "family": name.split(" ", 1)[1]} for name in report.people]
        records.append(
            {
                "id": f"report-{draw}-{report.seed:02d}",
                "path": path.name,
                "title": report.title,
                "authors": people or [{"corporate": report.institution}],
                "year": report.year,
                "language": report.language,
                "type": report.kind,
                "text_quality": "good",
            }
        )
    (folder / "manifest.json").write_text(
        json.dumps({"records": records}, ensure_ascii=False, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write sixty made-up reports with their manifest.json.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", type=int, default=7)
    chosen = parser.parse_args()
    write_folder(chosen.folder, chosen.draw)
