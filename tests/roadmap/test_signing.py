"""A milestone is accepted by business and IT, and an edit breaks that in sight of everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
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


def test_the_form_says_beforehand_that_an_edit_breaks_signatures(at, signed, owner):
    address = reverse("roadmap:milestone-edit", args=[at.plant.slug, signed.pk])
    words = "breaks the signatures"
    assert words in at.client("project_owner").get(address).content.decode()
    milestones.edit_milestone(milestone=signed, version=1, values={"title": "B"}, by=owner)
    assert words not in at.client("project_owner").get(address).content.decode()


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


def test_message_of_a_signature_offers_no_undo_of_something_earlier(at, stone):
    """Signing is no step: what Undo would take back there is another act."""
    htmx = {"HTTP_HX_REQUEST": "true"}
    lead, reach = (
        at.client("cio"),
        reverse("roadmap:milestone-reach", args=["johor-bahru", stone.pk]),
    )
    body = {"version": stone.version, "reached_on": "2026-11-16"}
    stored = lead.post(reach, body, **htmx).content.decode()
    assert "Undo" in toast(stored)
    with time_machine.travel(datetime(2026, 11, 18, 1, tzinfo=UTC), tick=False):
        stone = Milestone.objects.get()
        body = {"digest": digest_of(stone)}
        signed = lead.post(address(stone, "it"), body, **htmx).content.decode()
        same = {"version": stone.version, "reached_on": "2026-11-16"}
        unchanged = lead.post(reach, same, **htmx).content.decode()
    assert "is signed" in toast(signed)
    assert "Undo" in signed  # the button of the page stays
    for text in (signed, unchanged):
        assert "Undo" not in toast(text)


def toast(text):
    return text[text.index('id="toasts"') :]


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


def test_who_signed_for_the_other_side_reads_why_before_pressing(at, stone):
    both = at.people["cio"]
    address = reverse("roadmap:milestone-sign", args=[at.plant.slug, stone.pk, "business"])
    assert "Sign for Business" in at.client("cio").get(address).content.decode()
    sign(stone, "it", both)
    text = at.client("cio").get(address).content.decode()
    assert "the two sides are two people" in text
    assert "Sign for Business" not in text


def test_who_records_or_signs_in_the_drawer_stays_in_it(at, stone):
    """The answer holds the drawer again, with the hand where it was."""
    htmx = {"HTTP_HX_REQUEST": "true"}
    owner, reach = at.client("project_owner"), {"version": stone.version, "reached_on": ""}
    address_of_reach = reverse("roadmap:milestone-reach", args=["johor-bahru", stone.pk])
    text = owner.post(address_of_reach, {**reach, "again": "milestones"}, **htmx).content.decode()
    block = text.split('id="milestones" hx-swap-oob="true"')[1]
    assert f'id="reach-{stone.pk}" data-again' in block  # the script gives it the focus
    assert 'id="drawer"' not in text
    assert f'id="row-{stone.initiative_id}"' in text
    stone.refresh_from_db()
    assert stone.reached_on is None

    # From its form, as where the day was refused before, the whole drawer comes back.
    reach = {"version": stone.version, "reached_on": "2026-11-17"}
    text = owner.post(address_of_reach, reach, **htmx).content.decode()
    drawer = text.split('<div id="drawer" hx-swap-oob="true">')[1]
    assert f'data-initiative="{stone.initiative_id}"' in drawer
    stone.refresh_from_db()
    lead = at.client("business_lead")
    answer = lead.post(address(stone, "business"), {"digest": digest_of(stone)}, **htmx)
    drawer = flat(answer.content.decode().split('<div id="drawer" hx-swap-oob="true">')[1])
    assert at.people["business_lead"].name in drawer
    assert '<span class="title" tabindex="-1" data-first>Line 1 runs</span>' in drawer
    without_script = owner.post(
        reverse("roadmap:milestone-delete", args=["johor-bahru", stone.pk]),
        {"version": stone.version},
    )
    assert without_script.url.endswith(f"?initiative={stone.initiative_id}")
