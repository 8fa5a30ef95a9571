from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import LocalizedText
from reports.domain.content import as_content, restore


class Way(StrEnum):
    UP = "up"


@dataclass(frozen=True)
class Inner:
    words: LocalizedText
    amount: Decimal | None


@dataclass(frozen=True)
class Sample:
    name: str
    count: int
    is_true: bool
    amount: Decimal
    day: dt.date
    at: dt.datetime
    way: Way
    pair: tuple[str, Decimal]
    many: tuple[Inner, ...]
    missing: Inner | None
    bounds: tuple[Decimal | None, Decimal | None]


def sample(**more):
    values = {
        "name": "清禾 Ánh ไทย",
        "count": 3,
        "is_true": True,
        "amount": Decimal("1.10"),
        "day": dt.date(2026, 11, 18),
        "at": dt.datetime(2026, 11, 18, 4, 3, tzinfo=dt.UTC),
        "way": Way.UP,
        "pair": ("D1", Decimal("0.25")),
        "many": (
            Inner(LocalizedText.of("a", "甲"), None),
            Inner(LocalizedText.of("b", "乙"), Decimal(2)),
        ),
        "missing": None,
        "bounds": (None, Decimal(100)),
    }
    return Sample(**{**values, **more})


def test_document_survives_the_way_through_json():
    one = sample()
    assert restore(Sample, json.loads(json.dumps(as_content(one)))) == one


@given(st.decimals(allow_nan=False, allow_infinity=False), st.text(), st.dates())
def test_exact_numbers_texts_and_dates_survive(amount, name, day):
    one = sample(amount=amount, name=name, day=day)
    assert restore(Sample, json.loads(json.dumps(as_content(one)))) == one


@pytest.mark.parametrize("wrong", [{"a": 1}, [1], "text", None, Sample])
def test_only_a_dataclass_is_a_document(wrong):
    with pytest.raises(TypeError):
        as_content(wrong)


def test_value_that_cannot_be_restored_is_refused():
    with pytest.raises(TypeError):
        as_content(sample(name={"not": "plain"}))


def test_content_of_another_version_is_refused():
    data = as_content(sample())
    del data["count"]
    with pytest.raises(KeyError):
        restore(Sample, data)
