"""The commands that astronomers' .bib files write for journals (`\\apj`), as the classes of the AAS define them."""

from __future__ import annotations

import re

_NAMES = """
aj Astronomical Journal
actaa Acta Astronomica
ao Applied Optics
aap Astronomy and Astrophysics
aapr Astronomy and Astrophysics Reviews
aaps Astronomy and Astrophysics Supplement
aplett Astrophysics Letters
apj Astrophysical Journal
apjl Astrophysical Journal Letters
apjs Astrophysical Journal Supplement
apss Astrophysics and Space Science
araa Annual Review of Astronomy and Astrophysics
azh Astronomicheskii Zhurnal
baas Bulletin of the American Astronomical Society
caa Chinese Astronomy and Astrophysics
cjaa Chinese Journal of Astronomy and Astrophysics
gca Geochimica et Cosmochimica Acta
grl Geophysical Research Letters
icarus Icarus
jcap Journal of Cosmology and Astroparticle Physics
jcp Journal of Chemical Physics
jgr Journal of Geophysical Research
jqsrt Journal of Quantitative Spectroscopy and Radiative Transfer
jrasc Journal of the Royal Astronomical Society of Canada
maps Meteoritics and Planetary Science
memras Memoirs of the Royal Astronomical Society
memsai Memorie della Società Astronomica Italiana
mnras Monthly Notices of the Royal Astronomical Society
na New Astronomy
nar New Astronomy Review
nat Nature
nphysa Nuclear Physics A
pasa Publications of the Astronomical Society of Australia
pasj Publications of the Astronomical Society of Japan
pasp Publications of the Astronomical Society of the Pacific
physrep Physics Reports
physscr Physica Scripta
planss Planetary and Space Science
pra Physical Review A
prb Physical Review B
prc Physical Review C
prd Physical Review D
pre Physical Review E
prl Physical Review Letters
procspie Proceedings of the SPIE
psj The Planetary Science Journal
qjras Quarterly Journal of the Royal Astronomical Society
rmxaa Revista Mexicana de Astronomía y Astrofísica
skytel Sky and Telescope
solphys Solar Physics
sovast Soviet Astronomy
ssr Space Science Reviews
zap Zeitschrift für Astrophysik
"""
_JOURNALS = dict(line.split(" ", 1) for line in _NAMES.strip().splitlines())
_MACRO = re.compile(r"\{?\\([a-z]+)\s*\}?")


def journal_named(source: str) -> str:
    """Return the journal that the command names; "" where the text is no command of theirs."""
    match = _MACRO.fullmatch(source.strip())
    return _JOURNALS.get(match[1], "") if match else ""
