"""The stage of the roadmap's tests serves here too."""

from __future__ import annotations

from tests.roadmap.conftest import at, owner, roadmap, three

__all__ = ["at", "owner", "roadmap", "three"]
