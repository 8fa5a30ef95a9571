from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from packs.loader import DATA_DIR, load_pack
from packs.models import PackRelease
from tests.packs.samples import DATA

FLAGSHIP = DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.1.0"


@pytest.fixture
def answers(tmp_path: Path):
    def write(rows: dict[str, str]) -> str:
        file = tmp_path / "answers.csv"
        lines = [f"{item},{value}" for item, value in rows.items()]
        file.write_text("item,value\n" + "\n".join(lines), encoding="utf-8-sig")
        return str(file)

    return write


def flagship_answers(level: int) -> dict[str, str]:
    return {leaf.id: str(level) for leaf in load_pack(FLAGSHIP).content.leaves}


def test_score_prints_json(answers, capsys) -> None:
    call_command(
        "score",
        "overseas-plant-readiness",
        answers(flagship_answers(3) | {"DG-13": "1"}),
        "--profile=discrete",
        "--facts",
        "automated_equipment=yes",
        "languages=ms,en",
        "--evidence=0.70",
        "--kpi",
        "DQ-07=92",
        "--json",
    )
    data = json.loads(capsys.readouterr().out)
    assert (data["score"], data["level"], data["display"]) == (2.968, 1, "2.97")
    assert [entry["text"]["en"] for entry in data["unmet"]] == [
        "DG-13 Storage country and cross-border transfer at 1, needs 2"
    ]
    assert len(data["nodes"]) == 82
    assert data["digest"] == load_pack(FLAGSHIP).digest


def test_score_prints_a_table(answers, capsys) -> None:
    call_command("score", str(FLAGSHIP), answers(flagship_answers(2)))
    out = capsys.readouterr().out
    assert "total\t2.0  level 2\n" in out
    assert "gate integrate\topen\n" in out
    assert "cell TD:sales\t2.0  1 question\n" in out
    assert "missing for the next level: SA-13 " in out


def test_score_tells_unknown_from_low(answers, capsys) -> None:
    rows = flagship_answers(4) | {"TD-02": "", "DG-13": "0"}
    call_command("score", str(FLAGSHIP), answers(rows), "--evidence=1", "--kpi", "DQ-07=95")
    out = capsys.readouterr().out.replace("\u00a0", " ")
    assert "TD\t4.0  no level: not enough answered  between 3.5 and 4.1\n" in out
    assert (
        "not enough answered: Talent development: 87 % answered, needs 90 %, 1 gate question open"
        in out
    )
    call_command("score", str(FLAGSHIP), answers(rows | {"TD-02": "4"}), "--evidence=1")
    assert "held at 0 by DG-13 Storage country" in capsys.readouterr().out
    rows = flagship_answers(3) | {"DG-01": "na accepted: 1", "DG-04": "1", "DG-07": "1"}
    call_command("score", str(FLAGSHIP), answers(rows), "--evidence=1", "--json")
    found = json.loads(capsys.readouterr().out)["nodes"]["DG"]["reading"]["lifted"]
    assert (found["before"], found["through"]) == (1, ["DG-01"])


RANKED = {
    "vertical": "1",
    "horizontal": "2",
    "automation": "3",
    "connectivity": "4",
    "learning": "3",
}
CHOICE = ["--priority=strategic:electronics", "--cost", "labour=0.5", "materials=0.5", "--focus"]


def test_score_says_what_to_work_on_first(answers, capsys) -> None:
    """The worked case of the priority rule: 0.37 for "vertical"."""
    options = [*CHOICE, "quality", "delivery"]
    call_command("score", str(DATA / "siri-like"), answers(RANKED), *options)
    assert "priority vertical\t0.37  chosen" in capsys.readouterr().out
    call_command("score", str(DATA / "siri-like"), answers(RANKED), *options, "--json")
    first = json.loads(capsys.readouterr().out)["priority"][0]
    assert (first["node"], first["block"], first["chosen"]) == ("vertical", "process", True)
    assert round(first["impact"], 10) == 0.37


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--priority=strategic"], "--priority is written HORIZON:INDUSTRY"),
        (["--priority=soon:electronics"], "does not know soon"),
        ([*CHOICE[:2], "labour=2"], "priority: cost_shares.labour"),
        (["--focus", "quality"], "belong to --priority"),
    ],
)
def test_score_refuses_a_priority_it_cannot_rank(answers, options, message) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("score", str(DATA / "siri-like"), answers(RANKED), *options)


def test_score_reads_choices_and_clauses(answers, capsys) -> None:
    call_command("score", str(DATA / "miit"), answers({"basis.net": "plant;apps"}), "--json")
    assert json.loads(capsys.readouterr().out)["nodes"]["basis.net"]["score"] == 50
    call_command("score", str(DATA / "cmmm"), answers({"data": "0.5;0.8"}), "--profile=discrete")
    assert "data\t0.7" in capsys.readouterr().out


def test_score_reads_full_width_signs(answers, capsys) -> None:
    call_command("score", str(FLAGSHIP), answers(flagship_answers(2) | {"SP-01": "＋3"}), "--json")
    nodes = json.loads(capsys.readouterr().out)["nodes"]
    assert nodes["SP-01"]["score"] == 3


