"""The way through one's own sections, as the pages show it."""

from __future__ import annotations

from assessment.models import Assessment
from tests.questionnaire.conftest import assign
from tests.questionnaire.test_question_views import post, url


def test_own_sections_lead_and_nothing_leads_out_of_them(cast, run, owner):
    assign(run, cast, owner, ["respondent"], apart=False)
    client = cast.client("respondent")
    page = client.get(url(run, "DG-14")).content.decode()
    assert "0 of my 14 answered" in page
    assert "about 15 minutes left" in page
    assert page.index("Data governance") < page.index("Sections of others") < page.index("BA-01")
    assert 'data-next=""' in page.partition('id="question-DG-14"')[2].partition(">")[0]
    start = url(run, "DG-14").replace("DG-14/", "")
    assert client.get(start)["Location"] == url(run, "DG-01")
    assert client.get(f"{start}?after=DG-03")["Location"] == url(run, "DG-04")
    assert client.get(f"{start}?after=%00'")["Location"] == url(run, "DG-01")
    post(client, run, "DG-01", value="2")
    assert b"2 of my 14 answered" in post(client, run, "DG-02", value="2").content
    assert client.get(f"{start}?after=DG-14")["Location"] == url(run, "DG-03")


def test_nobody_is_told_of_minutes_who_cannot_answer(cast, run):
    Assessment.objects.update(state=Assessment.State.SUBMITTED)
    page = cast.client("respondent").get(url(run)).content.decode()
    assert "0 of 76 answered" in page
    assert "left</span>" not in page
    assert "Next open question" not in page
