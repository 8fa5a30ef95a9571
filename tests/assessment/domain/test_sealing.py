"""Seals of results."""

from __future__ import annotations

from assessment.domain.sealing import canonical, seal


def test_seal_does_not_depend_on_the_order_of_keys():
    assert seal({"a": 1, "b": "组"}) == seal({"b": "组", "a": 1})
    assert canonical({"b": 1, "a": "组"}) == '{"a":"组","b":1}'
    assert seal({"a": 1}) != seal({"a": 2})
