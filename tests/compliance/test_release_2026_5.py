"""A plant under the checklists 2026.4 is brought to 2026.5: asked anew, and nothing lost."""

from __future__ import annotations

import datetime as dt

import pytest

from compliance.domain.status import Status
from compliance.models import ObligationStatus
from compliance.reactions import check_every_plant
from compliance.selectors.duties import get_duty
from compliance.services import duties as writing
from compliance.services import evidence, tracking
from organizations.models import Plant
from organizations.selectors.places import plant_today
from packs.loader import DATA_DIR
from packs.services import load_folder

LISTS = ("CN/cross-border-provisions", "CN/cybersecurity-law", "CN/pipl", "MY/cyber-security-act")
BEFORE = {
    "personal_data_leaves_country": "unknown",
    "data_leaves_country": "yes",
    "headquarters_remote_access": "yes",
    "critical_infrastructure": "yes",
    "persons_in_systems": 900,
    "sensitive_persons": 1,
}


def load(version: str) -> None:
    for name in LISTS:
        load_folder(DATA_DIR / "checklists" / name / version)


def row(name: str) -> ObligationStatus:
    return ObligationStatus.objects.get(obligation=name)


@pytest.fixture
def plant(scoped) -> Plant:
    """Return a plant that answered the old questions and works on China's export duty."""
    Plant.objects.filter(pk=scoped.plant.pk).update(**BEFORE)
    load("2026.4")
    plant = Plant.objects.get(pk=scoped.plant.pk)
    editor = scoped.people["it_lead"]
    tracking.refresh(plant=plant, by=editor)
    work = {
        "cn.export.contract-or-cert": {"state": "in_progress", "due_on": dt.date(2026, 1, 31)},
        "cn.cyber.incident-1h": {"state": "met", "owner": editor, "note": "On call"},
    }
    for name, values in work.items():
        duty = get_duty(plant, row(name).pk, plant_today(plant))
        writing.update_duty(duty=duty, expected=1, values=values, by=editor)
    evidence.add_evidence(
        row=row("cn.cyber.incident-1h"),
        url="https://example.org/x",
        title="List",
        key="a",
        by=editor,
    )
    return plant


def test_old_facts_are_not_read_as_new_ones(plant, scoped) -> None:
    before = {name: row(name) for name in ("cn.export.contract-or-cert", "cn.cyber.incident-1h")}
    assert {kept.applies for kept in before.values()} == {"yes"}
    load("2026.5")
    check_every_plant(organization_id=scoped.organization.pk)
    for name, old in before.items():
        kept = row(name)
        same = ("pk", "state", "owner_id", "due_on", "review_on", "met_on", "note", "version")
        assert [getattr(kept, field) for field in same] == [getattr(old, field) for field in same]
        assert (kept.applies, kept.checklist.release) == ("unknown", "2026.5")
    assert row("cn.cyber.incident-1h").evidence.get().evidence.title == "List"
    assert row("my.csa.incident-6h").applies == "unknown"
    plant.refresh_from_db()
    assert {name: getattr(plant, name) for name in BEFORE} == BEFORE
    today = plant_today(plant)
    waiting = get_duty(plant, before["cn.export.contract-or-cert"].pk, today)
    # A question is never late, whatever its date; what was met stays met.
    assert waiting.effective is Status.IN_PROGRESS
    assert waiting.is_question
    assert get_duty(plant, before["cn.cyber.incident-1h"].pk, today).effective is Status.MET


def test_the_answers_decide_and_the_work_is_still_there(plant, scoped) -> None:
    load("2026.5")
    answers = {"china_data_reaches_plant": "no", "critical_infrastructure_here": "yes"}
    Plant.objects.filter(pk=plant.pk).update(**answers)
    check_every_plant(organization_id=scoped.organization.pk)
    assert row("cn.export.contract-or-cert").applies == "no"
    assert row("cn.cyber.incident-1h").applies == "no"
    assert row("my.csa.incident-6h").applies == "yes"
    answers = {"china_data_reaches_plant": "yes", "headquarters_exports_from_china": "yes"}
    answers |= {"exported_persons": 0, "exported_sensitive_persons": 3}
    answers |= {"critical_infrastructure_china": "no"}
    Plant.objects.filter(pk=plant.pk).update(**answers)
    check_every_plant(organization_id=scoped.organization.pk)
    kept = row("cn.export.contract-or-cert")
    assert (kept.applies, kept.state, kept.due_on) == ("yes", "in_progress", dt.date(2026, 1, 31))
    assert row("cn.cyber.incident-1h").applies == "no"
