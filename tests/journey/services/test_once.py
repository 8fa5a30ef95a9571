"""A form that is sent twice adds once."""

from __future__ import annotations

from collections import Counter

import pytest

from core.errors import RuleError
from journey.models import StageTask
from journey.services import stages
from organizations.models import FormKey, Invitation
from organizations.services import once as module
from organizations.services.once import once

KEY = "a-key-of-the-form"


def added(stage):
    return stage.tasks.filter(standard="").count()


@pytest.fixture
def add(staged, first_stage):
    def act(key=KEY, role="cio", title="Ask the works council"):
        by = staged.people[role]
        return once(
            by=by,
            key=key,
            make=lambda: stages.add_task(by=by, stage=first_stage, title=title),
            model=StageTask,
        )

    return act


def test_same_key_returns_what_the_first_made(add, first_stage):
    first = add()
    assert add() == first
    assert added(first_stage) == 1


def test_another_key_or_person_adds_again(add, first_stage):
    assert add() != add("another-key")
    add(role="project_owner")
    assert added(first_stage) == 3


def test_refused_form_keeps_its_key(scoped, add, first_stage):
    def refuse():
        raise RuleError("not so")

    with pytest.raises(RuleError, match="not so"):
        once(by=scoped.people["cio"], key=KEY, make=refuse, model=StageTask)
    assert FormKey.objects.count() == 0
    assert add().pk
    assert added(first_stage) == 1


def test_form_whose_row_is_gone_says_so(add, first_stage):
    add().delete()
    with pytest.raises(RuleError, match="Open the form again"):
        add()
    assert added(first_stage) == 0


def test_old_keys_are_forgotten(add, first_stage, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED", 2)
    add(role="project_owner")
    for key in ("key-number-1", "key-number-2", "key-number-3"):
        add(key)
    kept = FormKey.objects.values_list("person", flat=True)
    assert sorted(Counter(kept).values()) == [1, 2]
    before = added(first_stage)
    add("key-number-3")
    assert added(first_stage) == before
    add("key-number-1")
    assert added(first_stage) == before + 1


def test_a_key_stands_for_what_it_made_and_for_nothing_else(add, first_stage, staged):
    """The key of one form, sent with another, brought up rows of others by their number."""
    made, by = add(), staged.people["cio"]
    invited = Invitation.objects.count()
    with pytest.raises(RuleError, match="not so"):
        once(by=by, key=KEY, make=refused, model=Invitation)
    assert Invitation.objects.count() == invited
    assert add() == made


def refused():
    raise RuleError("not so")
