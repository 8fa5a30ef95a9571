from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Answer, AnswerEvidence
from assessment.services import lifecycle, sections
from core import clock
from organizations.models import Evidence
from tests.factories import assessment as make
from tests.markup import MARKUP_AS_TEXT

HTMX = {"HX-Request": "true"}
BANDS = {"type": "band", "bands": [{"v": 0}, {"v": 1}]}
TYPES = {
    "single": {"type": "single", "options": {"yes": 1, "no": 0}},
    "multi": {"type": "multi", "options": {"a": 1, "b": 2, "none": 0}, "exclusive": ["none"]},
    "interval": {"type": "interval", "unit": "percent", "cuts": [[50, 0], [100, 1]]},
    "ratio": {
        "type": "ratio",
        "unit": "percent",
        "numerator": {"en": "Connected machines", "zh-hans": "联网设备"},
        "denominator": {"en": "All machines", "zh-hans": "全部设备"},
        "cuts": [[50, 0], [100, 1]],
    },
    "number": {"type": "number", "min": 0, "max": 10},
    "matrix": {"type": "matrix", "rows": ["r1", "r2"]},
    "clauses": {"type": "clauses_per_level", "clauses": {1: 2, 2: 1}},
    "band": BANDS,
}


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def run(scoped, owner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.make_run(scoped.plant, owner)


@pytest.fixture
def every(scoped, owner):
    """A run with a question of every answer type."""
    leaves = [{"id": f"q-{name}", "answer": answer} for name, answer in TYPES.items()]
    group = {"id": "G", "aggregate": "mean", "children": leaves}
    framework = make.make_release({"tree": [group]})
    return make.make_run(scoped.plant, owner, framework=framework, title="every")


def url(run, question="DG-06", act=""):
    return f"/plants/johor-bahru/current/runs/{run.pk}/questions/{question}/{act}"


def post(client, run, question="DG-06", *, version=0, htmx=True, kind="levels", **data):
    given = {"kind": kind, "version": version, "key": f"key-{question}-{version}", **data}
    headers = HTMX if htmx else {}
    return client.post(url(run, question, "answer/"), given, headers=headers)


def test_page_shows_the_question_with_its_levels(cast, run):
    page = cast.client("respondent").get(url(run)).content.decode()
    assert "How are item, bill-of-material or recipe" in page
    assert page.count('class="level-card"') == 6
    assert "Connected with HQ" in page


def test_rest_of_the_section_comes_on_its_own(cast, run):
    page = cast.client("respondent").get(url(run) + "?part=rest").content.decode()
    assert page.count("<article") == 13
    assert 'id="question-DG-06"' not in page


def test_page_in_chinese_has_no_english_words_of_ours(cast, run, owner):
    owner.language = "zh-hans"
    owner.save()
    page = cast.client("project_owner").get(url(run)).content.decode()
    for words in ("Target level", "Evidence", "Does not apply", "Next question", "Sections"):
        assert words not in page
    assert "目标等级" in page


def test_save_by_script_returns_small_pieces(cast, run):
    answer = post(cast.client("respondent"), run, value="2", target="4")
    assert answer.status_code == 200
    assert answer["X-Answer-Version"] == "1"
    assert b'id="section-nav"' in answer.content
    assert b"1 of 76 answered" in answer.content
    assert len(answer.content) < 8000


def test_save_costs_few_statements(cast, run):
    client = cast.client("respondent")
    post(client, run, value="1")
    with CaptureQueriesContext(connection) as caught:
        post(client, run, version=1, value="2")
    people = ("django_session", "organizations_user", "organizations_membership", "SAVEPOINT")
    ours = [
        entry["sql"]
        for entry in caught.captured_queries
        if not any(name in entry["sql"].split("WHERE")[0].split("SET")[0] for name in people)
    ]
    assert len(ours) <= 8, "\n".join(ours)


def test_page_costs_the_same_with_few_and_many_answers(cast, run, owner):
    client = cast.client("respondent")
    client.get(url(run))
    make.answer(run, "DG-01", owner, value=1)
    with CaptureQueriesContext(connection) as few:
        client.get(url(run))
    for number in range(2, 9):
        make.answer(run, f"DG-0{number}", owner, value=1)
    with CaptureQueriesContext(connection) as many:
        client.get(url(run))
    assert len(few) == len(many) <= 12


def test_save_without_script_goes_on(cast, run):
    answer = post(cast.client("respondent"), run, htmx=False, value="2", go="next")
    assert answer["Location"] == url(run, "DG-07")
    answer = post(cast.client("respondent"), run, version=1, htmx=False, value="3", go="previous")
    assert answer["Location"] == url(run, "DG-05")


def test_two_sessions_get_both_values(cast, run):
    post(cast.client("it_lead"), run, value="4", note="theirs")
    mine = post(cast.client("respondent"), run, value="1", note="mine", key="my-own-key")
    assert mine.status_code == 409
    page = mine.content.decode()
    for words in ("It Lead", "4, Connected with HQ", "1, Spreadsheet", "theirs", "mine"):
        assert words in page
    whole = post(cast.client("respondent"), run, htmx=False, value="1", key="my-own-key")
    assert whole.status_code == 409
    kept = post(
        cast.client("respondent"), run, version=1, htmx=False, value="1", on_conflict="mine"
    )
    assert kept.status_code == 302
    theirs = post(cast.client("it_lead"), run, htmx=False, value="0", on_conflict="theirs")
    assert theirs["Location"] == url(run)
    assert Answer.objects.get(question="DG-06").value == 1


def test_replay_is_answered_like_the_first_time(cast, run):
    client = cast.client("respondent")
    first = post(client, run, value="2")
    again = post(client, run, value="2")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again["X-Answer-Version"] == "1"
    assert "X-Answer-Replay" not in first
    assert "X-Answer-Replay" in again


@pytest.mark.parametrize(
    "data",
    [
        {"value": "9"},
        {"value": "x"},
        {"value": "2", "target": "77"},
        {"value": "2", "version": "-1"},
        {"value": "2", "key": "!"},
        {"value": "2", "kind": "unknown"},
        {"value": "2", "note": "x" * 5000},
        {"not_applicable": "on"},
        {"not_applicable": "on", "reason": "no plant"},
    ],
)
def test_bad_answer_is_422_and_keeps_what_was_typed(cast, run, data):
    given = {"kind": "levels", "version": 0, "key": "key-12345", **data}
    client = cast.client("respondent")
    for headers in (HTMX, {}):
        answer = client.post(url(run, act="answer/"), given, headers=headers)
        assert answer.status_code == 422
        assert b"Not saved." in answer.content
    assert Answer.objects.count() == 0


def test_unknown_run_or_question_is_404(cast, run):
    client = cast.client("respondent")
    assert client.get(url(run, "XX-01")).status_code == 404
    assert client.get(url(run).replace(f"/{run.pk}/", "/999999/")).status_code == 404
    gone = client.post(
        url(run, act="answer/").replace(f"/{run.pk}/", "/999999/"),
        {"kind": "levels", "version": 0, "value": "1"},
    )
    assert gone.status_code == 404


def test_open_question_comes_first(cast, run, owner):
    make.answer(run, "SP-01", owner, value=1)
    client = cast.client("respondent")
    base = f"/plants/johor-bahru/current/runs/{run.pk}/questions/"
    assert client.get(base)["Location"].endswith("/SP-02/")
    people = [cast.people["respondent"]]
    sections.assign_section(
        plant=run.plant, run_id=run.pk, section="TD", people=people, due_on=None, by=owner
    )
    assert client.get(base)["Location"].endswith("/TD-01/")


ENTRIES = {
    "single": ({"value": "yes"}, "yes"),
    "multi": ({"value": ["a", "b"]}, ["a", "b"]),
    "number": ({"value": "７，５"}, "7.5"),
    "ratio": ({"numerator": "3", "denominator": "4"}, ["3", "4"]),
    "matrix": ({"row-r1": "yes", "row-r2": "no"}, {"r1": "yes", "r2": "no"}),
    "clauses": (
        {"clause-1-0": "1", "clause-1-1": "0.5", "clause-2-0": "0"},
        {"1": ["1", "0.5"], "2": ["0"]},
    ),
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_answer_type_is_saved_and_shown_again(cast, every, kind):
    data, stored = ENTRIES[kind]
    client = cast.client("respondent")
    question = f"q-{kind}"
    assert client.get(url(every, question)).status_code == 200
    assert post(client, every, question, kind=kind, **data).status_code == 200
    assert Answer.objects.get(question=question).value == stored
    page = client.get(url(every, question)).content.decode()
    assert "checked" in page or "selected" in page or 'value="' in page


def test_interval_is_a_number(cast, every):
    client = cast.client("respondent")
    assert post(client, every, "q-interval", kind="number", value="80 %").status_code == 200
    assert (
        post(client, every, "q-interval", kind="number", version=1, value="180").status_code == 422
    )


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("single", {"value": "maybe"}),
        ("multi", {"value": ["a", "none"]}),
        ("number", {"value": "11"}),
        ("number", {"value": "many"}),
        ("ratio", {"numerator": "3"}),
        ("ratio", {"numerator": "3", "denominator": "0"}),
        ("matrix", {"row-r1": "yes"}),
        ("clauses", {"clause-1-0": "1", "clause-1-1": "", "clause-2-0": "0"}),
        ("clauses", {"clause-1-0": "7", "clause-1-1": "1", "clause-2-0": "0"}),
    ],
)
def test_wrong_entry_of_a_type_is_422(cast, every, kind, data):
    answer = post(cast.client("respondent"), every, f"q-{kind}", kind=kind, **data)
    assert answer.status_code == 422
    assert Answer.objects.count() == 0


