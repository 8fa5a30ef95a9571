"""The arithmetic of the measurements; what they find is never asserted."""

from __future__ import annotations

import os

import pytest

from benchmarks import dense
from benchmarks.__main__ import as_text
from benchmarks.measure import Work, interleaved, percentile
from benchmarks.product import Product, children, descendants, free_port, proportional
from compliance.models import ObligationStatus
from organizations.models import Plant
from readings.models import Measurement
from roadmap.models import Dependency, Initiative
from tests.factories.reports import rich_plant


@pytest.mark.parametrize(("share", "value"), [(50, 5), (95, 10), (10, 1), (100, 10), (1, 1)])
def test_percentile_is_a_value_that_occurred(share, value):
    assert percentile([float(n) for n in range(10, 0, -1)], share) == value


def test_works_take_turns_and_are_prepared_before_each_call():
    seen = []
    works = {
        name: Work(lambda name=name: seen.append(name), lambda: seen.append("-"), repeat=2)
        for name in "ab"
    }
    found = interleaved(works, rounds=2)
    assert "".join(seen) == "-a-b" + "-a-a-b-b" * 2
    assert {name: figures["calls"] for name, figures in found.items()} == {"a": 4, "b": 4}
    assert set(found["a"]) == {"p50_ms", "p95_ms", "cpu_ms", "spread", "calls"}


def test_processor_time_of_the_database_is_added():
    clock = iter(range(100))
    found = interleaved({"a": Work(lambda: None, repeat=1)}, elsewhere=lambda: float(next(clock)))
    assert found["a"]["cpu_ms"] >= 1000


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


def test_the_text_names_goals_and_what_was_not_measured():
    figures = {"p50_ms": 1.0, "cpu_ms": 0.9, "sql": 7, "times_bare": 2.0}
    text = as_text(
        {
            "machine": {
                **dict.fromkeys(("processor", "cores", "load", "system", "python"), "x"),
                **dict.fromkeys(("commit", "at"), "x"),
            },
            "database": "SQLite",
            "start": {"empty database to first page": 8.1},
            "memory_mib": {"web": 80.0},
            "browser": {"first visit (sign-in)": {"requests": 9, "kB": 97.0}},
            "requests": {"5": {"save an answer": figures}},
            "not_measured": {"blueprint": "no such command"},
        }
    )
    assert "start, empty database to first page" in text
    assert "goal: <= 10 s" in text
    assert "requests 9, kB 97.0" in text
    assert "requests at 5 assessments" in text
    assert "not measured: blueprint: no such command" in text


def test_plants_are_copied_with_all_that_hangs_on_them(scoped, monkeypatch):
    for name, few in (("INITIATIVES", 20), ("INDICATORS", 2), ("MONTHS", 3), ("DUTIES", 5)):
        monkeypatch.setattr(dense, name, few)
    rich_plant(scoped.plant, scoped.people["cio"])
    assert dense.grow_plants(3) == 2
    assert dense.grow_plants(3) == 0
    one, *others = Plant.objects.filter(organization=scoped.organization).order_by("pk")
    for plant in others:
        for rows in (
            lambda at: Initiative.objects.filter(roadmap__plant=at),
            lambda at: Measurement.objects.filter(plant_indicator__plant=at),
            lambda at: ObligationStatus.objects.filter(plant=at),
        ):
            assert rows(plant).count() == rows(one).count() > 0
        link = Dependency.objects.filter(successor__roadmap__plant=plant).first()
        assert link.predecessor.roadmap.plant == plant
