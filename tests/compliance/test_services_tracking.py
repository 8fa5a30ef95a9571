from __future__ import annotations

import pytest

from compliance.models import FactCheck, ObligationStatus
from compliance.selectors.duties import get_duty
from compliance.selectors.facts import situation_of
from compliance.services import duties as writing
from compliance.services import tracking
from organizations.models import AuditEvent
from organizations.selectors.places import plant_today
from tests.factories.compliance import make_release, obligation_data

CLOCK = {"fact": "biometric_time_clock", "equals": "yes"}


@pytest.fixture
def plant(scoped):
    make_release(
        obligation_data("my.all"),
        obligation_data("my.clock", applies_if=CLOCK),
        obligation_data("my.bond", applies_if={"fact": "country", "equals": "CN"}),
        obligation_data("my.ask", confidence="M"),
    )
    make_release(obligation_data("hu.one"), jurisdiction="HU", name="hu-test")
    make_release(obligation_data("int.one", topic="product_ot"), jurisdiction="INT", name="int")
    return scoped.plant


@pytest.fixture
def editor(scoped):
    return scoped.people["it_lead"]


def outcomes(plant):
    rows = ObligationStatus.objects.filter(plant=plant)
    return dict(rows.values_list("obligation", "applies"))


def test_first_check_tracks_the_duties_of_the_country(plant, editor):
    done = tracking.refresh(plant=plant, by=editor)
    assert outcomes(plant) == {
        "my.all": "yes",
        "my.clock": "unknown",
        "my.bond": "no",
        "my.ask": "yes",
        "int.one": "yes",
    }
    assert (len(done.added), done.changed, done.check.changes) == (5, [], [])
    row = ObligationStatus.objects.get(obligation="my.ask")
    assert (row.is_doubtful, row.jurisdiction, row.tracked_on) == (True, "MY", plant_today(plant))


def test_checking_again_changes_nothing(plant, editor):
    tracking.refresh(plant=plant, by=editor)
    before = list(ObligationStatus.objects.order_by("pk").values())
    done = tracking.refresh(plant=plant, by=editor)
    assert (done.added, done.changed) == ([], [])
    assert list(ObligationStatus.objects.order_by("pk").values()) == before
    assert FactCheck.objects.count() == 1


def test_changed_fact_is_judged_again_and_states_stay(plant, editor):
    tracking.refresh(plant=plant, by=editor)
    row = ObligationStatus.objects.get(obligation="my.clock")
    duty = get_duty(plant, row.pk, plant_today(plant))
    writing.update_duty(duty=duty, expected=1, values={"state": "in_progress"}, by=editor)
    plant.biometric_time_clock = "no"
    plant.save()
    done = tracking.refresh(plant=plant, by=editor)
    row.refresh_from_db()
    assert (row.applies, row.state, row.version) == ("no", "in_progress", 2)
    assert [(changed.obligation, before) for changed, before in done.changed] == [
        ("my.clock", "unknown")
    ]
    assert done.check.changes == [{"duty": row.pk, "before": "unknown", "after": "no"}]


def test_decision_of_a_person_outweighs_the_facts(plant, editor):
    tracking.refresh(plant=plant, by=editor)
    row = ObligationStatus.objects.get(obligation="my.clock")
    duty = get_duty(plant, row.pk, plant_today(plant))
    values = {"decision": "no", "decision_reason": "Cards only"}
    writing.update_duty(duty=duty, expected=1, values=values, by=editor)
    plant.biometric_time_clock = "yes"
    plant.save()
    tracking.refresh(plant=plant, by=editor)
    row.refresh_from_db()
    assert (row.applies, row.reason["outcome"]) == ("no", "yes")


def test_new_release_keeps_rows_and_withdraws_what_is_gone(plant, editor):
    tracking.refresh(plant=plant, by=editor)
    newer = make_release(
        obligation_data("my.all", topic="labour", risk="low"),
        obligation_data("my.new"),
        release="2026.4",
    )
    done = tracking.refresh(plant=plant, by=editor)
    kept = ObligationStatus.objects.get(obligation="my.all")
    assert (kept.checklist, kept.topic, kept.risk) == (newer, "labour", "low")
    gone = ObligationStatus.objects.get(obligation="my.ask")
    assert (gone.applies, gone.reason["kind"]) == ("no", "withdrawn")
    assert [row.obligation for row in done.added] == ["my.new"]
    changes = {change["duty"]: change for change in done.check.changes}
    assert changes[done.added[0].pk]["before"] == ""
    assert tracking.refresh(plant=plant, by=editor).changed == []


def test_withdrawn_duty_ignores_a_decision(plant, editor):
    tracking.refresh(plant=plant, by=editor)
    ObligationStatus.objects.filter(obligation="my.ask").update(
        decision="yes", decision_reason="Counsel"
    )
    make_release(obligation_data("my.all"), release="2026.4")
    tracking.refresh(plant=plant, by=editor)
    assert outcomes(plant)["my.ask"] == "no"


def test_every_check_leaves_one_event(plant, editor):
    tracking.refresh(plant=plant, by=editor)
    event = AuditEvent.objects.get(verb="obligations.checked")
    assert (event.actor, event.changes["tracked"]) == (editor, [None, 5])


def test_fingerprint_follows_facts_and_releases(plant, editor):
    first = situation_of(plant).fingerprint
    plant.night_shift = "yes"
    second = situation_of(plant).fingerprint
    make_release(obligation_data("my.all"), release="2026.4")
    assert len({first, second, situation_of(plant).fingerprint}) == 3


def test_free_words_do_not_decide_about_an_industry(plant, editor):
    make_release(
        obligation_data("cn.car", applies_if={"fact": "industry", "in": ["automotive"]}),
        jurisdiction="CN",
        name="cn-test",
    )
    tracking.refresh(plant=plant, by=editor)
    assert outcomes(plant)["cn.car"] == "unknown"
    plant.industry = "Automotive"
    plant.save()
    tracking.refresh(plant=plant, by=editor)
    assert outcomes(plant)["cn.car"] == "yes"
