"""The page of a person's workbook: taken, checked, sent back marked, stored; and what no door takes."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.models import Answer, Assessment
from assessment.services import sections
from organizations.models import AuditEvent
from questionnaire.exporters.book import AT
from questionnaire.models import RaterAnswer
from tests.factories import assessment as make
from tests.questionnaire.books import AnswerBook
from tests.questionnaire.conftest import page_url, post
from tests.sheets.hostile import STRANGE, UNREADABLE, repacked

PAYLOAD = re.compile(r'name="payload" value="([^"]+)"')


def taken(client, run, query="") -> AnswerBook:
    response = client.get(page_url(run, f"workbook/file/{query}"))
    assert response.status_code == 200
    return AnswerBook(response.content)


def sent(client, run, data: bytes, name="answers.xlsx"):
    upload = SimpleUploadedFile(name, data)
    return client.post(page_url(run, "workbook/"), {"file": upload})


def payload(response) -> str:
    return PAYLOAD.search(response.content.decode())[1]


def confirmed(client, run, response, **choices):
    data = {"payload": payload(response), **choices}
    return client.post(page_url(run, "workbook/confirm/"), data)


def test_a_workbook_is_taken_filled_in_checked_and_stored(run, cast, owner):
    client = cast.client("project_owner")
    book = taken(client, run)
    assert (
        AuditEvent.objects.get(verb="data.exported").changes["file"].startswith("landfall-answers")
    )
    book.set("DG-06", "3 Integrated in plant")
    book.set("DG-06", "Seen on site.", "note")
    shown = sent(client, run, book.data)
    text = shown.content.decode()
    assert "New: 1; changed: 0;" in text
    assert "Seen on site." in text
    assert not Answer.objects.exists()
    done = confirmed(client, run, shown)
    assert done.status_code == 302
    answer = Answer.objects.get()
    assert (answer.value, answer.note, answer.answered_by) == (3, "Seen on site.", owner)
    assert AuditEvent.objects.filter(verb="answer.saved").count() == 1
    again = sent(client, run, book.data)
    assert "there is nothing to import" in again.content.decode()
    stale = confirmed(client, run, shown)
    assert stale.status_code == 409
    assert Answer.objects.get().version == 1


def test_two_people_and_one_conflict_lose_nothing(apart, cast):
    """Two answer apart by workbook; one of them also saves online before the file comes back."""
    one, other = cast.client("it_lead"), cast.client("respondent")
    books = {client: taken(client, apart) for client in (one, other)}
    assert post(one, apart, 5, note="Said online.").status_code == 200
    books[one].set("DG-06", 4)
    books[one].set("DG-05", 2)
    shown = sent(one, apart, books[one].data)
    text = shown.content.decode()
    assert "<strong>5, " in text
    assert "<strong>4, " in text
    assert "choice-DG-06" in text
    assert confirmed(one, apart, shown).status_code == 302
    kept = {row.question: row.value for row in RaterAnswer.objects.all()}
    assert kept == {"DG-06": 5, "DG-05": 2}
    books[other].set("DG-06", 1)
    answer = sent(other, apart, books[other].data)
    assert "Said online." not in answer.content.decode()
    assert confirmed(other, apart, answer).status_code == 302
    assert Answer.objects.get(question="DG-06").value == 1
    shown = sent(one, apart, books[one].data)
    assert confirmed(one, apart, shown, **{"choice-DG-06": "file"}).status_code == 302
    mine = RaterAnswer.objects.get(question="DG-06", rater=cast.people["it_lead"])
    assert (mine.value, mine.version) == (4, 2)


def test_an_answer_between_check_and_confirmation_is_shown(run, cast, owner):
    client = cast.client("project_owner")
    book = taken(client, run)
    book.set("DG-06", 3)
    shown = sent(client, run, book.data)
    make.answer(run, "DG-06", cast.people["cio"], value=5)
    late = confirmed(client, run, shown)
    assert late.status_code == 409
    assert "Answers changed since the check" in late.content.decode()
    assert "Stored, Cio" in late.content.decode()
    assert Answer.objects.get().value == 5
    assert confirmed(client, run, late, **{"choice-DG-06": "file"}).status_code == 302
    assert Answer.objects.get().value == 3


def test_wrong_cells_are_named_and_marked_and_the_rest_is_stored(run, cast):
    client = cast.client("project_owner")
    make.answer(run, "DG-01", cast.people["cio"], value=1)
    book = taken(client, run)
    make.answer(run, "DG-01", cast.people["cio"], value=2, expected=1)
    for question, value in (("DG-06", "eleven"), ("DG-05", 2), ("DG-01", 4)):
        book.set(question, value)
    book.set("DG-04", "=1+1", "note")
    shown = sent(client, run, book.data)
    assert shown.status_code == 422
    text = shown.content.decode()
    cell = book.cell("DG-06")
    assert cell.coordinate in text
    assert "Formulas that count as text" in text
    data = {"payload": payload(shown)}
    marked = client.post(page_url(run, "workbook/marked/"), data)
    back = AnswerBook(marked.content)
    assert back.cell("DG-06").comment.text == "Choose from the list."
    assert "Stored: 2" in back.cell("DG-01").comment.text
    assert back.cell("DG-05").value == 2
    assert confirmed(client, run, shown).status_code == 302
    assert {row.question: row.value for row in Answer.objects.all()} == {
        "DG-01": 2,
        "DG-04": None,
        "DG-05": 2,
    }


def test_a_closed_run_and_sections_handed_in_say_so(apart, cast):
    client = cast.client("respondent")
    book = taken(client, apart)
    book.set("DG-06", 3)
    shown = sent(client, apart, book.data)
    person = cast.people["respondent"]
    sections.submit_sections(plant=apart.plant, run_id=apart.pk, by=person)
    answer = sent(client, apart, book.data)
    assert "You have submitted this section." in answer.content.decode()
    Assessment.objects.filter(pk=apart.pk).update(state="signed_off")
    page = client.get(page_url(apart, "workbook/")).content.decode()
    assert "this run is signed off" in page
    assert "Check the file" not in page
    answer = sent(client, apart, book.data)
    assert answer.status_code == 422
    for act in ("confirm", "marked"):
        data = {"payload": payload(shown)}
        assert client.post(page_url(apart, f"workbook/{act}/"), data).status_code == 302
    response = client.get(page_url(apart, "workbook/file/"))
    assert response.status_code == 302
    assert not RaterAnswer.objects.exists()


def test_nobody_to_whom_no_section_is_open_gets_a_workbook(run, cast, owner):
    names = list(run.scores["sections"])
    for name in names:
        sections.assign_section(
            plant=run.plant,
            run_id=run.pk,
            section=name,
            people=[cast.people["it_lead"]],
            due_on=None,
            by=owner,
        )
    page = cast.client("respondent").get(page_url(run, "workbook/")).content.decode()
    assert "No section of this run is open to you." in page


def test_the_language_can_be_chosen(run, cast):
    client = cast.client("project_owner")
    assert taken(client, run, "?language=zh-hans").book.sheetnames[0] == "填写说明"
    assert taken(client, run, "?language=xx").book.sheetnames[0] == "Read me"
    assert client.head(page_url(run, "workbook/file/")).status_code == 200
    assert AuditEvent.objects.filter(verb="data.exported").count() == 2


def test_a_check_of_another_run_or_person_is_refused(run, scoped, cast, owner):
    other = make.make_run(scoped.plant, owner, title="other")
    client = cast.client("project_owner")
    book = taken(client, run)
    book.set("DG-06", 3)
    shown = sent(client, run, book.data)
    for who, where in ((client, other), (cast.client("cio"), run)):
        assert confirmed(who, where, shown).status_code == 302
        assert "of another" in sent(who, where, book.data).content.decode()
    assert not Answer.objects.exists()


def test_what_is_no_workbook_is_refused_with_words(run, cast):
    client = cast.client("project_owner")
    for data in (*UNREADABLE, b"item,value\nDG-06,3\n"):
        response = sent(client, run, data)
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_bombs_macros_links_and_strange_parts_are_refused(run, cast):
    client = cast.client("project_owner")
    book = taken(client, run)
    bomb = ((), {"xl/media/x.xml": b"0" * 60_000_000})
    known = [one for one in STRANGE if one[0] != ("xl/worksheets/sheet1.xml",)]  # the one to read
    for drop, add in (*known, bomb):
        response = sent(client, run, repacked(book.bytes, drop=drop, add=add))
        assert response.status_code == 422, (drop, list(add))
        assert "payload" not in response.content.decode()
    sheet = book.book.worksheets[1]
    sheet.cell(6000, AT["note"] + 1).value = "far below"
    for number in range(100, 5200):
        sheet.cell(number, 1).value = "x"
    assert "More than 5000 rows" in sent(client, run, book.data).content.decode()
    out = io.BytesIO(b"PK")
    assert sent(client, run, out.getvalue(), "a.xlsm").status_code == 422
