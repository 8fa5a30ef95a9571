from __future__ import annotations

import pytest
from django.utils.translation import override

from organizations.selectors.trail import changes_in_words, describe, target_words
from organizations.services import audit

INITIATIVE = "roadmap.initiative"


def shown(object_type, changes, language="en", names=None):
    with override(language):
        return [
            (row.label, row.before, row.after)
            for row in changes_in_words(object_type, changes, names)
        ]


@pytest.mark.parametrize(
    ("object_type", "changes", "english", "chinese"),
    [
        (
            "compliance.obligationstatus",
            {"state": ["not_started", "met"]},
            ("Status", "Not started", "Met"),
            ("状态", "未开始", "已满足"),
        ),
        (
            "assessment.assessment",
            {"target_on": [None, "2027-12-01"]},
            ("Targets are for", "not set", "1\u00a0Dec\u00a02027"),
            ("目标日期", "未设定", "2027-12-01"),
        ),
        (
            "readings.measurement",
            {"is_excluded": [False, True]},
            ("Left out of limits", "no", "yes"),
            ("控制限不计入", "否", "是"),
        ),
        (
            "roadmap.roadmap",
            {"initiative 7: status": ["planned", "done"]},
            ("Initiative 7: Status", "Planned", "Done"),
            ("举措7：状态", "已计划", "已完成"),
        ),
        (
            "roadmap.roadmap",
            {"limit 2: limit_amount": ["5", None]},
            ("Budget limit 2: Limit", "5", "not set"),
            ("预算上限2：上限", "5", "未设定"),
        ),
        (
            "roadmap.roadmap",
            {"phase": [None, "digitize"]},
            ("Phase", "not set", "Digitize"),
            ("阶段", "未设定", "基础数字化"),
        ),
        (
            "roadmap.roadmap",
            {"limits": [None, {"2027": "5", "2028": None}]},
            ("Budget limits", "not set", "2027: 5, 2028: not set"),
            ("预算上限", "未设定", "2027：5，2028：未设定"),
        ),
        (
            "readings.indicator",
            {"title": ["", {"en": "Speed", "zh-hans": "速度"}]},
            ("Name", "not set", "Speed"),
            ("名称", "未设定", "速度"),
        ),
        (
            "assessment.assessment",
            {"headcount": [640, 650]},
            ("People", "640", "650"),
            ("员工人数", "640", "650"),
        ),
        (
            "organizations.plant",
            {"added": [[], ["A", "B"]]},
            ("New", "not set", "A, B"),
            ("新增", "未设定", "A，B"),
        ),
    ],
)
def test_change_in_both_languages(object_type, changes, english, chinese):
    assert shown(object_type, changes) == [english]
    assert shown(object_type, changes, "zh-hans") == [chinese]


@pytest.mark.parametrize(
    ("object_type", "label", "english", "chinese"),
    [
        ("reports.report", "indicator_baseline v2", "KPI baseline v2", "KPI基线报告 v2"),
        ("organizations.membership", "陈立 it_lead", "陈立 IT lead", "陈立 IT负责人"),
        (
            "journey.plantstage",
            "Plant: Two: Current state",
            "Plant: Two: Current state",
            "Plant: Two: 现状评估",
        ),
        ("journey.plantstage", "Szeged: Goals", "Szeged: Goals", "Szeged: 战略目标"),
        ("goals.goal", "Core business online", "Core business online", "Core business online"),
        ("gone.model", "a b", "a b", "a b"),
        ("odd", "a b", "a b", "a b"),
    ],
)
def test_object_in_both_languages(object_type, label, english, chinese):
    found = []
    for language in ("en", "zh-hans"):
        with override(language):
            found.append(target_words(object_type, label))
    assert found == [english, chinese]


def test_value_without_a_before():
    (row,) = changes_in_words("journey.plantstage", {"open_tasks": 6})
    assert (row.name, row.label, row.after, row.is_pair) == ("open_tasks", "Open tasks", "6", False)


def test_instant_is_shown_as_a_moment():
    (row,) = changes_in_words("journey.plantstage", {"signed": "2026-11-22T09:05:00+00:00"})
    assert row.after == "22\u00a0Nov\u00a02026, 09:05"


@pytest.mark.parametrize("day", ["2026-13-45", "2026-02-30Tx", "2026-11-22T99:99:99"])
def test_text_that_only_looks_like_a_date_stays(day):
    assert shown("organizations.plant", {"name": day}) == [("Name", "not set", day)]


def test_long_lists_and_texts_are_shortened():
    (row,) = shown("assessment.assessment", {"sections": [None, [*"abcdefgh"]]})
    assert row == ("Sections", "not set", "a, b, c, d, e, f, 2 more")
    (row,) = shown("assessment.assessment", {"scope": [None, "x" * 900]})
    assert (len(row[2]), row[2][-1]) == (300, "…")


@pytest.mark.parametrize("object_type", ["organizations.plant", "gone.model", "gone", "", "a.b.c"])
def test_unknown_words_stay_as_recorded(object_type):
    changes = {"my.clock": ["unknown", "odd"], "gone 3: left": [None, {"a_b": 1}]}
    assert shown(object_type, changes) == [
        ("my.clock", "unknown", "odd"),
        ("gone 3: left", "not set", "a_b: 1"),
    ]


def test_relation_back_to_a_model_is_no_field():
    assert shown("organizations.plant", {"stages": [1, 2]}) == [("stages", "1", "2")]


def test_people_are_named_by_one_query(scoped, django_assert_num_queries):
    cio = scoped.people["cio"]
    changes = {"owner_id": [None, cio.pk], "initiative 4: owner_id": [0, cio.pk]}
    for _number in range(3):
        audit.record(
            by=cio, verb="initiative.edited", target=scoped.plant, plant=scoped.plant, changes={}
        )
    events = list(scoped.organization.audit_events.select_related("words"))
    for event in events:
        event.object_type, event.sealed_changes = INITIATIVE, changes
    with django_assert_num_queries(1):
        rows = describe(events)
    assert [row.act for row in rows] == ["Edited an initiative"] * 3
    assert [(row.label, row.before, row.after) for row in rows[0].changes] == [
        ("Owner", "not set", "Cio"),
        ("Initiative 4: Owner", "0", "Cio"),
    ]


def test_events_without_people_need_no_query(scoped, django_assert_num_queries):
    event = audit.record(
        by=None, verb="odd.act", target=scoped.plant, plant=scoped.plant, changes={"lines": [1, 2]}
    )
    with django_assert_num_queries(0):
        (row,) = describe([event])
    assert (row.act, row.changes[0].after) == ("odd.act", "2")
