"""Facts × duties of the checklists 2026.5, written by hand: law runs the right way."""

from __future__ import annotations

from functools import cache

import pytest

from compliance.domain.applicability import judge, relevant
from packs.loader import DATA_DIR, load_pack
from packs.schema.checklist import Checklist

RELEASE = "2026.5"
EXPORT = ("cn.export.screen", "cn.export.count", "cn.export.transit", "cn.export.statutory-ground")
VOLUME = ("cn.export.contract-or-cert", "cn.export.contract-10d", "cn.export.cert-renewal")
# A plant abroad of which every new question is answered with no.
QUIET = {
    "personal_data_leaves_country": "no",
    "headquarters_reads_remotely": "no",
    "data_in_third_country": "no",
    "china_data_reaches_plant": "no",
    "headquarters_exports_from_china": "no",
    "important_data_from_china": "no",
    "customers_in_china": "no",
    "outside_processors": "no",
    "personal_data_in_cloud": "no",
    "location_tracking": "no",
    "critical_infrastructure_here": "no",
    "critical_infrastructure_china": "no",
    "biometric_time_clock": "no",
    "camera_surveillance": "no",
    "sensitive_personal_data": "no",
    "ai_on_staff": "no",
    "connected_products": "no",
    "essential_entity": "no",
    "exported_persons": 0,
    "exported_sensitive_persons": 0,
    "persons_in_systems": 900,
    "sensitive_persons": 1,
    "industry": "drives",
}
SENT = {"china_data_reaches_plant": "yes", "headquarters_exports_from_china": "yes"}


@cache
def checklists() -> tuple[Checklist, ...]:
    folders = sorted((DATA_DIR / "checklists").glob(f"*/*/{RELEASE}"))
    return tuple(load_pack(folder).content for folder in folders)


def outcomes(country: str, **facts) -> dict[str, str]:
    known = {**QUIET, "country": country, **facts}
    return {
        duty.id: judge(duty, known).outcome.value
        for checklist in relevant(checklists(), country)
        for duty in checklist.obligations
    }


def applying(country: str, prefix: str = "cn.", **facts) -> set[str]:
    found = outcomes(country, **facts)
    return {name for name, outcome in found.items() if outcome == "yes" and name.startswith(prefix)}


def test_what_a_plant_sends_home_is_no_export_out_of_china() -> None:
    """The case of the finding: MY, data leave, one sensitive set, 900 persons."""
    case = {
        "personal_data_leaves_country": "yes",
        "headquarters_reads_remotely": "yes",
        "data_in_third_country": "yes",
        "sensitive_personal_data": "yes",
    }
    assert applying("MY", **case) == set()
    open_case = case | dict.fromkeys(("china_data_reaches_plant", "exported_persons"))
    assert "cn." not in {name[:3] for name in applying("MY", **open_case)}


def test_what_is_not_asked_yet_is_open_and_never_applies() -> None:
    unasked = dict.fromkeys(QUIET)
    found = outcomes("MY", **unasked)
    assert {found[name] for name in (*EXPORT, *VOLUME, "cn.pipl.notice")} == {"unknown"}
    assert found["cn.cyber.incident-1h"] == "unknown"
    assert found["my.pdpa.transfer-assessment"] == "unknown"


@pytest.mark.parametrize("country", ["MY", "VN", "HU", "MX"])
def test_what_headquarters_sends_brings_its_duties(country) -> None:
    found = applying(country, **SENT)
    assert set(EXPORT) <= found
    assert {"cn.pipl.notice", "cn.pipl.impact-assessment", "cn.ndsr.sharing-records"} <= found
    assert not found & set(VOLUME)
    assert "cn.export.assessment" not in found
    assert applying(country, china_data_reaches_plant="yes") == set()


@pytest.mark.parametrize("country", ["MY", "HU"])
def test_drawings_alone_ask_for_export_control_only(country) -> None:
    assert applying(country, headquarters_exports_from_china="yes") == {"cn.dsl.technology-export"}


@pytest.mark.parametrize(
    ("facts", "contract", "assessment"),
    [
        ({"exported_persons": 99_999}, "no", "no"),
        ({"exported_persons": 100_000}, "yes", "no"),
        ({"exported_persons": 999_999}, "yes", "no"),
        ({"exported_persons": 1_000_000}, "no", "yes"),
        ({"exported_sensitive_persons": 1}, "yes", "no"),
        ({"exported_sensitive_persons": 9_999}, "yes", "no"),
        ({"exported_sensitive_persons": 10_000}, "no", "yes"),
        ({"exported_sensitive_persons": 1, "critical_infrastructure_china": "yes"}, "no", "yes"),
        ({"important_data_from_china": "yes"}, "no", "yes"),
        # What the plant holds says nothing of what headquarters exports.
        ({"persons_in_systems": 2_000_000, "sensitive_persons": 50_000}, "no", "no"),
        ({"exported_persons": None, "exported_sensitive_persons": 0}, "unknown", "unknown"),
    ],
)
def test_the_route_goes_by_what_the_exporter_sent(facts, contract, assessment) -> None:
    found = outcomes("MY", **SENT, **facts)
    assert {found[name] for name in VOLUME} == {contract}
    assert found["cn.export.assessment"] == assessment


