"""Give reactions that are new in this version their place in the trail of every organization."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from organizations.models import Organization
from organizations.services.delivery import open_cursors


class Command(BaseCommand):
    help = "Lets reactions that are new in this version begin at the end of each audit trail."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        rows = Organization.objects.order_by("pk")
        made = sum(open_cursors(organization, is_new=False) for organization in rows)
        self.stdout.write(f"reactions: {made} new places")
