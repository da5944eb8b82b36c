"""EndNote's names and numbers for types of works, beside RIS's tags for them."""

from __future__ import annotations

# RIS type: EndNote's name and number.
ENDNOTE_TYPES: dict[str, tuple[str, int]] = {
    "RPRT": ("Report", 27),
    "THES": ("Thesis", 32),
    "BOOK": ("Book", 6),
    "CHAP": ("Book Section", 5),
    "JOUR": ("Journal Article", 17),
    "CPAPER": ("Conference Paper", 47),
    "CONF": ("Conference Proceedings", 10),
    "ELEC": ("Web Page", 12),
    "COMP": ("Computer Program", 9),
    "DATA": ("Dataset", 59),
    "PAT": ("Patent", 25),
    "MPCT": ("Film or Broadcast", 21),
    "VIDEO": ("Audiovisual Material", 3),
    "SOUND": ("Audiovisual Material", 3),
    "MUSIC": ("Music", 61),
    "ART": ("Artwork", 2),
    "CASE": ("Case", 7),
    "STAT": ("Statute", 31),
    "PCOMM": ("Personal Communication", 26),
    "UNPB": ("Unpublished Work", 34),
    "PAMP": ("Pamphlet", 24),
    "ENCYC": ("Encyclopedia", 53),
    "DICT": ("Dictionary", 52),
    "NEWS": ("Newspaper Article", 23),
    "MGZN": ("Magazine Article", 19),
    "STAND": ("Standard", 58),
    "MAP": ("Map", 20),
    "HEAR": ("Hearing", 18),
    "BILL": ("Bill", 4),
    "BLOG": ("Blog", 56),
    "EDBOOK": ("Edited Book", 28),
    "SER": ("Serial", 57),
    "INPR": ("Electronic Article", 43),
    "GEN": ("Generic", 13),
}
_RIS_BY_NAME = {name.lower(): ris for ris, (name, _) in reversed(ENDNOTE_TYPES.items())} | {
    "electronic book": "BOOK",
    "electronic book section": "CHAP",
    "government document": "RPRT",
    "online database": "ELEC",
    "manuscript": "UNPB",
}
_RIS_BY_NUMBER = {number: ris for ris, (_, number) in reversed(ENDNOTE_TYPES.items())} | {
    44: "BOOK",
    60: "CHAP",
    46: "RPRT",
    36: "UNPB",
}


def ris_type(name: str, number: str = "") -> str:
    """Return RIS's type for EndNote's name or number of one."""
    if ris := _RIS_BY_NAME.get(name.strip().lower()):
        return ris
    return _RIS_BY_NUMBER.get(int(number), "GEN") if number.strip().isdigit() and len(number) < 5 else "GEN"


def organisation_marked(tag: str, value: str) -> str:
    """Return a name with the comma at its end by which EndNote knows an organisation."""
    return f"{value}," if tag in {"AU", "A2", "ED", "A4"} and "," not in value and value != "et al." else value


def organisation_unmarked(value: str) -> str:
    return value[:-1].strip() if value.endswith(",") and value.count(",") == 1 else value
