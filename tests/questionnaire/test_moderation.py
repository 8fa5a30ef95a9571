from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from assessment.models import Answer
from assessment.services import sections
from questionnaire.models import AgreedAnswer
from tests.architecture.test_access import addresses, matrix, value
from tests.factories import assessment as make
from tests.questionnaire.conftest import HTMX, assign, counted, page_url, post, speak
from tests.questionnaire.test_question_views import ENTRIES, TYPES


def test_each_sees_the_own_answer_and_the_assessor_all(apart, cast, owner):
    lead, respondent = cast.client("it_lead"), cast.client("respondent")
    saved = post(lead, apart, 4, note="One report in Power BI")
    assert (saved.status_code, saved["X-Answer-Version"]) == (200, "1")
    assert "1 / 14" in saved.content.decode()
    assert "Power BI" in lead.get(page_url(apart, "questions/DG-06/")).content.decode()
    other = respondent.get(page_url(apart, "questions/DG-06/")).content.decode()
    assert "Power BI" not in other
    assert "0 / 14" in other
    review = cast.client("assessor").get(page_url(apart, "moderation/")).content.decode()
    assert "Power BI" in review
    assert "Has yet to answer" in review
    assert post(respondent, apart, 2).status_code == 200
    stale = post(respondent, apart, 3)
    assert stale.status_code == 409
    assert counted(apart) == 2
    closed = cast.client("project_owner").get(page_url(apart, "questions/DG-06/"))
    assert "each on their own" in closed.content.decode()


def test_hand_in_lists_what_the_person_has_not_answered(apart, cast):
    client = cast.client("it_lead")
    post(client, apart, 4)
    listed = client.get(page_url(apart, "hand-in/")).context["missing"]
    assert "DG-06" not in {one.card.id for one in listed}
    assert len(listed) == 13
    first = client.get(page_url(apart, "questions/"))
    assert first["Location"].endswith("/DG-01/")


def test_an_assessor_agrees_on_the_page(apart, cast, owner):
    speak(apart, cast.people["it_lead"], 4)
    speak(apart, cast.people["respondent"], 1)
    client = cast.client("assessor")
    page = client.get(page_url(apart, "moderation/"))
    assert page.context["ready"] == 1
    form = {"value": "3", "reason": "", "version": 0}
    address = page_url(apart, "questions/DG-06/agree/")
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert client.post(address, form | {"value": "99"}).status_code == 422
    done = client.post(address, form | {"reason": "Seen on site"})
    assert (done.status_code, counted(apart)) == (302, 3)
    stale = client.post(address, form | {"reason": "Another"})
    assert stale.status_code == 409
    assert "Seen on site" in stale.content.decode()
    missing = client.post(page_url(apart, "questions/SP-01/agree/"), form)
    assert missing.status_code == 404
    by_number = client.get(page_url(apart, "moderation/?order=number"))
    assert "agreed: " in by_number.content.decode()


def test_an_assessor_who_is_asked_sees_nothing_before_the_own_answer(run, cast, owner):
    assign(run, cast, owner, ("it_lead", "assessor"))
    speak(run, cast.people["it_lead"], 4, note="ZEBRA")
    client = cast.client("assessor")
    assert "ZEBRA" not in client.get(page_url(run, "moderation/")).content.decode()
    speak(run, cast.people["assessor"], 4)
    assert "ZEBRA" in client.get(page_url(run, "moderation/")).content.decode()


def test_nothing_is_answered_apart_at_first(run, cast):
    page = cast.client("assessor").get(page_url(run, "moderation/")).content.decode()
    assert "No section is answered apart" in page


def test_form_lets_only_several_people_answer_apart(run, cast, owner):
    client = cast.client("project_owner")
    address = page_url(run, "sections/DG/")
    version = client.get(address).context["form"].initial["version"]
    people = [cast.people["it_lead"].pk]
    form = {"section": "DG", "people": people, "apart": "on", "version": version}
    assert client.post(address, form).status_code == 422
    form["people"] = [*people, cast.people["respondent"].pk]
    assert client.post(address, form).status_code == 302
    run.refresh_from_db()
    assert run.apart == ["DG"]


def words(response) -> str:
    """Return what a response holds, a workbook or a packed file by its members."""
    data = b"".join(response) if response.streaming else response.content
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = b"".join(packed.read(name) for name in packed.namelist())
    return data.decode("utf-8", "replace")


@pytest.mark.parametrize("role", ["cio", "it_lead"])
def test_no_door_tells_a_rater_what_another_said(apart, cast, owner, role):
    """Every address that is read, asked by one who has yet to answer."""
    if role != "it_lead":
        assign(apart, cast, owner, ("respondent", role))
    speak(apart, cast.people["respondent"], 4, note="ZEBRA")
    client, asked = cast.client(role), 0
    client.raise_request_exception = False
    for name in sorted(addresses()):
        row = matrix()[name]
        if row.get("method", "get") != "get":
            continue
        url = reverse(name, kwargs=value(row.get("kwargs"), cast))
        response = client.get(url, value(row.get("data"), cast))
        asked += 1
        assert "ZEBRA" not in words(response), name
    assert asked > 100


@pytest.fixture
def every(scoped, owner):
    """A run whose people answer a question of every kind apart."""
    leaves = [{"id": f"q-{name}", "answer": answer} for name, answer in TYPES.items()]
    group = {"id": "G", "aggregate": "mean", "children": leaves}
    framework = make.make_release({"tree": [group]})
    run = make.make_run(scoped.plant, owner, framework=framework, title="every")
    sections.assign_section(
        plant=run.plant,
        run_id=run.pk,
        section="G",
        people=[scoped.people["it_lead"], scoped.people["respondent"]],
        due_on=None,
        by=owner,
        apart=True,
    )
    run.refresh_from_db()
    return run


def test_every_kind_of_answer_can_be_agreed_on(every, cast, owner):
    client, questions = cast.client("assessor"), [f"q-{kind}" for kind in ENTRIES]
    for kind, (data, _stored) in ENTRIES.items():
        for name in ("it_lead", "respondent"):
            form = {"kind": kind, "version": 0, "key": f"key-{kind}-{len(name)}", **data}
            saved = cast.client(name).post(
                page_url(every, f"questions/q-{kind}/answer/"), form, **HTMX
            )
            assert saved.status_code == 200
    stored = dict(Answer.objects.values_list("question", "value"))
    assert stored == {f"q-{kind}": value for kind, (_data, value) in ENTRIES.items()}
    page = client.get(page_url(every, "moderation/"))
    (part,) = page.context["parts"]
    choices = {it["row"].card.id: it["row"].choices for it in part["rows"]}
    for question in questions:
        ((key, _words),) = choices[question]
        address = page_url(every, f"questions/{question}/agree/")
        assert client.post(address, {"value": key, "version": 0}).status_code == 302
    assert AgreedAnswer.objects.count() == len(questions)
