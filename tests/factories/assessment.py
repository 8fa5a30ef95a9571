"""Makers of runs, answers and systems, through the services that people use."""

from __future__ import annotations

import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any

from assessment.models import Assessment
from assessment.services.answering import Given, record_answer
from assessment.services.lifecycle import open_run
from organizations.models import Plant, User
from packs.loader import DATA_DIR, Pack, load_pack
from packs.models import PackRelease

SMALL = {
    "id": "small",
    "version": "1",
    "kind": "framework",
    "title": {"en": "Small check", "zh-hans": "小型检查"},
    "completeness": "0.5",
}


@lru_cache(maxsize=8)
def _pack(folder: str) -> Pack:
    return load_pack(Path(folder))


def release_of(folder: Path) -> PackRelease:
    """Store a pack folder as a release, once per test."""
    pack = _pack(str(folder))
    found, _created = PackRelease.objects.get_or_create(
        kind=pack.kind,
        identifier=pack.id,
        release=pack.version,
        defaults={
            "digest": pack.digest,
            "title": pack.as_json().get("title") or {"en": pack.id, "zh-hans": pack.id},
            "content": pack.as_json(),
        },
    )
    return found


def readiness(release: str = "1.0.0") -> PackRelease:
    """Return the flagship framework as a release."""
    return release_of(DATA_DIR / "frameworks" / "overseas-plant-readiness" / release)


def processes() -> PackRelease:
    """Return the process and system reference model as a release."""
    return release_of(DATA_DIR / "processes" / "1.0.0")


def make_release(content: dict[str, Any]) -> PackRelease:
    """Store a framework written in a test as a release."""
    data = {**SMALL, **content}
    return PackRelease.objects.create(
        kind="framework",
        identifier=data["id"],
        release=data["version"],
        digest=uuid.uuid4().hex * 2,
        title=data["title"],
        content=data,
    )


def make_run(plant: Plant, by: User, **fields: Any) -> Assessment:
    """Open a run of the flagship framework."""
    framework = fields.pop("framework", None) or readiness()
    fields.setdefault("title", "2026 H2")
    return open_run(plant=plant, framework=framework, by=by, **fields)


def answer(run: Assessment, question: str, by: User, *, expected: int = 0, **fields: Any):
    """Answer a question as a project owner would."""
    key = fields.pop("key", None) or uuid.uuid4().hex
    return record_answer(
        plant=run.plant,
        run_id=run.pk,
        question=question,
        given=Given(**fields),
        expected=expected,
        key=key,
        by=by,
        may_manage=True,
        may_review=True,
    )


def answer_all(run: Assessment, by: User, level: int = 2, **fields: Any) -> None:
    """Answer every question of a run on one level."""
    for question in run.scores["visible"]:
        answer(run, question, by, value=level, **fields)
    run.refresh_from_db()
