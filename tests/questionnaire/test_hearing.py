from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from django.urls import reverse

from assessment.models import Answer
from assessment.services import lifecycle, sections
from assessment.services.answering import Given, record_answer
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import AuditEvent
from organizations.services.acts import Act
from questionnaire.domain.hearing import Heard, middle, must_agree
from questionnaire.models import AgreedAnswer, RaterAnswer
from questionnaire.reactions import require_agreement
from questionnaire.selectors.hearing import unsettled
from questionnaire.services.hearing import StaleOwnAnswerError, agree, say
from tests.architecture.test_access import addresses, matrix, value
from tests.factories import assessment as make
from tests.questionnaire.test_question_views import ENTRIES, TYPES

HTMX = {"HTTP_HX_REQUEST": "true"}


def level(points, **more):
    return Heard(value=points, points=Decimal(points), **more)


NA = Heard(not_applicable=True, reason="no shop floor")


def test_the_answer_in_the_middle_is_the_lower_median():
    assert middle([level(4), level(1), level(2), level(3)]).value == 2
    assert middle([level(4), level(2)]).value == 2
    assert middle([level(3, target=5), level(3, target=4), Heard()]).target == 4
    assert middle([Heard(), Heard()]) is None


def test_one_who_can_answer_shows_that_a_question_applies():
    assert middle([NA, level(2)]).value == 2
    both = middle([NA, NA, Heard(not_applicable=True, reason="none here")])
    assert (both.not_applicable, both.reason) == (True, "no shop floor\nnone here")


def test_two_levels_apart_have_to_be_talked_about():
    assert must_agree([level(1), level(3)], 6)
    assert not must_agree([level(2), level(3), Heard()], 6)
    assert must_agree([level(2), NA], 6)
    assert not must_agree([NA, NA], 6)


def test_three_of_little_agreement_have_to_talk_though_near():
    assert must_agree([level(0), level(1), level(1)], 2)  # r_wg 0
    assert not must_agree([level(2), level(3), level(3)], 6)  # r_wg 0.89
    assert must_agree([level(0), level(1), level(1), level(2)], 3)  # two apart anyway


def test_without_steps_any_difference_is_talked_about():
    assert must_agree([level(85), level(86)])
    assert not must_agree([level(85), level(85)])


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def run(scoped, owner):
    return make.make_run(scoped.plant, owner)


@pytest.fixture
def apart(run, cast, owner):
    """A run whose section on data two people answer apart."""
    assign(run, cast, owner)
    run.refresh_from_db()
    return run


def assign(run, cast, owner, names=("it_lead", "respondent"), *, apart=True):
    sections.assign_section(
        plant=run.plant,
        run_id=run.pk,
        section="DG",
        people=[cast.people[name] for name in names],
        due_on=None,
        by=owner,
        apart=apart,
    )


def speak(run, person, value, expected=0, key="", **more):
    return say(
        plant=run.plant,
        run_id=run.pk,
        question="DG-06",
        given=Given(value=value, **more),
        expected=expected,
        key=key or f"{person.pk}-{value}-{expected}",
        by=person,
    )


def counted(run):
    row = Answer.objects.filter(assessment=run, question="DG-06").first()
    return row and row.value


def settle_by(run, by, value, reason="", expected=0):
    return agree(
        plant=run.plant,
        run_id=run.pk,
        question="DG-06",
        value=value,
        reason=reason,
        expected=expected,
        by=by,
    )


def test_nothing_counts_before_all_have_spoken(apart, cast):
    speak(apart, cast.people["it_lead"], 4, target=5)
    assert counted(apart) is None
    apart.refresh_from_db()
    assert apart.answered_count == 0
    speak(apart, cast.people["respondent"], 2, target=3)
    answer = Answer.objects.get(question="DG-06")
    assert (answer.value, answer.target) == (2, 3)
    apart.refresh_from_db()
    assert apart.answered_count == 1
    speak(apart, cast.people["respondent"], None, expected=1)  # taken back
    assert counted(apart) is None
    verbs = AuditEvent.objects.filter(verb__startswith="answer.").order_by("pk")
    told = [(event.verb, "value" in event.changes) for event in verbs]
    assert ("answer.given_apart", True) not in told
    assert [verb for verb, _has in told].count("answer.given_apart") == 3
    assert [verb for verb, _has in told].count("answer.agreed") == 2


def test_who_hands_in_without_an_answer_is_waited_for_no_longer(apart, cast):
    speak(apart, cast.people["it_lead"], 4)
    sections.submit_sections(plant=apart.plant, run_id=apart.pk, by=cast.people["respondent"])
    assert counted(apart) == 4
    sections.reopen_sections(plant=apart.plant, run_id=apart.pk, by=cast.people["respondent"])
    assert counted(apart) is None


def test_a_submitted_run_waits_for_nobody(apart, cast, owner):
    make.answer(apart, "SP-01", owner, value=1)
    speak(apart, cast.people["it_lead"], 4)
    lifecycle.submit_run(plant=apart.plant, run_id=apart.pk, by=owner)
    assert counted(apart) == 4


def test_answers_before_are_kept_as_what_those_said_who_gave_them(run, cast, owner):
    make.answer(run, "DG-06", cast.people["it_lead"], value=3, note="Power BI")
    assign(run, cast, owner)
    kept = RaterAnswer.objects.get()
    assert (kept.rater, kept.value, kept.note) == (cast.people["it_lead"], 3, "Power BI")
    assert counted(run) is None
    speak(run, cast.people["respondent"], 3)
    assert counted(run) == 3


