"""Who gets which answer from the pages of readings."""

from __future__ import annotations

from tests.access_matrix.indicators import _RECORD, done, one, plant, reading, this_month

# Input is wrong on purpose: whoever may record is told so.
TOLD = {role: 422 if status == 200 else status for role, status in _RECORD.items()}

MATRIX = {
    "readings:reading-import": {"kwargs": plant, "expect": _RECORD},
    "readings:reading-import-marked": {"method": "post", "kwargs": plant, "expect": TOLD},
    "readings:reading-template": {"kwargs": plant, "expect": _RECORD},
    "readings:reading-create": {
        "method": "post",
        "kwargs": one,
        "data": this_month,
        "expect": done(_RECORD),
    },
    "readings:reading-compute": {"kwargs": one, "expect": _RECORD},
    "readings:reading-edit": {"kwargs": reading, "expect": _RECORD},
    "readings:reading-delete": {
        "method": "post",
        "kwargs": reading,
        "expect": done(_RECORD),
    },
}
