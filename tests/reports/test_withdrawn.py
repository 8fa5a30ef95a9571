"""Documents and the signed result they rest on: its numbers, and what they say once it is gone."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.domain.sealing import canonical
from assessment.models import Snapshot
from assessment.services import signing
from core import clock
from reports.models import Report
from reports.rendering.producing import freeze
from reports.sections.gathering import gather
from reports.services import jobs
from reports.services.links import make_link
from tests.factories.assessment_runs import sign
from tests.factories.engines import install_other_engine
from tests.factories.reports import add_runs, ready_report

SLUG = "johor-bahru"
WITHDRAWN = "The result this document rests on was withdrawn on"
NOT_YET = "It has not been signed again yet."
PASSPHRASE = "correct horse"


@pytest.fixture
def run(scoped):
    return add_runs(scoped.plant, scoped.people["cio"])


@pytest.fixture
def report(scoped, run):
    """A finished blueprint that rests on the newest signature."""
    seal = Snapshot.objects.get(assessment=run)
    return ready_report(scoped.plant, scoped.people["cio"], seal=seal)


def withdraw(scoped, run, reason="read off the wrong line"):
    signing.withdraw(plant=scoped.plant, run_id=run.pk, by=scoped.people["cio"], reason=reason)
    run.refresh_from_db()


def blueprint(plant):
    now = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
    return gather(plant, "blueprint", number=1, now=now)


# --- the numbers of a document ------------------------------------------------------------------
def test_blueprint_of_a_signed_run_equals_its_seal_under_other_rules(scoped, run, monkeypatch):
    before = canonical(blueprint(scoped.plant).as_plain())
    install_other_engine(monkeypatch)
    document = blueprint(scoped.plant)
    assert canonical(document.as_plain()) == before
    row = Snapshot.objects.get(assessment=run)
    data, chapters = row.data, document.sections
    head = chapters["readiness"].readiness
    matrix, root = data["matrix"], data["current"]["nodes"]["total"]
    assert (head.snapshot, head.engine_version, head.framework_version) == (
        row.sha256,
        data["engine"],
        data["pack"]["version"],
    )
    assert (str(head.score), str(head.target)) == (
        matrix["overall"]["current"],
        matrix["overall"]["target"],
    )
    assert str(head.coverage) == root["answered_weight"]
    assert (head.level, head.next_level) == (
        root["reading"]["level"],
        root["reading"]["next_level"],
    )
    assert [text.as_dict() for text in head.unmet] == [
        lack["text"] for lack in root["reading"]["unmet"]
    ]
    assert chapters["gaps"].count == len(data["gaps"])
    held = {gap.question for gap in chapters["gaps"].gaps if gap.holds}  # stand before the others
    sealed = sorted(data["gaps"], key=lambda gap: gap["question"] not in held)
    assert [(gap.question, str(gap.current), str(gap.target)) for gap in chapters["gaps"].gaps] == [
        (gap["question"], gap["current"], gap["target"]) for gap in sealed[:40]
    ]
    for shown, held in zip(
        chapters["capability"].capability.dimensions, matrix["rows"], strict=True
    ):
        assert shown.id == held["dimension"]
        assert (str(shown.current), str(shown.target)) == (
            held["whole"]["current"],
            held["whole"]["target"],
        )
        assert {str(cell.score) for cell in shown.cells} == {
            str(cell["current"]) for cell in held["cells"].values()
        }
        lines = data["current"]["nodes"][shown.id]["contributions"]
        parts = [(part.question, str(part.level), str(part.weight)) for part in shown.parts]
        assert sorted(parts) == sorted(
            (line["item"], line["value"], line["weight"]) for line in lines
        )


def test_answers_of_the_appendix_are_those_of_the_seal(scoped, run):
    chapters = blueprint(scoped.plant).sections
    data = Snapshot.objects.get(assessment=run).data
    answers = {row["question"]: row for row in data["answers"]}
    for line in [line for _, lines in chapters["answers"].groups for line in lines]:
        held = answers[line.question]
        assert line.target == held["target"]
        assert held["note"] in (line.note.en, line.note.zh_hans)
        assert held["reason"] in (line.reason.en, line.reason.zh_hans)


# --- which seal a document rests on -------------------------------------------------------------
def test_report_knows_its_seal(scoped, run):
    report = jobs.request(
        plant=scoped.plant, kind="blueprint", language="en", by=scoped.people["cio"]
    )
    freeze(jobs.claim(report.pk))
    report.refresh_from_db()
    assert report.seal == Snapshot.objects.get(assessment=run)
    assert report.content["basis"]["snapshot"] == report.seal.sha256
    Report.objects.filter(pk=report.pk).update(state="failed")
    report.refresh_from_db()
    assert jobs.retry(report=report, by=scoped.people["cio"]).seal is None


def test_report_of_a_run_under_way_and_of_indicators_has_none(scoped, run):
    withdraw(scoped, run)
    run.plant.assessments.exclude(pk=run.pk).update(state="open")
    for kind in ("blueprint", "indicator_baseline"):
        report = jobs.request(plant=scoped.plant, kind=kind, language="en", by=scoped.people["cio"])
        freeze(jobs.claim(report.pk))
        report.refresh_from_db()
        assert report.seal is None


# --- what it says once the signature is taken back ----------------------------------------------
def pages(scoped, report):
    """Return the text of every place that shows the document."""
    link = make_link(
        report=report,
        label="board",
        passphrase=PASSPHRASE,
        expires_at=clock.now() + dt.timedelta(days=3),
        by=scoped.people["cio"],
    )
    share = reverse("reports:share-detail", args=[link.token])
    client = scoped.client("cio")
    shared = client.post(share, {"passphrase": PASSPHRASE}, follow=True).content.decode()
    texts = [
        client.get(reverse("reports:report-list", args=[SLUG])).content.decode(),
        client.get(reverse("reports:link-create", args=[SLUG, report.pk])).content.decode(),
        shared,
    ]
    return [" ".join(text.split()) for text in texts]


def test_document_of_a_valid_result_says_nothing(scoped, report):
    assert [text.count(WITHDRAWN) for text in pages(scoped, report)] == [0, 0, 0]


def test_document_of_a_withdrawn_result_says_why_and_that_none_follows_yet(scoped, run, report):
    withdraw(scoped, run, "wrong <line>")
    listed, sharing, shared = pages(scoped, report)
    assert (listed.count(WITHDRAWN), listed.count(NOT_YET)) == (2, 2)  # its row, its version
    for text in (sharing, shared):
        assert (text.count(WITHDRAWN), text.count(NOT_YET)) == (1, 1)
        assert ": wrong &lt;line&gt;" in text


def test_document_of_a_superseded_result_names_the_valid_seal(scoped, run, report):
    withdraw(scoped, run)
    sign(run)
    withdraw(scoped, run, "again")
    valid = sign(run)
    assert valid.number == 3
    for text in pages(scoped, report):
        assert f"superseded by the result with the seal {valid.sha256[:12]}" in text
        assert "read off the wrong line" in text
        assert NOT_YET not in text
    newer = ready_report(scoped.plant, number=2, seal=valid)
    listed, sharing, shared = pages(scoped, newer)
    assert listed.count(WITHDRAWN) == 1  # the older version alone
    assert (sharing.count(WITHDRAWN), shared.count(WITHDRAWN)) == (0, 0)


def test_pages_need_no_further_statement_for_it(scoped, run, report):
    client, url = scoped.client("cio"), reverse("reports:report-list", args=[SLUG])
    client.get(url)

    def statements():
        with CaptureQueriesContext(connection) as made:
            client.get(url)
        return [row["sql"] for row in made.captured_queries]

    before = statements()
    withdraw(scoped, run)
    sign(run)
    after = statements()
    assert len(after) <= len(before) + 1  # the former seal, to compare with
    assert sum('"assessment_snapshot"."data"' in sql for sql in after) <= 1  # the one in force


# --- upgrade ------------------------------------------------------------------------------------
def test_upgrade_points_old_documents_at_the_seal_they_print(scoped, run):
    seal = Snapshot.objects.get(assessment=run)
    content = {"readiness": {"snapshot": seal.sha256}}  # as version 0.1.0 froze it
    old = ready_report(scoped.plant, content=content)
    unsigned = {"readiness": {"snapshot": ""}}
    others = [
        ready_report(scoped.plant, number=2, content=unsigned),
        ready_report(scoped.plant, number=3, content={"readiness": None}),
        ready_report(scoped.plant, number=4, content=None),
    ]
    migration = import_module("reports.migrations.0002_report_seal")
    migration.find_seals(apps, SimpleNamespace(connection=connection))
    old.refresh_from_db()
    assert old.seal == seal
    assert set(
        Report.objects.filter(pk__in=[row.pk for row in others]).values_list("seal", flat=True)
    ) == {None}
