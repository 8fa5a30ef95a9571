"""What is in place: proof, reason, taking it back, and what it does to the advice."""

from __future__ import annotations

import pytest

from advice.models import InPlace
from advice.selectors.desk import load_desk
from advice.selectors.in_place import history
from advice.services.in_place import revoke_in_place, state_in_place
from core.errors import RuleError, StateError
from organizations.models import AuditEvent
from tests.factories.assessment_runs import catalog, make_run
from tests.factories.roadmap import make_bar


def stated(plant):
    return {row.catalog_id: row.proof for row in InPlace.objects.filter(plant=plant)}


def test_proof_is_what_the_product_knows_else_a_word_with_a_reason(at, owner, roadmap):
    make_bar(roadmap, catalog_id="D09", status="done", progress=100)
    make_run(at.plant, {"SA-14": 2, "SP-02": 1}, {"SP-02": 3})
    made = state_in_place(
        plant=at.plant, catalog_ids=["D05", "D09", "D01"], reason="seen on site", by=owner
    )
    assert stated(at.plant) == {"D05": "answers", "D09": "finished", "D01": "word"}
    assert made[0].details == {"run": "2026 H2", "answers": [["SA-14", "2"]]}
    assert AuditEvent.objects.filter(verb="in_place.stated").count() == 3
    # What stands already is passed over.
    assert state_in_place(plant=at.plant, catalog_ids=["D01"], by=owner) == ()


def test_a_word_needs_a_reason_and_a_known_initiative(at, owner, roadmap):
    with pytest.raises(RuleError) as error:
        state_in_place(plant=at.plant, catalog_ids=["D01"], reason="  ", by=owner)
    assert error.value.field == "reason"
    with pytest.raises(RuleError):
        state_in_place(plant=at.plant, catalog_ids=["Z99"], reason="x", by=owner)
    assert stated(at.plant) == {}


def test_without_a_catalog_nothing_is_stated(at, owner):
    with pytest.raises(StateError):
        state_in_place(plant=at.plant, catalog_ids=["D01"], reason="x", by=owner)


def test_what_is_stated_is_not_advised_until_it_is_taken_back(at, owner):
    catalog()
    make_run(at.plant, {"SP-02": 1}, {"SP-02": 3})

    def advised():
        return [entry.item.id for entry in load_desk(at.plant).advice]

    assert advised() == ["D01"]
    (row,) = state_in_place(plant=at.plant, catalog_ids=["D01"], reason="seen", by=owner)
    assert advised() == []
    revoke_in_place(statement=row, by=owner)
    assert advised() == ["D01"]
    assert [entry.revoked_by for entry in history(at.plant)] == [owner]
    assert AuditEvent.objects.filter(verb="in_place.revoked").count() == 1
    with pytest.raises(StateError):
        revoke_in_place(statement=row, by=owner)
    # It may be said again, and the first statement stays as history.
    state_in_place(plant=at.plant, catalog_ids=["D01"], reason="seen again", by=owner)
    assert InPlace.objects.count() == 2


def test_desk_costs_the_same_with_one_and_many_rows(
    at, owner, roadmap, django_assert_max_num_queries
):
    make_run(at.plant, {"SP-02": 1, "SA-14": 1}, {"SP-02": 3, "SA-14": 3})
    load_desk(at.plant)
    with django_assert_max_num_queries(14) as first:
        load_desk(at.plant)
    for name in ("D01", "D02", "D03"):
        state_in_place(plant=at.plant, catalog_ids=[name], reason="seen", by=owner)
        make_bar(roadmap, catalog_id=name.replace("D", "N"))
    with django_assert_max_num_queries(len(first.captured_queries)):
        load_desk(at.plant)
