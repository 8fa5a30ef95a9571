"""`manage.py refresh_stored`: bring what is stored of plants up to date, as every night does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from overview.tasks import refresh_stored


class Command(BaseCommand):
    """Part of `prepare`: a new version may store what the one before did not."""

    help = "Bring the stored sums of plans and duties up to date."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        """Do it for every organization."""
        refresh_stored()
        self.stdout.write("stored sums: up to date")
