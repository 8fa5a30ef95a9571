"""The launch pack holds the figures it was made from, and is refused when something is wrong."""

from __future__ import annotations

import pytest

from packs.checks import cross_problems
from packs.loader import DATA_DIR, load_pack
from packs.schema.conditions import evaluate
from tests.packs.test_bad_catalogs import INITIATIVES, refusal

LAUNCH = DATA_DIR / "launch" / "1.0.0"
# need: due, initiatives, weeks, buffer, lead times, as the domain study states them
NEEDS = """
K-01 M1 D05 2-4 0 -
K-02 M2 D01,D03 3-6 0 -
K-03 M3 D04 4-6 0 -
K-04 M4 D05 2-5 10 LT-02
K-05 M7 D05 9-18 20 LT-01
K-06 M7 D05 9-20 10 LT-01
K-07 M7 D05 10-16 15 LT-03,LT-04
K-08 M7 D07,D08,D25,D26 8-12 15 LT-04
K-09 M10 D06 8-14 15 LT-04
K-10 M8 D06,D19 4-6 5 -
K-11 M9 D28 8-14 20 LT-05
K-12 M9 D28 6-10 20 LT-05
K-13 M9 D10 14-22 20 LT-06
K-14 M11 D21 8-14 20 LT-07
K-15 M11 D27,D22 4-8 10 -
K-16 M13 D24,D11 11-18 10 LT-06
K-17 M13 D17 6-10 10 -
K-18 M13 D15 6-10 10 -
K-19 M14 D16 16-26 15 LT-08
K-20 M14 D16,D17 3-5 0 -
K-21 M14 N18 2-3 5 -
K-22 M14 D26,D25 4-6 10 -
K-23 M16 D05,D16 1-2 10 -
K-24 M16 D18 6-10 10 -
K-25 M16 D12 10-16 15 LT-09
K-26 M16 D23 3-5 10 -
K-27 M17 D14 5-9 20 LT-10
K-28 M17 D10,N06 3-5 10 -
K-29 M18 D19,N08 6-10 0 -
K-30 M18 D09 4-8 0 -
""".strip().splitlines()
# milestone: weeks before the start for a leased hall, an own building, a process plant
WEEKS = """
M0 40-60 80-130 130-210
M1 34-52 70-115 115-190
M2 30-46 65-110 110-185
M3 27-43 62-105 105-180
M4 22-32 55-85 90-150
M5 20-30 24-40 40-60
M6 18-26 24-36 35-55
M7 16-22 20-30 30-50
M8 20-28 26-40 45-80
M9 16-22 22-34 40-75
M10 14-20 18-30 30-60
M12 8-12 10-16 16-30
M13 6-9 8-14 12-26
M14 4-7 6-12 8-20
M16 0-0 0-0 0-0
""".strip().splitlines()
WAITS = {
    "K-13": ("K-03",),
    "K-16": ("K-13",),
    "K-19": ("K-20",),
    "K-22": ("K-08",),
    "K-25": ("K-13",),
    "K-27": ("K-13",),
}
ENABLED = {"K-04": "M2", "K-05": "M2", "K-06": "M2", "K-11": "M3", "K-14": "M3", "K-27": "M3"}
# initiative: weeks of its slice
SLICES = {
    "D05": (9, 18),
    "D06": (8, 14),
    "D10": (14, 22),
    "D11": (11, 18),
    "D24": (11, 18),
    "D16": (16, 26),
    "D17": (6, 10),
    "D21": (8, 14),
    "D14": (5, 9),
    "D28": (8, 14),
    "D15": (6, 10),
}
# lead time, countries: spans and units
SPANS = {
    ("LT-01", "GB"): [(30, 90, "working_days")],
    ("LT-01", "HU"): [(4, 6, "weeks"), (6, 8, "weeks")],
    ("LT-01", "JP"): [("1.5", "1.5", "months"), ("3.5", "3.5", "months"), (4, 6, "months")],
    ("LT-01", ""): [(60, 120, "days"), (150, None, "days")],
    ("LT-02", "CA"): [(15, 15, "working_days")],
    ("LT-03", "IN"): [(2, 4, "weeks"), (3, 6, "weeks")],
    ("LT-03", ""): [(0, 0, "weeks"), (6, 12, "weeks")],
    ("LT-04", ""): [(4, 12, "weeks"), (20, 20, "weeks")],
    ("LT-05", ""): [(8, 16, "weeks")],
    ("LT-05", "VN"): [(8, 16, "weeks"), (10, 10, "working_days")],
    ("LT-06", ""): [(14, 22, "weeks"), (4, 9, "months")],
    ("LT-07", ""): [(6, 10, "weeks")],
    ("LT-09", ""): [(6, 12, "weeks")],
    ("LT-10", ""): [(5, 9, "weeks")],
    ("LT-11", ""): [(6, 16, "weeks")],
}