def test_closed_run_says_since_when(cast, run, owner):
    make.answer(run, "DG-06", owner, value=2)
    lifecycle.submit_run(plant=run.plant, run_id=run.pk, by=owner)
    page = cast.client("respondent").get(url(run)).content.decode()
    assert "Read only" in page
    assert "Since" in page
    assert "answer-form" not in page


def upload(client, run, **data):
    return client.post(url(run, act="evidence/"), {"key": "evidence-key", **data}, headers=HTMX)


def test_evidence_is_added_handed_out_as_attachment_and_removed(cast, run):
    client = cast.client("respondent")
    file = SimpleUploadedFile("图.pdf", b"%PDF-1.7 x", content_type="text/html")
    answer = upload(client, run, file=file)
    assert answer.status_code == 200
    assert "图.pdf" in answer.content.decode()
    proof = Evidence.objects.get()
    place = f"/plants/johor-bahru/evidence/{proof.pk}/"
    link = AnswerEvidence.objects.get()
    got = client.get(place)
    assert got["Content-Disposition"].startswith("attachment")
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert b"".join(got.streaming_content) == b"%PDF-1.7 x"
    assert cast.client("stranger").get(place).status_code == 404
    assert cast.client("stakeholder").get(place).status_code == 403
    gone = f"/plants/johor-bahru/current/evidence/{link.pk}/delete/"
    assert client.post(gone, headers=HTMX).status_code == 200
    assert client.get(place).status_code == 404


