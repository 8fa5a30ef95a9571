"""Reading changes nothing the product knows: what a GET or HEAD may write, and a guard.

Whoever needs another line here looks for a reaction to an act first (docs/adr/0009).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

# Tables that any address may write, each with its reason.
ANYWHERE = {
    "django_session": "knows the browser and not the product: sign-in, messages, what was unlocked",
}
# Addresses that hand out a file: one event says who took it, and tables hold its counter.
EVENT = {
    "organizations_auditevent": "the event",
    "organizations_auditwords": "its words about people",
    "organizations_auditchain": "the head of the chain that the event moves",
}
HANDS_OUT = {
    "capability:matrix-export": ("data.exported", {}),
    "indicators:reading-export": ("data.exported", {}),
    "indicators:workbook-file": ("data.exported", {}),
    "interchange:plan-export": ("data.exported", {}),
    "compliance:obligation-export": ("data.exported", {}),
    "landscape:system-export": ("data.exported", {}),
    "overview:portfolio-export": ("data.exported", {}),
    "questionnaire:workbook-export": ("data.exported", {}),
    "reports:report-archive": ("report.downloaded", {}),
    "reports:report-download": ("report.downloaded", {}),
    "returns:case-export": ("data.exported", {}),
    "translation:text-export": ("data.exported", {}),
    "reports:share-download": (
        "link.downloaded",
        {"reports_sharelink": "how often and when a shared document was taken"},
    ),
}

READS = re.compile(
    r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|EXPLAIN|PRAGMA foreign_keys)\b", re.IGNORECASE
)
TABLE = re.compile(r'\b(?:INTO|UPDATE|FROM)\s+"?(\w+)"?', re.IGNORECASE)


class WriteRefusedError(Exception):
    """Somebody only reads, and the page writes."""


@dataclass
class Guard:
    """Refuses every write that the lists do not name.

    Attributes:
        allowed: tables that may be written.
        verb: of the one event that may be recorded.
        refused: the statements that were refused.
        events: how many events were recorded.
    """

    allowed: set[str]
    verb: str = ""
    refused: list[str] = field(default_factory=list)
    events: int = 0

    def __call__(self, execute, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Look at one statement before it is executed."""
        if not READS.match(sql):
            found = TABLE.search(sql)
            table = found[1] if found else ""
            if table not in self.allowed or not self._may_record(table, params):
                self.refused.append(sql[:200])
                raise WriteRefusedError(sql[:200])
        return execute(sql, params, many, context)

    def _may_record(self, table: str, params: Any) -> bool:
        if table != "organizations_auditevent":
            return True
        self.events += 1
        return self.events == 1 and self.verb in params


@contextmanager
def reading(address: str = "", method: str = "get") -> Iterator[Guard]:
    """Refuse writes while an address is read; asking for the head of a file takes nothing."""
    verb, counters = HANDS_OUT.get(address, ("", {})) if method == "get" else ("", {})
    guard = Guard({*ANYWHERE, *counters, *(EVENT if verb else ())}, verb)
    with connection.execute_wrapper(guard):
        yield guard
