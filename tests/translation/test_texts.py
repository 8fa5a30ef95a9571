from __future__ import annotations

import datetime as dt

import pytest

from core.base import save_versioned
from core.errors import RuleError
from goals.models import Goal
from goals.services import goals
from organizations.domain.roles import MATRIX, Permission, Role
from organizations.models import AuditEvent, Plant
from roadmap.models import Initiative
from steps.models import Step
from steps.services import reverting
from tests.factories.reports import rich_plant
from tests.factories.roadmap import make_bar, make_roadmap
from translation.domain.texts import FreeText, TextState, checked
from translation.selectors import kinds, kinds_for, missing_by_language, open_texts, texts_of
from translation.services import TextEntry, TextsChangedError, translate


def goal_values(**more):
    values = {
        "horizon": "short",
        "title": "Core online",
        "value_driver": "cost",
        "due_on": dt.date(2027, 1, 1),
        "baseline_text": "62 %",
        "target_text": "90 % of orders",
    }
    return values | more


@pytest.fixture
def goal(scoped):
    by = scoped.people["project_owner"]
    return goals.create_goal(plant=scoped.plant, values=goal_values(), by=by)


@pytest.fixture
def give(scoped):
    """Return a function that gives texts their other language."""
    wanted = list(kinds())

    def act(words, *, seen=None):
        texts = texts_of(scoped.plant, wanted)
        entries = {
            key: TextEntry(other, (seen or {}).get(key) or texts[key].seen)
            for key, other in words.items()
        }
        by = scoped.people["project_owner"]
        return translate(plant=scoped.plant, wanted=wanted, entries=entries, by=by)

    return act


def key(row, name):
    return f"{row._meta.label_lower}:{row.pk}:{name}"


def test_texts_with_words_are_listed_with_what_they_lack(scoped, goal):
    texts = texts_of(scoped.plant, kinds(), document="blueprint")
    assert key(goal, "title") in texts
    assert key(goal, "baseline_text") not in texts  # "62 %" reads the same everywhere
    assert key(scoped.plant, "industry") in texts
    assert texts[key(goal, "title")].state is TextState.MISSING
    assert texts[key(goal, "title")].longest == 200
    assert missing_by_language(scoped.plant, "blueprint") == {"zh-hans": 3}
    assert missing_by_language(scoped.plant, "indicator_baseline") == {}


def test_other_language_is_stored_with_one_event_and_a_new_version(scoped, goal, give):
    count = give({key(goal, "title"): "核心上线", key(goal, "target_text"): "90%的订单"})
    stored = Goal.objects.get()
    assert (count, stored.version) == (2, 2)
    assert stored.translations == {
        "title": {"en": "Core online", "zh-hans": "核心上线"},
        "target_text": {"en": "90 % of orders", "zh-hans": "90%的订单"},
    }
    event = AuditEvent.objects.get(verb="text.translated")
    assert event.object_id == str(goal.pk)
    assert event.changes["translations"][1]["title"]["zh-hans"] == "核心上线"
    assert missing_by_language(scoped.plant, "blueprint") == {"zh-hans": 1}


def test_same_in_both_and_taking_away(scoped, goal, give):
    title = key(goal, "title")
    assert give({title: "Core online"}) == 1
    text = texts_of(scoped.plant, kinds())[title]
    assert (text.is_same, text.state) == (True, TextState.BOTH)
    assert give({title: "Core online"}) == 0
    assert give({title: ""}) == 1
    assert Goal.objects.get().translations == {}


def test_changed_text_is_asked_for_again_with_the_former_words(scoped, goal, give):
    give({key(goal, "title"): "核心上线"})
    stored = Goal.objects.get()
    by = scoped.people["project_owner"]
    goals.edit_goal(goal=stored, version=2, values={"title": "Core online in May"}, by=by)
    text = texts_of(scoped.plant, kinds())[key(goal, "title")]
    assert (text.state, text.other) == (TextState.CHANGED, "核心上线")
    assert Goal.objects.get().both("title").zh_hans == "Core online in May"
    give({key(goal, "title"): "核心上线"})
    assert Goal.objects.get().both("title").zh_hans == "核心上线"


def test_nothing_is_stored_when_one_text_changed_meanwhile(scoped, goal, give):
    wanted = {key(goal, "title"): "核心上线", key(scoped.plant, "industry"): "部件"}
    with pytest.raises(TextsChangedError) as caught:
        give(wanted, seen={key(goal, "title"): "before"})
    assert caught.value.keys == {key(goal, "title")}
    assert Plant.objects.get(pk=scoped.plant.pk).translations == {}


