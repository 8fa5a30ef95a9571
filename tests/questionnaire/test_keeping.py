"""What a device keeps of a run: the questions of a person, and nothing that anybody answered."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Assessment
from tests.factories import assessment as make
from tests.factories.answer_links import TOKEN, invite
from tests.questionnaire.conftest import assign, speak

NOTE = "A note that stays on the server"


def kept(client, run):
    return client.get(f"/plants/johor-bahru/current/runs/{run.pk}/kept/")


def asked(page):
    return re.findall(r'id="question-([A-Z]+-\d+)"', page)


def test_questions_of_the_person_are_kept_without_any_answer(cast, run, owner):
    make.answer(run, "DG-06", owner, value=4, target=5, note=NOTE)
    make.answer(run, "SP-01", owner, value=3)
    assign(run, cast, owner, ["respondent"], apart=False)
    page = kept(cast.client("respondent"), run).content.decode()
    assert asked(page) == [f"DG-{number:02}" for number in range(1, 15)]
    assert NOTE not in page
    assert not re.findall(r'name="(?:value|target)"[^>]* checked', page)
    assert set(re.findall(r'name="version" id="version-[^"]+" value="(\d+)"', page)) == {"0"}
    state = page.partition('id="state-DG-06"')[2].partition("</span>")[0]
    assert "answered" in state


def test_whoever_has_no_section_keeps_all_that_are_open_to_them(cast, run, owner):
    assign(run, cast, owner, ["respondent"], apart=False)
    page = kept(cast.client("it_lead"), run).content.decode()
    assert len(asked(page)) == 76 - 14
    assert 'data-section="DG"' not in page


def test_what_is_said_apart_stays_on_the_server(cast, apart):
    speak(apart, cast.people["it_lead"], 2, note=NOTE)
    for role in ("it_lead", "respondent"):
        page = kept(cast.client(role), apart).content.decode()
        assert NOTE not in page
        assert not re.findall(r'name="value"[^>]* checked', page)


def test_there_is_nothing_to_keep_where_nothing_can_be_answered(cast, run):
    client = cast.client("respondent")
    assert kept(client, run).status_code == 200
    Assessment.objects.update(state=Assessment.State.SUBMITTED)
    assert kept(client, run).status_code == 410


def test_link_keeps_its_sections_on_its_device_only(client, apart, cast):
    invite(cast, apart.pk)
    address = f"/a/{TOKEN}/kept/"
    assert client.get(address).status_code == 302
    client.post(f"/a/{TOKEN}/open/")
    page = client.get(address).content.decode()
    assert {name[:2] for name in asked(page)} == {"DG"}
    assert f'data-href="/a/{TOKEN}/questions/DG-01/"' in page


def test_page_costs_the_same_with_few_and_many_answers(cast, run, owner):
    client = cast.client("respondent")
    kept(client, run)
    with CaptureQueriesContext(connection) as few:
        kept(client, run)
    for number in range(1, 9):
        make.answer(run, f"DG-0{number}", owner, value=1)
    with CaptureQueriesContext(connection) as many:
        kept(client, run)
    assert len(few) == len(many) <= 12


def test_worker_speaks_from_the_root_under_the_policy(client):
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert b"landfall-kept" in answer.content


@pytest.mark.parametrize("name", ["question", "start"])
def test_nothing_is_kept_by_link_before_the_person_says_so(client, apart, cast, name):
    invite(cast, apart.pk)
    client.post(f"/a/{TOKEN}/open/")
    where = {"question": f"/a/{TOKEN}/questions/DG-01/", "start": f"/a/{TOKEN}/"}[name]
    page = client.get(where).content.decode()
    wanted = {"question": 'data-by-link="yes"', "start": "data-own-device"}[name]
    assert wanted in page
