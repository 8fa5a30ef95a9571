"""Check audit chain and signed records of every organization: `manage.py verify_audit [--json]`."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

from organizations.models import Organization
from organizations.services import audit


def state_of(row: dict[str, Any]) -> str:
    """Say how a trail stands."""
    if row["unbroken"]:
        return f"unbroken, {row['words_removed']} words removed"
    what = "words of event" if row["words_differ"] else "event"
    return f"broken at {what} {row['broken_at']}"


def altered(organization: Organization) -> list[str]:
    """Name the signed records whose check sum does not fit, as the apps' `sealed` finds them."""
    paths = [getattr(config, "sealed", "") for config in apps.get_app_configs()]
    return [name for path in paths if path for name in import_string(path)(organization)]


class Command(BaseCommand):
    help = "Check that no audit event and no signed record was changed, removed or slipped in."

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
                "records_altered": altered(organization),
            }
        if options["json"]:
            self.stdout.write(json.dumps(chains))
        else:
            for slug, row in chains.items():
                self.stdout.write(f"{slug}: {row['events']} events, {state_of(row)}")
        if not all(row["unbroken"] for row in chains.values()):
            self.stderr.write("The audit chain is broken.")
            sys.exit(2)
        names = [name for row in chains.values() for name in row["records_altered"]]
        if names:
            self.stderr.write(f"Changed outside the product: {', '.join(names)}.")
            sys.exit(2)
