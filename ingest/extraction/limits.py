"""How much of a PDF is read, and how much memory, time and output a reading child may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one document. What a document has beyond `characters_a_page` is left out, not refused."""

    file_bytes: int = 200 * 1024 * 1024
    pages: int = 5_000
    characters: int = 30_000_000
    characters_a_page: int = 300_000
    line_characters_a_page: int = 40_000
    outline_items: int = 5_000
    output_bytes: int = 96 * 1024 * 1024
    memory_bytes: int = 1024 * 1024 * 1024
    cpu_seconds: int = 45
    seconds: float = 45.0
    picture_pixels: int = 6_000_000


DEFAULT_LIMITS = Limits()
