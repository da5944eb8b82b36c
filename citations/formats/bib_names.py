"""Names as .bib files write them: `von Last, Jr, First and {An Organisation} and others`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citations.formats.latex_decode import decode as decode_text
from citations.formats.latex_encode import encode
from citations.formats.remembered import remembered
from citations.reference import Name


def decode(source: str) -> str:
    """Return a part of a name; a tie or a thin space is only a space there."""
    return decode_text(source, marked=False).replace("\u00a0", " ").replace("\u2009", " ").strip()


_AND = re.compile(r"(?:^|\s+)and(?=\s|$)", re.IGNORECASE)
_STRUCTURED = re.compile(r"^\s*(?:family|given|prefix|suffix|useprefix)(?:-i)?\s*=", re.IGNORECASE)
_OTHERS = frozenset({"others", "et al", "et al.", "{others}", "{et al.}"})


def split_names(source: str) -> tuple[tuple[Name, ...], bool]:
    """Return the names of a list, and whether it goes on ("and others")."""
    names: list[Name] = []
    others = False
    for part in _split_list(source) if ";" not in source else _split_at_semicolons(source):
        if part.lower() in _OTHERS:
            others = True
        elif part.count(",") > 2 and _is_list(part):
            names += _listed(part)
        elif part:
            names.append(parse_name(part))
    return tuple(name for name in names if name != Name()), others


def has_too_many_commas(source: str) -> bool:
    """Say whether a name of the list has more parts than BibTeX knows: often commas stand there for `and`."""
    return source.count(",") > 2 and any(map(_is_list, _split_list(source)))


def _is_list(part: str) -> bool:
    return len(_split_outside(part, _COMMA)) > 3 and not _STRUCTURED.match(part)


def _listed(source: str) -> Iterator[Name]:
    """Yield the names of `Berg, Anna, Li, Wei` or `Anna Berg, Wei Li, Bo Ek`: one word alone is a family name."""
    parts = [part.strip() for part in _split_outside(source, _COMMA) if part.strip()]
    while parts:
        first = parts.pop(0)
        alone = len(_words(first)) == 1 or _is_lower(_words(first)[0])
        yield parse_name(f"{first}, {parts.pop(0)}" if alone and parts else first)


def _split_list(source: str) -> list[str]:
    if "{" not in source:
        return [part.strip() for part in _AND.split(source)]
    return [part.strip() for part in _split_outside(source, _AND)]


def _split_at_semicolons(source: str) -> list[str]:
    """Return a list that some write `Berg, Anna; Li, Wei`; a semicolon in any other list is a part of a name."""
    parts = [part.strip() for part in _split_outside(source, _SEMICOLON) if part.strip()]
    whole = _split_list(source)
    return parts if len(whole) == 1 and all(part.count(",") == 1 for part in parts) else whole


def _split_outside(source: str, separator: re.Pattern[str]) -> list[str]:
    """Return the text cut where the separator stands outside all braces."""
    depths = _depths(source)
    parts: list[str] = []
    start = 0
    for match in separator.finditer(source):
        if depths[match.start()] == 0:
            parts.append(source[start : match.start()])
            start = match.end()
    return [*parts, source[start:]]


def _depths(source: str) -> list[int]:
    depths: list[int] = []
    depth = 0
    escaped = False
    for char in source:
        if char == "{" and not escaped:
            depth += 1
            depths.append(depth)
        elif char == "}" and not escaped:
            depths.append(depth)
            depth = max(0, depth - 1)
        else:
            depths.append(depth)
        escaped = char == "\\" and not escaped
    return depths


@remembered(8192)
def parse_name(source: str) -> Name:
    """Return one name in its parts; a name wholly in braces is an organisation's."""
    if _whole_group(source):
        return Name(literal=decode(source[1:-1]))
    source = _NUMBERED.sub("", source)
    if "=" in source and _STRUCTURED.match(source):
        return _structured(source)
    parts = [part.strip() for part in (_split_outside(source, _COMMA) if "{" in source else _COMMA.split(source))]
    if len(parts) > 2 and not parts[-1]:
        parts.pop()
    if len(parts) == 1:
        return _given_first(_words(parts[0]))
    particle, family = _leading_particle(_words(parts[0]))
    given = ", ".join(parts[2:]) if len(parts) > 2 else parts[1]
    suffix = parts[1] if len(parts) > 2 else ""
    return Name(family=_joined(family), given=decode(given), particle=_joined(particle), suffix=decode(suffix))


