"""The checklists and the initiative catalog as objects; parsed once per release and process."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.text import LocalizedText
from packs.models import PackRelease
from packs.schema.checklist import Checklist

# A release never changes, so its parsed content may be kept; the digest guards against reused ids.
_checklists: dict[tuple[int, str], Checklist] = {}
_initiatives: dict[tuple[int, str], dict[str, LocalizedText]] = {}


def forget_parsed() -> None:
    """Drop what was parsed; tests use it to see every query."""
    _checklists.clear()
    _initiatives.clear()


def _parsed(keys: Iterable[tuple[int, str]]) -> dict[int, Checklist]:
    wanted = list(keys)
    missing = [pk for pk, digest in wanted if (pk, digest) not in _checklists]
    if missing:
        digests = dict(wanted)
        rows = PackRelease.objects.filter(pk__in=missing).values_list("pk", "content")
        for pk, content in rows:
            _checklists[pk, digests[pk]] = Checklist.model_validate(content)
    return {pk: _checklists[pk, digest] for pk, digest in wanted}


def current_checklists() -> dict[int, Checklist]:
    """Return the current release of every checklist by id, in one query once parsed."""
    releases = PackRelease.objects.filter(kind=PackRelease.Kind.CHECKLIST, is_current=True)
    return _parsed(releases.order_by("identifier").values_list("pk", "digest"))


def checklists_of(release_ids: Iterable[int]) -> dict[int, Checklist]:
    """Return the named releases by id, older ones too, in one query once parsed."""
    ids = set(release_ids)
    if not ids:
        return {}
    return _parsed(PackRelease.objects.filter(pk__in=ids).values_list("pk", "digest"))


def initiative_titles() -> dict[str, LocalizedText]:
    """Return id -> title of the current initiative catalog; empty when none is loaded."""
    release = (
        PackRelease.objects.filter(kind=PackRelease.Kind.INITIATIVES, is_current=True)
        .order_by("-loaded_at")
        .values_list("pk", "digest")
        .first()
    )
    if release is None:
        return {}
    if release not in _initiatives:
        content: dict[str, Any] = PackRelease.objects.values_list("content", flat=True).get(
            pk=release[0]
        )
        _initiatives[release] = {
            entry["id"]: LocalizedText.from_dict(entry["title"]) for entry in content["initiatives"]
        }
    return _initiatives[release]
