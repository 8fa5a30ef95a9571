"""A duty's reason names nothing that its rule does not test; China's law stays at the exporter."""

from __future__ import annotations

import pytest

from packs.checks import find_problems
from tests.factories.compliance import checklist, obligation_data, text

HERE = {"fact": "country", "equals": "CN"}
SENT = {"fact": "headquarters_exports_from_china", "equals": "yes"}
DATA = {"fact": "china_data_reaches_plant", "equals": "yes"}


def problems(rule, *, jurisdiction="CN", version="2026.5", because=None) -> list[str]:
    duty = obligation_data("cn.one", applies_if=rule, applies_because=because)
    pack = checklist(duty, jurisdiction=jurisdiction, version=version)
    return [problem.reason for problem in find_problems(pack)]


def test_a_reason_in_words_is_refused() -> None:
    found = problems(HERE, because=text("only if data was notified as important"))
    assert len(found) == 1
    assert found[0].startswith("applies_because: a reason in words")


def test_a_release_from_before_keeps_its_words() -> None:
    assert problems(DATA, version="2026.4", because=text("data goes home")) == []


@pytest.mark.parametrize(
    "rule",
    [
        HERE,
        SENT,
        {"fact": "customers_in_china", "equals": "yes"},
        {"all": [DATA, SENT]},
        {"any": [HERE, {"all": [{"not": HERE}, DATA, SENT]}]},
        {"any": [{"all": [HERE, DATA]}, {"all": [{"any": [HERE, SENT]}, DATA]}]},
    ],
)
def test_a_rule_of_china_that_asks_the_exporter_passes(rule) -> None:
    assert problems(rule) == []


@pytest.mark.parametrize(
    "rule",
    [
        None,
        DATA,
        {"fact": "headquarters_exports_from_china", "equals": "no"},
        {"fact": "country", "equals": "MY"},
        {"any": [HERE, DATA]},
        {"all": [{"not": HERE}, DATA]},
        {"not": SENT},
        {"fact": "exported_persons", "at_least": 1},
    ],
)
def test_a_rule_of_china_that_reaches_other_plants_is_refused(rule) -> None:
    gates = "customers_in_china or headquarters_exports_from_china"
    assert problems(rule) == [f"reaches plants outside CN without asking {gates}"]


def test_other_jurisdictions_are_free() -> None:
    assert problems(None, jurisdiction="MY") == []
