"""Put the data of a backup in place."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core.errors import RuleError
from launcher.archive.restoring import load
from launcher.archive.trouble import in_words
from overview.services.stored import forget_version

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Restore a backup into a migrated database: everything, or nothing on any error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="give up the data that is here now"
        )

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        try:
            done = load(file, replace=replace)
        except RuleError as error:
            raise CommandError(error.message, returncode=BAD_INPUT) from error
        except OSError as error:
            words = f"Nothing was changed: {error.strerror or error}."
            raise CommandError(words, returncode=BAD_INPUT) from error
        except DatabaseError as error:
            words = f"Nothing was changed. {in_words(error)}"
            raise CommandError(words, returncode=BAD_INPUT) from error
        forget_version()
        self.stdout.write(
            f"Restored {done.rows} rows and {done.files} files, saved {done.made_at} "
            f"by version {done.version}."
        )
        if done.brought_up:
            self.stdout.write("It was brought up to this version; now run `manage.py prepare`.")
