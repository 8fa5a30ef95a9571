from __future__ import annotations

import datetime as dt
import json
import re
import zoneinfo

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from core import clock
from core.wording.dates import day as day_words
from organizations.models import AuditEvent
from organizations.services.plants import edit_plant
from reports.models import Report
from reports.rendering.version import template_version
from reports.sections.gathering import gather
from reports.selectors.documents import is_touched_since
from reports.services.jobs import note_download
from reports.services.links import make_link
from roadmap.models import Initiative, Roadmap
from tests.factories.assessment_runs import catalog
from tests.factories.reports import ready_report
from tests.markup import flat

SLUG = "johor-bahru"


def url(name, *more):
    return reverse(f"reports:{name}", args=[SLUG, *more])


def page(client, name, *more, **headers):
    answer = client.get(url(name, *more), headers=headers)
    return answer, answer.content.decode()


@pytest.fixture
def sent(monkeypatch):
    calls = []
    monkeypatch.setattr("reports.tasks.send", lambda *ids: calls.append(ids))
    return calls


def test_empty_list_offers_the_first_step(scoped):
    answer, text = page(scoped.client("cio"), "report-list")
    assert answer.status_code == 200
    assert text.count("Not produced yet") == 7
    assert f"{url('report-create')}?kind=blueprint" in text
    assert "no assessment yet" in text
    assert "No link yet" in text


def test_stakeholder_reads_but_has_no_buttons_to_produce_or_share(scoped):
    report = ready_report(scoped.plant)
    _answer, text = page(scoped.client("stakeholder"), "report-list")
    assert url("report-download", report.pk) in text
    assert url("report-create") not in text
    assert url("link-create", report.pk) not in text
    assert "Share links" not in text


def test_open_point_leads_only_to_places_the_person_may_see(scoped):
    places = {
        role: {
            point.code: place
            for point, place in scoped.client(role).get(url("report-list")).context["points"]
        }
        for role in ("assessor", "stakeholder")
    }
    assert places["assessor"]["run"] == "/plants/johor-bahru/current/"
    assert places["stakeholder"]["run"] == ""
    assert places["stakeholder"]["goals"] == "/plants/johor-bahru/roadmap/goals/"


def test_missing_rate_leads_to_the_rates_of_the_group(scoped):
    plan = Roadmap.objects.create(
        plant=scoped.plant, starts_on=dt.date(2026, 1, 1), currency="MYR", catalog=catalog()
    )
    Initiative.objects.create(
        roadmap=plan,
        title={"en": "MES core", "zh-hans": "MES核心"},
        phase="digitize",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2027, 1, 31),
        one_off_amount=1000,
        currency="EUR",
    )
    client = scoped.client("project_owner")
    points = client.get(url("report-list")).context["points"]
    place = {point.code: place for point, place in points}["rate"]
    assert place == "/organization/rates/"
    assert client.get(place).status_code == 200


def test_list_costs_the_same_with_more_rows(scoped, django_assert_num_queries):
    client = scoped.client("cio")
    ready_report(scoped.plant, number=1)
    page(client, "report-list")
    with django_assert_num_queries(31) as first:
        page(client, "report-list")
    for number in (2, 3):
        report = ready_report(scoped.plant, number=number)
        share(report, scoped.people["cio"])
    with django_assert_num_queries(len(first)):
        page(client, "report-list")


def share(report, by, label="Board"):

    return make_link(
        report=report,
        label=label,
        passphrase="ab12-cd34-ef56",
        expires_at=clock.now() + dt.timedelta(days=3),
        by=by,
    )


def test_running_row_polls_and_a_finished_one_stops(scoped):
    client = scoped.client("cio")
    report = ready_report(scoped.plant, state="rendering", step="print", progress=45)
    answer, text = page(client, "kind-detail", "blueprint", hx_request="true")
    assert answer.status_code == 200
    assert 'hx-trigger="every 2s"' in text
    assert "Setting the pages" in text
    assert "45%" in "".join(text.split())
    Report.objects.filter(pk=report.pk).update(state="ready")
    answer, text = page(client, "kind-detail", "blueprint", hx_request="true")
    assert answer.status_code == 286
    assert "hx-trigger" not in text
    assert 'hx-swap-oob="innerHTML"' in text


def test_row_without_htmx_is_the_page(scoped):
    answer, text = page(scoped.client("cio"), "kind-detail", "blueprint")
    assert answer.status_code == 200
    assert "<!doctype html>" in text


