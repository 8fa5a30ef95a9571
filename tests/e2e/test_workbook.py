"""Two people answer apart, one by workbook and online: in browsers, with the page of the check."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.base import tenant
from questionnaire.models import RaterAnswer
from tests.e2e.conftest import forgive_axe
from tests.e2e.test_questionnaire import (  # noqa: F401 -- fixtures of the same kind of run
    run,
    signed_in,
)
from tests.factories import assessment as make
from tests.questionnaire.books import AnswerBook
from tests.questionnaire.conftest import assign, speak

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.mark.parametrize(("width", "theme", "language"), [("phone", "dark", "zh-hans")])
def test_a_workbook_with_a_conflict_loses_nothing(
    signed_in,  # noqa: F811
    accessible,
    cast,
    run,  # noqa: F811
    width,
    theme,
    language,
    surfer,
    shot,
    tmp_path,
):
    person = cast.people["it_lead"]
    with tenant(cast.organization.pk):
        assign(run, cast, cast.people["project_owner"])
        person.language = language
        person.save()
    page = signed_in("it_lead", width=width, theme=theme)
    page.goto(f"/plants/johor-bahru/current/runs/{run.pk}/workbook/")
    shot(page, f"workbook-{width}-{language}")
    accessible(page)
    with page.expect_download() as handed:
        page.locator(f'a[href$="/runs/{run.pk}/workbook/file/"]').click()
    file = tmp_path / "mine.xlsx"
    handed.value.save_as(file)
    with tenant(cast.organization.pk):
        speak(run, person, 5)
        make.answer(run, "SP-02", cast.people["project_owner"], value=1)
    fill(file)
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[enctype] button").click()
    expect(page.locator(".conflict")).to_have_count(2)
    accessible(page)
    shot(page, f"workbook-check-{width}-{language}")
    forgive_axe(page, surfer)
    page.locator('input[name="choice-DG-06"][value="file"]').check()
    page.locator('form[action$="/confirm/"] button').click()
    page.wait_for_url(f"**/runs/{run.pk}/")
    with tenant(cast.organization.pk):
        row = RaterAnswer.objects.get(question="DG-06", rater=person)
        stored = {one.question: one.value for one in run.answers.all()}
    assert (row.value, row.version) == (4, 2)
    assert (stored["SP-02"], stored["SP-03"]) == (1, 2)


def fill(file: Path) -> None:
    book = AnswerBook(file.read_bytes())
    for question, value in {"DG-06": 4, "SP-02": 3, "SP-03": 2, "SP-04": "eleven"}.items():
        book.set(question, value)
    book.set("SP-03", "Seen in the plan of the year.", "note")
    book.set("SP-05", "=1+1", "note")
    file.write_bytes(book.data)