def test_score_asks_for_the_decimal_mark(tmp_path: Path, capsys) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text(
        "id: x\nversion: 1.0.0\nanswer: {type: number, min: 0, max: 100000}\ntree: [{id: a}]\n",
        encoding="utf-8",
    )
    table = tmp_path / "answers.csv"
    table.write_text('item,value\na,"41,125"\n', encoding="utf-8")
    with pytest.raises(CommandError, match="--decimal point") as caught:
        call_command("score", str(pack), str(table))
    assert caught.value.returncode == 2
    call_command("score", str(pack), str(table), "--decimal", "comma", "--json")
    assert json.loads(capsys.readouterr().out)["score"] == 41.125


@pytest.mark.parametrize(
    ("encoding", "options"),
    [("utf-8", ()), ("utf-16", ()), ("gb18030", ("--encoding", "gb18030"))],
)
def test_score_reads_tables_of_other_spreadsheets(
    tmp_path: Path, capsys, encoding, options
) -> None:
    rows = "".join(f"{item};{level};现场\n" for item, level in flagship_answers(3).items())
    file = tmp_path / "answers.csv"
    file.write_bytes(f"item;value;备注\n{rows}".encode(encoding))
    call_command("score", "overseas-plant-readiness", str(file), "--json", *options)
    assert json.loads(capsys.readouterr().out)["coverage"] > 0


def test_score_asks_for_the_code_page(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes("item,value,备注\nDG-13,1,现场\n".encode("gb18030"))
    with pytest.raises(CommandError, match=r"--encoding gb18030: .*备注") as refused:
        call_command("score", "overseas-plant-readiness", str(file))
    assert refused.value.returncode == 2


def test_score_without_level_rules(answers, capsys) -> None:
    call_command("score", str(DATA / "siri-like"), answers({"vertical": "3"}))
    assert capsys.readouterr().out.splitlines()[-1].startswith("learning\t")


@pytest.mark.parametrize(
    ("pack", "rows", "options", "message"),
    [
        (str(FLAGSHIP), {"SP-01": "9"}, [], "SP-01: 9 is not a step of the scale"),
        (str(FLAGSHIP), {"XX-01": "1"}, [], "XX-01: unknown item"),
        (str(FLAGSHIP), {}, ["--profile=round"], "weight profile round"),
        (str(FLAGSHIP), {}, ["--facts", "moon=full"], "unknown fact: moon"),
        (str(FLAGSHIP), {}, ["--facts", "ot_network=maybe"], "yes, no or unknown, not maybe"),
        (str(FLAGSHIP), {}, ["--facts", "lines=1", "lines=2"], "lines is given twice"),
        (str(FLAGSHIP), {}, ["--kpi", "DQ7=95"], "framework: DQ7; it asks for DQ-07"),
        (str(DATA / "siri-like"), {}, ["--kpi", "X=1"], "it asks for none"),
        (str(FLAGSHIP), {}, ["--facts", "moon"], "not of the form name=value: moon"),
        (str(FLAGSHIP), {}, ["--evidence=70"], "evidence is a share from 0 to 1"),
        (str(DATA_DIR / "processes" / "1.0.0"), {}, [], "this pack is no framework"),
        (str(DATA), {}, [], "no pack.yaml in this folder"),
    ],
)
def test_score_refuses_with_status_two(answers, pack, rows, options, message) -> None:
    with pytest.raises(CommandError, match=message) as caught:
        call_command("score", pack, answers(rows), *options)
    assert caught.value.returncode == 2


def test_score_names_a_missing_file() -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("score", str(FLAGSHIP), "/nowhere.csv")


@pytest.mark.django_db
def test_score_finds_a_stored_framework(answers, capsys) -> None:
    pack = load_pack(DATA / "adma")
    with pytest.raises(CommandError, match="no framework and no folder named test-adma"):
        call_command("score", "test-adma", answers({"t1a": "4"}))
    PackRelease.objects.create(
        kind="framework",
        identifier=pack.id,
        release=pack.version,
        digest=pack.digest,
        title={"en": "a", "zh-hans": "甲"},
        content=pack.as_json(),
    )
    call_command("score", "test-adma", answers({"t1a": "4"}), "--json")
    assert json.loads(capsys.readouterr().out)["nodes"]["t1"]["score"] == 4


@pytest.mark.slow
def test_score_of_a_folder_needs_no_database(answers, tmp_path: Path) -> None:
    """The whole command in its own process, with a database that cannot be reached."""
    command = [sys.executable, "manage.py", "score", str(DATA / "adma"), answers({"t1a": "9"})]
    environment = {
        "PATH": "/usr/bin:/bin",
        "LANDFALL_VAR": str(tmp_path),
        "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/none",
    }
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "t1a: 9 is not a step of the scale" in done.stderr
    named = [*command[:3], "unheard-of", command[4]]
    done = subprocess.run(
        named, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "no framework and no folder named unheard-of" in done.stderr