def test_evidence_keeps_the_name_that_was_given_to_its_file(cast, run):
    client = cast.client("respondent")
    file = SimpleUploadedFile("scan0001.pdf", b"%PDF-1.7")
    assert upload(client, run, file=file, title="Release of codes").status_code == 200
    proof = Evidence.objects.get()
    assert proof.title == "Release of codes"
    answer = client.get(f"/plants/johor-bahru/evidence/{proof.pk}/")
    assert answer["Content-Disposition"] == 'attachment; filename="Release of codes.pdf"'
    answer.close()


def test_link_with_a_password_is_refused(cast, run):
    answer = upload(cast.client("respondent"), run, url="https://me:secret@wiki.example.org/1")
    assert answer.status_code == 422
    assert "name and password" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_evidence_that_was_added_is_shown_as_a_row_and_not_as_markup(cast, run):
    """The fault seen: the field printed `<div class="file"> <svg …` as text."""
    answer = upload(cast.client("cio"), run, url="https://wiki.example.org/1", title="A <b>")
    text = answer.content.decode()
    assert MARKUP_AS_TEXT.search(answer.content) is None
    assert "A &lt;b&gt;" in text and "/delete/" in text


def test_evidence_before_the_level_is_no_conflict(cast, run):
    client = cast.client("respondent")
    assert upload(client, run, url="https://wiki.example.org/1")["X-Answer-Version"] == "0"
    saved = post(client, run, value="2")
    assert (saved.status_code, saved["X-Answer-Version"]) == (200, "1")
    more = upload(client, run, url="https://wiki.example.org/2", key="evidence-2")
    assert more["X-Answer-Version"] == "1"
    again = post(client, run, version=1, value="3")
    assert (again.status_code, again["X-Answer-Version"]) == (200, "2")
    assert upload(client, run, url="ftp://x")["X-Answer-Version"] == "2"
    gone = f"/plants/johor-bahru/current/evidence/{AnswerEvidence.objects.first().pk}/delete/"
    assert client.post(gone, headers=HTMX)["X-Answer-Version"] == "2"


