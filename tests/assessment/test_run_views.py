from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Assessment
from assessment.selectors.cards import question_cards
from assessment.services import lifecycle
from needs.models import Requirement
from tests.factories import assessment as make

BASE = "/plants/johor-bahru/current/"


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def run(scoped, owner):
    return make.make_run(scoped.plant, owner)


@pytest.fixture
def client(cast):
    return cast.client("project_owner")


def place(run, act=""):
    return f"{BASE}runs/{run.pk}/{act}"


def test_empty_list_offers_the_first_step(cast):
    assert "Open the first run" in cast.client("cio").get(BASE).content.decode()
    assert "Open the first run" not in cast.client("respondent").get(BASE).content.decode()


def test_list_costs_the_same_with_1_and_3_runs(run, client, scoped, owner):
    client.get(BASE)
    with CaptureQueriesContext(connection) as one:
        client.get(BASE)
    for title in ("b", "c"):
        make.make_run(scoped.plant, owner, title=title)
    with CaptureQueriesContext(connection) as three:
        client.get(BASE)
    assert len(one) == len(three)


def test_review_marks_high_levels_without_evidence(run, cast, owner):
    guarded = next(c for c in question_cards(run.framework, "en").values() if c.evidence_from)
    marks = []
    for version, level in enumerate((None, guarded.evidence_from - 1, guarded.evidence_from)):
        make.answer(run, guarded.id, owner, expected=version, value=level, note="as seen")
        page = cast.client("assessor").get(place(run, "review/"))
        lines = [row for group in page.context["groups"] for row in group["lines"]]
        marks.append([row["line"].question for row in lines if row["wants_proof"]])
    assert marks == [[], [], [guarded.id]]


def test_run_is_opened_and_edited(client, scoped):
    framework = make.readiness()
    data = {"framework": framework.pk, "kind": "express", "title": "Visit", "scope": "Hall 1"}
    answer = client.post(f"{BASE}runs/new/", data)
    run = Assessment.objects.get()
    assert answer["Location"] == place(run)
    assert run.is_express is True
    assert client.post(f"{BASE}runs/new/", data).status_code == 422
    bad = {**data, "title": "x", "period_from": "2026-12-01", "period_to": "2026-01-01"}
    assert client.post(f"{BASE}runs/new/", bad).status_code == 422
    edit = {"title": "First visit", "version": 1}
    assert client.post(place(run, "edit/"), edit).status_code == 302
    assigned = {"section": "DG", "people": [scoped.people["respondent"].pk]}
    cio = scoped.client("cio")  # naming who answers is no edit of the run
    form = cio.get(place(run, "sections/DG/")).context["form"]
    assigned["version"] = form["version"].value()
    assert cio.post(place(run, "sections/DG/"), assigned).status_code == 302
    stale = client.post(place(run, "edit/"), {"title": "Other", "version": 1})
    assert stale.status_code == 409
    assert "First visit" in stale.content.decode()
    assert "Project Owner changed this in the meantime" in stale.content.decode()
    theirs = client.post(place(run, "edit/"), {"on_conflict": "theirs"})
    assert theirs["Location"] == place(run)
    assert client.post(place(run, "edit/"), {"title": "", "version": 2}).status_code == 422
    assert client.post(place(run, "widen/"), follow=True).status_code == 200
    run.refresh_from_db()
    assert (run.title, run.is_express) == ("First visit", False)


def test_framework_without_express_set_says_so(client, scoped):
    scale = {"type": "band", "bands": [{"v": 0}, {"v": 1}]}
    framework = make.make_release({"tree": [{"id": "q", "answer": scale}]})
    data = {"framework": framework.pk, "kind": "express", "title": "x"}
    answer = client.post(f"{BASE}runs/new/", data)
    assert answer.status_code == 422
    assert "no express run" in answer.content.decode()


def test_sections_are_assigned_handed_in_and_taken_back(run, client, cast, owner):
    person = cast.people["respondent"]
    shown = client.get(place(run, "sections/DG/"))
    page = shown.content.decode()
    assert "Respondent" in page
    assert "Stakeholder" not in page
    seen = shown.context["form"]["version"].value()
    data = {"section": "DG", "people": [person.pk], "due_on": "2026-12-01", "version": seen}
    assert client.post(place(run, "sections/DG/"), data).status_code == 302
    bad = {**data, "people": [99999]}
    assert client.post(place(run, "sections/DG/"), bad).status_code == 422
    assert client.get(place(run, "sections/XX/")).status_code == 404
    own = cast.client("respondent")
    assert "14 questions have no answer" in own.get(place(run, "hand-in/")).content.decode()
    assert "are submitted" in own.post(place(run, "hand-in/"), follow=True).content.decode()
    assert "No section is" in own.post(place(run, "hand-in/"), follow=True).content.decode()
    page = own.get(f"{place(run)}questions/DG-06/").content.decode()
    assert "You have submitted this section" in page
    assert "open again" in own.post(place(run, "take-back/"), follow=True).content.decode()
    other = cast.client("it_lead").get(f"{place(run)}questions/DG-06/").content.decode()
    assert "assigned to somebody else" in other


