from __future__ import annotations

import pytest

from compliance.domain.applicability import WITHDRAWN, judge
from compliance.domain.reasons import CLAIMS, because
from packs.schema.facts import YES_NO_FACTS
from tests.factories.compliance import obligation

CAMERAS = {"fact": "camera_surveillance", "equals": "yes"}
CLOCKS = {"fact": "biometric_time_clock", "equals": "yes"}
MANY = {"fact": "persons_in_systems", "at_least": 20001}
HERE = {"fact": "country", "equals": "CN"}
SENT = {
    "all": [
        {"not": HERE},
        {"fact": "china_data_reaches_plant", "equals": "yes"},
        {"fact": "headquarters_exports_from_china", "equals": "yes"},
    ]
}


def words(rule, **facts) -> tuple[str, str]:
    found = because(judge(obligation(applies_if=rule), facts))
    assert found is not None
    return found.en, found.zh_hans


def test_every_fact_of_a_plant_has_its_claim() -> None:
    assert set(CLAIMS) == set(YES_NO_FACTS)


def test_a_duty_without_a_rule_or_without_a_pack_has_no_reason() -> None:
    assert because(judge(obligation(), {})) is None
    assert because(WITHDRAWN) is None


def test_a_duty_that_applies_names_only_what_holds() -> None:
    rule = {"any": [CAMERAS, CLOCKS]}
    assert words(rule, camera_surveillance="no", biometric_time_clock="yes") == (
        "time clocks use fingerprints or faces",
        "考勤机使用指纹或人脸",
    )


def test_an_open_duty_names_what_is_not_known() -> None:
    rule = {"all": [CAMERAS, MANY]}
    assert words(rule, camera_surveillance="yes") == (
        "the plant holds data of at least 20,001 persons",
        "工厂持有其数据的人数不少于20,001",
    )


def test_a_duty_that_does_not_apply_names_what_would_have_to_hold() -> None:
    rule = {"any": [CAMERAS, CLOCKS]}
    assert words(rule, camera_surveillance="no", biometric_time_clock="no") == (
        "there are cameras on the plant floor or time clocks use fingerprints or faces",
        "车间有摄像监控或考勤机使用指纹或人脸",
    )


def test_parts_that_are_joined_themselves_are_held_apart() -> None:
    rule = {"all": [{"any": [CAMERAS, CLOCKS]}, MANY]}
    facts = {"camera_surveillance": "yes", "biometric_time_clock": "yes"}
    english, chinese = words(rule, persons_in_systems=30000, **facts)
    assert english == (
        "there are cameras on the plant floor or time clocks use fingerprints or faces; "
        "and the plant holds data of at least 20,001 persons"
    )
    assert "；且" in chinese
    either = {"any": [{"all": [CAMERAS, CLOCKS]}, MANY]}
    english, chinese = words(either, persons_in_systems=30000, **facts)
    assert english == (
        "there are cameras on the plant floor and time clocks use fingerprints or faces; "
        "or the plant holds data of at least 20,001 persons"
    )
    assert "；或" in chinese


@pytest.mark.parametrize("country", ["MY", "VN"])
def test_a_country_is_named_only_when_nothing_else_decides(country) -> None:
    rule = {"any": [HERE, SENT]}
    facts = {"china_data_reaches_plant": "yes", "headquarters_exports_from_china": "yes"}
    assert words(rule, country=country, **facts) == (
        "personal or important data from China reach the plant and headquarters is the exporter",
        "中国境内的个人信息或重要数据传到工厂，且出境方为总部",
    )
    assert words(HERE, country=country)[0].startswith("the plant is in ")


@pytest.mark.parametrize(
    ("country", "english"),
    [
        ("MY", "time clocks use fingerprints or faces"),
        ("CN", "there are cameras on the plant floor"),
    ],
)
def test_what_can_only_hold_elsewhere_is_not_named(country, english) -> None:
    rule = {"any": [{"all": [HERE, CAMERAS]}, {"all": [{"not": HERE}, CLOCKS]}]}
    facts = {"camera_surveillance": "no", "biometric_time_clock": "no"}
    assert words(rule, country=country, **facts)[0] == english
    everywhere = {"any": [{"any": [HERE, {"all": [HERE, CAMERAS]}]}, CLOCKS]}
    assert words(everywhere, country="MY", **facts)[0] == "time clocks use fingerprints or faces"


def test_three_parts_read_as_a_list() -> None:
    rule = {"any": [CAMERAS, CLOCKS, {"fact": "industry", "in": ["automotive"]}]}
    facts = {"camera_surveillance": "no", "biometric_time_clock": "no", "industry": "drives"}
    english, chinese = words(rule, **facts)
    listed = "there are cameras on the plant floor, time clocks use fingerprints or faces"
    assert english == f"{listed} or industry: automotive"
    assert chinese == "车间有摄像监控、考勤机使用指纹或人脸或行业：汽车"


def test_a_negation_says_so() -> None:
    rule = {"not": CAMERAS}
    assert words(rule, camera_surveillance="no")[0] == "not: there are cameras on the plant floor"
