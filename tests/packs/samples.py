"""Small frameworks made in code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from packs.schema import Framework

DATA = Path(__file__).parent / "data"
SCALE = [{"v": step} for step in range(6)]
TEXT = {"en": "one", "zh-hans": "一"}


def leaf(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "scale": "six", **more}


def framework(*nodes: dict[str, Any], **more: Any) -> Framework:
    data = {"id": "sample", "version": "1.0.0", "scales": {"six": SCALE}, "tree": list(nodes)}
    return Framework.model_validate({**data, **more})