@pytest.fixture(scope="module")
def pack():
    return load_pack(LAUNCH).content


def span(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split("-")))


def test_needs_are_those_of_the_study(pack):
    found = [
        (
            *(need.id, need.due, ",".join(need.initiatives)),
            *("-".join(map(str, need.weeks)), str(need.buffer_days)),
            ",".join(need.lead_times) or "-",
        )
        for need in pack.needs
    ]
    assert found == [tuple(row.split()) for row in NEEDS]


def test_links_are_those_of_the_worked_example(pack):
    assert {need.id: need.after for need in pack.needs if need.after} == WAITS
    assert {need.id: need.enabling for need in pack.needs if need.enabling} == ENABLED
    assert {n.id: n.may_wait_until for n in pack.needs if n.may_wait_until} == {"K-06": "M13"}


def test_ranges_of_milestones_are_those_of_the_study(pack):
    assert [kind.months for kind in pack.kinds] == [(9, 14), (18, 30), (30, 48)]
    for row in WEEKS:
        name, *spans = row.split()
        assert [kind.weeks_before[name] for kind in pack.kinds] == [span(text) for text in spans]
    assert [kind.weeks_after["M18"] for kind in pack.kinds] == [(12, 26), (16, 40), (20, 52)]


def test_contracts_and_building_do_not_wait(pack):
    fixed = [entry.id for entry in pack.milestones if not entry.moves_with_start]
    assert fixed == ["M0", "M1", "M2", "M3", "M4", "M5", "M6"]
    assert len(pack.milestones) == 19


def test_order_of_what_is_named_first(pack):
    assert pack.missing_order == ("K-19", "K-27", "K-05", "K-11", "K-14", "K-22")
    assert (pack.start, pack.slice_level_cap, pack.amber_below_days) == ("M16", 2, 14)


def test_slices_are_those_of_the_study(pack):
    needs = {need.id: need for need in pack.needs}
    assert {entry.id: needs[entry.need].weeks for entry in pack.slices} == SLICES


@pytest.mark.parametrize(("name", "country"), SPANS)
def test_lead_times_are_those_of_the_study(pack, name, country):
    (lead,) = [entry for entry in pack.lead_times if entry.id == name]
    found = [s for s in lead.spans if (country in s.countries if country else not s.countries)]
    assert [(*map(written, s.span), s.unit) for s in found] == [
        (*map(written, row[:2]), row[2]) for row in SPANS[name, country]
    ]


def written(number) -> str:
    return str(number)


def test_orders_of_law_name_their_country(pack):
    countries = ("VN", "MX", "ID", "MY", "IN", "HU", "DE")
    for order in pack.orders:
        facts = {"bonded_regime": "yes"}
        assert any(evaluate(order.only_if, {**facts, "country": name}) for name in countries)
        assert evaluate(order.only_if, {**facts, "country": "FR"}) is False