def test_critical_infrastructure_counts_in_its_own_country() -> None:
    here = outcomes("MY", critical_infrastructure_here="yes")
    assert here["my.csa.incident-6h"] == "yes"
    assert {here[name] for name in ("cn.cyber.incident-1h", "cn.pipl.localisation")} == {"no"}
    there = outcomes("MY", critical_infrastructure_china="yes", **SENT)
    assert there["my.csa.incident-6h"] == "no"
    assert {there[name] for name in ("cn.cyber.incident-1h", "cn.pipl.localisation")} == {"yes"}
    assert outcomes("CN", critical_infrastructure_here="yes")["cn.cyber.incident-1h"] == "yes"


def test_important_data_ask_for_more_only_once_notified() -> None:
    names = ("cn.ndsr.important-head", "cn.ndsr.important-report")
    assert {outcomes("MY", **SENT)[name] for name in names} == {"no"}
    told = outcomes("MY", important_data_from_china="yes", **SENT)
    assert {told[name] for name in names} == {"yes"}


def test_a_representative_is_for_people_in_china() -> None:
    assert outcomes("MY", personal_data_of_customers="yes")["cn.pipl.representative"] == "no"
    assert outcomes("MY", customers_in_china="yes")["cn.pipl.representative"] == "yes"
    assert outcomes("CN", customers_in_china="yes")["cn.pipl.representative"] == "no"


def test_a_plant_in_china_has_chinas_duties_as_its_own() -> None:
    home = applying("CN", personal_data_leaves_country="yes", exported_persons=100_000)
    assert {"cn.pipl.notice", "cn.domestic.tax-papers", *EXPORT, *VOLUME} <= home
    assert not applying("CN", prefix="cn.export.")


TRANSFER = {
    "MY": {"my.pdpa.transfer-assessment", "my.pdpa.transfer-review", "my.pdpa.transfer-ground"},
    "VN": {
        "vn.pdpl.flow-map",
        "vn.pdpl.transfer-dossier",
        "vn.pdpl.transfer-contract",
        "vn.pdpl.transfer-exemption",
        "vn.pdpl.inspection",
    },
    "HU": {"eu.gdpr.transfer-tool", "eu.gdpr.transfer-assessment"},
    "MX": {
        "mx.lfpdppp.transfer-notice",
        "mx.lfpdppp.recipient-duties",
        "mx.lfpdppp.group-policy",
        "mx.lfpdppp.transfer-grounds",
    },
}


@pytest.mark.parametrize("country", TRANSFER)
@pytest.mark.parametrize(
    "fact",
    ["personal_data_leaves_country", "headquarters_reads_remotely", "data_in_third_country"],
)
def test_each_way_out_of_the_plants_country_brings_its_transfer_law(country, fact) -> None:
    quiet, told = outcomes(country), outcomes(country, **{fact: "yes"})
    changed = {name for name in told if told[name] != quiet[name]}
    remote = {"int.ot-it-security.rem-2"} if fact == "headquarters_reads_remotely" else set()
    assert changed == TRANSFER[country] | remote
    assert {told[name] for name in changed} == {"yes"}
    assert outcomes(country, **SENT).items() >= dict.fromkeys(TRANSFER[country], "no").items()


@pytest.mark.parametrize(
    ("country", "fact", "duties"),
    [
        (
            "MY",
            "outside_processors",
            {"my.pdpa.processor-guarantees", "my.pdpa.processor-own-duty"},
        ),
        ("VN", "personal_data_in_cloud", {"vn.pdpl.cloud-contract", "vn.pdpl.cloud-encryption"}),
        ("VN", "location_tracking", {"vn.pdpl.location-consent", "vn.pdpl.breach-persons"}),
        ("MY", "customers_in_china", {"cn.pipl.representative"}),
    ],
)
def test_a_condition_in_words_became_a_fact(country, fact, duties) -> None:
    quiet, told = outcomes(country), outcomes(country, **{fact: "yes"})
    assert {name for name in told if told[name] != quiet[name]} == duties


def test_the_international_list_cites_no_law_of_the_union() -> None:
    for checklist in checklists():
        for duty in checklist.obligations:
            if checklist.jurisdiction == "INT":
                cited = f"{duty.cited.en} {duty.cited.zh_hans} {duty.law.en}"
                assert "GDPR" not in cited, duty.id
                assert "NIS2" not in cited, duty.id


def test_the_doubtful_duties_are_mended() -> None:
    every = {duty.id: duty for one in checklists() for duty in one.obligations}
    assert every["hu.accounting-tax.records"].cited.en == "Act C of 2000 on Accounting, s. 169"
    assert every["hu.cybersecurity.supervision-fee"].cited.en == "SZTFH Decree 2/2025 (I. 31.)"
    assert "D10" not in every["hu.cybersecurity.supervision-fee"].initiatives
    assert "第118条" in every["vn.labour.labour-rules"].cited.zh_hans
    inventory = every["mx.lfpdppp.data-inventory"]
    assert str(inventory.effective_on) == "2011-12-22"
    assert "实施条例》（2011）第61条" in inventory.cited.zh_hans
    assert every["cn.export.statutory-ground"].cited.zh_hans.endswith("第三十五条第（六）项")
    assert every["eu.gdpr.indirect-notice"].cited.zh_hans.endswith("第14条（含第3款(a)项）")
