"""Coordinates: from PDFium's, from the bottom left of the unturned page, to points from the top left as shown."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2 as pdfium

from ingest.extraction.values import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the page that is shown, and how it is turned."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> Frame:
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in points."""
        across, up = self.right - self.left, self.top - self.bottom
        return (up, across) if self.rotation in (90, 270) else (across, up)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the box in points from the top left of the page as it is shown."""
        x0, x1 = left - self.left, right - self.left
        y0, y1 = bottom - self.bottom, top - self.bottom
        across, up = self.right - self.left, self.top - self.bottom
        if self.rotation == 90:
            turned = (y0, x0, y1, x1)
        elif self.rotation == 180:
            turned = (across - x1, y0, across - x0, y1)
        elif self.rotation == 270:
            turned = (up - y1, across - x1, up - y0, across - x0)
        else:
            turned = (x0, up - y1, x1, up - y0)
        return (round(turned[0], 1), round(turned[1], 1), round(turned[2], 1), round(turned[3], 1))
