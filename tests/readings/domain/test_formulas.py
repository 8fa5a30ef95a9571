"""One shift by hand: 480 minutes planned, 400 producing, 390 good of 400 parts, 0.9 min each."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import RuleError
from packs.loader import DATA_DIR, load_pack
from readings.domain.elements import broken_identities, check_elements
from readings.domain.formulas import FORMULAS, evaluate


def e(**values: float | str) -> dict[str, Decimal]:
    return {name: Decimal(str(value)) for name, value in values.items()}


SHIFT = e(POT=510, PDT=30, PBT=480, APT=400, AUST=20, AUPT=420, ADET=30, AUBT=450, PRI="0.9",
          PQ=400, GQ=390, SQ=6, RQ=4, ATT=20, AQT=30, AOET=500, APWT=430, APAT=450)  # fmt: skip
WORKED = {
    "ISO-01": (SHIFT, Decimal(100) * 430 / 450),
    "ISO-02": (SHIFT, Decimal(90)),
    "ISO-03": (SHIFT, Decimal("0.8")),
    "ISO-04": (SHIFT, Decimal("93.75")),
    "ISO-05": (SHIFT, Decimal(100) * 400 / 450),
    "ISO-06": (SHIFT, Decimal("73.125")),
    "ISO-07": (SHIFT, Decimal("76.78125")),
    "ISO-08": (SHIFT, Decimal(100) * 400 / 480),
    "ISO-09": (SHIFT, Decimal(90)),
    "ISO-10": (SHIFT, Decimal("97.5")),
    "ISO-11": (SHIFT, Decimal(100) * 20 / 420),
    "ISO-12": (SHIFT, Decimal(100) * 400 / 430),
    "ISO-13": (SHIFT, Decimal(80)),
    "ISO-14": (e(SQ=6, PSQ=8), Decimal("0.75")),
    "ISO-15": (e(GP=95, IP=100), Decimal(95)),
    "ISO-16": (SHIFT, Decimal("1.5")),
    "ISO-17": (SHIFT, Decimal(1)),
    "ISO-18": (e(SQ=6, PQ=500), Decimal("1.2")),
    "ISO-19": (e(USL=16, LSL=4, S=1), Decimal(2)),
    "ISO-20": (e(USL=16, LSL=4, MEAN=11, S=1), Decimal(5) / 3),
    "ISO-21": (e(USL=16, LSL=4, SIGMA="1.5"), Decimal(12) / 9),
    "ISO-22": (e(USL=16, LSL=4, MEAN=9, SIGMA=1), Decimal(5) / 3),
    "ISO-23": (e(E=800, PQ=400), Decimal(2)),
    "ISO-24": (e(TH=1200, INV=100), Decimal(12)),
    "ISO-25": (e(GQ=90, CM=100), Decimal(90)),
    "ISO-26": (e(IGQ=92, CM=100), Decimal(92)),
    "ISO-27": (e(PL=4, CM=100), Decimal(4)),
    "ISO-28": (e(STL=3, CM=100), Decimal(3)),
    "ISO-29": (e(OL=1, CM=100), Decimal(1)),
    "ISO-30": (e(PQ=400, EPC=500), Decimal(80)),
    "ISO-31": (e(TBF=600, FE=5), Decimal(100)),
    "ISO-32": (e(TTF=540, FE=5), Decimal(90)),
    "ISO-33": (e(TTR=60, FE=5), Decimal(10)),
    "ISO-34": (e(CMT=30, PMT=90), Decimal(25)),
}


def test_every_indicator_has_a_worked_example():
    assert set(WORKED) == set(FORMULAS) == {f"ISO-{n:02}" for n in range(1, 35)}


@pytest.mark.parametrize("id_", sorted(WORKED))
def test_worked_example(id_):
    elements, value = WORKED[id_]
    assert abs(evaluate(id_, elements) - value) < Decimal("1e-20")


def test_factors_of_oee_cancel():
    a, p, q = (evaluate(f"ISO-{n}", SHIFT) for n in ("08", "09", "10"))
    assert abs(a * p * q / 10000 - evaluate("ISO-06", SHIFT)) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("id_", "elements", "field"),
    [
        ("ISO-99", {}, ""),
        ("ISO-08", e(APT=400), "PBT"),
        ("ISO-08", e(APT=400, PBT=480, XYZ=1), "XYZ"),
        ("ISO-08", e(APT=-1, PBT=480), "APT"),
        ("ISO-08", {"APT": Decimal("NaN"), "PBT": Decimal(480)}, "APT"),
        ("ISO-08", e(APT=0, PBT=0), ""),
        ("ISO-08", e(APT=500, PBT=480), ""),
        ("ISO-06", {**SHIFT, "APT": Decimal(0), "AUPT": Decimal(20), "AUBT": Decimal(50)}, ""),
    ],
)
def test_impossible_elements_are_refused(id_, elements, field):
    with pytest.raises(RuleError) as caught:
        evaluate(id_, elements)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (e(AUPT=421), "AUPT = APT + AUST"),
        (e(AUBT=451), "AUBT = AUPT + ADET"),
        (e(PDT=31), "PBT = POT − PDT"),
        (e(POT=470), "PBT ≤ POT"),
        (e(AOET=501), "AOET = AUBT + ATT + AQT"),
        (e(TBF=10, TTR=2, TTF=9), "TTF = TBF − TTR"),
        (e(PQ=399), "PQ = GQ + SQ + RQ"),
        (e(APT=430), "APT ≤ AUPT"),
        (e(AUPT=460), "AUPT ≤ AUBT"),
        (e(APT=460), "APT ≤ AUBT"),
        (e(PBT=399), "APT ≤ PBT"),
        (e(APWT=451), "APWT ≤ APAT"),
        (e(GQ=401), "GQ ≤ PQ"),
        (e(SQ=401), "SQ ≤ PQ"),
        (e(RQ=401), "RQ ≤ PQ"),
        (e(GP=2, IP=1), "GP ≤ IP"),
        (e(LSL=2, USL=2), "LSL < USL"),
    ],
)
def test_broken_identity_is_named(change, rule):
    assert rule in broken_identities({**SHIFT, **change})


def test_negative_limits_are_possible():
    check_elements(e(LSL="-0.2", USL="0.2", MEAN="-0.1"))


def test_pack_and_engine_name_the_same_elements():
    catalog = load_pack(DATA_DIR / "indicators" / "1.0.0").content
    given_ = {i.id: set(i.elements) for i in catalog.indicators if i.elements}
    for id_, names in given_.items():
        assert names <= set(FORMULAS[id_].elements), id_


@given(st.integers(1, 480), st.integers(1, 400), st.integers(0, 400))
def test_shares_stay_between_zero_and_hundred(apt, pq, gq):
    assume(gq <= pq)
    found = e(APT=apt, PBT=480, PQ=pq, GQ=gq)
    assert 0 <= evaluate("ISO-08", found) <= 100
    assert 0 <= evaluate("ISO-10", found) <= 100
