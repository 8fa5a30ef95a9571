"""What evidence proves: declared by each app that links it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from organizations.domain.roles import Permission


@dataclass(frozen=True, slots=True)
class Proven:
    """A kind of thing that evidence proves; in `proven` of the app's `apps.py`.

    Attributes:
        model: label of the table of its links (`organizations.models.EvidenceLink`).
        right: what a person must be allowed to see there in order to read the evidence.
        sealed: filter of the links that belong to something finished: nobody judges their evidence
            anew, and none of it is used for anything else. Empty where nothing is ever finished.
    """

    model: str
    right: Permission
    sealed: Mapping[str, Any] = field(default_factory=dict)
