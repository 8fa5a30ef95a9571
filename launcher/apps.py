"""Django's view of this app."""

from __future__ import annotations

from typing import ClassVar

from django.apps import AppConfig

from launcher import checks  # noqa: F401 -- registers the checks of the machine


class LauncherConfig(AppConfig):
    """Names the app and what it removes; it has no tables."""

    name = "launcher"
    remove_old: ClassVar[dict[str, str]] = {
        "parts of backups": "launcher.clearing.remove_backup_parts",
        "files that no row names": "launcher.clearing.remove_lost_files",
    }
