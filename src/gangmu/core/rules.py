"""What rules say of records: findings, and how grave they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How grave a finding is, from a hint to a breach of a rule."""

    HINT = "hint"
    WARNING = "warning"
    BREACH = "breach"

    @property
    def label(self) -> str:
        """What people call it."""
        return {"hint": "提示", "warning": "预警", "breach": "违规"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found wrong with one record: one sentence, and the law or document it rests on."""

    rule: str
    severity: Severity
    message: str
    basis: str
