"""The three phases of the plan: names and the letters of their initiatives."""

from __future__ import annotations

from core.phrases import phrase

PHASE_NAMES = {
    "digitize": phrase("Digitize"),
    "integrate": phrase("Integrate"),
    "optimize": phrase("Optimize"),
}
LETTERS = {"digitize": "D", "integrate": "I", "optimize": "O"}
