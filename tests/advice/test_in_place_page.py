"""The page of what is in place: stated with proof, refused without reason, taken back."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from advice.models import InPlace
from advice.selectors.desk import load_desk
from advice.views.rows import in_place, proof_words, proposed
from packs.schema import Framework
from tests.factories.assessment_runs import flagship, make_run
from tests.factories.roadmap import make_bar, make_roadmap
from tests.markup import flat


def text_of(answer):
    return flat(answer.content.decode()).replace("\u00a0", " ")


def url(name, *args):
    return reverse(f"advice:{name}", args=["johor-bahru", *args])


@pytest.fixture
def client(scoped):
    with time_machine.travel(date(2026, 11, 18), tick=False):
        yield scoped.client("project_owner")


@pytest.fixture
def roadmap(scoped):
    return make_roadmap(scoped.plant, starts_on=date(2027, 1, 1))


def test_statement_is_made_shown_and_taken_back(client, scoped, roadmap):
    make_run(scoped.plant, {"SA-14": 2, "SP-02": 1}, {"SP-02": 3})
    page = client.get(url("in-place-list"), {"initiatives": ["D01", "bad"]})
    asked = (
        flagship().read(Framework).questions_by_id["SA-14"].topic.en
    )  # no code without its topic
    assert f"in place: SA-14 {asked} at 2" in text_of(page)
    lacking = client.post(url("in-place-state"), {"initiatives": ["D01"]})
    assert lacking.status_code == 422
    assert "say how you know" in text_of(lacking)
    made = client.post(url("in-place-state"), {"initiatives": ["D01", "D05"], "reason": "seen"})
    assert made.headers["Location"] == url("in-place-list")
    text = text_of(client.get(url("in-place-list")))
    assert "A person&#x27;s word · seen · Project Owner" in text
    assert f"Answers of the assessment · SA-14 {asked} at 2" in text
    row = InPlace.objects.get(catalog_id="D01")
    assert client.post(url("in-place-revoke", row.pk)).status_code == 302
    assert client.post(url("in-place-revoke", row.pk)).status_code == 302
    assert "Taken back" in text_of(client.get(url("in-place-list")))


def test_unknown_ids_and_foreign_rows_are_refused(client, roadmap):
    bad = client.post(url("in-place-state"), {"initiatives": ["D01', DROP"], "reason": "x"})
    assert bad.status_code == 422
    assert client.post(url("in-place-revoke", 999)).status_code == 404


def test_without_a_catalog_there_is_no_page(client, scoped):
    assert client.get(url("in-place-list")).status_code == 404
    assert client.get(url("selection-detail")).status_code == 404


def test_nothing_is_in_place_and_advised_at_once(client, scoped, roadmap):
    """D06 was preselected as advice while its page called it proven by the answers."""
    levels = {leaf.id: 2 for leaf in flagship().read(Framework).leaves}
    run = make_run(scoped.plant, levels | {"DG-13": 1}, dict.fromkeys(levels, 4), signed=True)
    desk = load_desk(scoped.plant, str(run.pk))
    deeper = {entry.item.id for entry in desk.advice} & set(desk.state.shown)
    assert deeper
    assert not deeper & in_place(desk)
    assert not deeper & proposed(desk)
    assert all("in place" not in proof_words(desk, name) for name in deeper)
    listed = client.get(url("in-place-list")).context["shown"]
    assert not deeper & {row["id"] for group in listed for row in group["rows"]}


def test_what_is_planned_is_not_listed_as_proven(client, scoped, roadmap):
    make_run(scoped.plant, {"SA-14": 2, "SP-02": 1}, {"SP-02": 3})
    make_bar(roadmap, "Network", date(2027, 1, 1), date(2027, 3, 31), catalog_id="D05")
    listed = client.get(url("in-place-list")).context["shown"]
    assert "D05" not in {row["id"] for group in listed for row in group["rows"]}
