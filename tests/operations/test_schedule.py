"""The calendar inside the worker: Celery's schedules, kept over restarts, nothing sent twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from celery import Celery
from celery.schedules import crontab
from django.conf import settings
from kombu.exceptions import OperationalError

from config import celery_app
from config.celery import Calendar, Schedule

EVENING = dt.datetime(2026, 11, 18, 18, 0, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 11, 19, 7, 0, 5, tzinfo=dt.UTC)


class Timer:
    """Takes what a step wants to be called regularly."""

    def __init__(self) -> None:
        self.calls = []
        self.canceled = 0

    def call_repeatedly(self, seconds, act):
        self.calls.append((seconds, act))
        return SimpleNamespace(cancel=self.cancel)

    def cancel(self) -> None:
        self.canceled += 1


@pytest.fixture
def app(tmp_path):
    app = Celery("calendar", set_as_current=False)
    app.conf.beat_schedule = {
        "daily": {"task": "digest", "schedule": crontab(hour=7, minute=0)},
        "often": {"task": "look", "schedule": 20.0},
    }
    app.conf.beat_schedule_filename = str(tmp_path / "schedule")
    app.conf.beat_sync_every = 1
    return app


@pytest.fixture
def sent(app, monkeypatch):
    """Note what goes to the queue instead of sending it."""
    names = []
    monkeypatch.setattr(app, "send_task", lambda name, *_, **_more: names.append(name))
    return names


def look(app, moment: dt.datetime, *, times: int = 4) -> None:
    """Start a calendar at a moment, look a few times, and lose it as a killed worker does."""
    with time_machine.travel(moment, tick=False):
        calendar = Calendar(app, schedule_filename=app.conf.beat_schedule_filename)
        for _ in range(times):
            calendar.tick()


def test_nothing_is_due_on_the_first_start(app, sent):
    look(app, EVENING)
    assert sent == []


def test_hour_of_the_day_and_interval_are_kept_and_each_is_sent_once(app, sent):
    look(app, EVENING)
    look(app, MORNING - dt.timedelta(seconds=10))
    assert sent == ["look"]
    look(app, MORNING)
    assert sent == ["look", "digest"]
    look(app, MORNING)
    assert sent == ["look", "digest"]


def test_what_became_due_without_a_worker_is_sent_at_its_next_start(app, sent):
    look(app, EVENING)
    look(app, MORNING + dt.timedelta(hours=2))
    assert sorted(sent) == ["digest", "look"]


def test_what_the_queue_did_not_take_stays_due(app, sent, monkeypatch):
    look(app, EVENING)

    def fail(*_args, **_more):
        raise OperationalError("away")

    with monkeypatch.context() as away, time_machine.travel(MORNING, tick=False):
        away.setattr(app, "send_task", fail)
        calendar = Calendar(app, schedule_filename=app.conf.beat_schedule_filename)
        assert calendar.tick() >= 1  # a scheduler of its own would ask without a pause
    look(app, MORNING + dt.timedelta(seconds=1))
    assert sorted(sent) == ["digest", "look"]


def test_clock_that_is_set_back_stops_no_schedule(app, sent):
    look(app, MORNING)
    back = MORNING - dt.timedelta(days=1)
    look(app, back)
    assert sent == []
    look(app, back + dt.timedelta(seconds=21))
    assert sent == ["look"]


def test_clock_that_is_set_back_while_the_calendar_runs_stops_no_schedule(app, sent):
    with time_machine.travel(MORNING, tick=False) as now:
        calendar = Calendar(app, schedule_filename=app.conf.beat_schedule_filename)
        calendar.tick()
        now.move_to(MORNING - dt.timedelta(days=1))
        calendar.tick()
        now.shift(dt.timedelta(seconds=21))
        calendar.tick()
        calendar.tick()
    assert sent == ["look"]


def test_clock_that_is_set_forward_sends_each_task_once(app, sent):
    look(app, EVENING)
    look(app, EVENING + dt.timedelta(days=1), times=8)
    assert sorted(sent) == ["digest", "look"]


def test_step_looks_every_second_until_the_connection_ends(app):
    timer = Timer()
    parent = SimpleNamespace(app=app, timer=timer, steps=[])
    step = Schedule(parent, with_schedule=True)
    step.start(parent)
    ((seconds, act),) = timer.calls
    assert (seconds, act) == (1.0, step.calendar.tick)
    assert list(Path(app.conf.beat_schedule_filename).parent.glob("schedule*"))
    step.stop(parent)
    step.stop(parent)
    assert timer.canceled == 1


@pytest.mark.parametrize("wanted", [True, False])
def test_only_the_worker_that_is_asked_has_the_calendar(wanted):
    assert Schedule(SimpleNamespace(steps=[]), with_schedule=wanted).enabled is wanted
    assert Schedule in celery_app.steps["consumer"]


def test_product_keeps_its_calendar_in_the_data_folder():
    assert celery_app.conf.beat_schedule_filename == str(settings.VAR_DIR / "schedule")
    assert celery_app.conf.beat_sync_every == 1
    assert celery_app.conf.beat_scheduler == "config.celery:Calendar"
