from __future__ import annotations

import datetime as dt

import pytest
from billiard.exceptions import SoftTimeLimitExceeded

from core import clock, queue
from core.base import tenant
from reports import tasks
from reports.models import Report
from reports.rendering import producing


@pytest.fixture
def sent(monkeypatch):
    calls = []

    def take(name, *ids, **_more):
        if name == tasks.render_report.name:
            calls.append(ids)

    monkeypatch.setattr(queue, "send", take)
    monkeypatch.setattr(tasks, "WATCHED", 0)
    return calls


def request(cast, **more):
    values = {"kind": "blueprint", "language": "en", "by": cast.people["cio"], **more}
    return tasks.request_report(plant=cast.plant, **values)


def test_job_is_sent_once_the_row_is_safe(scoped, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        report = request(scoped)
        assert sent == []
    assert sent == [(report.pk, scoped.organization.pk)]


def test_broker_down_leaves_the_job_waiting(
    scoped, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(queue, "send", lambda *_args, **_more: False)
    with django_capture_on_commit_callbacks(execute=True):
        report = request(scoped)
    report.refresh_from_db()
    assert report.state == "queued"


def test_waiting_job_is_sent_when_the_broker_is_back(scoped, sent):
    report = request(scoped)
    Report.objects.update(heartbeat_at=clock.now() - dt.timedelta(minutes=1))
    assert tasks.requeue_stuck() == 1
    assert sent == [(report.pk, scoped.organization.pk)]
    assert tasks.requeue_stuck() == 0


def test_task_opens_its_own_tenant(cast, monkeypatch):
    with tenant(cast.organization.pk):
        report = request(cast)
    seen = []
    monkeypatch.setattr(producing, "produce", lambda found: seen.append(found.pk))
    assert tasks.render_report(report.pk, cast.organization.pk) == "ready"
    assert seen == [report.pk]
    assert tasks.render_report(report.pk, cast.organization.pk) == "taken"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (FileNotFoundError("inter-400.ttf is missing"), "fonts"),
        (PermissionError("no"), "storage"),
        (ValueError("odd"), "unexpected"),
        (SoftTimeLimitExceeded(), "too_long"),
    ],
)
def test_failure_says_why(scoped, monkeypatch, error, reason):
    def fail(_report):
        raise error

    monkeypatch.setattr(producing, "produce", fail)
    report = request(scoped)
    assert tasks.render_report(report.pk, scoped.organization.pk) == "failed"
    report.refresh_from_db()
    assert (report.state, report.failure) == ("failed", reason)
    assert type(error).__name__ in report.failure_detail


def test_overtaken_worker_stops_quietly(scoped, monkeypatch):
    def overtaken(_report):
        raise tasks.StateError("another worker finished this report")

    monkeypatch.setattr(producing, "produce", overtaken)
    report = request(scoped)
    assert tasks.render_report(report.pk, scoped.organization.pk) == "taken over"
    report.refresh_from_db()
    assert report.state == "rendering"


def test_retry_sends_again(scoped, sent, django_capture_on_commit_callbacks):
    report = request(scoped)
    Report.objects.update(state="failed", failure="unexpected")
    report.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.retry_report(report=report, by=scoped.people["cio"])
    assert sent[-1] == (report.pk, scoped.organization.pk)
