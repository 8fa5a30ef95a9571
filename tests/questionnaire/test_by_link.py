"""What somebody with a personal link can do, and what nobody can do with it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessment.models import Answer
from assessment.services import lifecycle, sections
from core import clock
from core.base import tenant
from organizations.models import AuditEvent, Membership, User
from questionnaire.models import AnswerLink, RaterAnswer
from questionnaire.services import links
from tests.architecture.reading import reading
from tests.architecture.test_access import addresses, matrix, value
from tests.factories.answer_links import NAME, TOKEN, invite
from tests.questionnaire.conftest import HTMX, assign

START = f"/a/{TOKEN}/"


@pytest.fixture
def link(run, cast):
    return invite(cast, run.pk)


def opened(token=TOKEN):
    """Return a browser that is bound to a link."""
    browser = Client()
    answer = browser.post(f"/a/{token}/open/")
    assert (answer.status_code, answer["Location"]) == (302, f"/a/{token}/")
    return browser


def save(browser, value, *, question="DG-06", version=0, key="", token=TOKEN, **headers):
    data = {
        "kind": "levels",
        "value": value,
        "version": version,
        "key": key or f"key-of-{value}-{version}",
    }
    return browser.post(f"/a/{token}/questions/{question}/answer/", data, **headers)


def stored(question="DG-06"):
    return Answer.objects.filter(question=question).first()


def test_start_writes_nothing_and_says_who_asks_for_what_and_who_sees_it(link, cast):
    browser = Client()
    with reading():
        page = browser.get(START)
    text = page.content.decode()
    assert page.status_code == 200
    for words in (cast.people["project_owner"].name, NAME, "Johor Bahru", "Who sees your answers"):
        assert words in text
    assert "Open on this device" in text
    assert "One answer counts for all" in text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    link.refresh_from_db()
    assert link.devices == []


def test_button_binds_the_device_by_a_cookie_of_this_link_only(link, settings):
    settings.SESSION_COOKIE_SECURE = True
    browser = opened()
    cookie = browser.cookies["landfall_answers"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (START, True, "Lax")
    assert cookie["secure"]
    assert 13 * 86400 < cookie["max-age"] < 16 * 86400
    assert not Session.objects.exists()
    page = browser.get(START).content.decode()
    assert "Start answering" in page
    assert browser.get(f"{START}questions/DG-06/").status_code == 200
    assert browser.post(f"{START}open/").status_code == 302
    link.refresh_from_db()
    assert len(link.devices) == 1


def test_answer_by_link_counts_under_the_name_of_the_person_and_the_trail_says_how(link):
    browser = opened()
    answer = save(browser, 3, **HTMX)
    assert (answer.status_code, answer["X-Answer-Version"]) == (200, "1")
    assert (stored().value, stored().answered_by) == (3, link.person)
    event = AuditEvent.objects.get(verb="answer.saved")
    assert (event.actor, event.changes["by_link"]) == (link.person, True)
    again = save(browser, 3, **HTMX)
    assert (again.status_code, again["X-Answer-Replay"]) == (200, "yes")
    stale = save(browser, 1, **HTMX)
    assert stale.status_code == 409
    assert 'value="theirs"' in stale.content.decode()
    wrong = save(browser, "many", version=1, **HTMX)
    assert wrong.status_code == 422
    plain = save(browser, 2, version=1)
    assert (plain.status_code, plain["Location"]) == (302, f"{START}questions/DG-07/")


def test_trail_of_whoever_signed_in_says_nothing_of_a_link(cast, run):
    url = f"/plants/johor-bahru/current/runs/{run.pk}/questions/DG-06/answer/"
    data = {"kind": "levels", "value": 3, "version": 0, "key": "key-of-three"}
    cast.client("project_owner").post(url, data)
    assert "by_link" not in AuditEvent.objects.get(verb="answer.saved").changes


def test_person_of_a_link_speaks_apart_and_sees_no_other_voice(run, cast, owner):
    assign(run, cast, owner)
    link = invite(cast, run.pk)
    RaterAnswer.objects.create(
        assessment=run,
        question="DG-06",
        rater=cast.people["it_lead"],
        value=5,
        note="Only I know this.",
        answered_at=clock.now(),
    )
    assert "You answer apart" in Client().get(START).content.decode()
    browser = opened()
    page = browser.get(f"{START}questions/DG-06/").content.decode()
    assert "Only I know this." not in page
    assert save(browser, 2, **HTMX)["X-Answer-Version"] == "1"
    assert save(browser, 2, **HTMX).status_code == 200
    assert save(browser, 4, key="another-key", **HTMX).status_code == 409
    assert RaterAnswer.objects.get(rater=link.person).value == 2
    assert AuditEvent.objects.filter(verb="answer.given_apart", actor=link.person).exists()


def test_sections_that_are_not_the_persons_and_questions_of_nobody_are_404(link):
    browser = opened()
    for question in ("SP-01", "XX-99", "<b>"):
        assert browser.get(f"{START}questions/{question}/").status_code == 404
        assert save(browser, 1, question="SP-01").status_code == 404
    page = browser.get(f"{START}questions/DG-06/").content.decode()
    rest = browser.get(f"{START}questions/DG-06/?part=rest").content.decode()
    assert "SP-01" not in page + rest
    assert rest.count("<article") == 13
    for foreign in ("evidence", "/plants/", "search", "inbox"):
        assert foreign not in page.replace("/static/", "")


def test_device_of_one_link_opens_no_other(link, run, cast):
    other = invite(cast, run.pk, token="f" * 40, name="Tan Mei")
    browser = opened()
    address = f"/a/{'f' * 40}/"
    assert browser.get(f"{address}questions/DG-06/")["Location"] == address
    assert save(browser, 1, token="f" * 40, **HTMX).status_code == 403
    other.refresh_from_db()
    assert other.devices == []
    assert browser.get("/a/nobody-knows-it/").status_code == 404


def test_question_waits_for_the_button(link):
    stranger = Client()
    assert stranger.get(f"{START}questions/DG-06/")["Location"] == START
    refused = save(stranger, 1, **HTMX)
    assert refused.status_code == 403
    assert 'id="error-DG-06"' in refused.content.decode()
    assert save(stranger, 1)["Location"] == START
    assert stranger.get(f"{START}hand-in/")["Location"] == START
    assert stored() is None


def gone(browser, words):
    for address in (START, f"{START}questions/DG-06/", f"{START}code/", f"{START}hand-in/"):
        page = browser.get(address)
        assert (page.status_code, words in page.content.decode()) == (410, True), address
    assert save(browser, 1).status_code == 410
    refused = save(browser, 1, **HTMX)
    assert (refused.status_code, "takes no" in refused.content.decode()) == (410, False)
    assert browser.post(f"{START}open/").status_code == 410


def test_withdrawn_link_is_gone_and_what_was_answered_stays(link, owner):
    browser = opened()
    save(browser, 3)
    links.revoke(link=link, by=owner)
    links.revoke(link=link, by=owner)
    gone(browser, "It was withdrawn.")
    assert stored().value == 3
    assert not link.assessment.assignments.exists()
    assert AuditEvent.objects.filter(verb="answer_link.revoked").count() == 1


def test_expired_link_is_gone(link, at):
    browser = opened()
    at(link.expires_at - dt.timedelta(seconds=1))
    assert browser.get(START).status_code == 200
    at(link.expires_at)
    gone(browser, "It worked until")


def test_submitted_and_signed_runs_take_no_answers(link, run, owner):
    browser = opened()
    save(browser, 3)
    lifecycle.submit_run(plant=run.plant, run_id=run.pk, by=owner)
    gone(browser, "takes no answers from you")


def test_person_without_a_section_left_is_out(link, run, owner):
    browser = opened()
    sections.assign_section(
        plant=run.plant, run_id=run.pk, section="DG", people=[], due_on=None, by=owner
    )
    gone(browser, "takes no answers from you")


def test_handing_in_closes_the_link_until_a_section_comes_back(link, run, cast):
    browser = opened()
    save(browser, 3)
    page = browser.get(f"{START}hand-in/").content.decode()
    assert "13 questions have no answer" in page
    assert browser.post(f"{START}hand-in/").status_code == 302
    gone(browser, "Thank you")
    part = run.assignments.get(user=link.person)
    assert part.submitted_at is not None
    assert AuditEvent.objects.get(verb="sections.submitted").changes["by_link"]
    sections.return_section(
        plant=run.plant,
        run_id=run.pk,
        section="DG",
        note="Say more about codes.",
        by=cast.people["assessor"],
    )
    page = browser.get(f"{START}questions/DG-06/").content.decode()
    assert "Say more about codes." in page
    assert save(browser, 2, version=1, **HTMX).status_code == 200


def test_pages_speak_the_persons_language_or_the_one_chosen_here(run, cast):
    invite(cast, run.pk, language="zh-hans")
    browser = Client(headers={"accept-language": "en"})
    page = browser.get(START)
    assert page["Content-Language"] == "zh-hans"
    assert "您" in page.content.decode()
    browser.post("/language/", {"language": "en", "next": START})
    assert "Open on this device" in browser.get(START).content.decode()


def test_person_of_a_link_has_no_role_and_no_way_to_sign_in(link, cast):
    person = User.objects.get(pk=link.person.pk)
    assert not person.has_usable_password()
    assert (person.is_active, Membership.objects.filter(user=person).exists()) == (False, False)
    browser = Client()
    browser.force_login(person)  # even with a session of theirs
    assert browser.get("/plants/johor-bahru/").status_code in (302, 404)
    assert person.email.endswith(".invalid")


def test_address_stands_nowhere_in_clear(link, cast, caplog):
    opened().get(START)
    row = AnswerLink.objects.get()
    assert TOKEN not in str(vars(row))
    events = AuditEvent.objects.select_related("words")
    assert not any(TOKEN in f"{event.changes}{event.words.words}" for event in events)
    assert TOKEN not in caplog.text


OURS = ("questionnaire:by-link",)


def test_no_other_page_opens_with_the_mark_of_a_link(link, cast):
    """Whatever a bound device asks for, it is answered as a stranger is."""
    browser = opened()
    browser.raise_request_exception = False
    for name in sorted(addresses()):
        if name.startswith(OURS):
            continue
        row = matrix()[name]
        with transaction.atomic():
            with tenant(cast.organization.pk):
                url = reverse(name, kwargs=value(row.get("kwargs"), cast))
                data = value(row.get("data"), cast)
            answer = getattr(browser, row.get("method", "get"))(url, data)
            transaction.set_rollback(True)
        assert answer.status_code == row["expect"]["anonymous"], name
