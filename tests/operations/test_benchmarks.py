"""The arithmetic of the measurements; what they find is never asserted."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "scripts"))

from bench import dense
from bench.goals import GOALS, BenchmarkGoal, as_text, rows, spin_lines, verdict
from bench.measure import Work, interleaved, percentile, spin
from bench.product import (
    Product,
    children,
    descendants,
    free_port,
    processor,
    proportional,
    seconds_of,
)
from bench.served import Counter, ratios

from compliance.models import ObligationStatus
from organizations.models import Plant
from readings.models import Measurement
from roadmap.models import Dependency, Initiative
from tests.factories.reports import rich_plant


@pytest.mark.parametrize(("share", "value"), [(50, 5), (95, 10), (10, 1), (100, 10), (1, 1)])
def test_percentile_is_a_value_that_occurred(share, value):
    assert percentile([float(n) for n in range(10, 0, -1)], share) == value


def test_works_take_turns_after_two_calls_each():
    seen = []
    works = {name: Work(lambda name=name: seen.append(name), repeat=2) for name in "ab"}
    interleaved(works, rounds=2)
    assert "".join(seen) == "aabb" + "aabb" * 2


def test_the_middle_of_the_rounds_counts_per_call():
    ticks = iter([0, 1, 1, 9, 9, 12])  # rounds of 1, 8 and 3 seconds, two calls each
    found = interleaved({"a": Work(lambda: None, repeat=2)}, clock=lambda: float(next(ticks)))
    assert found == {"a": 1500.0}


def test_a_page_is_held_against_a_page_and_a_save_against_a_save():
    found = {"bare_page": 10.0, "bare_save": 4.0, "plant": 25.0, "save": 18.0}
    assert ratios(found | {"compliance_nodes": 900}) == {
        "plant": 2.5,
        "save": 4.5,
        "compliance_nodes": 900,
        "bare_page_ms": 10.0,
        "bare_save_ms": 4.0,
    }


def test_a_fixed_loop_gets_a_share_of_a_core():
    found = spin()
    assert found["cpu_ms"] > 0
    assert 0 < found["share"] <= 1


@pytest.mark.parametrize(
    ("measured", "database", "said"),
    [
        (7.0, "SQLite", "met"),
        (7.1, "SQLite", "missed"),
        (7.0, "PostgreSQL", "missed"),
        (5.5, "PostgreSQL", "met"),
        (None, "SQLite", ""),
    ],
)
def test_a_goal_is_met_up_to_its_limit(measured, database, said):
    goal = BenchmarkGoal("save", "save", "bare saves", 7, postgresql=5.5)
    assert verdict(goal, measured, database) == said
    assert verdict(BenchmarkGoal("x", "x", "kB", None), measured, database) == ""


def test_the_product_never_works_on_the_servers_of_the_caller(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody/data")
    monkeypatch.setenv("REDIS_URL", "redis://somebody")
    product = Product(tmp_path)
    assert {"DATABASE_URL", "REDIS_URL"} & set(product.environment) == set()
    assert product.environment["LANDFALL_VAR"] == str(tmp_path)
    assert product.url.endswith(f":{product.port}")
    given = Product(tmp_path, database="postgres://bench/empty")
    assert given.environment["DATABASE_URL"] == "postgres://bench/empty"


def test_memory_and_processes_are_read_from_the_system():
    assert proportional(os.getpid()) > 1
    assert proportional(2**22 + 1) == 0
    assert set(children(os.getpid())) <= set(descendants(os.getpid()))
    assert 0 < free_port() < 65536


def test_processor_time_is_read_from_the_system():
    assert processor([os.getpid()]) == pytest.approx(sum(os.times()[:4]), rel=0.02, abs=1)
    assert seconds_of(os.getpid()) == pytest.approx(time.process_time(), rel=0.02, abs=1)
    assert processor([2**22 + 1]) == seconds_of(2**22 + 1) == 0


def table(*, full, **figures):
    return rows(
        {
            "database": "SQLite",
            "figures": figures,
            "statements": {"plant": 32},
            "not_measured": {"queued": "documents: no fonts"},
        },
        full=full,
    )


def test_every_goal_has_one_row_and_the_long_ones_only_in_the_full_run():
    assert len({goal.key for goal in GOALS}) == len(GOALS)
    assert [one["key"] for one in table(full=True)] == [goal.key for goal in GOALS]
    assert {one["key"] for one in table(full=False)} == {one.key for one in GOALS if not one.full}


def test_the_text_names_quantity_figure_goal_verdict_and_what_was_not_measured():
    facts = dict.fromkeys(("processor", "cores", "load", "system", "python", "commit", "at"), "x")
    text = as_text(
        {
            "machine": facts,
            "spin": [{"cpu_ms": 100.0, "share": 0.4}, {"cpu_ms": 90.0, "share": 0.9}],
            "tables": {"SQLite": table(full=False, plant=2.5, web_mib=95.0)},
            "plants": {"SQLite": 53},
            "runs": {"SQLite": 160},
        }
    )
    lines = {" ".join(line.split()) for line in text.splitlines()}
    assert "overview of a dense plant 2.5 ≤ 3 bare pages met 32" in lines
    assert "web process after 1,000 requests 95 ≤ 90 MiB PSS missed" in lines
    assert "search, 53 plants (full: 300) – ≤ 2 bare pages" in lines
    assert "not measured: documents: no fonts" in lines
    assert "1 met, 1 missed" in lines
    assert "fixed loop: 100 ms at 40%, then 90 ms at 90% of one core" in lines
    assert any(line.startswith("WARNING") for line in lines)


def test_a_machine_that_gives_enough_is_not_warned_of():
    assert len(spin_lines([{"cpu_ms": 100.0, "share": 0.5}])) == 1


def test_elements_of_a_page_are_counted():
    counter = Counter()
    counter.feed("<ul><li>one<li>two<br/></ul>")
    assert counter.count == 4


def test_plants_are_copied_with_all_that_hangs_on_them(scoped, monkeypatch):
    for name, few in (("INITIATIVES", 20), ("INDICATORS", 2), ("MONTHS", 3), ("DUTIES", 5)):
        monkeypatch.setattr(dense, name, few)
    rich_plant(scoped.plant, scoped.people["cio"])
    assert dense.grow_plants(3) == 2
    assert dense.grow_plants(3) == 0
    one, *others = Plant.objects.filter(organization=scoped.organization).order_by("pk")
    for plant in others:
        for held in (
            lambda at: Initiative.objects.filter(roadmap__plant=at),
            lambda at: Measurement.objects.filter(plant_indicator__plant=at),
            lambda at: ObligationStatus.objects.filter(plant=at),
        ):
            assert held(plant).count() == held(one).count() > 0
        link = Dependency.objects.filter(successor__roadmap__plant=plant).first()
        assert link.predecessor.roadmap.plant == plant
