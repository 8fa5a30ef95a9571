"""Small checklists and plants with tracked duties."""

from __future__ import annotations

import datetime as dt
from typing import Any

from compliance.models import ObligationStatus
from compliance.selectors.duties import Duty, get_duty
from compliance.services import tracking
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from packs.models import PackRelease
from packs.schema.checklist import Checklist, Obligation


def text(words: str) -> dict[str, str]:
    return {"en": words, "zh-hans": f"中文{words}"}


def obligation_data(identifier: str, **more: Any) -> dict[str, Any]:
    """Return one duty as a pack holds it; keyword values replace the usual ones."""
    values: dict[str, Any] = {
        "id": identifier,
        "topic": "privacy",
        "text": text(f"Duty {identifier}"),
        "detail": text("What exactly is asked"),
        "met_when": text("What one would see"),
        "law": text("Act 1"),
        "article": "s.1",
        "effective_on": "2020-01-01",
        "checked_on": "2026-11-22",
        "confidence": "V1",
        "source": {"name": "Gazette", "url": "https://example.org/law"},
        "applies_because": text("every plant"),
        "review_months": 12,
        "due_days": 90,
        "risk": "high",
        "initiatives": ["D04"],
    }
    values |= more
    if values["confidence"] in ("M", "I"):
        values.setdefault("question", text("Does it apply to us?"))
    return {name: value for name, value in values.items() if value is not None}


def obligation(identifier: str = "my.test.one", **more: Any) -> Obligation:
    return Obligation.model_validate(obligation_data(identifier, **more))


def checklist_data(
    *duties: dict[str, Any], jurisdiction: str = "MY", name: str = "my-test", **more: Any
) -> dict[str, Any]:
    return {
        "id": name,
        "version": "2026.3",
        "kind": "checklist",
        "jurisdiction": jurisdiction,
        "title": text(f"Pack {name}"),
        "publisher": "Landfall",
        "license": "CC-BY-4.0",
        "checked_on": "2026-11-22",
        "source": {"name": "Gazette"},
        "regulation": {"name": text("Test Act"), "short": "TA", "in_force_on": "2020-01-01"},
        "five_lines": [text("First line")],
        "penalty": text("A fine"),
        "obligations": list(duties),
        **more,
    }


def checklist(*duties: dict[str, Any], **more: Any) -> Checklist:
    return Checklist.model_validate(checklist_data(*duties, **more))


def make_release(*duties: dict[str, Any], release: str = "2026.3", **more: Any) -> PackRelease:
    """Store a checklist as the current release of its name."""
    content = checklist_data(*duties, **more) | {"version": release}
    PackRelease.objects.filter(kind="checklist", identifier=content["id"]).update(is_current=False)
    return PackRelease.objects.create(
        kind="checklist",
        identifier=content["id"],
        release=release,
        digest=f"{content['id']}{release}{len(duties)}{hash(str(content))}"[:64],
        jurisdiction=content["jurisdiction"],
        title=content["title"],
        content=content,
    )


def make_catalog() -> PackRelease:
    return PackRelease.objects.create(
        kind="initiatives",
        identifier="initiatives",
        release="1",
        digest="i1",
        title=text("Initiatives"),
        content={"initiatives": [{"id": "D04", "title": text("Data protection basics")}]},
    )


def tracked(plant: Plant, by: User, *duties: dict[str, Any], **more: Any) -> list[Duty]:
    """Store a checklist, track its duties at the plant and return them in its order."""
    make_release(*(duties or (obligation_data("my.test.one"),)), **more)
    tracking.refresh(plant=plant, by=by)
    today = plant_today(plant)
    rows = {row.obligation: row for row in ObligationStatus.objects.filter(plant=plant)}
    wanted = [duty["id"] for duty in duties] or ["my.test.one"]
    found = [get_duty(plant, rows[name].pk, today) for name in wanted]
    return [duty for duty in found if duty is not None]


def set_row(duty: Duty, **values: Any) -> ObligationStatus:
    """Write values past the services, to stage a test."""
    ObligationStatus.objects.filter(pk=duty.row.pk).update(**values)
    duty.row.refresh_from_db()
    return duty.row


DAY = dt.timedelta(days=1)