def test_nobody_but_its_people_answers_it(apart, cast, owner):
    with pytest.raises(StateError, match="assigned to somebody else"):
        speak(apart, cast.people["business_lead"], 3)
    with pytest.raises(StateError, match="answer it apart"):
        record_answer(
            plant=apart.plant,
            run_id=apart.pk,
            question="DG-06",
            given=Given(value=3),
            expected=0,
            key="k",
            by=owner,
            may_manage=True,
        )


def test_a_save_counts_once_and_another_device_is_shown(apart, cast):
    person = cast.people["it_lead"]
    speak(apart, person, 4, key="one")
    _run, row = speak(apart, person, 4, key="one")
    assert (row.version, RaterAnswer.objects.count()) == (1, 1)
    with pytest.raises(StaleOwnAnswerError) as error:
        speak(apart, person, 2, key="two")
    assert error.value.stored.value == 4
    with pytest.raises(RuleError):
        speak(apart, person, 99, expected=1)
    assert RaterAnswer.objects.get().value == 4


def test_an_agreed_answer_needs_a_reason_and_stays(apart, cast, owner):
    one, other = cast.people["it_lead"], cast.people["respondent"]
    speak(apart, one, 4)
    with pytest.raises(StateError, match="Not everybody"):
        settle_by(apart, owner, 3, "seen on site")
    speak(apart, other, 1)
    with pytest.raises(RuleError, match="Say why"):
        settle_by(apart, owner, 1)
    settle_by(apart, owner, 3, "seen on site")
    assert counted(apart) == 3
    assert [row.value for row in RaterAnswer.objects.order_by("pk")] == [4, 1]
    speak(apart, other, 4, expected=1)
    assert counted(apart) == 3
    with pytest.raises(StaleVersionError):
        settle_by(apart, owner, 4)
    settle_by(apart, owner, 4, expected=1)
    assert (counted(apart), AgreedAnswer.objects.get().reason) == (4, "")


def test_a_level_nobody_gave_needs_a_reason(apart, cast, owner):
    for name in ("it_lead", "respondent"):
        speak(apart, cast.people[name], 3)
    with pytest.raises(RuleError, match="Say why"):
        settle_by(apart, owner, 2)
    settle_by(apart, owner, 3)


def test_nobody_signs_while_people_lie_far_apart(apart, cast, owner):
    speak(apart, cast.people["it_lead"], 4)
    speak(apart, cast.people["respondent"], 1)
    assert unsettled(apart) == ["DG-06"]
    act = Act("assessment.signed_off", apart.plant.organization_id, apart.plant, {})
    with pytest.raises(StateError, match="DG-06"):
        require_agreement(act=act, target=apart, by=owner)
    settle_by(apart, owner, 3, "seen on site")
    assert unsettled(apart) == []
    require_agreement(act=act, target=apart, by=owner)


def test_what_fits_no_more_is_passed_over(apart, cast, owner):
    speak(apart, cast.people["it_lead"], 4)
    speak(apart, cast.people["respondent"], 2)
    RaterAnswer.objects.filter(rater=cast.people["respondent"]).update(value="yes")
    assert unsettled(apart) == []
    assert cast.client("assessor").get(page_url(apart, "moderation/")).status_code == 200


def test_a_person_who_is_added_hides_even_what_was_agreed(apart, cast, owner):
    for name in ("it_lead", "respondent"):
        speak(apart, cast.people[name], 3)
    settle_by(apart, owner, 4, "seen on site")
    assert counted(apart) == 4
    assign(apart, cast, owner, ("it_lead", "respondent", "business_lead"))
    assert counted(apart) is None
    speak(apart, cast.people["business_lead"], 3)
    assert counted(apart) == 4


def test_far_apart_is_told_only_once_all_have_spoken(apart, cast, owner):
    assign(apart, cast, owner, ("it_lead", "respondent", "business_lead"))
    speak(apart, cast.people["it_lead"], 4)
    speak(apart, cast.people["respondent"], 1)
    assert unsettled(apart) == []
    speak(apart, cast.people["business_lead"], 2)
    assert unsettled(apart) == ["DG-06"]


def test_what_was_said_counts_when_a_section_is_answered_apart_no_longer(apart, cast, owner):
    speak(apart, cast.people["it_lead"], 4, note="Power BI")
    assign(apart, cast, owner, apart=False)
    assert counted(apart) == 4
    assign(apart, cast, owner, apart=True)  # each keeps the own words
    assert counted(apart) is None
    assert [row.note for row in RaterAnswer.objects.all()] == ["Power BI"]
    assert Answer.objects.get(question="DG-06").answered_by is None
    assign(apart, cast, owner, apart=False)
    person = cast.people["it_lead"]
    version = Answer.objects.get(question="DG-06").version
    make.answer(apart, "DG-06", person, expected=version, value=2, note="two of them")
    assign(apart, cast, owner, apart=True)
    assert [row.note for row in RaterAnswer.objects.all()] == ["two of them"]


def test_an_agreement_that_fits_no_more_gives_way(apart, cast, owner):
    for name in ("it_lead", "respondent"):
        speak(apart, cast.people[name], 3)
    settle_by(apart, owner, 4, "seen on site")
    AgreedAnswer.objects.update(value="yes")
    speak(apart, cast.people["respondent"], 2, expected=1)
    assert counted(apart) == 2
    assert cast.client("assessor").get(page_url(apart, "moderation/")).status_code == 200


def page_url(run, act=""):
    return f"/plants/johor-bahru/current/runs/{run.pk}/{act}"


def post(client, run, value, version=0, **more):
    data = {
        "kind": "levels",
        "value": value,
        "version": version,
        "key": f"key-of-{value}-{version}",
    }
    return client.post(page_url(run, "questions/DG-06/answer/"), data | more, **HTMX)


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