# dblp tells people of one name apart by a number behind it (`John Smith 0001`).
_NUMBERED = re.compile(r"(?<=\w)\s+0[0-9]{3}(?=\s*(?:,|$))")
_COMMA = re.compile(r"(?<!\\),")
_SEMICOLON = re.compile(r"(?<!\\);")
_SPACE = re.compile(r"(?<!\\)[\s~]+")


def _whole_group(source: str) -> bool:
    if not source.startswith("{") or not source.endswith("}"):
        return False
    depths = _depths(source)
    return depths[-1] == 1 and all(depth > 0 for depth in depths)


def _structured(source: str) -> Name:
    """Return a name in BibLaTeX's extended form, `family=Berg, given=Anna, prefix=van der`."""
    said: dict[str, str] = {}
    for part in _split_outside(source, _COMMA):
        label, _, value = part.partition("=")
        said[label.strip().lower()] = decode(value.strip().strip('"'))
    return Name(
        family=said.get("family", ""),
        given=said.get("given", ""),
        particle=said.get("prefix", ""),
        suffix=said.get("suffix", ""),
    )


def _words(source: str) -> list[str]:
    parts = _split_outside(source, _SPACE) if "{" in source else _SPACE.split(source)
    return [part for part in parts if part]


def _is_lower(word: str) -> bool:
    """Say whether BibTeX takes the word for a particle: its first letter outside braces is small."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letters = next((char for char in decode(word) if char.isalpha()), "")
    return letters != "" and letters.islower()


def _leading_particle(words: list[str]) -> tuple[list[str], list[str]]:
    last = max((n for n, word in enumerate(words[:-1]) if _is_lower(word)), default=-1)
    if last >= 0 and not _is_lower(words[0]):
        return [], words
    return words[: last + 1], words[last + 1 :]


def _given_first(words: list[str]) -> Name:
    """Return `First von Last` in its parts."""
    small = [n for n, word in enumerate(words[:-1]) if _is_lower(word)]
    if small:
        first, last = small[0], small[-1]
        return Name(
            given=_joined(words[:first]), particle=_joined(words[first : last + 1]), family=_joined(words[last + 1 :])
        )
    return Name(given=_joined(words[:-1]), family=_joined(words[-1:]))


def _joined(words: list[str]) -> str:
    return decode(" ".join(words))


def write_names(names: tuple[Name, ...], *, others: bool, ascii_safe: bool) -> str:
    """Return a list of names for a .bib file."""
    written = [write_name(name, ascii_safe=ascii_safe) for name in names]
    return " and ".join([*written, "others"] if others else written)


def write_name(name: Name, *, ascii_safe: bool) -> str:
    """Return `von Last, Jr, First`, or an organisation in braces of its own."""
    if name.is_organisation:
        return "{" + encode(name.literal, ascii_safe=ascii_safe) + "}"
    if not is_writable(name):
        name = _without_commas(name)
    family = _family(name, ascii_safe=ascii_safe)
    alone = not (name.given or name.suffix or name.particle)
    if alone and name.family and " " not in name.family and not _whole_group(family):
        return family
    given = _given(name.given, ascii_safe=ascii_safe) or "{}"
    if name.suffix:
        return f"{family}, {_given(name.suffix, ascii_safe=ascii_safe)}, {given}"
    return f"{family}, {given}"


def is_writable(name: Name) -> bool:
    """Say whether biber takes the name: it counts commas, in braces too."""
    parts = (name.particle, name.family, name.given, name.suffix)
    return name.is_organisation or sum(part.count(",") for part in parts) + (2 if name.suffix else 1) <= 2


def _without_commas(name: Name) -> Name:
    parts = {part: getattr(name, part) for part in ("family", "given", "particle", "suffix")}
    return Name(**{part: " ".join(text.replace(",", " ").split()) for part, text in parts.items()})


_NEEDS_BRACES = re.compile(r",|\band\b|=", re.IGNORECASE)


def _given(text: str, *, ascii_safe: bool) -> str:
    written = encode(text, ascii_safe=ascii_safe)
    return f"{{{written}}}" if text and _NEEDS_BRACES.search(text) else written


def _family(name: Name, *, ascii_safe: bool) -> str:
    """Return particle and family name so that each is read as what it is."""
    family = encode(name.family, ascii_safe=ascii_safe)
    words = name.family.split(" ")
    small = any(_is_lower(word) for word in words[:-1]) or (not name.particle and _is_lower(words[0]))
    if _NEEDS_BRACES.search(name.family) or (small and len(words) > 1):
        family = f"{{{family}}}"
    if not family:
        family = "{}"
    return f"{encode(name.particle, ascii_safe=ascii_safe)} {family}" if name.particle else family
