"""The three phases of the plan: names and the letters of their initiatives."""

from __future__ import annotations

from core.text import LocalizedText

PHASE_NAMES = {
    "digitize": LocalizedText("Digitize", "基础数字化"),
    "integrate": LocalizedText("Integrate", "数据集成"),
    "optimize": LocalizedText("Optimize", "智能优化"),
}
LETTERS = {"digitize": "D", "integrate": "I", "optimize": "O"}
