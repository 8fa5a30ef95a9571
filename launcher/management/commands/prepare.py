"""Bring the database and the reference content up to date; safe to repeat before every start."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from core.errors import RuleError
from launcher.archive.restoring import after_interruption
from launcher.archive.trouble import in_words
from launcher.fresh import make_tables
from launcher.migrating import migrate

ENDED = {
    "done": "A restore was interrupted and has been carried to its end.",
    "undone": "A restore was interrupted and has been taken back; nothing was changed.",
}


class Command(BaseCommand):
    help = (
        "End an interrupted restore, migrate the database, let new reactions begin, load packs, "
        "catch up on stored results."
    )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        try:
            ended = after_interruption()
            if ended:
                self.stderr.write(ENDED[ended])
            make_tables(connection)  # of an empty database; for Django it is a migrated one then
            migrate(verbosity, self.stdout)
        except RuleError as error:
            raise CommandError(error.message) from error
        except DatabaseError as error:
            raise CommandError(in_words(error)) from error
        call_command("createcachetable", verbosity=0)
        call_command("open_cursors", stdout=self.stdout)
        call_command("load_packs", verbosity=verbosity, stdout=self.stdout)
        call_command("rescore_runs", verbosity=verbosity, stdout=self.stdout)
        # Not in a migration: its audit events are sealed by the code of this version.
        call_command("freeze_matrices", verbosity=verbosity, stdout=self.stdout)
        call_command("refresh_stored", due=not ended, stdout=self.stdout)
        self.stdout.write("The database is ready.")
