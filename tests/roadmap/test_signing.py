"""A milestone is accepted by business and IT, and an edit breaks that in sight of everybody."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from assessment.domain.sealing import seal
from core.errors import RuleError, StaleVersionError, StateError
from roadmap.models import Initiative, Milestone, MilestoneSignature
from roadmap.selectors.plan import plan
from roadmap.selectors.signing import digest_of, is_accepted, sides_of, state_of
from roadmap.services import initiatives, milestones, signing
from tests.markup import flat
from tests.roadmap.support import undo_last


@pytest.fixture
def stone(at, three):
    return Milestone.objects.create(
        initiative=three[0],
        title="Line 1 runs",
        due_on=date(2027, 2, 1),
        acceptance="300 parts in a row",
        reached_on=date(2026, 11, 17),
    )


def sign(stone, side, by, digest=""):
    return signing.sign_milestone(
        milestone=stone, side=side, digest=digest or digest_of(stone), by=by
    )


@pytest.fixture
def signed(at, stone):
    sign(stone, "business", at.people["business_lead"])
    sign(stone, "it", at.people["it_lead"])
    return stone


def standings(stone):
    return {side.side: side.standing.value for side in sides_of(stone)}


def test_hash_is_that_of_the_words_as_typed(stone):
    assert digest_of(stone) == seal(
        {
            "initiative": "A",
            "title": "Line 1 runs",
            "due_on": "2027-02-01",
            "acceptance": "300 parts in a row",
            "reached_on": "2026-11-17",
        }
    )
    before = digest_of(stone)
    stone.translations = {"title": {"zh-hans": "一号线投产", "of": "Line 1 runs"}}
    assert digest_of(stone) == before


def test_edit_breaks_both_signatures_and_undo_mends_them(at, signed, owner):
    assert is_accepted(signed)
    assert state_of(signed) == "signed"
    changed = {"acceptance": "30 parts"}
    milestones.edit_milestone(milestone=signed, version=1, values=changed, by=owner)
    assert standings(signed) == {"business": "broken", "it": "broken"}
    assert state_of(signed) == "reached"
    undo_last(at.plant, owner)
    again = Milestone.objects.get()
    assert standings(again) == {"business": "signed", "it": "signed"}
    assert MilestoneSignature.objects.count() == 2


def test_side_signs_again_after_an_edit(at, signed, owner):
    milestones.edit_milestone(
        milestone=signed, version=1, values={"acceptance": "400 parts"}, by=owner
    )
    sign(signed, "it", at.people["it_lead"])
    assert standings(signed) == {"business": "broken", "it": "signed"}


@pytest.mark.parametrize("missing", ["reached_on", "acceptance"])
def test_nothing_is_signed_that_is_not_reached_or_says_nothing(at, stone, missing):
    setattr(stone, missing, None if missing == "reached_on" else "")
    stone.save()
    with pytest.raises(StateError):
        sign(stone, "it", at.people["it_lead"])


def test_refusals(at, stone):
    lead = at.people["business_lead"]
    sign(stone, "business", lead)
    with pytest.raises(StateError, match="signed already"):
        sign(stone, "business", at.people["cio"])
    with pytest.raises(RuleError, match="two people"):
        sign(stone, "it", lead)
    with pytest.raises(StaleVersionError):
        sign(stone, "it", at.people["it_lead"], digest="0" * 64)
    with pytest.raises(RuleError):
        sign(stone, "board", lead)
    assert MilestoneSignature.objects.count() == 1


def test_what_both_signed_is_not_removed(at, signed, owner):
    with pytest.raises(StateError, match="Line 1 runs"):
        milestones.delete_milestone(milestone=signed, version=signed.version, by=owner)
    with pytest.raises(StateError, match="Line 1 runs"):
        initiatives.delete_initiative(
            initiative=signed.initiative, version=signed.initiative.version, by=owner
        )
    assert Initiative.objects.count() == 3
    page = at.client("project_owner").post(
        reverse("roadmap:initiative-delete", args=["johor-bahru", signed.initiative_id]),
        {"version": signed.initiative.version},
    )
    assert page.status_code == 302
    assert Milestone.objects.exists()


def test_plan_reads_signatures_at_once(at, signed, three, django_assert_max_num_queries):
    for number in range(5):
        row = Milestone.objects.create(
            initiative=three[1],
            title=f"M{number}",
            due_on=date(2027, 2, 1),
            acceptance="x",
            reached_on=date(2026, 11, 17),
        )
        sign(row, "it", at.people["it_lead"])
    with django_assert_max_num_queries(9):
        loaded = plan(at.plant, today=date(2026, 11, 18))
        states = [state_of(stone) for stone in loaded.milestones]
        names = [side.newest.signed_by.name for side in sides_of(loaded.milestones[0])]
    assert sorted(states) == ["reached"] * 5 + ["signed"]
    assert len(names) == 2


# --- by hand ------------------------------------------------------------------------------------
def address(stone, side):
    return reverse("roadmap:milestone-sign", args=["johor-bahru", stone.pk, side])


def test_both_sides_sign_on_the_page(at, stone):
    for role, side in (("business_lead", "business"), ("it_lead", "it")):
        client = at.client(role)
        page = client.get(address(stone, side))
        assert "300 parts in a row" in flat(page.content.decode())
        digest = page.context["digest"]
        assert client.post(address(stone, side), {"digest": digest}).status_code == 302
    assert is_accepted(Milestone.objects.get())
    drawer = at.client("stakeholder").get(
        reverse("roadmap:roadmap-detail", args=["johor-bahru"]), {"initiative": stone.initiative_id}
    )
    text = flat(drawer.content.decode()).replace("\u00a0", " ")
    for role in ("business_lead", "it_lead"):
        assert f"{at.people[role].name}, 18 Nov 2026" in text
    assert address(stone, "it") not in text


def test_page_names_what_stands_in_the_way(at, stone):
    client = at.client("it_lead")
    stale = client.post(address(stone, "it"), {"digest": "x"})
    assert stale.status_code == 409
    assert "Read it again" in stale.content.decode()
    stone.reached_on = None
    stone.save()
    early = client.post(address(stone, "it"), {"digest": digest_of(stone)})
    assert early.status_code == 422
    assert "reached" in early.content.decode()
    assert client.get(address(stone, "board")).status_code == 404
    assert client.get(address(stone, "business")).status_code == 403
    assert not MilestoneSignature.objects.exists()
