"""Durable reactions: nothing is lost, nothing happens twice, nobody holds up others."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from kombu.exceptions import OperationalError

from core import clock, queue
from core.base import tenant
from organizations import tasks
from organizations.models import AuditEvent, Organization, Plant, ReactionCursor
from organizations.services import acts, audit, delivery
from organizations.services.acts import after, after_packs
from organizations.services.organizations import create_organization
from tests.factories.compliance import make_release, obligation_data
from tests.factories.organizations import OrganizationFactory
from tests.organizations.services.test_acts import of

DONE, OTHER = "task.done", "task.added"


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """Start with nobody who reacts."""
    for kind in ("inside", "after", "chores"):
        monkeypatch.setattr(acts.registry, kind, [])
    return acts.registry


@pytest.fixture
def sent(monkeypatch):
    """Collect what is handed to the queue."""
    calls = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **_: calls.append((name, *args))
    )
    return calls


@pytest.fixture
def handled(scoped):
    """Let a reaction count the acts it was given, in the database."""
    calls = []

    def count(event):
        calls.append(event.pk)
        Plant.objects.filter(pk=scoped.plant.pk).update(headcount=len(calls))

    after(DONE)(of("compliance", "count", count))
    delivery.open_cursors(scoped.organization, is_new=False)
    return calls


def record(cast, verb=DONE):
    return audit.record(by=None, verb=verb, target=cast.plant, plant=cast.plant)


def cursor(name="compliance.count") -> ReactionCursor:
    return ReactionCursor.objects.get(reaction=name)


# --- places -------------------------------------------------------------------------------------
def test_new_reaction_begins_at_the_end_of_a_trail(scoped, handled):
    old = record(scoped)
    after(DONE)(of("roadmap", "later"))
    after_packs("checklist")(of("roadmap", "chore"))
    call_command("open_cursors")
    assert cursor("roadmap.later").position == old.pk
    assert cursor("roadmap.chore").position == 0
    assert cursor().position == 0  # known before, and left where it was


@pytest.mark.django_db
def test_new_organization_is_followed_from_its_first_event():
    told = []
    welcome = of("compliance", "welcome", lambda **given: told.append(given["event"]))
    after("organization.created")(welcome)
    made = create_organization(by=None, name="New", slug="new")
    with tenant(made.pk):
        assert cursor("compliance.welcome").position == 0
        delivery.deliver(made.pk)
        assert [event.verb for event in told] == ["organization.created"]


def test_places_are_given_by_prepare(scoped, monkeypatch):
    after(DONE)(of("compliance", "count"))
    run = []
    monkeypatch.setattr(
        "launcher.management.commands.prepare.call_command", lambda name, **_: run.append(name)
    )
    call_command("prepare", verbosity=0)
    assert run == [
        *("createcachetable", "open_cursors", "load_packs", "rescore_runs", "freeze_matrices"),
        "refresh_stored",
    ]


# --- telling a worker ---------------------------------------------------------------------------
def test_worker_is_told_after_the_commit_and_of_these_acts_only(
    scoped, handled, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        record(scoped)
        record(scoped, OTHER)
        assert sent == []
    assert sent == [("organizations.tasks.follow_acts", scoped.organization.pk)]


def test_rolled_back_act_tells_nobody(scoped, handled, sent, django_capture_on_commit_callbacks):
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        record(scoped)
        raise ZeroDivisionError
    assert sent == []
    assert delivery.deliver(scoped.organization.pk) == 0


def test_names_of_the_tasks_are_known_to_the_worker(settings):
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.sweep.name in named
    assert tasks.follow_acts.name == delivery.TASK
    current_app.loader.import_default_modules()
    assert named <= set(current_app.tasks)


@pytest.mark.parametrize("error", [OperationalError, ConnectionError, TimeoutError])
def test_lost_message_only_delays(
    scoped, handled, monkeypatch, error, django_capture_on_commit_callbacks
):
    """The queue dies between the commit and the delivery."""

    def refuse(*_args, **_options):
        raise error("no queue")

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(current_app, "send_task", refuse)
        event = record(scoped)
    assert handled == []
    queue.Rest.end()  # some seconds pass
    monkeypatch.setattr(current_app, "send_task", lambda _name, args, **_: tasks.follow_acts(*args))
    assert tasks.sweep() == 1
    assert handled == [event.pk]
    assert tasks.sweep() == 0
    tasks.follow_acts(scoped.organization.pk)  # the lost message turns up after all
    assert handled == [event.pk]


# --- following ----------------------------------------------------------------------------------
def test_acts_are_handed_over_once_and_in_their_order(scoped, handled):
    rows = [record(scoped, verb) for verb in (DONE, OTHER, DONE, DONE, OTHER)]
    assert delivery.deliver(scoped.organization.pk) == 3
    assert handled == [rows[0].pk, rows[2].pk, rows[3].pk]
    assert cursor().position == rows[4].pk
    assert delivery.deliver(scoped.organization.pk) == 0
    assert delivery.behind() == []


def test_organizations_do_not_see_each_other(scoped, handled):
    other = OrganizationFactory()
    audit.record(by=None, verb=DONE, target=other, organization=other)
    assert delivery.deliver(scoped.organization.pk) == 0
    assert handled == []


def test_crash_in_the_middle_takes_back_effect_and_place(scoped, handled, monkeypatch):
    """A killed worker is no exception that could be caught: neither is this one."""
    first, second = record(scoped), record(scoped)
    (reaction,) = acts.registry.after

    def crash(event):
        reaction.run(event=event)
        if event.pk == second.pk:
            raise KeyboardInterrupt

    broken = acts.Reaction(reaction.app, reaction.name, reaction.causes, crash)
    monkeypatch.setattr(acts.registry, "after", [broken])
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver(scoped.organization.pk)
    scoped.plant.refresh_from_db()
    assert (scoped.plant.headcount, cursor().position) == (1, first.pk)
    monkeypatch.setattr(acts.registry, "after", [reaction])
    delivery.deliver(scoped.organization.pk)
    assert handled == [first.pk, second.pk, second.pk]
    assert cursor().position == second.pk


def test_failing_reaction_holds_up_only_itself_and_is_tried_later(scoped, handled):
    failing = [True]

    def stumble(event):
        Plant.objects.filter(pk=scoped.plant.pk).update(city="Half done")
        if failing:
            raise ValueError(f"event {event.pk}")

    after(DONE)(of("assessment", "stumble", stumble))
    delivery.open_cursors(scoped.organization, is_new=True)
    event = record(scoped)
    before = clock.now()
    assert delivery.deliver(scoped.organization.pk) == 1
    assert handled == [event.pk]
    row = cursor("assessment.stumble")
    assert (row.position, row.failures, row.error) == (0, 1, f"ValueError('event {event.pk}')")
    assert row.retry_at - before >= dt.timedelta(seconds=30)
    assert not Plant.objects.filter(city="Half done").exists()
    assert delivery.late() == {"assessment.stumble": 1}

    failing.clear()
    assert delivery.behind() == []  # its time has not come
    assert delivery.deliver(scoped.organization.pk) == 0
    ReactionCursor.objects.update(retry_at=clock.now())
    assert delivery.behind() == [scoped.organization.pk]
    assert delivery.deliver(scoped.organization.pk) == 1
    row.refresh_from_db()
    assert (row.position, row.failures, row.retry_at, row.error) == (event.pk, 0, None, "")
    assert delivery.late() == {}


def test_pauses_grow_up_to_an_hour(scoped, handled):
    (reaction,) = acts.registry.after
    pauses = []
    for _ in range(9):
        before = clock.now()
        delivery._postpone(reaction, scoped.organization.pk, ValueError())
        pauses.append(round((cursor().retry_at - before).total_seconds()))
    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_clock_that_is_set_back_holds_up_no_reaction(scoped, handled):
    event = record(scoped)
    ReactionCursor.objects.update(retry_at=clock.now() + delivery.LAST_RETRY)
    assert delivery.behind() == []
    yesterday = clock.now() - dt.timedelta(days=1)
    with clock.running(lambda: yesterday):
        assert delivery.behind() == [scoped.organization.pk]
        assert delivery.deliver(scoped.organization.pk) == 1
    assert handled == [event.pk]


def test_what_waits_too_long_is_late(scoped, handled, monkeypatch):
    record(scoped)
    record(scoped, OTHER)
    assert delivery.late() == {}
    monkeypatch.setattr(delivery, "LATE_AFTER", dt.timedelta(0))
    assert delivery.late() == {"compliance.count": 1}
    delivery.deliver(scoped.organization.pk)
    record(scoped, OTHER)  # nobody waits for this one
    assert delivery.late() == {}


# --- chores -------------------------------------------------------------------------------------
@pytest.fixture
def chore(scoped):
    """Return a chore that counts how often it ran, and its count."""
    runs = []
    run = after_packs("checklist")(
        of("compliance", "tidy", lambda **given: runs.append(given["organization_id"]))
    )
    delivery.open_cursors(scoped.organization, is_new=False)
    return run, runs


def test_chore_runs_once_for_new_packs_of_its_kind(scoped, chore, sent):
    _run, runs = chore
    assert delivery.deliver(scoped.organization.pk) == 0
    newest = make_release(obligation_data("my.one"))
    assert delivery.behind() == [scoped.organization.pk]
    assert tasks.follow_acts(scoped.organization.pk) == 1
    assert tasks.follow_acts(scoped.organization.pk) == 0
    assert runs == [scoped.organization.pk]
    assert cursor("compliance.tidy").position == newest.pk
    assert delivery.behind() == []


def test_chore_that_is_asked_for_runs_again(scoped, chore):
    run, runs = chore
    make_release(obligation_data("my.one"))
    delivery.deliver(scoped.organization.pk)
    delivery.ask(run, scoped.organization.pk)
    assert delivery.deliver(scoped.organization.pk) == 1
    assert len(runs) == 2


def test_chore_asked_for_while_it_runs_is_not_forgotten(scoped):
    runs = []

    def tidy(organization_id):
        runs.append(organization_id)
        if len(runs) == 1:
            delivery.ask(run, organization_id)

    run = after_packs("checklist")(of("compliance", "tidy", tidy))
    delivery.open_cursors(scoped.organization, is_new=False)
    make_release(obligation_data("my.one"))
    delivery.deliver(scoped.organization.pk)
    assert delivery.behind() == [scoped.organization.pk]
    delivery.deliver(scoped.organization.pk)
    assert (len(runs), delivery.behind()) == (2, [])


def test_killed_chore_is_taken_up_again(scoped):
    runs = []

    def tidy(organization_id):
        runs.append(organization_id)
        if len(runs) == 1:
            raise KeyboardInterrupt

    after_packs("checklist")(of("compliance", "tidy", tidy))
    delivery.open_cursors(scoped.organization, is_new=False)
    make_release(obligation_data("my.one"))
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver(scoped.organization.pk)
    assert delivery.behind() == [scoped.organization.pk]
    assert delivery.deliver(scoped.organization.pk) == 1


def test_late_chore_is_told(scoped, chore, monkeypatch):
    make_release(obligation_data("my.one"))
    assert delivery.late() == {}
    monkeypatch.setattr(delivery, "LATE_AFTER", dt.timedelta(0))
    assert delivery.late() == {"compliance.tidy": 1}


def test_new_packs_are_announced_to_every_organization(
    scoped, chore, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        delivery.announce_packs({"framework"})
    assert sent == []
    with django_capture_on_commit_callbacks(execute=True):
        delivery.announce_packs({"framework", "checklist"})
    everybody = Organization.objects.order_by("pk").values_list("pk", flat=True)
    assert sent == [(delivery.TASK, pk) for pk in everybody]


# --- two workers --------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_deliver_once():
    organization = OrganizationFactory()
    calls, failures = [], []

    def slow(event):
        calls.append(event.pk)
        time.sleep(0.05)

    after(DONE)(of("compliance", "count", slow))
    with tenant(organization.pk):
        delivery.open_cursors(organization, is_new=True)
        for _ in range(6):
            audit.record(by=None, verb=DONE, target=organization, organization=organization)
        wanted = list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True))
    start = threading.Barrier(3)

    def work():
        try:
            start.wait()
            tasks.follow_acts(organization.pk)
        except DatabaseError as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(calls) == wanted
    with tenant(organization.pk):
        assert cursor().position == wanted[-1]
