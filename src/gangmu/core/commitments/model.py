"""What a commitment of a plan is made of: its sentence, labels, figures, names and acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Strength = Literal["must", "will", "strive", "explore"]
Bound = Literal["=", ">=", "<=", "~", "range", "delta+", "delta-"]
Kind = Literal["indicator", "quantity", "date", "project", "mechanism", "system", "prohibition", "cap"]

KINDS: tuple[Kind, ...] = (
    "indicator",
    "quantity",
    "date",
    "project",
    "mechanism",
    "system",
    "prohibition",
    "cap",
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much is promised: `number` without 万 and 亿 (a range as "3-5"), `unit` as printed, offsets in the text."""

    number: str
    unit: str
    bound: Bound
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in the document, with its offsets."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Act:
    """A head verb with its object: what a clerk could be asked about next year."""

    verb: str
    object: str
    start: int
    end: int


@dataclass(slots=True)
class Commitment:
    """A sentence of a plan with what it promises; one that binds nobody keeps empty lists and no strength.

    `sentence` is an index into Document.sentences, `confidence` (0 to 1) is how sure the reading of `binding` is, and
    `evidence` says in short Chinese words what spoke for the labels.
    """

    sentence: int
    text: str
    start: int
    end: int
    binding: bool
    strength: Strength | None = None
    kinds: tuple[Kind, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    systems: tuple[Mention, ...] = ()
    projects: tuple[Mention, ...] = ()
    context_project: str | None = None
    mechanisms: tuple[Mention, ...] = ()
    subject: Mention | None = None
    places: tuple[Mention, ...] = ()
    organisations: tuple[Mention, ...] = ()
    acts: tuple[Act, ...] = ()
    confidence: float = 0.0
    evidence: tuple[str, ...] = field(default=())