def test_references_to_initiatives_are_checked(pack):
    catalog = load_pack(INITIATIVES).content
    assert cross_problems([pack, catalog]) == []
    less = catalog.model_copy(
        update={"initiatives": catalog.initiatives[:15], "phases": catalog.phases[:2]}
    )
    found = [str(problem) for _, problem in cross_problems([pack, less])]
    assert ": K-19: unknown initiative: D16" in found
    assert ": slices: unknown initiative: D24" in found
    assert ": questioned: unknown initiative: N07" in found
    assert ": questioned: unknown phase: optimize" in found


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("needs.yaml", "after: [K-03]", "after: [K-16]", "K-16: circle in after"),
        ("needs.yaml", "after: [K-03]", "after: [K-99]", "K-13: unknown need: K-99"),
        (
            "needs.yaml",
            "after: [K-03]",
            "after: [K-30]",
            "K-13: waits for K-30, which is due later",
        ),
        ("needs.yaml", "due: M1\n", "due: M99\n", "K-01: unknown milestone: M99"),
        ("needs.yaml", "enabling: M2", "enabling: M99", "K-04: unknown milestone: M99"),
        ("needs.yaml", "enabling: M2", "enabling: M5", "K-04: enabling M5 comes after due M4"),
        ("needs.yaml", "wait_until: M13", "wait_until: M99", "K-06: unknown milestone: M99"),
        ("needs.yaml", "wait_until: M13", "wait_until: M3", "M3 comes before due M7"),
        ("needs.yaml", "weeks: [2, 4]", "weeks: [4, 2]", "K-01: range runs backwards: 4 to 2"),
        ("needs.yaml", "weeks: [2, 4]", "weeks: [-1, 4]", "K-01: weeks"),
        ("needs.yaml", "buffer_days: 0", "buffer_days: -1", "K-01: buffer_days"),
        ("needs.yaml", "initiatives: [D05]", "initiatives: []", "K-01: initiatives"),
        ("needs.yaml", "[LT-02]", "[LT-99]", "K-04: unknown lead time: LT-99"),
        ("needs.yaml", "id: K-02", "id: K-01", "K-01: need id used 2 times"),
        ("needs.yaml", "sources: [L11]", "sources: [L99]", "K-19: unknown source: L99"),
        ("needs.yaml", "basis: judgement", "basis: source", "basis source needs a source"),
        ("needs.yaml", "basis: judgement", "basis: rumor", "K-01: basis"),
        ("needs.yaml", "  basis: judgement\n", "", "K-01: basis"),
        ("needs.yaml", "fact: bonded_regime", "fact: moon", "K-12: unknown fact: moon"),
        ("needs.yaml", "fact: bonded_regime", "item: moon", "on facts, not on answers"),
        ("needs.yaml", ', zh-hans: "运营商与供电勘察"', "", "missing translation: zh-hans"),
        ("needs.yaml", "运营商与供电勘察", "Survey of carriers and power", "not translated"),
        ("kinds.yaml", "M7: [16, 22]", "M7: [22, 16]", "leased_hall: range runs backwards"),
        ("kinds.yaml", "    M7: [16, 22]\n", "", "milestone M7 has 0 ranges, not one"),
        ("kinds.yaml", "    M17: [1, 1]\n", "    M7: [1, 1]\n", "milestone M7 has 2 ranges"),
        ("kinds.yaml", "M7: [16, 22]", "M77: [16, 22]", "leased_hall: unknown milestone: M77"),
        ("kinds.yaml", "M16: [0, 0]", "M16: [0, 1]", "M16 is the start: [0, 0] weeks before"),
        ("kinds.yaml", "months: [9, 14]", "months: [14, 9]", "range runs backwards: 14 to 9"),
        ("milestones.yaml", "id: M1,", "id: M0,", "M0: milestone id used 2 times"),
        ("milestones.yaml", "{id: M1, moves", "{id: M1, waits", "waits_with_start: unknown key"),
        ("lead-times.yaml", "span: [30, 90]", "span: [90, 30]", "LT-01: spans.0: range runs"),
        ("lead-times.yaml", ", unit: working_days", "", "span and unit stand together"),
        ("lead-times.yaml", "[GB]", "[UK!]", "LT-01: spans.0.countries.0"),
        ("lead-times.yaml", "sources: [L30]", "sources: []", "third_party needs a source"),
        ("lead-times.yaml", "sources: [L30]", "sources: [L0]", "LT-01: unknown source: L0"),
        ("orders.yaml", "fact: country", "fact: county", "vn-permits: unknown fact: county"),
        ("orders.yaml", "[K-11, K-12]", "[K-99]", "vn-cameras: unknown need: K-99"),
        ("orders.yaml", "milestones: [M2]", "milestones: [M99]", "unknown milestone: M99"),
        ("orders.yaml", "sources: [L7]", "sources: [L77]", "vn-permits: unknown source: L77"),
        ("slices.yaml", "need: K-05", "need: K-99", "D05: unknown need: K-99"),
        ("slices.yaml", "need: K-05", "need: K-30", "need K-30 does not name this initiative"),
        ("slices.yaml", "[D24]", "[D16]", "D11: no slice of D16 meets K-16"),
        ("pack.yaml", "start: M16", "start: M99", "start: unknown milestone: M99"),
        ("pack.yaml", "[K-19, K-27", "[K-99, K-27", "missing_order: unknown need: K-99"),
        ("pack.yaml", "[K-19, K-27", "[K-27, K-27", "K-27: missing_order id used 2 times"),
        ("pack.yaml", "months: [36, 60]", "months: [60, 36]", "green-field: range runs backwards"),
        ("pack.yaml", "id: L2,", "id: L1,", "L1: source id used 2 times"),
    ],
)
def test_broken_pack_is_refused(tmp_path, file, old, new, expected):
    found = refusal(tmp_path, LAUNCH, file, old, new)
    assert [line for line in found if expected in line] != [], found
