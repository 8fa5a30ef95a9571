from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.storage import default_storage

from core import clock
from core.errors import StateError
from organizations.models import AuditEvent
from reports.models import Report
from reports.services import jobs


@pytest.fixture
def report(scoped):
    return jobs.request(
        plant=scoped.plant, kind="blueprint", language="en", by=scoped.people["cio"]
    )


def silent(report, seconds=60):
    past = clock.now() - dt.timedelta(seconds=seconds)
    Report.objects.filter(pk=report.pk).update(heartbeat_at=past)


def taken_over(report):
    """Let the sweep find the worker silent and another worker take the job."""
    silent(report)
    jobs.release(jobs.quiet_reports())
    return jobs.claim(report.pk)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_versions_count_up_by_kind(scoped, report):
    by = scoped.people["cio"]
    other = jobs.request(plant=scoped.plant, kind="indicator_baseline", language="en", by=by)
    chinese = jobs.request(plant=scoped.plant, kind="blueprint", language="zh-hans", by=by)
    assert (report.number, other.number, chinese.number) == (1, 1, 2)
    assert verbs() == ["report.requested"] * 3


def test_asking_again_returns_the_one_under_way(scoped, report):
    by = scoped.people["cio"]
    again = jobs.request(plant=scoped.plant, kind="blueprint", language="en", by=by)
    assert again.pk == report.pk
    assert verbs() == ["report.requested"]


def test_second_delivery_finds_the_job_taken(report):
    assert jobs.claim(report.pk).attempts == 1
    assert jobs.claim(report.pk) is None


def test_silent_worker_is_replaced(report):
    jobs.claim(report.pk)
    silent(report)
    assert jobs.claim(report.pk) is None
    assert taken_over(report).attempts == 2


def test_sign_of_life_keeps_the_job(report):
    jobs.claim(report.pk)
    silent(report)
    quiet = jobs.quiet_reports()
    assert list(quiet) == [report.pk]
    jobs.beat(report.pk, step="draw", progress=30)
    jobs.release(quiet)
    assert jobs.quiet_reports() == {}
    assert jobs.claim(report.pk) is None
    report.refresh_from_db()
    assert (report.step, report.progress) == ("draw", 30)


def test_file_is_published_once_and_the_overtaken_worker_stops(report):
    first = jobs.claim(report.pk)
    second = taken_over(report)
    done = jobs.publish(report=second, data=b"%PDF second", archive=b"%PDF kept", pages=2)
    with pytest.raises(StateError):
        jobs.publish(report=first, data=b"%PDF first", archive=b"%PDF other", pages=1)
    done.refresh_from_db()
    assert done.file.open("rb").read() == b"%PDF second"
    assert (done.state, done.pages, done.progress) == ("ready", 2, 100)
    assert done.archive.open("rb").read() == b"%PDF kept"
    assert (done.size, done.archive_size) == (11, 9)
    assert not default_storage.exists(first.file.name)
    assert not default_storage.exists(first.archive.name)
    assert verbs().count("report.produced") == 1


def test_overtaken_worker_cannot_fail_the_job(report):
    first = jobs.claim(report.pk)
    taken_over(report)
    jobs.fail(report=first, reason=Report.Failure.UNEXPECTED)
    report.refresh_from_db()
    assert report.state == "rendering"
    assert "report.failed" not in verbs()


def test_three_lost_workers_fail_the_job_with_its_reason(report):
    assert jobs.claim(report.pk)
    assert taken_over(report)
    assert taken_over(report)
    assert taken_over(report) is None
    assert jobs.unsent_reports() == []
    report.refresh_from_db()
    assert (report.state, report.failure) == ("failed", "worker_lost")


def test_waiting_and_silent_jobs_are_sent_again(scoped, report):
    silent(report)
    assert jobs.unsent_reports() == [report.pk]
    jobs.mark_sent([report.pk])
    assert jobs.unsent_reports() == []
    jobs.claim(report.pk)
    silent(report)
    jobs.release(jobs.quiet_reports())
    assert jobs.unsent_reports() == [report.pk]


DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("jump", [DAY, -DAY], ids=["forward", "back"])
def test_a_clock_that_jumps_takes_no_job_from_a_worker_that_is_alive(report, jump):
    """Way taken: `core.clock` a day on or back; the host's own clock stays."""
    mine = jobs.claim(report.pk)
    other = clock.now() + jump
    with clock.running(lambda: other):
        quiet = jobs.quiet_reports()
        assert list(quiet) == [report.pk]
        assert jobs.claim(report.pk) is None  # also for a message that comes a second time
        jobs.beat(report.pk)
        jobs.release(quiet)
        assert jobs.claim(report.pk) is None
        done = jobs.publish(report=mine, data=b"%PDF", archive=b"%PDF", pages=1)
    assert done.attempts == 1
    assert verbs().count("report.produced") == 1


@pytest.mark.parametrize("jump", [DAY, -DAY], ids=["forward", "back"])
@pytest.mark.parametrize("state", ["queued", "rendering"])
def test_a_clock_that_jumps_strands_no_job(report, jump, state):
    if state == "rendering":
        jobs.claim(report.pk)  # by a worker that is killed then
    other = clock.now() + jump
    with clock.running(lambda: other):
        jobs.release(jobs.quiet_reports())
        assert jobs.unsent_reports() == [report.pk]
        assert jobs.claim(report.pk).attempts == (2 if state == "rendering" else 1)


def test_failed_job_can_be_tried_again_with_fresh_data(scoped, report):
    by = scoped.people["cio"]
    claimed = jobs.claim(report.pk)
    freeze(claimed)
    jobs.fail(report=claimed, reason=Report.Failure.UNEXPECTED, detail="x" * 900)
    claimed.refresh_from_db()
    assert len(claimed.failure_detail) == 500
    again = jobs.retry(report=claimed, by=by)
    assert (again.state, again.attempts, again.content, again.failure) == ("queued", 0, None, "")
    with pytest.raises(StateError):
        jobs.retry(report=again, by=by)


def freeze(report):
    jobs.freeze(
        report=report,
        content={"stamp": report.number, "body": 1},
        as_of=clock.now(),
        open_points=2,
        template="t",
    )


def test_download_is_written_down(scoped, report):
    jobs.note_download(report=report, by=scoped.people["stakeholder"])
    assert verbs()[-1] == "report.downloaded"
