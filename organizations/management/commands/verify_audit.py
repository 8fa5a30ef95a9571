"""Check the audit chain of every organization: `manage.py verify_audit [--json]`."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from organizations.models import Organization
from organizations.services import audit


def state_of(row: dict[str, Any]) -> str:
    """Say how a trail stands."""
    if row["unbroken"]:
        return f"unbroken, {row['words_removed']} words removed"
    what = "words of event" if row["words_differ"] else "event"
    return f"broken at {what} {row['broken_at']}"


class Command(BaseCommand):
    help = "Check that no audit event was changed, removed or slipped in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        chains: dict[str, dict[str, Any]] = {}
        for organization in Organization.objects.order_by("slug"):
            result = audit.verify(organization)
            chains[organization.slug] = {
                "events": result.count,
                "unbroken": result.is_unbroken,
                "broken_at": result.broken_at,
                "words_differ": result.words_differ,
                "words_removed": result.removed,
            }
        if options["json"]:
            self.stdout.write(json.dumps(chains))
        else:
            for slug, row in chains.items():
                self.stdout.write(f"{slug}: {row['events']} events, {state_of(row)}")
        if not all(row["unbroken"] for row in chains.values()):
            self.stderr.write("The audit chain is broken.")
            sys.exit(2)
