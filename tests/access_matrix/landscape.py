"""Who gets which answer from the pages of landscape."""

from __future__ import annotations

from tests.access_matrix.assessment import TEAM, plant, row, system

MATRIX = {
    "landscape:system-list": row(plant, TEAM),
    "landscape:system-create": row(plant, TEAM),
    "landscape:system-template": row(plant, TEAM),
    "landscape:system-export": row(plant, TEAM),
    "landscape:system-import": row(plant, TEAM),
    "landscape:system-import-confirm": row(plant, TEAM, 302, method="post"),
    "landscape:system-import-marked": row(plant, TEAM, 302, method="post"),
    "landscape:system-edit": row(system, TEAM),
    "landscape:system-delete": row(system, TEAM),
}
