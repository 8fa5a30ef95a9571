"""A section that is not mine: to a colleague, or back to whoever assigns."""

from __future__ import annotations

import pytest

from activity.models import Notice
from assessment.services import sections
from core.errors import RuleError, StateError
from organizations.models import AuditEvent
from organizations.services import delivery
from questionnaire.models import RaterAnswer
from tests.questionnaire.conftest import assign, counted, page_url, speak


@pytest.fixture
def follow(scoped):
    """Return a function that lets every reaction catch up."""
    delivery.open_cursors(scoped.organization, is_new=False)
    return lambda: delivery.deliver(scoped.organization.pk)


@pytest.fixture
def asked(run, cast, owner, follow):
    """A run whose section on data one person answers."""
    assign(run, cast, owner, ("respondent",), apart=False)
    follow()
    return run


def people(run):
    rows = run.assignments.filter(section="DG").order_by("user__name")
    return list(rows.values_list("user__name", flat=True))


def told(person):
    rows = Notice.objects.filter(recipient=person, done_at=None)
    return [row.words["en"] for row in rows]


def test_a_colleague_takes_it_over_and_is_told(asked, cast, follow):
    client, lead = cast.client("respondent"), cast.people["it_lead"]
    address = page_url(asked, "hand-on/DG/")
    page = client.get(address)
    assert cast.people["respondent"] not in page.context["form"].fields["person"].queryset
    done = client.post(address, {"person": lead.pk, "reason": ""}, follow=True)
    assert "answers “Data governance” now" in done.content.decode()
    assert people(asked) == [lead.name]
    follow()
    assert any("Data governance" in words for words in told(lead))
    assert not any("Data governance" in words for words in told(cast.people["respondent"]))
    event = AuditEvent.objects.get(verb="section.handed_on")
    assert event.actor == cast.people["respondent"]
    assert client.get(address).status_code == 404  # it is not theirs any more


def test_without_a_colleague_it_goes_back_with_a_reason(asked, cast, owner, follow):
    client, address = cast.client("respondent"), page_url(asked, "hand-on/DG/")
    refused = client.post(address, {"person": "", "reason": " "})
    assert refused.status_code == 422
    assert "Say why it is not yours" in refused.content.decode()
    assert people(asked) == ["Respondent"]
    assert client.post(address, {"reason": "Finance keeps these data"}).status_code == 302
    assert people(asked) == []
    follow()
    assert any("handed back" in words for words in told(owner))
    assign(asked, cast, owner, ("it_lead",), apart=False)
    follow()
    assert not any("handed back" in words for words in told(owner))


def test_what_others_wait_for_counts_once_the_last_hands_it_back(apart, cast, owner):
    speak(apart, cast.people["it_lead"], 4)
    assert counted(apart) is None
    sections.hand_on(
        plant=apart.plant,
        run_id=apart.pk,
        section="DG",
        to=None,
        reason="not my field",
        by=cast.people["respondent"],
    )
    assert counted(apart) == 4
    assert RaterAnswer.objects.count() == 1


def test_nobody_hands_on_what_is_not_theirs_or_to_who_has_it(apart, cast, owner):
    def hand(by, to):
        sections.hand_on(
            plant=apart.plant, run_id=apart.pk, section="DG", to=to, reason="why", by=by
        )

    with pytest.raises(StateError):
        hand(owner, None)
    with pytest.raises(RuleError, match="already"):
        hand(cast.people["respondent"], cast.people["it_lead"])
    sections.submit_sections(plant=apart.plant, run_id=apart.pk, by=cast.people["respondent"])
    with pytest.raises(StateError):
        hand(cast.people["respondent"], None)
    assert cast.client("assessor").get(page_url(apart, "hand-on/DG/")).status_code == 404
    assert cast.client("it_lead").get(page_url(apart, "hand-on/XX/")).status_code == 404
