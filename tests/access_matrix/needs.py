"""Who gets which answer from the pages of needs."""

from __future__ import annotations

from tests.access_matrix.assessment import VIEW, plant, row

MATRIX = {
    "needs:requirement-list": row(plant, VIEW),
}