def test_two_who_assign_a_section_see_both(run, client, cast):
    path = place(run, "sections/DG/")
    seen = client.get(path).context["form"]["version"].value()
    person = {name: cast.people[name].pk for name in ("respondent", "it_lead")}
    theirs = {"section": "DG", "people": [person["respondent"]], "version": seen}
    assert cast.client("cio").post(path, theirs).status_code == 302
    mine = {"section": "DG", "people": [person["it_lead"]], "version": seen}
    stale = client.post(path, mine)
    assert stale.status_code == 409
    conflict = stale.context["conflict"]
    assert conflict["rows"] == [{"label": "Who answers", "theirs": "Respondent", "mine": "It Lead"}]
    names = run.assignments.filter(section="DG").values_list("user__name", flat=True)
    assert list(names) == ["Respondent"]
    again = {**mine, "version": conflict["version"], "on_conflict": "theirs"}
    assert client.post(path, again).status_code == 302
    assert list(names.all()) == ["Respondent"]
    assert client.post(path, {**again, "on_conflict": "mine"}).status_code == 302
    assert list(names.all()) == ["It Lead"]


def test_way_from_submit_to_sign_off(run, client, cast, owner):
    make.answer_all(run, owner, level=2, target=3)
    assert "Every question is answered" in client.get(place(run, "submit/")).content.decode()
    client.post(place(run, "submit/"))
    assessor = cast.client("assessor")
    page = assessor.get(place(run, "review/")).content.decode()
    assert "DG-06" in page
    given = {"section": "DG", "note": "Show the list"}
    assert "open again" in assessor.post(place(run, "return/"), given, follow=True).content.decode()
    assessor.post(place(run, "return/"), {"section": "DG"})
    page = client.get(f"{place(run)}questions/DG-06/").content.decode()
    assert "Show the list" in page
    client.post(place(run, "submit/"))
    assert client.post(place(run, "sign-off/"), {}).status_code == 422
    seen = client.get(place(run, "sign-off/")).context["form"]["seen"].value()
    sure = {"is_sure": "on", "note": "seen", "seen": seen}
    kept = client.post(place(run, "sign-off/"), sure, follow=True).content.decode()
    assert "Your signature is kept; another one is needed." in kept  # the owner answered
    done = cast.client("cio").post(place(run, "sign-off/"), sure, follow=True)
    assert "The result is locked" in done.content.decode()
    assert Requirement.objects.count() == 76
    page = client.get("/plants/johor-bahru/needs/requirements/").content.decode()
    assert "from level 2 to level 3" in page
    drawer = client.get(place(run, "score/?why=DG"), headers={"HX-Request": "true"})
    assert drawer.content.decode().count("<tr>") == 15
    assert client.get(place(run, "score/?why=XX")).status_code == 404
    assert "locked" in client.get(place(run)).content.decode()
    assert client.get(place(run, "sign-off/")).headers["Location"].endswith("/score/")
    assert client.get(place(run, "submit/")).headers["Location"] == place(run)
    card = client.get(f"{place(run)}questions/DG-06/").content.decode()
    assert '<form id="answer-DG-06"></form>' in card  # owns the radios: each card its own group
    again = client.post(place(run, "sign-off/"), sure)
    assert again.status_code == 422
    gone = client.post(place(run, "delete/"), follow=True)
    assert "does not change any more" in gone.content.decode()
    assert client.post(place(run, "edit/"), {"title": "x", "version": 9}).status_code == 422
    returned = assessor.post(place(run, "return/"), given, follow=True)
    assert "this is not possible any more" in returned.content.decode()


def test_score_page_is_provisional_below_completeness(run, client, owner):
    make.answer(run, "DG-06", owner, value=2, target=4)
    page = client.get(place(run, "score/")).content.decode()
    assert "1 of 76 questions answered." in page
    assert "range provisional" in page
    page = client.get(place(run, "score/?why=SP")).content.decode()
    assert "There is no score yet" in page


def test_facts_and_deletion(run, client):
    assert client.post(place(run, "facts/"), follow=True).status_code == 200
    assert "is deleted" in client.post(place(run, "delete/"), follow=True).content.decode()
    assert Assessment.objects.count() == 0
    assert client.get(place(run)).status_code == 404


def test_evidence_is_judged_on_the_review_page(run, client, cast, owner, settings, tmp_path):
    from assessment.services.evidence import add_evidence

    settings.MEDIA_ROOT = tmp_path
    make.answer(run, "DG-06", owner, value=3)
    proof = add_evidence(
        plant=run.plant,
        run_id=run.pk,
        question="DG-06",
        by=owner,
        key="k" * 9,
        file=SimpleUploadedFile("x.pdf", b"%PDF-1"),
        may_manage=True,
    )
    assessor = cast.client("assessor")
    where = f"{BASE}evidence/{proof.pk}/review/"
    assessor.post(where, {"verdict": "accept"})
    piece = proof.evidence
    piece.refresh_from_db()
    assert (piece.is_accepted, piece.reviewed_by) == (True, cast.people["assessor"])
    told = assessor.post(where, {"verdict": "refuse"}, follow=True).content.decode()
    assert "Say why it is refused" in told
    assert "Choose accept" in assessor.post(where, {}, follow=True).content.decode()
    assessor.post(where, {"verdict": "refuse", "note": "old"})
    page = assessor.get(place(run, "review/")).content.decode()
    assert "refused" in page
    lifecycle.submit_run(plant=run.plant, run_id=run.pk, by=owner)
    deny = client.post(f"{BASE}evidence/{proof.pk}/delete/", follow=True).content.decode()
    assert "closed for answers" in deny
