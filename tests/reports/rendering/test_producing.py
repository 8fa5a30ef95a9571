from __future__ import annotations

import copy
import hashlib
import threading

import pytest

from core.errors import StateError
from reports.models import Report
from reports.rendering import producing
from reports.rendering.layout import draw
from reports.rendering.pdf import Printed
from reports.rendering.versions import changes_since, unchanged
from reports.services import jobs
from tests.factories.reports import ready_report
from tests.markup import text_of
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
        return Printed(f"%PDF {identifier}".encode(), b"%PDF kept", 12)

    monkeypatch.setattr(producing, "print_document", act)
    return prints


@pytest.mark.parametrize("kind", Report.Kind.values)
def test_document_is_produced_stored_and_sealed(asked, kind):
    report = producing.produce(asked(kind=kind))
    data = report.file.open("rb").read()
    assert data.startswith(b"PK" if kind == "board_deck" else b"%PDF-1.7")
    assert (report.state, report.size) == ("ready", len(data))
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert report.pages >= (1 if kind == "board_page" else 2)
    assert report.content["stamp"]["number"] == report.number
    assert report.file.name.startswith("reports/")
    assert "blueprint" not in report.file.name


def test_open_points_are_counted(asked, quick):
    report = producing.produce(asked())
    # No goal, no plan, no signature, and no checklist of the country is loaded.
    assert report.open_points == 4


def test_every_version_prints_its_own_number(asked, quick):
    """Owner A9: version 2 of the same data was the file of version 1, which says version 1."""
    first = producing.produce(asked())
    second = producing.produce(asked())
    assert second.number == first.number + 1
    assert second.sha256 != first.sha256
    assert len(quick) == 2


def test_version_names_the_former_one_and_what_changed(scoped, asked, quick):
    first = producing.produce(asked())
    assert first.content["stamp"]["former"] is None
    scoped.plant.headcount += 1
    scoped.plant.save()
    former = producing.produce(asked("zh-hans")).content["stamp"]["former"]
    assert former["number"] == 1
    assert former["day"] == first.content["head"]["today"]
    assert former["chapters"] == [
        {"en": "Appendix: plant and scope", "zh_hans": "附录：工厂与范围"}
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Changed since version 1 of 28 Nov 2026: Summary, Goals"),
        ("zh-hans", "较2026-11-28第1版有变化"),
    ],
)
def test_cover_names_the_chapters_that_changed(contents, language, words):
    content = copy.deepcopy(contents["rich", "blueprint"])
    chapters = [{"en": "Summary", "zh_hans": "摘要"}, {"en": "Goals", "zh_hans": "战略目标"}]
    content["stamp"]["former"] = {"number": 1, "day": "2026-11-28", "chapters": chapters}
    text = draw(content, kind="blueprint", language=language, fingerprint="0" * 64)
    cover = text_of(text.split('class="cover"')[1].split("</section>")[0]).replace("\u00a0", " ")
    assert words in cover
    assert chapters[1][{"en": "en"}.get(language, "zh_hans")] in cover


def test_version_that_says_the_same_in_another_language_says_so(asked, quick):
    producing.produce(asked())
    former = producing.produce(asked("zh-hans")).content["stamp"]["former"]
    assert (former["number"], former["chapters"]) == (1, [])


def test_nothing_changed_is_known_without_printing(scoped, asked, quick):
    plant = scoped.plant
    assert unchanged(plant, "blueprint", "en") is None
    done = producing.produce(asked())
    assert unchanged(plant, "blueprint", "en") == done
    assert unchanged(plant, "blueprint", "zh-hans") is None
    assert unchanged(plant, "indicator_baseline", "en") is None
    Report.objects.update(layout="earlier")
    assert unchanged(plant, "blueprint", "en") is None


def test_changed_plant_makes_a_version_again(scoped, asked, quick):
    producing.produce(asked())
    scoped.plant.headcount += 1
    scoped.plant.save()
    assert unchanged(scoped.plant, "blueprint", "en") is None


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
    with pytest.raises(FileNotFoundError, match=r"scripts/setup\.py"):
        fonts.font_faces()


def test_worker_of_another_layout_reads_the_data_again(scoped, asked, quick):
    report = asked()
    producing.freeze(report)
    Report.objects.filter(pk=report.pk).update(layout="earlier", content={"nonsense": 1})
    report = Report.objects.select_related("plant__organization").get(pk=report.pk)
    done = producing.produce(report)
    assert done.state == "ready"
    assert done.layout != "earlier"


def test_document_without_a_content_is_no_former_version(scoped, asked, quick):
    ready_report(scoped.plant, number=1)
    second = producing.produce(asked())
    assert second.number == 2
    assert second.content["stamp"]["former"] is None


def test_changes_since_a_document_are_named(scoped, asked, quick):
    done = producing.produce(asked())
    assert changes_since(done) == ()
    scoped.plant.industry = "Batteries"
    scoped.plant.save()
    done = Report.objects.select_related("plant__organization").get(pk=done.pk)
    assert [title.zh_hans for title in changes_since(done)] == ["附录：工厂与范围"]


def test_document_of_an_earlier_release_is_not_compared(scoped):
    earlier = ready_report(scoped.plant, content={"stamp": {"number": 1}, "goals": []})
    assert [title.en for title in changes_since(earlier)] == [
        "made by an earlier release of Landfall, not compared by chapter"
    ]
    assert unchanged(scoped.plant, "blueprint", "en") is None
