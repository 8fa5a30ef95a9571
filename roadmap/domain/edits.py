"""What somebody wants to change of one bar among several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BarEdit:
    """New values of one initiative.

    Attributes:
        id: key of the stored row.
        version: the version that the editor saw, from 1.
        values: by name of the field; those left out stay.
    """

    id: int
    version: int
    values: Mapping[str, Any]