def test_unknown_kind_does_not_exist(scoped):
    assert page(scoped.client("cio"), "kind-detail", "nonsense")[0].status_code == 404


def test_failed_report_says_why_and_keeps_the_last_good_version(scoped):
    good = ready_report(scoped.plant, number=1)
    bad = Report.objects.create(
        plant=scoped.plant, kind="blueprint", language="en", number=2, state="failed",
        failure="worker_lost",
    )  # fmt: skip
    _answer, text = page(scoped.client("cio"), "report-list")
    assert "The worker stopped three times" in text
    assert url("report-download", good.pk) in text
    assert url("report-retry", bad.pk) in text


def test_report_is_asked_for(scoped, sent, django_capture_on_commit_callbacks):
    client = scoped.client("assessor")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("report-create"), {"kind": "blueprint", "language": "bilingual"})
    assert (answer.status_code, answer.url) == (302, url("report-list"))
    report = Report.objects.get()
    assert (report.kind, report.language, report.state) == ("blueprint", "bilingual", "queued")
    assert report.requested_by == scoped.people["assessor"]
    assert sent == [(report.pk, scoped.organization.pk)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["v2", "queued", "Waiting for a worker", "PDF v1, earlier version"]),
        ("zh-hans", ["第2版", "排队中", "等待处理", "PDF 第1版，较早版本"]),
    ],
)
def test_answer_to_the_asking_shows_the_new_version_as_queued(scoped, sent, language, words):
    """The earlier version stays at hand and cannot be taken for the one just asked for."""
    scoped.people["cio"].language = language
    scoped.people["cio"].save()
    earlier = ready_report(scoped.plant, number=1)
    client = scoped.client("cio")
    wanted = {"kind": "blueprint", "language": "en"}
    answers = [
        client.post(url("report-create"), wanted, follow=True),
        client.get(url("kind-detail", "blueprint"), headers={"HX-Request": "true"}),
    ]
    for answer in answers:
        row = flat(row_of(answer.content.decode(), "blueprint"))
        assert 'data-state="queued" data-version="2"' in row
        text = " ".join(strip_tags(row).split())
        assert [word for word in words if word not in text] == []
        assert url("report-download", earlier.pk) in row


def test_only_version_is_not_called_earlier(scoped):
    ready_report(scoped.plant, number=1)
    row = flat(row_of(page(scoped.client("cio"), "report-list")[1], "blueprint"))
    assert 'data-state="ready" data-version="1"' in row
    assert "earlier" not in row


def row_of(text: str, kind: str) -> str:
    """Return the row of a kind of document."""
    return re.search(rf'<tr id="report-row-{kind}".*?</tr>', text, re.DOTALL)[0]


@pytest.mark.parametrize(
    "data", [{}, {"kind": "novel", "language": "en"}, {"kind": "blueprint", "language": "klingon"}]
)
def test_wrong_kind_or_language_is_refused(scoped, sent, data):
    answer = scoped.client("cio").post(url("report-create"), data)
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_form_proposes_own_language_and_the_kind_asked_for(scoped):
    client = scoped.client("cio")
    scoped.people["cio"].language = "zh-hans"
    scoped.people["cio"].save()
    text = client.get(url("report-create") + "?kind=indicator_baseline").content.decode()
    assert re.search('value="indicator_baseline"[^>]*checked', text)
    assert re.search('value="zh-hans"[^>]*checked', text)
    assert "生成报告" in text


def test_failed_report_is_tried_again(scoped, sent, django_capture_on_commit_callbacks):
    report = ready_report(scoped.plant, state="failed")
    client = scoped.client("cio")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url("report-retry", report.pk)).status_code == 302
    report.refresh_from_db()
    assert report.state == "queued"
    assert len(sent) == 1
    assert client.post(url("report-retry", report.pk)).status_code == 302
    assert len(sent) == 1


def test_download_is_an_attachment_and_written_down(scoped):
    report = ready_report(scoped.plant, data=b"%PDF-1.7 body")
    answer = scoped.client("stakeholder").get(url("report-download", report.pk))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 body"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'attachment; filename="johor-bahru-strategy-blueprint-v1-en.pdf"'
    )
    event = AuditEvent.objects.get(verb="report.downloaded")
    assert event.actor == scoped.people["stakeholder"]


