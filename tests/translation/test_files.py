"""A translator's file in the code page of their spreadsheet, and a sheet that somebody hid."""

from __future__ import annotations

import io

import openpyxl

from goals.models import Goal
from sheets.writing import Sheet, write_csv, write_workbook
from tests.translation import test_pages as pages
from translation.exporters import heads

goal, client = pages.goal, pages.client


def rows(scoped) -> list[tuple[str, ...]]:
    text = pages.texts(scoped)[pages.title_of(Goal.objects.get())]
    return [pages.row_of(text, "核心上线")]


def test_code_page_is_asked_with_its_letters_and_the_file_goes_on(client, scoped, goal):
    text = write_csv(heads(), rows(scoped)).decode("utf-8-sig")
    asked = pages.upload(client, text.encode("gb18030"), "texts.csv")
    assert asked.status_code == 200
    assert "核心上线" in asked.content.decode()
    kept = asked.context["kept"]
    assert client.post(pages.url("text-import"), {"kept": kept}).status_code == 422
    sent = {"kept": kept, "encoding": "gb18030"}
    checked = client.post(pages.url("text-import"), sent)
    assert checked.status_code == 200
    payload = {"payload": checked.context["payload"]}
    assert client.post(pages.url("text-import"), payload).status_code == 302
    assert Goal.objects.get().both("title").zh_hans == "核心上线"


def test_wrong_file_under_a_chosen_code_page_is_told(client, scoped, goal):
    asked = pages.upload(client, "编号;词\n".encode("gb18030"), "texts.csv")
    sent = {"kept": asked.context["kept"], "encoding": "big5"}
    assert client.post(pages.url("text-import"), sent).status_code == 422


def test_sheet_that_somebody_hid_is_named(client, scoped, goal):
    file = openpyxl.load_workbook(
        io.BytesIO(
            write_workbook(Sheet("Notes", ["a"], [["b"]]), Sheet("Words", heads(), rows(scoped)))
        )
    )
    file["Words"].sheet_state = "hidden"
    out = io.BytesIO()
    file.save(out)
    answer = pages.upload(client, out.getvalue())
    assert answer.status_code == 422
    assert "Sheet “Notes”; not read: Words (hidden)" in answer.content.decode()


def test_words_are_stored_as_people_see_them(client, scoped, goal):
    sent = pages.sent(scoped, {pages.title_of(goal): "核心\u200b上线\x07"})
    client.post(pages.url(), sent)
    assert Goal.objects.get().both("title").zh_hans == "核心上线"
