"""Write all data to one file: every table and every stored file, with checksums."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core import clock
from core.disk import NO_FILE
from core.errors import RuleError
from launcher.archive.restoring import after_interruption
from launcher.archive.saving import save
from launcher.archive.trouble import in_words

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Save database and files in one archive that `restore` reads on any database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, help="file (default: a new one in the data folder)")

    def handle(self, *args: Any, out: Path | None = None, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        target = out or default_target()
        if not target.name or (target.exists() and not target.is_file()):
            raise CommandError(f"{target} cannot be written: {NO_FILE}", returncode=BAD_INPUT)
        try:
            after_interruption()
            target.parent.mkdir(parents=True, exist_ok=True)
            done = save(target)
        except RuleError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            place = error.filename or target
            words = f"{place} cannot be written: {error.strerror or error}"
            raise CommandError(words, returncode=BAD_INPUT) from error
        except DatabaseError as error:
            raise CommandError(in_words(error)) from error
        self.stdout.write(f"{target}: {done.rows} rows, {done.files} files")
        for name in done.missing:
            self.stderr.write(f"A row names {name}, which is not in the store.")


def default_target() -> Path:
    """Return a new name in the data folder."""
    moment = clock.now().strftime("%Y%m%d-%H%M%S")
    folder: Path = settings.VAR_DIR
    return folder / "backups" / f"landfall-{moment}.zip"
