"""Stored files: whole or not at all. Static files: hashed, compressed, stylesheets joined."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path, PurePosixPath
from typing import Any

import brotli
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
LARGE = 500_000  # bytes
_IMPORT = re.compile(r"""@import\s+url\(["']?(?P<path>[^"')]+)["']?\)\s*layer\((?P<layer>\w+)\);""")
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


class WholeFileStorage(FileSystemStorage):
    """Files of people and documents: each appears under its name when all of it is on the disk.

    It is written beside, under a name that begins with a dot. When that fails, by a full disk for
    example, nothing is left; what a kill leaves, housekeeping removes (`launcher.clearing`).
    """

    def _save(self, name: str, content: File[Any]) -> str:
        beside = PurePosixPath(name).with_name(f".{secrets.token_hex(16)}.part")
        place = Path(self.path(str(beside)))
        try:
            super()._save(str(beside), content)  # type: ignore[misc]
            with place.open("rb") as whole:
                os.fsync(whole.fileno())
            free = self.get_available_name(name)
            place.replace(self.path(free))
        except BaseException:
            place.unlink(missing_ok=True)
            raise
        return free


class JoinedManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Replaces the imports of `css/app.css` by the files' text, so that a page asks only once."""

    manifest_strict = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """Join the stylesheet, then hash and compress as usual."""
        if not dry_run and SHEET in paths:
            joined = join_sheet(paths, SHEET)
            self.delete(SHEET)
            self._save(SHEET, ContentFile(joined.encode()))
            # The hashed copy is made from what stands here, so point at the joined file.
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def create_compressor(self, **options: Any) -> Compressor:
        """Return what compresses a file."""
        return QuickCompressor(**options)

    def compress_files(self, paths: set[str]) -> Any:
        """Compress the hashed copies: they are what pages name."""
        yield from super().compress_files(paths & set(self.hashed_files.values()))


class QuickCompressor(Compressor):  # type: ignore[misc]  # the library has no types
    """Takes a tenth more bytes for a large file: the last tenth costs nine seconds of every set-up."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """Compress as far as it is worth it."""
        best, good = 11, 9
        return bytes(brotli.compress(data, quality=good if len(data) > LARGE else best))


def join_sheet(paths: dict[str, Any], name: str) -> str:
    """Return a stylesheet with its layered imports written out and its comments removed.

    Args:
        paths: Name to (storage, path) of every source file, as `collectstatic` gives it.
        name: The sheet that imports the others of its folder.

    Returns:
        The text of one sheet.

    Raises:
        KeyError: If an imported sheet does not exist.
    """
    folder = name.rsplit("/", 1)[0]

    def text(part: str) -> str:
        storage, path = paths[part]
        with storage.open(path) as file:
            return _COMMENT.sub("", file.read().decode())

    def inline(match: re.Match[str]) -> str:
        body = text(f"{folder}/{match['path']}")
        return f"@layer {match['layer']} {{\n{body}}}"

    return _IMPORT.sub(inline, text(name))
