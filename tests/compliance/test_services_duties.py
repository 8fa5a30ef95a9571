from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from compliance.models import ObligationStatus
from compliance.selectors.duties import get_duty
from compliance.services import duties as writing
from core.errors import RuleError, StaleVersionError
from organizations.models import AuditEvent
from organizations.selectors.places import plant_today
from tests.factories.compliance import obligation_data, set_row, tracked


@pytest.fixture
def editor(scoped):
    return scoped.people["it_lead"]


@pytest.fixture
def duty(scoped, editor):
    return tracked(scoped.plant, editor)[0]


def again(duty):
    return get_duty(duty.row.plant, duty.row.pk, plant_today(duty.row.plant))


def test_met_duty_gets_its_day_and_its_review(duty, editor):
    row = writing.update_duty(duty=duty, expected=1, values={"state": "met"}, by=editor)
    today = plant_today(row.plant)
    assert (row.met_on, row.review_on) == (today, today.replace(year=today.year + 1))
    assert row.version == 2


def test_named_review_date_stays(duty, editor):
    values = {"state": "met", "review_on": dt.date(2027, 1, 5)}
    row = writing.update_duty(duty=duty, expected=1, values=values, by=editor)
    assert row.review_on == dt.date(2027, 1, 5)


def test_duty_no_longer_met_loses_both_dates(duty, editor):
    writing.update_duty(duty=duty, expected=1, values={"state": "met"}, by=editor)
    row = writing.update_duty(
        duty=again(duty), expected=2, values={"state": "in_progress"}, by=editor
    )
    assert (row.met_on, row.review_on) == (None, None)


def test_stale_save_writes_nothing(duty, editor):
    writing.update_duty(duty=again(duty), expected=1, values={"note": "first"}, by=editor)
    with pytest.raises(StaleVersionError):
        writing.update_duty(duty=again(duty), expected=1, values={"note": "second"}, by=editor)
    assert again(duty).row.note == "first"


def test_saving_what_is_there_writes_nothing(duty, editor):
    row = writing.update_duty(duty=duty, expected=1, values={"state": "not_started"}, by=editor)
    assert row.version == 1
    assert not AuditEvent.objects.filter(verb="obligation.updated").exists()


def test_history_names_both_values(duty, editor):
    values = {"owner": editor, "due_on": dt.date(2027, 1, 5)}
    writing.update_duty(duty=duty, expected=1, values=values, by=editor)
    event = AuditEvent.objects.get(verb="obligation.updated")
    assert event.changes == {"owner": [None, editor.name], "due_on": [None, "2027-01-05"]}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"decision": "no"}, "decision_reason"),
        ({"counsel_name": "Dr. Tan"}, "counsel_on"),
        ({"counsel_on": dt.date(2026, 1, 1)}, "counsel_name"),
    ],
)
def test_halves_are_refused(duty, editor, values, field):
    with pytest.raises(RuleError) as caught:
        writing.update_duty(duty=duty, expected=1, values=values, by=editor)
    assert caught.value.field == field


def test_owner_from_elsewhere_is_refused(duty, editor, scoped):
    with pytest.raises(RuleError) as caught:
        writing.update_duty(
            duty=duty, expected=1, values={"owner": scoped.people["stranger"]}, by=editor
        )
    assert caught.value.field == "owner"


def test_owner_who_left_the_plant_may_stay(duty, editor, scoped):
    set_row(duty, owner=scoped.people["stranger"])
    row = writing.update_duty(duty=again(duty), expected=1, values={"note": "x"}, by=editor)
    assert row.owner == scoped.people["stranger"]


def test_value_that_does_not_fit_is_refused(duty, editor):
    with pytest.raises(ValidationError):
        writing.update_duty(duty=duty, expected=1, values={"state": "done"}, by=editor)


def test_decision_counts_and_can_be_taken_back(duty, editor):
    values = {"decision": "no", "decision_reason": "Too small"}
    row = writing.update_duty(duty=duty, expected=1, values=values, by=editor)
    assert row.applies == "no"
    row = writing.update_duty(duty=again(duty), expected=2, values={"decision": ""}, by=editor)
    assert (row.applies, row.decision_reason) == ("yes", "")


def test_confirmed_question_is_a_duty_like_any_other(scoped, editor):
    duty = tracked(scoped.plant, editor, obligation_data("my.ask", confidence="I"))[0]
    yesterday = plant_today(scoped.plant) - dt.timedelta(days=1)
    set_row(duty, due_on=yesterday)
    assert again(duty).effective == "to_confirm"
    values = {"decision": "yes", "decision_reason": "Counsel says so"}
    writing.update_duty(duty=again(duty), expected=1, values=values, by=editor)
    assert again(duty).effective == "overdue"


def test_review_moves_the_date_on(duty, editor):
    set_row(duty, state="met", met_on=dt.date(2020, 1, 1), review_on=dt.date(2021, 1, 1))
    row = writing.mark_reviewed(duty=again(duty), expected=1, by=editor)
    today = plant_today(row.plant)
    assert row.review_on == today.replace(year=today.year + 1)


def test_open_duty_cannot_be_reviewed(duty, editor):
    with pytest.raises(RuleError):
        writing.mark_reviewed(duty=duty, expected=1, by=editor)


def test_bulk_preview_writes_nothing_and_suggests_dates(scoped, editor):
    first, second = tracked(
        scoped.plant, editor, obligation_data("my.a", due_days=10), obligation_data("my.b")
    )
    set_row(second, due_on=dt.date(2030, 1, 1))
    changes = writing.preview_bulk([again(first), again(second)], suggested=True)
    today = plant_today(scoped.plant)
    assert [(change.due_on, change.is_change) for change in changes] == [
        (today + dt.timedelta(days=10), True),
        (dt.date(2030, 1, 1), False),
    ]
    assert ObligationStatus.objects.get(pk=first.row.pk).due_on is None


def test_bulk_change_is_all_or_nothing(scoped, editor):
    first, second = tracked(scoped.plant, editor, obligation_data("my.a"), obligation_data("my.b"))
    changes = writing.preview_bulk([again(first), again(second)], owner=editor)
    expected = {first.row.pk: 1, second.row.pk: 7}
    with pytest.raises(StaleVersionError):
        writing.apply_bulk(changes=changes, expected=expected, by=editor)
    assert not ObligationStatus.objects.filter(owner=editor).exists()
    changes = writing.preview_bulk([again(first), again(second)], owner=editor)
    expected[second.row.pk] = 1
    assert len(writing.apply_bulk(changes=changes, expected=expected, by=editor)) == 2


@pytest.mark.parametrize(
    "values",
    [
        {"state": "met"},
        {"met_on": dt.date(2026, 1, 1)},
        {"decision": "yes"},
        {"counsel_name": "Dr. Tan"},
    ],
)
def test_database_refuses_halves(duty, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        ObligationStatus.objects.filter(pk=duty.row.pk).update(**values)
