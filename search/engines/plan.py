"""What is asked of an index, in words that every engine has. Both engines translate these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a field, scored by BM25 times `weight`."""

    field: str
    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Sequence:
    """Two or more terms of a field in this order, `slop` places moved in all; scored by BM25 times `weight`."""

    field: str
    terms: tuple[str, ...]
    slop: int = 0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Start:
    """Any term of a field that begins so, scored 1. `ending` is a regular expression for the rest."""

    field: str
    start: str
    ending: str = ""
    # One for what the rest may not wholly be, where it has at most LONGEST_ROW letters. Elasticsearch reads neither:
    # its forms of compounds were cut by the same rule.
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """Any term of a field that differs in at most `distance` letters, scored 1."""

    field: str
    term: str
    distance: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these whole values; scores nothing."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """A number from `first` to `last`, both included; scores nothing."""

    field: str
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Fixed:
    """What the part matches, scored `score`."""

    part: Plan
    score: float


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least `least` of the parts; their scores are added."""

    parts: tuple[Plan, ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of `parts`, none of `without`; `better` only raises the score."""

    parts: tuple[Plan, ...]
    better: tuple[Plan, ...] = ()
    without: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class All:
    """Every document; scores nothing."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


Plan = Term | Sequence | Start | Near | OneOf | Between | Fixed | AnyOf | AllOf | All | Nothing
