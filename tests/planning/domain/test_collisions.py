"""Pairs that collide: who, with what, by how many days, in both languages."""

from __future__ import annotations

import pytest

from core.text import LocalizedText
from planning.domain.collisions import Hold, collisions
from planning.domain.durations import Duration
from planning.domain.network import WorkItem, WorkLink, WorkPlan
from planning.domain.passes import timetable
from planning.domain.wording import told
from tests.planning.domain.networks import START, day

MILESTONES = {"GO": day(20), "KEY": day(15)}


def found(*items: WorkItem):
    return collisions(timetable(WorkPlan(START, MILESTONES, items)))


@pytest.mark.parametrize(
    ("item", "hold", "other", "days"),
    [
        (WorkItem("A", Duration(21), due="GO"), Hold.TODAY, "GO", 1),
        (WorkItem("A", Duration(9), earliest=day(13), due="GO"), Hold.EARLIEST, "GO", 2),
        (WorkItem("A", Duration(9), enabling="KEY", due="GO"), Hold.ENABLING, "KEY", 4),
        (
            WorkItem("A", Duration(9), earliest=day(15), enabling="KEY", due="GO"),
            Hold.ENABLING,
            "KEY",
            4,
        ),
        (
            WorkItem("A", Duration(9), earliest=day(16), enabling="KEY", due="GO"),
            Hold.EARLIEST,
            "GO",
            5,
        ),
    ],
)
def test_pair_of_an_item(item, hold, other, days):
    (pair,) = found(item)
    assert (pair.item, pair.hold, pair.other, pair.days) == ("A", hold, other, days)


def test_only_the_root_is_named_and_the_milestone_behind_the_chain():
    first = WorkItem("A", Duration(15))
    last = WorkItem("B", Duration(10), due="GO", buffer_days=1, after=(WorkLink("A"),))
    (pair,) = found(first, last)
    assert (pair.item, pair.due, pair.through, pair.days) == ("A", "GO", "B", 6)


def test_second_root_is_named_too():
    first = WorkItem("A", Duration(15))
    last = WorkItem("B", Duration(10), enabling="KEY", due="GO", after=(WorkLink("A"),))
    assert [(pair.item, pair.other, pair.days) for pair in found(first, last)] == [
        ("A", "GO", 5),
        ("B", "KEY", 5),
    ]


def test_plan_that_holds_has_none():
    assert found(WorkItem("A", Duration(20), due="GO")) == ()
    assert found(WorkItem("A", Duration(99))) == ()


@pytest.mark.parametrize(
    ("item", "english", "chinese"),
    [
        (
            WorkItem("A", Duration(21), due="GO"),
            (
                "A cannot start before 1\u00a0Mar\u00a02027 (that is today), but must start on 28\u00a0Feb\u00a02027 so "
                "that it stands at GO: 1 day is missing."
            ),
            "A最早只能于2027-03-01开始（即今天），但为使其在GO时就绪，最迟须于2027-02-28开始：相差1天。",
        ),
        (
            WorkItem("A", Duration(9), earliest=day(13), due="GO", buffer_days=1),
            (
                "A cannot start before 14\u00a0Mar\u00a02027 (its own earliest date), but must start on "
                "11\u00a0Mar\u00a02027 so that it stands 1 day before GO: 3 days are missing."
            ),
            (
                "A最早只能于2027-03-14开始（自身最早日期），但为使其在GO前1天就绪，"
                "最迟须于2027-03-11开始：相差3天。"
            ),
        ),
    ],
)
def test_words(item, english, chinese):
    (pair,) = found(item)
    assert (told(pair).en, told(pair).zh_hans) == (english, chinese)


def test_words_with_names():
    last = WorkItem("B", Duration(10), due="GO", after=(WorkLink("A"),))
    pair = found(WorkItem("A", Duration(15), enabling="KEY"), last)[0]
    names = {
        "A": LocalizedText.of("contract", "合同"),
        "B": LocalizedText.of("fibre", "专线"),
        "KEY": LocalizedText.of("company", "公司注册"),
    }
    assert told(pair, names).en == (
        "contract cannot start before 16\u00a0Mar\u00a02027 (it waits for company), but must start on "
        "24\u00a0Feb\u00a02027 so that fibre stands at GO: 20 days are missing."
    )
    assert told(pair, names).zh_hans == (
        "合同最早只能于2027-03-16开始（须待公司注册完成），但为使专线在GO时就绪，"
        "最迟须于2027-02-24开始：相差20天。"
    )
