"""Events of the audit trail as rows of a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import IO, Any

from organizations.models import AuditEvent

RISKY = ("=", "+", "-", "@", "\t", "\r")
HEAD = (
    *("time (UTC)", "person", "act", "plant", "type", "id", "object", "changes", "address"),
    "seal",
)


def write_events(events: Iterable[AuditEvent], file: IO[str]) -> None:
    """Write events as CSV that spreadsheet programs read as UTF-8."""
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(HEAD)
    for event in events:
        cells = (
            event.happened_at.isoformat(timespec="seconds"),
            event.actor_label,
            event.verb,
            event.plant.name if event.plant else "",
            event.object_type,
            event.object_id,
            event.object_label,
            _recorded(event.changes),
            event.address or "",
            event.event_hash,
        )
        writer.writerow([_safe(cell) for cell in cells])


def _recorded(changes: dict[str, Any]) -> str:
    """Return what an event changed as one cell, in the words of the trail itself."""
    parts = []
    for name, value in changes.items():
        pair = value if isinstance(value, list) and len(value) == 2 else [value]
        parts.append(f"{name}: {' > '.join(map(_cell, pair))}")
    return "; ".join(parts)


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _safe(cell: str) -> str:
    """Keep a spreadsheet program from taking a cell for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell
