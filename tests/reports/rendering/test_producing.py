from __future__ import annotations

import hashlib
import threading

import pytest

from core.errors import StateError
from reports.models import Report
from reports.rendering import producing
from reports.rendering.pdf import Printed
from reports.services import jobs
from tests.factories.reports import ready_report
from tests.plugin import wait_until


@pytest.fixture
def asked(scoped):
    """Return a function that asks for a document and claims the job."""

    def act(language="en", kind="blueprint"):
        by = scoped.people["cio"]
        report = jobs.request(plant=scoped.plant, kind=kind, language=language, by=by)
        return jobs.claim(report.pk)

    return act


@pytest.fixture
def quick(monkeypatch):
    """Count the prints and make them quick; the drawing itself stays."""
    prints = []

    def act(text, *, identifier):
        prints.append(identifier)
        return Printed(f"%PDF {identifier}".encode(), 12)

    monkeypatch.setattr(producing, "print_document", act)
    return prints


@pytest.mark.parametrize("kind", Report.Kind.values)
def test_document_is_produced_stored_and_sealed(asked, kind):
    report = producing.produce(asked(kind=kind))
    data = report.file.open("rb").read()
    assert data.startswith(b"%PDF-1.7")
    assert (report.state, report.size) == ("ready", len(data))
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert report.pages >= 3
    assert report.content["stamp"]["number"] == report.number
    assert report.file.name.startswith("reports/")
    assert "blueprint" not in report.file.name


def test_open_points_are_counted(asked, quick):
    report = producing.produce(asked())
    assert report.open_points == 3


def test_same_data_give_the_same_file_without_printing_again(asked, quick):
    first = producing.produce(asked())
    second = producing.produce(asked())
    assert second.number == first.number + 1
    assert second.sha256 == first.sha256
    assert second.file.name != first.file.name
    assert len(quick) == 1


def test_changed_data_give_another_file(scoped, asked, quick):
    first = producing.produce(asked())
    scoped.plant.headcount += 1
    scoped.plant.save()
    assert producing.produce(asked()).sha256 != first.sha256


def test_languages_have_their_own_files(asked, quick):
    prints = {producing.produce(asked(language)).fingerprint for language in Report.Language.values}
    assert len(prints) == 3


def test_worker_that_takes_over_draws_the_frozen_content(scoped, asked, quick):
    report = asked()
    producing.freeze(report)
    before = report.fingerprint
    scoped.plant.headcount += 100
    scoped.plant.save()
    report = Report.objects.select_related("plant__organization").get(pk=report.pk)
    assert producing.produce(report).fingerprint == before


def test_content_of_an_earlier_version_is_read_anew(asked, quick):
    report = asked()
    jobs.freeze(
        report=report,
        content={"stamp": {"number": 1}, "readiness": None},
        as_of=report.started_at,
        open_points=0,
        template="of the version before",
    )
    produced = producing.produce(report)
    assert (produced.state, produced.content["stamp"]["number"]) == ("ready", report.number)
    assert "sections" in produced.content


def test_overtaken_worker_leaves_no_file(asked, quick):
    report = asked()
    Report.objects.filter(pk=report.pk).update(attempts=2)
    with pytest.raises(StateError):
        producing.produce(report)
    report.refresh_from_db()
    assert report.state == "rendering"
    assert not report.file


def test_progress_moves_forward(asked, quick, monkeypatch):
    seen = []
    real = jobs.beat

    def watch(pk, **more):
        seen.append(more.get("progress"))
        real(pk, **more)

    monkeypatch.setattr(jobs, "beat", watch)
    producing.produce(asked())
    assert seen == sorted(seen) == [10, 30, 45, 95]


def test_sign_of_life_comes_from_a_thread(asked, monkeypatch):
    report = asked()
    beats = []
    monkeypatch.setattr(producing, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "beat", lambda pk, **_more: beats.append(pk))
    with producing.alive(report):
        wait_until(lambda: len(beats) > 1, "two signs of life")
    assert set(beats) == {report.pk}
    assert [t.name for t in threading.enumerate() if t.name == f"report-{report.pk}"] == []


def test_broken_sign_of_life_does_not_stop_the_work(asked, monkeypatch):
    report = asked()

    tries = []

    def fail(pk):
        tries.append(pk)
        raise producing.DatabaseError("locked")

    monkeypatch.setattr(producing, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "beat", fail)
    with producing.alive(report):
        wait_until(lambda: len(tries) > 1, "the next try")


def test_missing_typefaces_are_named(scoped, settings, tmp_path, monkeypatch):
    from reports.rendering import fonts

    settings.STATICFILES_DIRS = [tmp_path]
    with pytest.raises(FileNotFoundError, match="make setup"):
        fonts.font_faces()


def test_frozen_content_is_found_again_by_a_finished_report(scoped, asked, quick):
    report = asked()
    producing.freeze(report)
    ready_report(scoped.plant, number=90, fingerprint=report.fingerprint, data=b"%PDF known")
    produced = producing.produce(report)
    assert produced.file.open("rb").read() == b"%PDF known"
    assert quick == []
