"""Taking packs into the database: a released version never changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from core.errors import RuleError
from packs.digest import files_digest
from packs.loader import Pack, load_pack
from packs.models import PackRelease


class PackChangedError(RuleError):
    """A version that was released before now has another content."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What happened to one pack."""

    release: PackRelease
    is_new: bool


def load_folder(folder: Path) -> Loaded:
    """Check a pack folder and store it as a release.

    Args:
        folder: holds pack.yaml and its files.

    Returns:
        The release; loading the same pack again changes nothing, and the same files are not read
        again.

    Raises:
        PackError: the pack is not valid; nothing is stored.
        PackChangedError: this version is already stored with another content.
    """
    files = files_digest(folder) if folder.is_dir() else ""
    known = PackRelease.objects.filter(files_digest=files).first() if files else None
    return Loaded(known, is_new=False) if known else store(load_pack(folder), files)


@transaction.atomic
def store(pack: Pack, files: str = "") -> Loaded:
    """Store a checked pack, with the digest of its files; see `load_folder`."""
    key = {"kind": pack.kind, "identifier": pack.id, "release": pack.version}
    stored = PackRelease.objects.filter(**key).first()
    if stored is not None:
        if stored.digest != pack.digest:
            message = (
                f"{pack.id} {pack.version}: the content differs from the released one; "
                "give the changed pack a new version"
            )
            raise PackChangedError(message)
        PackRelease.objects.filter(pk=stored.pk).update(files_digest=files)
        return Loaded(stored, is_new=False)
    content = pack.as_json()
    is_current = content.get("status", "current") == "current"
    if is_current:
        PackRelease.objects.filter(kind=pack.kind, identifier=pack.id).update(is_current=False)
    release = PackRelease(
        **key,
        digest=pack.digest,
        files_digest=files,
        jurisdiction=str(content.get("jurisdiction", "")),
        title=content.get("title") or {"en": pack.id, "zh-hans": pack.id},
        content=content,
        is_current=is_current,
    )
    release.full_clean()
    release.save(force_insert=True)
    return Loaded(release, is_new=True)
