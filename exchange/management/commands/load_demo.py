"""Load the demo organization: four plants of an invented group."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from exchange.services.demo import PASSWORD, DemoExistsError, load

SIGN_INS = (
    ("li.zhen@qinghe.example", "CIO, all plants, 中文"),
    ("nurul.hassan@qinghe.example", "project owner, Johor Bahru"),
    ("zhao.min@qinghe.example", "stakeholder, reads and downloads, 中文"),
)


class Command(BaseCommand):
    help = "Loads the demo organization once; a second call changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        try:
            load()
        except DemoExistsError:
            self.stdout.write("demo: loaded already")
        else:
            # The story was lived on earlier days: what is stored knows today from here on.
            call_command("refresh_stored", stdout=self.stdout)
            self.stdout.write("demo: loaded")
        for email, part in SIGN_INS:
            self.stdout.write(f"  {email}  {PASSWORD}  ({part})")
