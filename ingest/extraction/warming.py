"""Warming: what every child would load or look up anew (fonts of the system, picture formats) is done once before."""

from __future__ import annotations

import io

import pypdfium2 as pdfium

from ingest.extraction import drawing
from ingest.extraction.characters import painted_text
from ingest.extraction.frame import Frame
from ingest.extraction.lines import page_lines
from ingest.extraction.mending import mended

# A page with fonts that are not embedded: drawing it makes PDFium look through the fonts of the system.
_CONTENT = b"BT /F1 12 Tf 20 20 Td (warm) Tj /F2 12 Tf (warm) Tj /F3 12 Tf (warm) Tj ET"
_FONT = b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding>>"
_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 50]/Contents 4 0 R/Resources 8 0 R>>",
    b"<</Length %d>>\nstream\n%s\nendstream" % (len(_CONTENT), _CONTENT),
    _FONT % b"Helvetica",
    _FONT % b"TimesNewRoman,Bold",
    _FONT % b"NoSuchFont",
    b"<</Font<</F1 5 0 R/F2 6 0 R/F3 7 0 R>>>>",
)


def warm_up() -> None:
    """Read and draw a page made here."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(_OBJECTS, 1))
    # Without a table of references: PDFium then rebuilds it, which is not worth a table here.
    document = pdfium.PdfDocument(io.BytesIO(b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"))
    page = document[0]
    textpage = page.get_textpage()
    text = painted_text(textpage, 100)
    page_lines(textpage, Frame.of(page), text)
    mended("é" + text)
    drawing.webp(page.render(scale=1).to_pil().convert("RGB"), quality=75)
    textpage.close()
    page.close()
    document.close()