@pytest.mark.parametrize(
    "stranger",
    [
        "goals.goal:999999:title",
        "goals.goal:x:title",
        "nonsense",
        "::",
        "a:1:b",
        f"goals.goal:{10**30}:title",
    ],
)
def test_unknown_key_is_refused(scoped, goal, stranger):
    with pytest.raises(TextsChangedError):
        translate(
            plant=scoped.plant,
            wanted=list(kinds()),
            entries={stranger: TextEntry("x", "y")},
            by=scoped.people["cio"],
        )


def test_kind_beyond_the_rights_is_refused(scoped, goal):
    text = texts_of(scoped.plant, kinds())[key(goal, "title")]
    wanted = kinds_for(MATRIX[Role.IT_LEAD])
    with pytest.raises(TextsChangedError):
        translate(
            plant=scoped.plant,
            wanted=wanted,
            entries={text.key: TextEntry("核心", text.seen)},
            by=scoped.people["it_lead"],
        )
    assert Goal.objects.get().translations == {}


def test_too_long_words_are_refused_and_control_characters_go():
    text = FreeText("k", "blueprint", "Goal", "x", "title", "x", {}, 5)
    assert checked(text, " 核心\x00\r\n上 ", "%(n)s") == "核心\n上"
    with pytest.raises(RuleError, match="5"):
        checked(text, "123456", "%(n)s")


def test_title_in_both_languages_stays_one_column(scoped, give):
    plan = make_roadmap(scoped.plant, starts_on=dt.date(2027, 1, 1))
    row = make_bar(plan, "First", dt.date(2027, 1, 1), dt.date(2027, 3, 31))
    Initiative.objects.update(title={"en": "First", "zh-hans": "First"})
    give({key(row, "title"): "第一"})
    row.refresh_from_db()
    assert row.title == {"en": "First", "zh-hans": "第一"}
    assert open_texts(texts_of(scoped.plant, kinds()).values())[0].key != key(row, "title")


def test_translation_hinders_no_undo_and_comes_back_with_its_text(scoped, goal, give):
    by = scoped.people["project_owner"]
    give({key(goal, "title"): "核心上线"})
    goals.edit_goal(goal=Goal.objects.get(), version=2, values={"title": "B"}, by=by)
    give({key(goal, "title"): "乙", key(goal, "target_text"): "90%的订单"})
    reverting.undo(change=Step.objects.first(), by=by)
    stored = Goal.objects.get()
    assert stored.title == "Core online"
    assert stored.both("title").zh_hans == "核心上线"
    assert stored.both("target_text").zh_hans == "90%的订单"


def test_removed_goal_comes_back_with_its_second_language(scoped, goal, give):
    by = scoped.people["project_owner"]
    give({key(goal, "title"): "核心上线"})
    goal = Goal.objects.get()
    goals.delete_goal(goal=goal, version=goal.version, by=by)
    reverting.undo(change=Step.objects.first(), by=by)
    assert Goal.objects.get().both("title").zh_hans == "核心上线"


def test_stale_editor_of_the_row_is_refused_after_a_translation(scoped, goal, give):
    give({key(goal, "title"): "核心上线"})
    with pytest.raises(RuleError):
        save_versioned(goal, expected=1, fields=["title"])


def test_number_of_statements_does_not_grow_with_rows(scoped, goal, django_assert_num_queries):
    rich_plant(scoped.plant, scoped.people["cio"])
    with django_assert_num_queries(14) as first:
        few = texts_of(scoped.plant, kinds())
    by = scoped.people["project_owner"]
    for number in range(5):
        goals.create_goal(plant=scoped.plant, values=goal_values(title=f"Goal {number}"), by=by)
    with django_assert_num_queries(len(first)):
        assert len(texts_of(scoped.plant, kinds())) == len(few) + 10
    assert {text.document for text in few.values()} == {"blueprint", "indicator_baseline"}


def test_kinds_follow_the_rights():
    assert kinds_for([Permission.PLANT_VIEW]) == []
    assert {kind.model for kind in kinds_for([Permission.ROADMAP_EDIT])} == {
        "goals.Goal",
        "returns.Effect",
        "roadmap.Initiative",
        "roadmap.Milestone",
    }
