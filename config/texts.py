"""What every page runs, one static file per language: the browser's translations and small scripts.

Each script is a function of its own that runs at once, so they can stand in one file; a first visit
asks for one file instead of eight. It is hashed and cached like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseStorageFinder
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest
from django.utils import translation
from django.views.i18n import JavaScriptCatalog

from core.disk import write_whole

FOLDER = Path(settings.VAR_DIR) / "texts"
NAMES = {f"texts/{code}.js": code for code, _name in settings.LANGUAGES}
SCRIPTS = ("menu", "dialog", "keys", "live", "sending", "followed", "assessment/guard", "explore")


def catalog(language: str) -> bytes:
    """Return the script that brings the browser the words of a language."""
    with translation.override(language):
        answer = JavaScriptCatalog(domain="djangojs").get(HttpRequest())
    return bytes(answer.content)


def script(language: str) -> bytes:
    """Return the words of a language with the scripts of every page behind them."""
    folder = settings.BASE_DIR / "static" / "js"
    return b"\n".join(
        [catalog(language), *((folder / f"{name}.js").read_bytes() for name in SCRIPTS)]
    )


def write_catalogs() -> None:
    """Write what has changed; a file that says the same keeps its time of change."""
    for name, language in NAMES.items():
        file, text = FOLDER / name, script(language)
        if not file.exists() or file.read_bytes() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, text)


class TextsFinder(BaseStorageFinder):
    """Lets `collectstatic` and a server of single files find the translations."""

    storage = FileSystemStorage(location=FOLDER)

    def find(self, path: str, find_all: bool = False, **named: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """Return where a translation stands; none for every other file."""
        if path not in NAMES:
            return []
        write_catalogs()
        return super().find(path, find_all=find_all, **named)  # type: ignore[call-overload]  # a flag, not a literal

    def list(self, ignore_patterns: Iterable[str] | None) -> Any:
        """Return every translation with its storage."""
        write_catalogs()
        yield from super().list(ignore_patterns)
