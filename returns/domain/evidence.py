"""How much of an expected benefit counts, by what it rests on. See docs/method.md#business-case."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum


class EvidenceLevel(StrEnum):
    """What the expectation rests on."""

    PROVED = "proved"
    PILOT = "pilot"
    PEER = "peer"
    IDEA = "idea"


COUNTED: Mapping[EvidenceLevel, Decimal] = {
    EvidenceLevel.PROVED: Decimal("1.0"),
    EvidenceLevel.PILOT: Decimal("0.8"),
    EvidenceLevel.PEER: Decimal("0.5"),
    EvidenceLevel.IDEA: Decimal("0.2"),
}
