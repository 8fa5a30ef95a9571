"""Load reference packs: those that come with the product, or the folders named."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleError
from organizations.services import delivery
from packs.loader import builtin_packs, find_packs
from packs.services import load_folder

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Checks packs and stores new releases. Loading twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        folders = []
        for root in options["folders"]:
            below = list(find_packs(root))
            if not below:
                raise CommandError(f"{root}: no pack.yaml found", returncode=BAD_INPUT)
            folders += below
        new: list[str] = []
        for folder in folders if options["folders"] else builtin_packs():
            try:
                loaded = load_folder(folder)
            except RuleError as error:
                message = f"{folder}\n{error}"
                raise CommandError(message, returncode=BAD_INPUT) from error
            new += [loaded.release.kind] if loaded.is_new else []
        delivery.announce_packs(set(new))
        self.stdout.write(f"packs: {len(new)} new, {len(list(builtin_packs()))} built in")
