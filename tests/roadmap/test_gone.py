"""Who still has open what somebody else removed is told so, and keeps what was typed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roadmap.models import Initiative
from roadmap.services.initiatives import delete_initiative
from tests.roadmap.support import undo_last

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def gone(at, owner, three):
    """An initiative that the owner removed a moment ago, and the CIO who has it open."""
    row = three[0]
    key, title = row.pk, row.title
    delete_initiative(initiative=row, version=row.version, by=owner)
    return at.client("cio"), key, title


def address(at, name, key):
    return reverse(f"roadmap:{name}", args=[at.plant.slug, key])


@pytest.mark.parametrize("head", [{}, HTMX])
def test_the_form_tells_who_removed_it_and_gives_back_what_was_typed(at, owner, gone, head):
    client, key, _title = gone
    sent = {"title": "Mine", "note": "Half an hour of words", "version": 1}
    answer = client.post(address(at, "initiative-edit", key), sent, **head)
    page = answer.content.decode()
    assert answer.status_code == (409 if head else 410)
    assert answer.get("HX-Retarget", "") == ("#drawer" if head else "")
    assert "Half an hour of words" in page
    assert owner.name in page
    step = answer.context["step"]
    assert reverse("steps:step-undo", args=[at.plant.slug, step.pk]) in page
    undo_last(at.plant, owner)
    assert Initiative.objects.filter(pk=key).exists()


@pytest.mark.parametrize(
    "name", ["initiative-move", "initiative-delete", "initiative-copy", "initiative-row-edit"]
)
def test_an_act_on_the_plan_draws_it_anew(at, owner, gone, name):
    client, key, _title = gone
    answer = client.post(address(at, name, key), {"version": 1}, **HTMX)
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#gantt"
    page = answer.content.decode()
    assert owner.name in page
    assert f'id="bar-{key}"' not in page


def test_what_never_was_there_is_not_found(at, owner, gone):
    client, key, _title = gone
    assert client.post(address(at, "initiative-move", key + 999), {}).status_code == 404
    stranger = at.client("stranger")
    assert stranger.post(address(at, "initiative-move", key), {}).status_code == 404