def test_unfinished_report_has_no_file(scoped):
    report = ready_report(scoped.plant, state="rendering")
    assert scoped.client("cio").get(url("report-download", report.pk)).status_code == 404


@pytest.mark.parametrize("name", ["report-download", "link-create"])
def test_report_of_another_plant_does_not_exist(scoped, name):
    from tests.factories.organizations import PlantFactory

    other = PlantFactory(organization=scoped.organization, slug="other")
    report = ready_report(other)
    assert scoped.client("project_owner").get(url(name, report.pk)).status_code == 404


def test_pages_in_chinese_leave_no_english_of_ours(scoped):
    scoped.people["cio"].language = "zh-hans"
    scoped.people["cio"].save()
    client = scoped.client("cio")
    report = ready_report(scoped.plant)
    share(report, scoped.people["cio"], label="董事会")
    for name, more in (("report-list", ()), ("report-create", ()), ("link-create", (report.pk,))):
        _answer, text = page(client, name, *more)
        main = re.sub("<[^>]+>", " ", text[text.index("<main") :])
        for english in ("Report", "Share", "version", "Produce", "Passphrase", "works until"):
            assert english not in main.replace("PDF", "")


# --- versions ---------------------------------------------------------------------------------


@pytest.fixture
def finished(scoped):
    """A finished document with the content of now, printed by nobody."""
    content = gather(scoped.plant, "blueprint", number=1, now=clock.now()).as_plain()
    return ready_report(
        scoped.plant,
        content=json.loads(json.dumps(content)),
        layout=template_version(),
        data_as_of=clock.now(),
    )


def produce(client, **more):
    return client.post(url("report-create"), {"kind": "blueprint", "language": "en", **more})


def test_nothing_changed_makes_no_version_and_is_said_at_once(scoped, finished, sent):
    client = scoped.client("cio")
    answer = produce(client)
    assert answer.status_code == 302
    assert Report.objects.count() == 1
    text = flat(client.get(answer.url).content.decode())
    day = flat(render_day(finished, scoped.plant))
    assert f"Strategy blueprint: unchanged since v1 of {day}. No new version was made." in text


def render_day(report, plant):
    return day_words(report.data_as_of.astimezone(zoneinfo.ZoneInfo(plant.time_zone)).date())


def test_other_language_other_data_or_other_layout_make_a_version(scoped, finished, sent):
    client = scoped.client("cio")
    produce(client, language="zh-hans")
    assert Report.objects.count() == 2
    Report.objects.filter(number=2).update(state="failed")
    scoped.plant.headcount += 1
    scoped.plant.save()
    produce(client)
    assert Report.objects.filter(language="en").count() == 2


def test_reader_sees_that_data_changed_since(scoped, finished):
    client = scoped.client("stakeholder")
    assert "Data changed since" not in page(client, "report-list")[1]
    edit_plant(
        by=scoped.people["cio"],
        plant=scoped.plant,
        version=scoped.plant.version,
        values={"headcount": scoped.plant.headcount + 1},
    )
    for name, more in (("report-list", ()), ("kind-detail", ("blueprint",))):
        text = flat(page(client, name, *more, hx_request="true")[1])
        assert "Data changed since: Appendix: plant and scope" in text


def test_acts_that_no_document_prints_are_no_news(scoped, finished):
    note_download(report=finished, by=scoped.people["cio"])
    share(finished, scoped.people["cio"])
    assert not is_touched_since(scoped.plant, finished.data_as_of)


def test_archive_copy_is_offered_and_handed_out(scoped):
    report = ready_report(scoped.plant, archive=b"%PDF kept")
    client = scoped.client("stakeholder")
    assert url("report-archive", report.pk) in page(client, "report-list")[1]
    answer = client.get(url("report-archive", report.pk))
    assert b"".join(answer.streaming_content) == b"%PDF kept"
    assert "-pdfa.pdf" in answer["Content-Disposition"]


def test_document_of_an_earlier_release_has_no_archive_copy_and_stays_as_it_was(scoped):
    report = ready_report(scoped.plant, archive=b"", data=b"%PDF of 0.2.0")
    client = scoped.client("stakeholder")
    assert url("report-archive", report.pk) not in page(client, "report-list")[1]
    assert client.get(url("report-archive", report.pk)).status_code == 404
    answer = client.get(url("report-download", report.pk))
    assert b"".join(answer.streaming_content) == b"%PDF of 0.2.0"
