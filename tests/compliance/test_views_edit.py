from __future__ import annotations

import datetime as dt

import pytest

from compliance.models import ObligationStatus
from organizations.models import AuditEvent
from organizations.selectors.places import plant_today
from steps.models import Step
from tests.factories.compliance import obligation_data, set_row, tracked
from tests.factories.organizations import PlantFactory
from tests.markup import flat
from tests.steps.support import turn_url

URL = "/plants/johor-bahru/compliance/"
HTMX = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{URL}?topic=privacy&duty=4"}


@pytest.fixture
def editor(scoped):
    return scoped.people["it_lead"]


@pytest.fixture
def row(scoped, editor):
    return tracked(scoped.plant, editor)[0].row


@pytest.fixture
def client(scoped):
    return scoped.client("it_lead")


def address(row, verb="edit"):
    return f"{URL}obligations/{row.pk}/{verb + '/' if verb else ''}"


def test_row_becomes_a_form_and_back(row, client):
    form = client.get(address(row), headers=HTMX).content.decode()
    assert f'<tr id="duty-{row.pk}" class="chosen"' in form
    assert f'id="duty-{row.pk}-due_on"' in form
    back = client.get(address(row) + "?cancel=1", headers=HTMX).content.decode()
    assert "?topic=privacy&amp;duty=" in back
    assert "<form" not in back


def test_without_htmx_the_page_of_the_duty_opens(row, client):
    assert client.get(address(row))["Location"] == address(row, "")


def test_row_is_saved_and_the_roll_up_follows(row, client, editor):
    data = {"version": 1, "state": "met", "owner": editor.pk, "due_on": "2027-01-05"}
    html = client.post(address(row), data, headers=HTMX).content.decode()
    assert 'id="duty-summary" class="duty-summary" hx-swap-oob="true"' in html
    assert 'id="duty-tabs" hx-swap-oob="true"' in html
    row.refresh_from_db()
    assert (row.state, row.owner, row.due_on) == ("met", editor, dt.date(2027, 1, 5))
    undo = turn_url("undo", Step.objects.get().pk)
    assert '<div id="undo" class="row" hx-swap-oob="true">' in html
    assert undo in html
    answer = client.post(undo, follow=True)
    assert answer.redirect_chain == [(URL, 302)]
    assert "Undone: Edited a duty: Duty my.test.one" in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.owner, row.due_on, row.met_on) == ("not_started", None, None, None)


@pytest.mark.parametrize(
    "data",
    [
        {"state": "done"},
        {"due_on": "31.12.2027"},
        {"due_on": "0001-01-01"},
        {"owner": "999999"},
        {"owner": "x\0"},
        {"version": "-1"},
        {"version": ""},
    ],
)
def test_wrong_input_is_told(row, client, data):
    sent = {"version": 1, "state": "met", "owner": "", "due_on": ""} | data
    response = client.post(address(row), sent, headers=HTMX)
    assert response.status_code == 422
    assert b"error-summary" in response.content
    row.refresh_from_db()
    assert row.state == "not_started"


@pytest.mark.parametrize(
    ("field", "place"), [("owner", "owner"), ("met_on", "__all__"), ("", "__all__")]
)
def test_refused_by_a_rule_is_told(row, client, monkeypatch, field, place):
    from compliance.services import duties, evidence
    from core.errors import RuleError

    def refuse(**_):
        raise RuleError("Not this one", field=field)

    monkeypatch.setattr(duties, "update_duty", refuse)
    data = {"version": 1, "state": "met"}
    for answer in (
        client.post(address(row), data, headers=HTMX),
        client.post(address(row, ""), data),
    ):
        assert answer.status_code == 422
        assert answer.context["form"].errors == {place: ["Not this one"]}
    monkeypatch.setattr(evidence, "add_evidence", refuse)
    answer = client.post(address(row, "evidence/new"), {"url": "https://example.org"})
    assert answer.status_code == 422
    assert answer.context["evidence_form"].errors == {"__all__": ["Not this one"]}


def test_stale_row_shows_both_values(row, client, scoped):
    data = {"version": 1, "state": "in_progress", "owner": "", "due_on": ""}
    scoped.client("cio").post(address(row), data | {"due_on": "2027-01-05"}, headers=HTMX)
    response = client.post(address(row), data | {"state": "met"}, headers=HTMX)
    html = flat(response.content.decode())
    assert response.status_code == 409
    for words in ("Cio changed this in the meantime", "In progress", "Met", "5\u00a0Jan\u00a02027"):
        assert words in html
    assert '<input type="hidden" name="version" value="2">' in html
    row.refresh_from_db()
    assert row.state == "in_progress"


def test_either_side_of_a_conflict_can_be_taken(row, client, scoped):
    data = {"version": 1, "state": "in_progress", "owner": "", "due_on": ""}
    scoped.client("cio").post(address(row), data, headers=HTMX)
    mine = data | {"version": 2, "state": "met"}
    client.post(address(row), mine | {"on_conflict": "theirs"}, headers=HTMX)
    row.refresh_from_db()
    assert row.state == "in_progress"
    client.post(address(row), mine | {"on_conflict": "mine"}, headers=HTMX)
    row.refresh_from_db()
    assert row.state == "met"


def test_duty_of_another_plant_answers_404(row, scoped):
    other = PlantFactory(organization=scoped.organization, slug="binh-duong")
    client = scoped.client("cio")
    for verb in ("", "edit", "confirm", "review", "evidence/new"):
        url = address(row, verb).replace("johor-bahru", other.slug)
        assert client.post(url, {"version": 1}).status_code == 404


