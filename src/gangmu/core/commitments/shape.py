"""Commitments as plain data for JSON."""

from __future__ import annotations

from typing import Any

from gangmu.core.commitments.model import Commitment, Mention


def to_json(commitments: list[Commitment]) -> list[dict[str, Any]]:
    """The shape that the outside scorer reads, with offsets of places, acts, confidence and evidence."""
    return [_entry(one) for one in commitments]


def _entry(one: Commitment) -> dict[str, Any]:
    return {
        "sentence": one.text,
        "index": one.sentence,
        "start": one.start,
        "end": one.end,
        "binding": one.binding,
        "strength": one.strength,
        "kinds": list(one.kinds),
        "quantities": [
            {"number": each.number, "unit": each.unit, "bound": each.bound, "start": each.start, "end": each.end}
            for each in one.quantities
        ],
        "systems": [each.text for each in one.systems],
        "projects": [each.text for each in one.projects],
        "context_project": one.context_project,
        "mechanisms": [each.text for each in one.mechanisms],
        "subject": one.subject.text if one.subject else None,
        "places": [_mention(each) for each in one.places],
        "organisations": [_mention(each) for each in one.organisations],
        "acts": [{"verb": each.verb, "object": each.object, "start": each.start, "end": each.end} for each in one.acts],
        "confidence": one.confidence,
        "evidence": list(one.evidence),
    }


def _mention(one: Mention) -> dict[str, Any]:
    return {"text": one.text, "start": one.start, "end": one.end}
