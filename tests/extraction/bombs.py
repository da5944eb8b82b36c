"""PDFs made to harm whoever reads them."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from fpdf import FPDF
from fpdf.enums import EncryptionMethod

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_MIB = 1024 * 1024


def locked() -> bytes:
    """Return a paper that opens only with a password."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica")
    pdf.cell(text="secret")
    pdf.set_encryption(owner_password="owner", user_password="reader", encryption_method=EncryptionMethod.RC4)
    return bytes(pdf.output())


def squeezed(unit: bytes, size: int) -> bytes:
    """Return a flate stream that swells to `size` bytes of repeated units.

    One block is compressed and repeated, since a full flush makes it stand for itself: 100 times faster.
    """
    squeeze = zlib.compressobj(9)
    block = unit * (min(size, _MIB) // len(unit))
    head = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    again = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, wbits=-15).flush()
    times = size // len(block)
    checksum = 1
    for _ in range(times):
        checksum = zlib.adler32(block, checksum)
    return head + again * (times - 1) + last + checksum.to_bytes(4, "big")


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def _pdf(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + rows + trailer


def _one_page(content: bytes, resources: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    resources = resources or b"<</Font<</F1 5 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources %s>>" % resources
    catalog, pages = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return _pdf([catalog, pages, page, content, _FONT, *more])


def _deep_flate() -> bytes:
    inner = squeezed(b" ", 512 * _MIB)
    return _one_page(_stream(zlib.compress(inner, 6), b"/Filter[/FlateDecode/FlateDecode]"))


def _operators() -> bytes:
    return _one_page(_stream(squeezed(b"q Q ", 24 * _MIB), b"/Filter/FlateDecode"))


def _text_operators() -> bytes:
    content = zlib.compress(b"BT /F1 1 Tf 10 10 Td " + b"(AAAAAAAAAA) Tj " * 500_000 + b" ET")
    return _one_page(_stream(content, b"/Filter/FlateDecode"))


def _laughing_forms() -> bytes:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X %d 0 R>>/Font<</F1 5 0 R>>>>"
    forms = tuple(_stream(b"/X Do " * 10, form % (7 + depth)) for depth in range(11))
    last = _stream(b"BT /F1 9 Tf (ha) Tj ET", form % 5)
    return _one_page(_stream(b"/X Do"), b"<</XObject<</X 6 0 R>>>>", (*forms, last))


def _form_in_itself() -> bytes:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X 6 0 R>>>>"
    return _one_page(_stream(b"/X Do"), b"<</XObject<</X 6 0 R>>>>", (_stream(b"/X Do /X Do", form),))


def _page_tree_in_itself() -> bytes:
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])


def _page_count_that_lies() -> bytes:
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>"
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, _stream(b"BT ET")])


def _huge_page_tree() -> bytes:
    count = 20_000
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"
    pages = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, *[page] * count])


def _page_of_a_million_points() -> bytes:
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1000000 1000000]/UserUnit 1000/Contents 4 0 R>>"
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, _stream(b"0 0 10 10 re f")])


def _giant_image(words: bytes = b"") -> bytes:
    side = 16_000
    image = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    )
    content = _stream(words + b"612 0 0 792 0 0 cm /I Do")
    resources = b"<</XObject<</I 6 0 R>>/Font<</F1 5 0 R>>>>"
    return _one_page(content, resources, (_stream(squeezed(b"\0", side * side), image % (side, side)),))


def _nested_arrays() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/X %s%s>>" % (b"[" * 300_000, b"]" * 300_000)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"
    return _pdf([catalog, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page])


def _outline_in_itself() -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"
    item = b"<</Title(again)/Parent 4 0 R/Next 5 0 R/First 5 0 R/Last 5 0 R>>"
    catalog, pages = b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return _pdf([catalog, pages, page, b"<</First 5 0 R/Last 5 0 R/Count 1>>", item])


def text_beside_a_drawing_bomb() -> bytes:
    """Return a page whose text is read in no time and whose drawing never ends within the limits."""
    words = b"BT /F1 12 Tf 72 700 Td (These words are kept) Tj ET "
    return _one_page(_stream(words + b"0 0 m " + _curves(30_000), b""))


def _curves(count: int) -> bytes:
    """Return dashed curves to and fro over the page, each of which is cut into thousands of dashes."""
    strokes = b"".join(b"%d 0 m 0 %d 612 %d 612 0 c S " % (n % 600, n % 700, n % 650) for n in range(count))
    return b"[0.01 0.01] 0 d 0.01 w " + strokes


BOMBS: dict[str, Callable[[], bytes]] = {
    "deep flate": _deep_flate,
    "a form in itself": _form_in_itself,
    "a giant image": _giant_image,
    "a huge page tree": _huge_page_tree,
    "a page count that lies": _page_count_that_lies,
    "a page of a million points": _page_of_a_million_points,
    "a page tree in itself": _page_tree_in_itself,
    "an outline in itself": _outline_in_itself,
    "forms within forms": _laughing_forms,
    "millions of operators": _operators,
    "millions of text operators": _text_operators,
    "nested arrays": _nested_arrays,
}
# The codes that each bomb may end in; "read" where it may be read as well. Those not named are read.
EXPECTED: dict[str, set[str]] = {
    "deep flate": {"out_of_memory", "timed_out", "crashed"},
    "a form in itself": {"crashed", "out_of_memory", "timed_out", "read"},
    "a huge page tree": {"too_many_pages"},
    "a page tree in itself": {"damaged"},
    "forms within forms": {"out_of_memory", "timed_out", "crashed"},
    "millions of operators": {"timed_out", "out_of_memory", "read"},
    "millions of text operators": {"timed_out", "out_of_memory", "crashed", "read"},
    "nested arrays": {"damaged", "crashed", "timed_out", "read"},
}
