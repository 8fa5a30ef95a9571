"""The workbook of a plant's indicators: asked for, made by a worker, read back."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
import time_machine

from core import clock
from indicators import rendering
from indicators.models import IndicatorWorkbook
from indicators.services import workbooks
from indicators.tasks import build_workbook, requeue_workbooks
from readings.importers.drafts import read_readings
from readings.models import Measurement
from tests.factories.indicators import follow, record
from tests.indicators.test_views import BASE, text

PLACE = f"{BASE}workbook/"
State = IndicatorWorkbook.State


@pytest.fixture
def job(scoped, row):
    record(row, [40, 42, 44, 46, 48, 50, 52, 54, 56, "58.5"])
    return ask(scoped)


def ask(scoped, language="en"):
    return workbooks.request(plant=scoped.plant, language=language, by=scoped.people["cio"])


def build(scoped, job):
    return build_workbook(job.pk, scoped.organization.pk)


def sheets(job):
    job.refresh_from_db()
    book = openpyxl.load_workbook(io.BytesIO(job.file.read()))
    return {page.title: [list(row) for row in page.values] for page in book}


def test_workbook_holds_months_quarters_trends(scoped, row, job):
    dig, _sc = follow(scoped.plant, "DIG-05", "SC-12", by=scoped.people["cio"])
    Measurement.objects.create(plant_indicator=dig, period=dt.date(2025, 4, 1), value=70)
    assert build(scoped, job) == "ready"
    assert build(scoped, job) == "taken"
    found = sheets(job)
    assert list(found) == ["By month", "By quarter", "Trends", "Without seasons"]
    head, first, *_rest, last = found["By month"]
    assert head == ["period", "SC-12 Unplanned downtime"]
    assert (first, last) == (["2025-01", 40], ["2025-10", 58.5])
    assert found["By quarter"][0][1].startswith("DIG-05")
    assert found["By quarter"][1:3] == [["2025-Q1", None, 42], ["2025-Q2", 70, 48]]
    trends = {line[0].split()[0]: line for line in found["Trends"][1:]}
    assert trends["SC-12"][2:5] == [10, "Rising", 24.0]
    assert trends["SC-12"][-1] == "From the sums of both parts"
    assert trends["DIG-05"][2:4] == [1, "Too few readings"]


def test_months_of_the_workbook_can_be_read_back_unchanged(scoped, row, job):
    build(scoped, job)
    job.refresh_from_db()
    draft = read_readings(job.file.read(), rows=[row], today=dt.date(2026, 11, 1), name="x.xlsx")
    assert draft.problems == ()
    assert draft.count("same") == 10


def test_workbook_speaks_the_language_of_who_asked(scoped, row):
    record(row, [1])
    job = ask(scoped, "zh-hans")
    build(scoped, job)
    assert list(sheets(job)) == ["按月", "按季度", "趋势", "剔除季节因素"]


def test_seasons_are_taken_out_by_hand(scoped, row):
    # 30 in eleven months, 60 in December: indices 30 / 32.5 and 60 / 32.5
    record(row, ([30] * 11 + [60]) * 2)
    job = ask(scoped)
    build(scoped, job)
    values = [line[1] for line in sheets(job)["Without seasons"][1:]]
    assert values == pytest.approx([32.5] * 24, abs=1e-4)


def test_one_is_made_at_a_time_and_handed_out_to_its_owner_only(scoped, row, job):
    client = scoped.client("cio")
    assert client.post(PLACE).status_code == 302
    assert IndicatorWorkbook.objects.count() == 1
    assert "being made" in text(client.get(PLACE))
    partial = client.get(PLACE, headers={"HX-Request": "true"}).content.decode()
    assert "every 2s" in partial
    assert "<html" not in partial
    assert client.get(f"{PLACE}{job.pk}/file/").status_code == 404
    build(scoped, job)
    shown = client.get(PLACE).content.decode()
    assert "every 2s" not in shown
    assert "Download the workbook" in shown
    answer = client.get(f"{PLACE}{job.pk}/file/")
    assert answer.getvalue()[:2] == b"PK"
    assert "landfall-indicators-johor-bahru-" in answer["Content-Disposition"]
    assert scoped.client("project_owner").get(f"{PLACE}{job.pk}/file/").status_code == 404


def test_plant_without_readings_is_led_to_them(scoped, row):
    assert "once the plant has readings" in text(scoped.client("cio").get(PLACE))
    assert "Import readings" not in text(scoped.client("stakeholder").get(PLACE))


def test_failure_is_said(scoped, job, monkeypatch):
    def broken(_plant):
        raise ValueError

    monkeypatch.setattr(rendering, "workbook_of", broken)
    assert build(scoped, job) == "failed"
    assert "could not be made" in text(scoped.client("cio").get(PLACE))


def test_lost_jobs_are_sent_again_and_given_up_at_last(scoped, job):
    assert requeue_workbooks() == 0
    start = clock.now()
    for attempt in range(1, 4):
        with time_machine.travel(start + attempt * dt.timedelta(minutes=5)):
            assert requeue_workbooks() == 1
            assert workbooks.claim(job.pk).attempts == attempt
            assert workbooks.claim(job.pk) is None
    with time_machine.travel(start + dt.timedelta(hours=1)):
        assert requeue_workbooks() == 0
    job.refresh_from_db()
    assert job.state == State.FAILED


def test_worker_that_lost_its_job_leaves_no_file(scoped, job):
    slow = workbooks.claim(job.pk)
    IndicatorWorkbook.objects.update(attempts=2)
    workbooks.publish(slow, b"PK")
    job.refresh_from_db()
    assert (job.state, job.file.name) == (State.RUNNING, "")
    assert not slow.file.storage.exists(slow.file.name)


def test_old_ones_go_with_their_files(scoped, job, django_capture_on_commit_callbacks):
    build(scoped, job)
    job.refresh_from_db()
    storage, name = job.file.storage, job.file.name
    ask(scoped)
    with (
        time_machine.travel(clock.now() + dt.timedelta(days=8)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        requeue_workbooks()
    assert IndicatorWorkbook.objects.count() == 0
    assert not storage.exists(name)
