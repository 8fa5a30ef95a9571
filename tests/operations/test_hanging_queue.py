"""A queue that hangs or is away holds up nobody; what was asked for is done when it is back.

Way taken: SIGSTOP and SIGCONT of the embedded queue. A server of the machine is not ours to stop.
"""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.urls import reverse
from kombu.exceptions import OperationalError

from config import celery_app
from config.celery import be_patient
from core import queue
from core.base import tenant
from organizations.tasks import sweep
from reports import tasks
from reports.models import Report
from tests.plugin import TOLD, wait_until

OURS = pytest.mark.skipif(not settings.QUEUE_IS_EMBEDDED, reason="the server is not ours to stop")


@pytest.fixture
def hanging(broker):
    broker.freeze()
    yield broker
    broker.thaw()


@pytest.fixture
def asked(monkeypatch):
    """Note how often the queue was really asked."""
    calls, real = [], celery_app.send_task

    def send_task(name, *args, **more):
        calls.append(name)
        return real(name, *args, **more)

    monkeypatch.setattr(celery_app, "send_task", send_task)
    return calls


def test_one_attempt_takes_two_seconds_at_most():
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert options["socket_connect_timeout"] + options["socket_timeout"] <= 2
    assert options["max_retries"] == 0
    assert settings.CELERY_TASK_PUBLISH_RETRY is False


def test_a_worker_may_wait_longer(monkeypatch):
    kept = dict(celery_app.conf.broker_transport_options)
    try:
        be_patient()
        assert celery_app.conf.broker_transport_options["socket_timeout"] == 30
    finally:
        celery_app.conf.broker_transport_options = kept


@pytest.mark.parametrize("error", [OperationalError, ConnectionError, TimeoutError])
def test_queue_that_failed_is_left_in_peace_for_a_while(monkeypatch, error):
    def refuse(*_args, **_more):
        raise error("no queue")

    moment = [100.0]
    monkeypatch.setattr(queue.time, "monotonic", lambda: moment[0])
    with monkeypatch.context() as away:
        away.setattr(celery_app, "send_task", refuse)
        assert queue.send("x") is False
    taken = []
    monkeypatch.setattr(celery_app, "send_task", lambda name, **_more: taken.append(name))
    assert queue.send("x") is False
    moment[0] += queue.REST + 0.1
    assert queue.send("x") is True
    assert taken == ["x"]


def test_other_errors_are_not_swallowed(monkeypatch):
    def refuse(*_args, **_more):
        raise ValueError

    monkeypatch.setattr(celery_app, "send_task", refuse)
    with pytest.raises(ValueError):
        queue.send("x")


@OURS
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_hanging_queue_is_asked_once_and_the_report_is_made_when_it_is_back(
    cast, start_worker, hanging, asked
):
    client = cast.client("cio")
    began = time.monotonic()
    answer = client.post(
        reverse("reports:report-create", args=[cast.plant.slug]),
        {"kind": "blueprint", "language": "en"},
    )
    spent = time.monotonic() - began
    assert answer.status_code == 302
    assert len(asked) == 1
    for page in ("/", f"/plants/{cast.plant.slug}/", f"/plants/{cast.plant.slug}/reports/"):
        assert client.get(page).status_code == 200
    assert sweep() >= 0
    assert len(asked) == 1  # neither a page nor the next request asks again
    TOLD.append(f"hanging queue, by SIGSTOP: asking for a report took {spent:.1f} s, one attempt")
    assert not queue.answers()
    with tenant(cast.organization.pk):
        (report,) = Report.objects.all()
        assert report.state == "queued"
        Report.objects.update(heartbeat_at=report.heartbeat_at - tasks.jobs.UNSENT_AFTER * 2)
    hanging.thaw()
    queue.Rest.end()
    assert queue.answers()
    start_worker()
    assert tasks.requeue_stuck() == 1

    def is_ready() -> bool:
        with tenant(cast.organization.pk):
            return Report.objects.get().state == "ready"

    wait_until(is_ready, "the document")


@OURS
def test_queue_that_is_away_is_said(broker):
    assert queue.answers()
    broker.stop()
    assert not queue.answers()
    broker.start()
    assert queue.answers()


def test_queue_that_does_not_run_yet_is_not_asked(monkeypatch):
    """The first start loads the demo before the queue is there: nothing is wrong then."""
    asked = []
    monkeypatch.setattr(queue.current_app, "send_task", lambda *_a, **_m: asked.append(1))
    with queue.unasked():
        assert queue.send("any") is False
    assert asked == []
    assert queue.send("any") is True