def test_card_with_evidence_only_shows_version_0(cast, run):
    client = cast.client("respondent")
    upload(client, run, url="https://wiki.example.org/1")
    page = client.get(url(run)).content.decode()
    assert 'id="version-DG-06" value="0"' in page


def test_evidence_takes_up_no_answer_that_its_card_has_not_seen(cast, run):
    mine, theirs = cast.client("respondent"), cast.client("it_lead")
    upload(mine, run, url="https://wiki.example.org/1")
    assert post(theirs, run, value="4", key="theirs-12").status_code == 200
    assert upload(mine, run, url="https://x.org", key="evidence-2")["X-Answer-Version"] == "1"
    conflict = post(mine, run, value="1", key="mine-1234")
    assert conflict.status_code == 409
    assert "4, Connected with HQ" in conflict.content.decode()


def test_bad_upload_is_422_with_words(cast, run):
    client = cast.client("respondent")
    bad = SimpleUploadedFile("x.svg", b"<svg/>", content_type="application/pdf")
    assert upload(client, run, file=bad).status_code == 422
    assert upload(client, run).status_code == 422
    assert upload(client, run, url="javascript:alert(1)").status_code == 422
    assert upload(client, run, url="ftp://example.org/x").status_code == 422
    assert Evidence.objects.count() == 0
    assert client.post(url(run, act="evidence/"), {}).status_code == 302


def test_link_is_added_but_not_downloaded(cast, run):
    client = cast.client("respondent")
    assert upload(client, run, url="https://wiki.example.org/codes").status_code == 200
    place = f"/plants/johor-bahru/evidence/{Evidence.objects.get().pk}/"
    assert client.get(place).status_code == 404


@pytest.mark.parametrize(("spoken", "wanted"), [("en", "4\u00a0Oct, "), ("zh-hans", "10月4日 ")])
def test_link_of_last_month_names_its_day(cast, run, spoken, wanted):
    person = cast.people["respondent"]
    person.language = spoken
    person.save()
    client = cast.client("respondent")
    with clock.running(lambda: datetime(2026, 10, 4, 0, 30, tzinfo=UTC)):
        upload(client, run, url="https://wiki.example.org/codes")
    with clock.running(lambda: datetime(2026, 11, 4, 0, 30, tzinfo=UTC)):
        page = client.get(url(run)).content.decode()
    assert f'<span class="help">{wanted}00:30</span>' in page


def test_form_of_evidence_sent_twice_without_a_script_stores_one_piece(cast, run):
    client = cast.client("respondent")
    page = client.get(url(run)).content.decode()
    form = page[page.index('class="stack-s evidence-form"') :]
    key = re.search(r'name="key" value="([0-9a-f]{32})"', form).group(1)
    for _time in range(2):
        client.post(url(run, act="evidence/"), {"key": key, "url": "https://wiki.example.org"})
    assert Evidence.objects.count() == 1
    assert f'value="{key}"' not in upload(client, run, url="https://x.org").content.decode()


def test_missing_file_is_404(cast, run, tmp_path):
    client = cast.client("respondent")
    upload(client, run, file=SimpleUploadedFile("x.pdf", b"%PDF-1.7 x"))
    proof = Evidence.objects.get()
    (tmp_path / proof.file.name).unlink()
    assert client.get(f"/plants/johor-bahru/evidence/{proof.pk}/").status_code == 404
