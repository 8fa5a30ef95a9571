"""Rewrite a backup of an earlier version with the tables of this one; `restore` calls it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleError
from launcher.archive.upgrading import upgrade


class Command(BaseCommand):
    help = "Rewrite the tables of an earlier backup, in an empty database given by DATABASE_URL."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("target", type=Path)

    def handle(self, *args: Any, source: Path, target: Path, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        try:
            upgrade(source, target)
        except RuleError as error:
            raise CommandError(error.message) from error