def test_page_of_a_duty_says_everything(row, client):
    html = client.get(address(row, "")).content.decode()
    for words in ("Duty my.test.one", "What exactly is asked", "What one would see", "s.1"):
        assert words in html
    for words in ("against the text of the law", "https://example.org/law", "A fine", "First line"):
        assert words in html


def test_page_takes_note_and_review(row, client):
    data = {"version": 1, "state": "met", "owner": "", "due_on": "", "note": "<b>done</b>"}
    response = client.post(address(row, ""), data | {"review_on": "2027-06-01"}, follow=True)
    assert "&lt;b&gt;done" in response.content.decode()
    row.refresh_from_db()
    assert row.review_on == dt.date(2027, 6, 1)


def test_page_tells_wrong_input_and_keeps_it(row, client):
    data = {"version": 1, "state": "met", "due_on": "soon", "note": "kept words"}
    response = client.post(address(row, ""), data)
    assert response.status_code == 422
    assert "kept words" in response.content.decode()


def test_stale_page_shows_both_values(row, client, scoped):
    data = {"version": 1, "state": "not_started", "owner": "", "due_on": "", "review_on": ""}
    scoped.client("cio").post(address(row, ""), data | {"note": "theirs"})
    response = client.post(address(row, ""), data | {"note": "mine"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "<strong>theirs</strong>" in html
    assert "<strong>mine</strong>" in html
    again = data | {"version": 2, "note": "mine", "on_conflict": "theirs"}
    assert client.post(address(row, ""), again).status_code == 302
    row.refresh_from_db()
    assert row.note == "theirs"


def test_decision_needs_a_reason(row, client):
    response = client.post(address(row, "confirm"), {"version": 1, "decision": "no"})
    assert response.status_code == 422
    data = {"version": 1, "decision": "no", "decision_reason": "Too small"}
    data |= {"counsel_name": "Dr. Tan", "counsel_on": "2026-11-01"}
    assert client.post(address(row, "confirm"), data).status_code == 302
    row.refresh_from_db()
    assert (row.applies, row.counsel_name) == ("no", "Dr. Tan")
    assert "Too small" in client.get(address(row, "")).content.decode()


@pytest.mark.parametrize(
    "data", [{"counsel_name": "Dr. Tan"}, {"counsel_on": "2026-11-01"}, {"decision": "maybe"}]
)
def test_half_a_review_is_refused(row, client, data):
    assert client.post(address(row, "confirm"), {"version": 1} | data).status_code == 422


def test_stale_decision_shows_both_values(row, client):
    set_row_version = ObligationStatus.objects.filter(pk=row.pk)
    set_row_version.update(version=5)
    data = {"version": 1, "decision": "no", "decision_reason": "Too small"}
    response = client.post(address(row, "confirm"), data)
    assert response.status_code == 409
    assert "Somebody changed this in the meantime" in response.content.decode()


def test_review_today(scoped, editor, client):
    duty = tracked(scoped.plant, editor)[0]
    url = address(duty.row, "review")
    assert (
        "Only a duty that is met" in client.post(url, {"version": 1}, follow=True).content.decode()
    )
    set_row(duty, state="met", met_on="2020-01-01", review_on="2021-01-01")
    assert "Somebody changed" in client.post(url, {"version": 9}, follow=True).content.decode()
    assert "Somebody changed" in client.post(url, {"version": "x"}, follow=True).content.decode()
    assert "Reviewed today" in client.post(url, {"version": 1}, follow=True).content.decode()
    duty.row.refresh_from_db()
    assert duty.row.review_on.year == plant_today(scoped.plant).year + 1


def test_bulk_change_is_previewed_then_written(scoped, editor, client):
    rows = [
        duty.row
        for duty in tracked(scoped.plant, editor, obligation_data("my.a"), obligation_data("my.b"))
    ]
    url = f"{URL}obligations/bulk/"
    data = {"duty": [row.pk for row in rows], "owner": editor.pk, "due_on": "2027-02-01"}
    preview = client.post(url, data).content.decode()
    assert "Change 2 duties" in preview
    assert not ObligationStatus.objects.filter(owner=editor).exists()
    versions = {f"version-{row.pk}": 1 for row in rows}
    assert client.post(url, data | versions | {"apply": "1"}).status_code == 302
    assert ObligationStatus.objects.filter(owner=editor, due_on="2027-02-01").count() == 2
    assert AuditEvent.objects.filter(verb="obligation.updated").count() == 2


def test_bulk_change_of_a_changed_duty_is_refused(row, client, editor):
    data = {"duty": [row.pk], "owner": editor.pk, "apply": "1", f"version-{row.pk}": "9x"}
    response = client.post(f"{URL}obligations/bulk/", data)
    assert response.status_code == 409
    assert "Nothing was written" in response.content.decode()


def test_bulk_suggestion_that_changes_nothing_offers_no_button(scoped, editor, client):
    duty = tracked(scoped.plant, editor)[0]
    set_row(duty, due_on="2027-01-01")
    data = {"duty": [duty.row.pk], "suggested": "on"}
    html = client.post(f"{URL}obligations/bulk/", data).content.decode()
    assert "stays as it is" in html
    assert 'name="apply"' not in html


@pytest.mark.parametrize("data", [{}, {"duty": ["999999"], "due_on": "2027-01-01"}, {"duty": "x"}])
def test_bulk_change_without_sense_is_told(row, client, data):
    assert client.post(f"{URL}obligations/bulk/", data).status_code == 422


def test_bulk_change_needs_something_to_change(row, client):
    response = client.post(f"{URL}obligations/bulk/", {"duty": [row.pk]})
    assert "Choose an owner or a due date." in response.content.decode()
