"""Published forms of the files that other tools read, as check-jsonschema carries them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def schema(name: str) -> Any:
    """Return a schema by its name there, such as "compose-spec"."""
    folder = files("check_jsonschema") / "builtin_schemas" / "vendor"
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
