"""Migrate as Django does, but start an empty database with all tables at once.

`tests/launcher/test_fresh.py` holds that they are those of the migrations. Each process of a test
run has a database of its own: ten seconds of processor for each.
"""

from __future__ import annotations

from django.core.management.commands import migrate
from django.db import connections

from launcher.fresh import make_tables


class Command(migrate.Command):
    """Make the tables first where there are none."""

    def handle(self, *labels: str, **options: object) -> None:
        """Make the tables, then do what is left."""
        if not options["app_label"]:
            make_tables(connections[str(options["database"])])
        super().handle(*labels, **options)
