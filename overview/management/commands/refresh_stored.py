"""`manage.py refresh_stored`: bring what is stored of plants up to date, as every night does."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from overview.services.stored import is_due
from overview.tasks import refresh_stored


class Command(BaseCommand):
    """Part of `prepare`: a new version may store what the one before did not."""

    help = "Bring the stored sums of plans and duties up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let a start leave out what the one before did."""
        parser.add_argument(
            "--due", action="store_true", help="only after a new version or a missed night"
        )

    def handle(self, *args: Any, due: bool = False, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        """Do it for every organization."""
        if not due or is_due(clock.today()):
            refresh_stored()
        self.stdout.write("stored sums: up to date")
