"""Keep the matrices of signed runs that came without one; safe to repeat before every start."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from capability.services import freeze_missing
from core.base import tenant
from organizations.models import Organization


class Command(BaseCommand):
    help = "Keeps the capability matrix of every signed run that has none, from its seal."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        for key in Organization.objects.order_by("pk").values_list("pk", flat=True):
            with tenant(key):
                count = freeze_missing()
            if count and verbosity:
                self.stdout.write(f"Kept {count} capability matrices of organization {key}.")
