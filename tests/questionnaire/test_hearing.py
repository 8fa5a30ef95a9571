from __future__ import annotations

import pytest

from assessment.models import Answer
from assessment.services import lifecycle, sections
from assessment.services.answering import Given, record_answer
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import AuditEvent
from organizations.services.acts import Act
from questionnaire.models import AgreedAnswer, RaterAnswer
from questionnaire.reactions import require_agreement
from questionnaire.selectors.hearing import unsettled
from questionnaire.services.hearing import StaleOwnAnswerError
from tests.factories import assessment as make
from tests.questionnaire.conftest import assign, counted, page_url, settle_by, speak


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
