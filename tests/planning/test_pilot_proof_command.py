"""The command judges the readings of a pilot and refuses every row that is none."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from tests.planning.domain.test_proof import NEW, OLD, SLEEP


def table(**series) -> str:
    rows = [
        f"{name.split('_')[0]},{name.split('_')[1]},{value}"
        for name, values in series.items()
        for value in values
    ]
    return "group,phase,value\n" + "\n".join(rows) + "\n"


@pytest.fixture
def proof(run):
    return lambda text, *options: run("pilot-proof", "readings.csv", text, *options)


@pytest.fixture
def wrong(refused):
    return lambda text, *options: refused("pilot-proof", "readings.csv", text, *options)


def test_sleep_data(proof):
    found = proof(table(pilot_before=SLEEP[0], pilot_after=SLEEP[1]), "--better", "higher")
    assert found["n"] == {"before": 10, "after": 10}
    assert found["difference"] == pytest.approx(1.58)
    assert found["welch"] == pytest.approx([-0.2054832, 3.3654832], abs=5e-8)
    assert found["did"] is None
    assert found["label"] == "not_shown"


def test_proved_with_a_control(proof):
    text = table(pilot_before=OLD, pilot_after=NEW, control_before=OLD, control_after=OLD)
    found = proof(text, "--better", "lower")
    assert found["label"] == "proved"
    assert (found["run_rule"], found["run_side"], found["too_early"]) == (True, "below", False)
    assert found["did"] == found["difference"] == -6.25
    assert found["did_interval"][1] < 0
    assert found["n"]["control_after"] == 8
    before = found["stages"]["before"]
    assert before["lower"] < before["center"] == 50.5 < before["upper"]


def test_too_early(proof):
    found = proof(table(pilot_before=OLD, pilot_after=NEW[:1]))
    assert (found["too_early"], found["label"]) == (True, "not_shown")
    assert found["welch"] is found["stages"]["after"]["lower"] is None


def test_chinese_words(proof):
    text = table(pilot_before=OLD, pilot_after=NEW).replace("group,phase,value", "组,阶段,数值")
    chinese = text.replace("pilot", "试点").replace("before", "前").replace("after", "后")
    assert proof(chinese)["label"] == "proved"


def test_words_for_reading(tmp_path, capsys):
    path = tmp_path / "readings.csv"
    path.write_text(table(pilot_before=OLD, pilot_after=NEW))
    call_command("pilot-proof", str(path))
    assert "label\tproved" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("pilot,before,NaN", "readings.csv, row 18, value: not a number: NaN"),
        ("pilot,before,inf", "row 18, value: not a number"),
        ("pilot,before,", "row 18, value: empty"),
        ("pilot,during,5", "row 18, phase: during; before or after is expected"),
        ("Line 3,before,5", "row 18, group: line 3; pilot or control is expected"),
        (",before,5", "row 18, group: empty"),
        ("control,before,5", "no reading with group control and phase after"),
    ],
)
def test_wrong_row_is_refused_by_its_number(wrong, row, message):
    assert message in wrong(table(pilot_before=OLD, pilot_after=NEW) + row + "\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("group,phase\npilot,before\n", "no column value"),
        ("group,phase,value\n", "no row below the head"),
        ("group,phase,value\npilot,before,5\n", "no reading with group pilot and phase after"),
        ("group,phase,value\ncontrol,before,5\n", "no reading with group pilot"),
        ("group,phase,value\n" + "pilot,after,1\n" * 2001, "More than 2000 rows"),
    ],
)
def test_wrong_table_is_refused(wrong, text, message):
    assert message in wrong(text)


def test_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("pilot-proof", str(tmp_path / "none.csv"))
    assert error.value.returncode == 2
