"""Checks and exports of the audit trail as jobs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from core import clock
from organizations.domain import chain
from organizations.models import AuditEvent, AuditJob
from organizations.services import audit, audit_jobs
from organizations.tasks import remove_audit_jobs, requeue_audit_jobs, run_audit_job

pytestmark = pytest.mark.data


def happen(scoped, count=1):
    for _ in range(count):
        audit.record(
            by=scoped.people["cio"], verb="plant.edited", target=scoped.plant, plant=scoped.plant
        )


def ask(scoped, kind="check", **chosen):
    return audit_jobs.request(
        organization=scoped.organization, kind=kind, by=scoped.people["cio"], chosen=chosen
    )


def done(scoped, kind="check", **chosen):
    job = ask(scoped, kind, **chosen)
    assert run_audit_job(job.pk, scoped.organization.pk) == "done"
    job.refresh_from_db()
    return job


def test_a_check_goes_on_from_the_last_one(scoped, monkeypatch):
    happen(scoped, 3)
    first = done(scoped)
    assert (first.done, first.broken_at, first.state) == (3, None, "done")
    happen(scoped, 2)
    looked = []
    real = chain.seal
    monkeypatch.setattr(chain, "seal", lambda *args: looked.append(1) or real(*args))
    second = done(scoped)
    assert (second.done, second.broken_at, len(looked)) == (5, None, 2)
    assert second.last_event == AuditEvent.objects.order_by("-pk").first().pk
    third = done(scoped)
    assert (third.done, third.head) == (5, second.head)


def test_a_break_is_found_and_the_next_check_begins_before_it(scoped, monkeypatch):
    happen(scoped, 2)
    done(scoped)
    happen(scoped, 2)
    event = AuditEvent.objects.order_by("pk")[2]
    with monkeypatch.context() as changed:
        changed.setattr(chain, "seal", lambda *_: "0" * 64)
        broken = done(scoped)
    assert (broken.broken_at, broken.words_differ) == (event.pk, False)
    assert done(scoped).done == 4


def test_without_the_event_it_ended_at_a_check_begins_anew(scoped):
    happen(scoped, 2)
    first = done(scoped)
    AuditJob.objects.filter(pk=first.pk).update(head="1" * 64)
    assert audit_jobs.last_unbroken(scoped.organization) is None
    assert done(scoped).done == 2


def test_an_empty_trail_is_unbroken(scoped):
    job = done(scoped)
    assert (job.done, job.broken_at, job.percent) == (0, None, 0)


def test_an_export_holds_what_the_filter_leaves(scoped, django_capture_on_commit_callbacks):
    happen(scoped, 2)
    audit.record(by=None, verb="=cmd()", target=scoped.plant, plant=scoped.plant)
    job = done(scoped, "export", act="=cmd()")
    text = job.file.read().decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[2] for row in rows] == ["act", "'=cmd()"]
    assert (job.done, job.percent, job.size) == (1, 100, len(text.encode()))
    event = AuditEvent.objects.filter(verb="audit.exported").get()
    assert event.changes == {"filter": "act=%3Dcmd%28%29"}
    later = clock.now() + timedelta(days=8)
    remove_audit_jobs()
    assert AuditJob.objects.count() == 1
    with time_machine.travel(later), django_capture_on_commit_callbacks(execute=True):
        remove_audit_jobs()
    assert AuditJob.objects.count() == 0
    assert not job.file.storage.exists(job.file.name)


def test_once_a_week_a_check_begins_at_the_first_event(scoped):
    happen(scoped, 2)
    first = done(scoped)
    happen(scoped)
    with time_machine.travel(clock.now() + timedelta(days=6)):
        assert (done(scoped).since_event, first.since_event) == (first.last_event, 0)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        again = done(scoped)
    assert (again.since_event, again.done) == (0, 3)


def test_old_checks_go(scoped):
    happen(scoped)
    done(scoped)
    assert audit_jobs.remove_old(clock.now() + timedelta(days=399)) == 0
    assert audit_jobs.remove_old(clock.now() + timedelta(days=401)) == 1


def test_asking_twice_is_asking_once(scoped):
    assert ask(scoped) == ask(scoped)
    assert ask(scoped, "export", act="a.b") == ask(scoped, "export", act="a.b")
    assert ask(scoped, "export", act="a.b") != ask(scoped, "export", act="c.d")
    assert [str(job) for job in AuditJob.objects.filter(kind="check")] == [
        f"check {AuditJob.objects.get(kind='check').pk}"
    ]


def test_a_job_is_done_once(scoped):
    job = done(scoped)
    assert run_audit_job(job.pk, scoped.organization.pk) == "taken"


def test_a_failure_is_said(scoped, monkeypatch):
    monkeypatch.setattr(audit_jobs, "check", lambda _job: 1 / 0)
    job = ask(scoped)
    assert run_audit_job(job.pk, scoped.organization.pk) == "failed"
    job.refresh_from_db()
    assert job.state == "failed"


def test_a_worker_that_lost_its_job_keeps_nothing(scoped, tmp_path):
    job = audit_jobs.claim(ask(scoped, "export").pk)
    AuditJob.objects.filter(pk=job.pk).update(attempts=2)
    path = tmp_path / "events.csv"
    path.write_text("x")
    audit_jobs.publish(job, path)
    assert not job.file.storage.exists(job.file.name)
    assert AuditJob.objects.get().state == "running"


def test_jobs_nobody_works_on_are_sent_again(scoped, monkeypatch):
    sent = []
    monkeypatch.setattr("core.queue.send", lambda _task, *args: sent.append(args[0]))
    lost, silent, dead = ask(scoped), ask(scoped, "export"), ask(scoped, "export", act="a.b")
    AuditJob.objects.filter(pk=silent.pk).update(state="running", attempts=1)
    AuditJob.objects.filter(pk=dead.pk).update(state="running", attempts=3)
    assert requeue_audit_jobs() == 0
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert requeue_audit_jobs() == 2
        assert requeue_audit_jobs() == 1  # the silent one is still silent
    assert sorted(set(sent)) == sorted([lost.pk, silent.pk])
    dead.refresh_from_db()
    assert dead.state == "failed"


def test_progress_is_told_piece_by_piece(scoped, monkeypatch):
    monkeypatch.setattr(audit_jobs, "PIECE", 2)
    happen(scoped, 4)
    job = audit_jobs.claim(ask(scoped).pk)
    audit_jobs.begin(job, 4)
    first = AuditEvent.objects.order_by("-pk")[3].pk
    events = AuditEvent.objects.filter(pk__gte=first)
    seen = [AuditJob.objects.get().done for _event in audit_jobs.alive(job, events)]
    assert seen == [0, 0, 2, 2]
    assert AuditJob.objects.get().percent == 100


@pytest.mark.django_db(transaction=True)
def test_a_check_goes_on_while_others_write(scoped, monkeypatch):
    """The fault seen: on SQLite a check of 1,000 events failed whenever somebody saved."""
    monkeypatch.setattr(audit_jobs, "PIECE", 2)
    happen(scoped, 6)
    job = audit_jobs.claim(ask(scoped).pk)
    audit_jobs.begin(job, 6)
    count = 0
    for _event in audit_jobs.alive(job, AuditEvent.objects.all()):
        count += 1
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("UPDATE organizations_plant SET version = version + 1")
        other.close()
    assert AuditJob.objects.get().done == count >= 6


def test_words_taken_out_of_the_trail_leave_in_no_export(
    scoped, django_capture_on_commit_callbacks
):
    happen(scoped)
    job, check = done(scoped, "export"), done(scoped)
    with django_capture_on_commit_callbacks(execute=True):
        audit.record(
            by=scoped.people["cio"],
            verb="words.redacted",
            target=scoped.plant,
            organization=scoped.organization,
        )
    assert not job.file.storage.exists(job.file.name)
    assert AuditJob.objects.get() == check
