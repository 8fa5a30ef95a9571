from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scopes_disabled

from assessment.models import Answer, Assessment
from organizations.models import AuditEvent
from tests.factories import assessment as make
from tests.questionnaire.books import AnswerBook


@pytest.fixture
def ask(run, owner, capsys):
    """Run the command for the owner outside of any tenant, as the shell does."""

    def asked(act, *more, run_id=run.pk, person=owner.email):
        with scopes_disabled():
            call_command("answers", act, "--run", str(run_id), "--person", person, *map(str, more))
        return capsys.readouterr().out

    return asked


def filled(path, **cells) -> None:
    book = AnswerBook(path.read_bytes())
    for question, value in cells.items():
        book.set(question.replace("_", "-"), value)
    path.write_bytes(book.data)


def test_a_workbook_is_written_and_taken_over(ask, run, owner, tmp_path):
    file = tmp_path / "a.xlsx"
    assert "76 questions" in ask("export", "--out", file)
    assert AuditEvent.objects.get(verb="data.exported").actor == owner
    filled(file, DG_06=3)
    told = json.loads(ask("import", file, "--dry-run", "--json"))
    assert (told["stored"], told["dry_run"], told["unchanged"]) == (0, True, 75)
    assert told["changes"] == [
        {
            "question": "DG-06",
            "effect": "new",
            "values": [{"field": "Answer", "stored": "–", "file": "3, Integrated in plant"}],
        }
    ]
    assert not Answer.objects.exists()
    assert "stored 1, unchanged 75, kept 0" in ask("import", file)
    assert Answer.objects.get().value == 3
    assert "stored 0, unchanged 76, kept 0" in ask("import", file)


def test_conflicts_are_kept_unless_taken(ask, run, owner, tmp_path):
    file = tmp_path / "a.xlsx"
    ask("export", "--out", file)
    make.answer(run, "DG-06", owner, value=1)
    filled(file, DG_06=3)
    told = json.loads(ask("import", file, "--json"))
    assert (told["kept"], told["stored"]) == (["DG-06"], 0)
    with pytest.raises(CommandError, match="--take"):
        ask("import", file, "--take", "DG-01")
    assert "stored 1" in ask("import", file, "--take", "DG-06")
    assert Answer.objects.get().value == 3


def test_wrong_cells_end_with_2_and_go_back_marked(ask, run, owner, tmp_path, capsys):
    file, marked = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    ask("export", "--out", file, "--language", "zh-hans")
    make.answer(run, "DG-04", owner, value=1)
    filled(file, DG_06="eleven", DG_05=2, DG_04=5)
    book = AnswerBook(file.read_bytes())
    book.set("DG-03", "=1", "note")
    file.write_bytes(book.data)
    with pytest.raises(CommandError, match="cells that need a change: 1") as error:
        ask("import", file, "--marked", marked)
    assert error.value.returncode == 2
    out = capsys.readouterr().out
    assert "wrong\t" in out
    assert "formula as text\t" in out
    assert AnswerBook(marked.read_bytes()).cell("DG-06").comment.text == "Choose from the list."
    assert Answer.objects.get(question="DG-05").value == 2


def test_what_cannot_be_used_is_said(ask, run, owner, cast, tmp_path):
    file = tmp_path / "a.xlsx"
    ask("export", "--out", file)
    stranger = cast.people["stranger"].email
    cases = [
        (["export", "--out", file], {"run_id": 10**6}, "no such run"),
        (["export", "--out", file], {"person": "nobody@example.org"}, "no such person"),
        (["export", "--out", file], {"person": stranger}, "no part in the plant"),
        (["export", "--out", tmp_path / "none" / "a.xlsx"], {}, "No such file"),
        (["import", tmp_path / "none.xlsx"], {}, "No such file"),
        (["import", file], {"person": cast.people["cio"].email}, "another person"),
    ]
    for arguments, more, words in cases:
        with pytest.raises(CommandError, match=words) as error:
            ask(*arguments, **more)
        assert error.value.returncode == 2
    with scopes_disabled():
        Assessment.objects.filter(pk=run.pk).update(state="submitted")
    for arguments in (["export", "--out", file], ["import", file]):
        with pytest.raises(CommandError, match="waits for its review"):
            ask(*arguments)
