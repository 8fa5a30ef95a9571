"""A second version of the scoring rules, and seals of the first format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assessment.domain.sealing import seal
from assessment.models import Answer, Assessment, Snapshot
from core import clock
from organizations.models import Plant
from packs.models import PackRelease
from scoring.domain import engine as scoring

FIRST_FORMAT = Path(__file__).parent.parent / "assessment" / "seal_format_1.json"


def install_other_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Install rules of a version 2.0 that reads every second answer only."""
    prepare = scoring.prepare

    def read_half(framework: Any, answers: Any, profile: Any, facts: Any) -> Any:
        kept = {name: answers[name] for name in sorted(answers)[::2]}
        return prepare(framework, kept, profile, facts)

    monkeypatch.setattr(scoring, "ENGINE_VERSION", "2.0")
    monkeypatch.setattr(scoring, "prepare", read_half)


def first_format() -> dict[str, Any]:
    """Return what version 0.1 sealed: `framework`, `seal`, `sha256`."""
    return json.loads(FIRST_FORMAT.read_text(encoding="utf-8"))


def sealed_by_0_1(plant: Plant, title: str = "2025 H2") -> Assessment:
    """Store a signed run with the seal that version 0.1 made of it."""
    stored = first_format()
    content, data = stored["framework"], stored["seal"]
    release, _made = PackRelease.objects.get_or_create(
        kind="framework",
        identifier=content["id"],
        release=content["version"],
        defaults={
            "digest": data["pack"]["digest"],
            "title": content["title"],
            "content": content,
        },
    )
    now = clock.now()
    run = Assessment.objects.create(
        plant=plant,
        framework=release,
        title=title,
        state=Assessment.State.SIGNED_OFF,
        signed_off_at=now,
        first_signed_at=now,
        scores=data["summary"],
    )
    names = ("question", "value", "target", "not_applicable", "reason", "note", "version")
    Answer.objects.bulk_create(
        Answer(assessment=run, **{name: row[name] for name in names}) for row in data["answers"]
    )
    Snapshot.objects.create(
        assessment=run,
        data=data,
        sha256=seal(data),
        engine_version=data["scorecard"]["engine_version"],
        pack_digest=data["pack"]["digest"],
        locked_at=now,
    )
    return run
