"""Score runs under way by the rules of this version; safe to repeat before every start."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from assessment.services.answering import rescore_outdated
from core.base import tenant
from organizations.models import Organization


class Command(BaseCommand):
    help = "Scores every run under way again whose stored scores come from other rules."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        for key in Organization.objects.order_by("pk").values_list("pk", flat=True):
            with tenant(key):
                count = rescore_outdated()
            if count and verbosity:
                self.stdout.write(f"Scored {count} runs of organization {key} again.")
