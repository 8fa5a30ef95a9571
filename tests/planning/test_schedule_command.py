"""The command computes a plan from JSON and refuses every plan that is none, with the item."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from tests.planning.domain.launch import FIXED, OFFSETS, TABLE, TODAY, WORK, milestones


def launch() -> dict:
    items = []
    for name, (due, days, buffer, after) in WORK.items():
        item = {"id": name, "duration": days, "unit": "calendar", "calendar": "plant"}
        item["after"] = [{"id": before, "type": "FS", "lag": 0} for before in after]
        if due:
            item |= {"due": due, "buffer_days": buffer}
        if name == "W0":
            item["enabling"] = "M2"
        items.append(item)
    return {
        "today": TODAY.isoformat(),
        "calendars": {"plant": {"weekend": [6, 7], "closed": [["2027-02-01", "2027-02-15"]]}},
        "milestones": [{"id": m, "date": day.isoformat()} for m, day in milestones().items()],
        "items": items,
    }


def small(**fields) -> dict:
    item = {"id": "A", "duration": 5, "unit": "working", "calendar": "c", "after": [], **fields}
    return {
        "today": "2027-03-01",
        "calendars": {"c": {"weekend": [6, 7], "closed": []}},
        "milestones": [{"id": "M", "date": "2027-06-01"}],
        "items": [item, {"id": "B", "duration": 2, "unit": "calendar", "after": []}],
    }


@pytest.fixture
def schedule(run):
    return lambda plan, *options: run("schedule", "plan.json", json.dumps(plan), *options)


@pytest.fixture
def wrong(refused):
    def call(plan, *options):
        text = plan if isinstance(plan, str | bytes) else json.dumps(plan)
        return refused("schedule", "plan.json", text, *options)

    return call


def test_launch(schedule):
    found = schedule(launch())
    for name, (end, start, _left) in TABLE.items():
        dates = found["items"][name]
        assert (dates["late_finish"], dates["late_start"]) == (end, start)
    assert found["items"]["W0"] == {
        "early_start": "2027-02-03",
        "early_finish": "2027-03-07",
        "late_start": "2027-01-15",
        "late_finish": "2027-02-18",
        "float": -19,
        "critical": True,
    }
    (conflict,) = found["conflicts"]
    assert (conflict["item"], conflict["with"], conflict["days"]) == ("W0", "M2", 19)
    assert "W1 stands 20 days before M7" in conflict["text"]
    assert "相差19天" in conflict["text_zh_hans"]
    assert found["critical_path"] == ["W0", "W1"]


def test_slip(schedule):
    moves = [f"{name}=42" for name in OFFSETS if name not in FIXED]
    found = schedule(launch(), "--slip", *moves)["slip"]
    assert found["stays"] == ["W2"]
    assert found["moves"]["F1"] == {"early_start": 0, "late_start": 56}
    assert found["items"]["W0"]["float"] == 37
    assert found["conflicts"] == []
    assert found["critical_path"] == []


def test_ranges_are_simulated_from_a_seed(schedule):
    plan = small(duration_low=3, duration_high=15)
    found = schedule(plan, "--seed", "5")
    ends = found["simulation"]["early_finish"]
    assert [part["share"] for part in ends["A"]] == [0.5, 0.8]
    assert "2027-03-06" <= ends["A"][0]["date"] <= ends["A"][1]["date"]
    assert ends["B"][1]["date"] == "2027-03-03"
    assert schedule(plan, "--seed", "5") == found
    assert "simulation" not in schedule(small())


def test_public_holidays_are_closed(schedule):
    plan = small(earliest="2027-04-29")
    plan["calendars"]["c"]["holidays"] = "VN"
    assert schedule(plan)["items"]["A"]["early_finish"] > "2027-05-06"


def test_whole_numbers_may_be_written_with_a_point_and_notes_are_kept_out(schedule):
    plan = small(duration=5.0, name="Fibre", note="order early", earliest=None, due=None)
    assert schedule(plan)["items"]["A"]["early_finish"] == "2027-03-06"


def test_table_for_reading(tmp_path, capsys):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(launch()))
    call_command("schedule", str(path))
    shown = capsys.readouterr().out
    assert "W0\t2027-02-03\t2027-03-07\t2027-01-15\t2027-02-18\t-19\tcritical" in shown
    assert "critical path: W0 → W1" in shown
    assert "19 days are missing" in shown


LINK = {"id": "B", "type": "FS", "lag": 0}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"duration": "5"}, "item A: duration is a whole number"),
        ({"duration": 2.5}, "item A: duration"),
        ({"duration": True}, "item A: duration"),
        ({"duration": -1}, "item A: duration"),
        ({"duration": None}, "item A: duration"),
        ({"duration": 10**30}, "item A: duration"),
        ({"duration": 60_000}, "item A: not 60000 open days"),
        ({"unit": "weeks"}, "item A: unit is working or calendar or months"),
        ({"unit": None}, "item A: unit"),
        ({"unit": ["working"]}, "item A: unit"),
        ({"calendar": "x"}, "item A: unknown calendar x"),
        ({"calendar": 5}, "item A: calendar"),
        ({"earliest": "2027-02-30"}, "item A: earliest is a day"),
        ({"earliest": "1.3.2027"}, "item A: earliest"),
        ({"earliest": "2222-03-01"}, "item A: earliest"),
        ({"earliest": 20270301}, "item A: earliest"),
        ({"enabling": "N"}, "item A: unknown milestone N"),
        ({"due": "N"}, "item A: unknown milestone N"),
        ({"due": ["M"]}, "item A: due"),
        ({"buffer_days": -1}, "item A: buffer_days"),
        ({"buffer_days": "3"}, "item A: buffer_days"),
        ({"after": {}}, "item A: after is a list"),
        ({"after": ["B"]}, "item A: link after: an object is expected"),
        ({"after": [{**LINK, "id": "X"}]}, "item A: unknown item X"),
        ({"after": [{**LINK, "id": "A"}]}, "wait for each other: A → A"),
        ({"after": [{**LINK, "type": "SF"}]}, "item A: link after B: type is FS or SS or FF"),
        ({"after": [{**LINK, "lag": "1"}]}, "item A: link after B: lag"),
        ({"after": [{**LINK, "lag": 70_000}]}, "item A: 70000 days"),
        ({"after": [{"type": "FS"}]}, "item A: link after: id is missing"),
        ({"id": ""}, "item: id is a text"),
        ({"id": "a\nb"}, "item: id is a text"),
        ({"id": "a" * 101}, "item: id is a text"),
        ({"id": 7}, "item: id is a text"),
        ({"id": "B"}, "item B: this id stands twice"),
        ({"predecessors": []}, "item A: unknown field predecessors"),
        ({"duration_low": 6}, "item A: duration 5 does not lie between 6 and 5"),
    ],
)
def test_wrong_field_is_refused_with_the_item(wrong, fields, message):
    assert message in wrong(small(**fields))


@pytest.mark.parametrize("field", ["id", "duration", "unit"])
def test_missing_field_is_refused(wrong, field):
    plan = small()
    del plan["items"][0][field]
    assert f"{field} is missing" in wrong(plan)


@pytest.mark.parametrize(
    ("calendar", "message"),
    [
        ({"weekend": [1, 2, 3, 4, 5, 6, 7]}, "calendar c: it never opens"),
        ({"closed": [["1900-01-01", "2100-12-31"]], "weekend": [5]}, "calendar c: it never opens"),
        ({"weekend": [0]}, "calendar c: weekend"),
        ({"weekend": [True]}, "calendar c: weekend"),
        ({"weekend": "67"}, "calendar c: weekend"),
        ({"closed": [["2027-02-01"]]}, "calendar c: closed holds pairs"),
        ({"closed": [["2027-02-01", "2027-02-01"]]}, "calendar c: closed holds pairs"),
        ({"closed": [["2027-02-02", "2027-02-01"]]}, "calendar c: closed holds pairs"),
        ({"closed": [["2027-02-01", 5]]}, "calendar c: closed holds pairs"),
        ({"closed": [5]}, "calendar c: closed holds pairs"),
        ({"closed": [{"2027-02-01": 1, "2027-02-03": 2}]}, "calendar c: closed holds pairs"),
        ({"holidays": "XX"}, "calendar c: no public holidays are known of XX"),
        ({"days": []}, "calendar c: unknown field days"),
        ([], "calendar c: an object is expected"),
    ],
)
def test_wrong_calendar_is_refused_with_its_name(wrong, calendar, message):
    plan = small()
    plan["calendars"]["c"] = calendar
    assert message in wrong(plan)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"today": None}, "plan: today"),
        ({"today": "2027"}, "plan: today"),
        ({"items": None}, "plan: items is a list"),
        ({"milestones": {}}, "plan: milestones is a list"),
        ({"calendars": []}, "plan: calendars is an object"),
        ({"milestones": [{"id": "M", "date": "2027-06-01"}] * 2}, "milestone M: this id stands"),
        ({"milestones": [{"id": "M"}]}, "milestone M: date is missing"),
        ({"milestones": ["M"]}, "milestone: an object is expected"),
        ({"items": [5]}, "item: an object is expected, not 5"),
        ({"items": [{"id": "A"}] * 5001}, "plan: items is a list of at most 5,000"),
        ({"rate": 1}, "plan: unknown field rate"),
    ],
)
def test_wrong_plan_is_refused(wrong, fields, message):
    assert message in wrong({**small(), **fields})


def test_circle_is_refused(wrong):
    plan = small(after=[LINK])
    plan["items"][1]["after"] = [{"id": "A", "type": "SS", "lag": 3}]
    assert "items wait for each other: A → B → A" in wrong(plan)


def test_too_many_items_to_draw_are_refused(wrong, schedule):
    plan = small(duration_low=4, duration_high=9)
    more = [{**plan["items"][1], "id": f"C{n}"} for n in range(999)]
    assert "at most 1000 items, not 1001" in wrong(plan | {"items": [*plan["items"], *more]})
    plain = small()
    assert len(schedule(plain | {"items": [*plain["items"], *more]})["items"]) == 1001


def test_too_many_links_are_refused(wrong):
    plan = small(after=[{**LINK, "lag": lag} for lag in range(15_000)])
    plan["items"].append({**plan["items"][0], "id": "C"})
    assert "more than 20000 links" in wrong(plan)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("  \n", "the file is empty"),
        ("{", "not JSON"),
        ("[1, 2]", "plan: an object is expected, not [1, 2]"),
        ("null", "plan: an object is expected, not null"),
        (b"\xff\xfe\x00", "not JSON"),
        ("[" * 100_000, "nested too deep"),
        ("9" * 10_000, "not JSON"),
        ('{"today": NaN}', "NaN is no number"),
        ('{"today": Infinity}', "Infinity is no number"),
        ('{"today": "2027-01-01", "today": "2027-01-02"}', "today stands twice"),
        (" " * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        ('{"today": "2027-01-01", "items": [{"id": "A", "duration": 1e999}]}', "duration"),
        ('{"today": "2027-01-01", "items": [{"id": "\\ud800"}]}', "id is a text"),
    ],
)
def test_what_is_no_plan_is_refused(wrong, text, message):
    assert message in wrong(text)


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("M", "MILESTONE=DAYS"),
        ("M=x", "MILESTONE=DAYS"),
        ("M=99999", "MILESTONE=DAYS"),
        ("N=1", "unknown milestone N"),
    ],
)
def test_wrong_slip_is_refused(wrong, pair, message):
    assert message in wrong(small(), "--slip", pair)


def test_slip_given_twice_is_refused(wrong):
    assert "M is given twice" in wrong(small(), "--slip", "M=1", "M=2")


def test_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("schedule", str(tmp_path / "none.json"))
    assert error.value.returncode == 2
