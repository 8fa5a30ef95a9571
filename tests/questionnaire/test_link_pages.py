"""Inviting people by link: addresses shown once, lists, withdrawal, and names that go."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.services import lifecycle, sections
from core import clock
from core.errors import StateError
from organizations.models import AuditEvent, AuditWords, Departure, User
from organizations.selectors.places import plant_today
from organizations.services.forgetting import forget_departed, forget_person
from questionnaire.models import AnswerLink, RaterFunctions
from questionnaire.services import devices, links
from tests.factories.answer_links import NAME, TOKEN, invite
from tests.factories.assessment import answer
from tests.questionnaire.conftest import assign, page_url


def entered(run, **more):
    return {
        "name": NAME,
        "mail": "",
        "language": "zh-hans",
        "sections": ["DG", "SP"],
        "expires_on": plant_today(run.plant) + dt.timedelta(14),
        "key": "key-of-this-form",
        **more,
    }


@pytest.fixture
def inviter(cast):
    return cast.client("project_owner")


def address_on(page):
    return re.search(r'value="https?://[^/"]+(/a/[0-9a-f]{40}/)"', page.content.decode())[1]


def test_invited_person_answers_beside_those_who_are_named(inviter, run, cast, owner):
    assign(run, cast, owner, apart=False)
    page = inviter.post(page_url(run, "links/new/"), entered(run))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert Client().get(address_on(page)).status_code == 200
    link = AnswerLink.objects.get()
    assert (link.person.name, link.person.language) == (NAME, "zh-hans")
    held = {part.user.name for part in run.assignments.filter(section="DG")}
    assert held == {NAME, cast.people["it_lead"].name, cast.people["respondent"].name}
    assert [part.user.name for part in run.assignments.filter(section="SP")] == [NAME]
    assert AuditEvent.objects.get(verb="answer_link.made").actor == owner
    assert "by_link" not in AuditEvent.objects.get(verb="answer_link.made").changes


def test_form_that_is_sent_twice_shows_the_same_address(inviter, run, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    data = entered(run, mail="siti@example.org")
    pages = [inviter.post(page_url(run, "links/new/"), data) for _ in range(2)]
    assert address_on(pages[0]) == address_on(pages[1])
    assert "It was sent to siti@example.org" in pages[1].content.decode()
    (sent,) = mail.outbox
    assert address_on(pages[0]) in sent.body
    assert AnswerLink.objects.count() == 1


def test_functions_are_those_for_which_the_person_speaks(inviter, run):
    page = inviter.get(page_url(run, "links/new/?section=DG"))
    assert re.search(r'value="DG"[^>]* checked', page.content.decode())
    choices = [key for key, _name in page.context["form"].fields["functions"].choices]
    inviter.post(page_url(run, "links/new/"), entered(run, functions=choices[:2]))
    assert RaterFunctions.objects.get().functions == sorted(choices[:2])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"sections": []}, "required"),
        ({"sections": ["XX"]}, "not one of the available choices"),
        ({"name": ""}, "required"),
        ({"mail": "nobody"}, "valid email"),
        ({"language": "tlh"}, "not one of the available choices"),
        ({"functions": ["wizard"]}, "not one of the available choices"),
        ({"expires_on": "2020-01-01"}, "within the next 60 days"),
        ({"expires_on": "2099-01-01"}, "within the next 60 days"),
        ({"expires_on": ""}, "required"),
        ({"mail": "It_Lead@example.com"}, "has an account here"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(inviter, run, cast, more, words):
    if "It_Lead" in more.get("mail", ""):
        more = {"mail": cast.people["it_lead"].email.upper()}
    page = inviter.post(page_url(run, "links/new/"), entered(run, **more))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not AnswerLink.objects.exists()
    assert not User.objects.filter(email__endswith=".invalid").exists()


def test_closed_run_invites_nobody(inviter, run, owner):
    answer(run, "DG-06", owner, value=3)
    lifecycle.submit_run(plant=run.plant, run_id=run.pk, by=owner)
    page = inviter.post(page_url(run, "links/new/"), entered(run))
    assert page.status_code == 422
    assert "Invite by link" not in inviter.get(page_url(run, "links/")).content.decode()


def test_list_says_where_each_link_stands(inviter, run, cast, owner, at):
    names = ["new", "opened", "handed", "expired", "withdrawn"]
    made = {
        name: invite(
            cast, run.pk, token=f"{name}-token", name=name, days=3 if name == "expired" else 20
        )
        for name in names
    }
    for name in ("opened", "handed"):
        devices.bind(link=made[name], mark=name)
    links.hand_in(link=made["handed"])
    links.revoke(link=made["withdrawn"], by=owner)
    at(clock.now() + dt.timedelta(10))
    browser = cast.client("project_owner")
    page = browser.get(page_url(run, "links/")).content.decode()
    rows = dict(re.findall(r'<th scope="row">\s*(\w+)(.*?)</tr>', page, re.DOTALL))
    states = {
        "new": "not opened",
        "opened": "opened",
        "handed": "handed in",
        "expired": "expired",
        "withdrawn": "withdrawn",
    }
    assert set(rows) == set(names)
    for name, words in states.items():
        assert words in rows[name]
        assert ("New address" in rows[name]) == (name in {"new", "opened", "expired"})
        assert ("Make a code" in rows[name]) == (name == "opened")
    assert "0 / 14" in rows["new"]
    refused = browser.post(page_url(run, f"links/{made['withdrawn'].pk}/code/"), follow=True)
    assert "does not open any more" in refused.content.decode()
    refused = browser.post(page_url(run, f"links/{made['handed'].pk}/address/"), follow=True)
    assert "closed for good" in refused.content.decode()


def test_list_takes_as_many_queries_for_ten_as_for_one(inviter, run, cast):
    counts = []
    for many in (1, 4):
        for one in range(many):
            invite(cast, run.pk, token=f"{many}-{one}", name=f"Person {one}")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert inviter.get(page_url(run, "links/")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_new_address_puts_the_one_before_and_all_devices_out(inviter, run, cast, at):
    link = invite(cast, run.pk)
    devices.bind(link=link, mark="first")
    page = inviter.post(page_url(run, f"links/{link.pk}/address/"), {"key": "key-of-the-row"})
    address = address_on(page)
    assert Client().get(f"/a/{TOKEN}/").status_code == 404
    assert "Open on this device" in Client().get(address).content.decode()
    again = inviter.post(page_url(run, f"links/{link.pk}/address/"), {"key": "key-of-the-row"})
    assert address_on(again) == address
    assert AuditEvent.objects.filter(verb="answer_link.renewed").count() == 1
    assert inviter.post(page_url(run, f"links/{link.pk}/address/"), {"key": "!"}).status_code == 404


def test_link_that_ran_out_opens_again_by_a_new_address(run, cast, owner, at):
    link = invite(cast, run.pk, days=2)
    at(link.expires_at + dt.timedelta(days=1))
    row = links.renew(link=link, token="b" * 40, by=owner)
    assert row.expires_at > clock.now() + dt.timedelta(13)
    assert Departure.objects.get(person=link.person).left_at == row.expires_at
    links.revoke(link=row, by=owner)
    with pytest.raises(StateError):
        links.renew(link=row, token="c" * 40, by=owner)


def test_withdrawn_link_leaves_its_sections_to_the_others(inviter, run, cast, owner):
    assign(run, cast, owner, apart=False)
    link = invite(cast, run.pk, sections=("DG", "SP"))
    answer = inviter.post(page_url(run, f"links/{link.pk}/revoke/"), follow=True)
    assert f"The link of {NAME} does not open any more." in answer.content.decode()
    people = {part.user for part in run.assignments.all()}
    assert people == {cast.people["it_lead"], cast.people["respondent"]}


def test_closed_run_keeps_its_people_when_a_link_is_withdrawn(run, cast, owner):
    link = invite(cast, run.pk)
    answer(run, "DG-06", link.person, value=3)
    lifecycle.submit_run(plant=run.plant, run_id=run.pk, by=owner)
    links.revoke(link=link, by=owner)
    assert run.assignments.filter(user=link.person).exists()


def test_who_is_invited_stays_named_when_a_section_is_assigned_anew(inviter, run, cast):
    link = invite(cast, run.pk)
    page = inviter.get(page_url(run, "sections/DG/"))
    assert re.search(rf'value="{link.person.pk}"[^>]* checked', page.content.decode())
    assert "invite by link" in page.content.decode()


def test_links_of_another_run_are_404(inviter, run, cast):
    link = invite(cast, run.pk)
    for act in ("code", "address", "revoke"):
        assert inviter.post(page_url(run, f"links/{link.pk + 1}/{act}/")).status_code == 404


def test_name_and_mail_go_as_those_of_people_who_left(run, cast, owner):
    link = invite(cast, run.pk, mail="siti@example.org")
    devices.bind(link=link, mark="first")
    assert forget_departed(before=link.expires_at) == 0
    assert forget_departed(before=link.expires_at + dt.timedelta(1)) == 1
    link.refresh_from_db()
    assert (link.mail, str(link)) == ("", "Former member")
    assert not any(NAME in str(row.words) for row in AuditWords.objects.all())


def test_name_goes_at_once_where_a_law_asks_for_it(run, cast):
    link = invite(cast, run.pk, mail="siti@example.org")
    assert forget_person(person=link.person, reason="GDPR") > 0
    link.refresh_from_db()
    assert link.mail == ""


def test_section_that_comes_back_opens_only_the_links_of_its_people(run, cast):
    link, other = (
        invite(cast, run.pk, token=key, sections=[part]) for key, part in (("1", "DG"), ("2", "SP"))
    )
    for one in (link, other):
        links.hand_in(link=one)
    sections.return_section(
        plant=run.plant, run_id=run.pk, section="DG", note="More.", by=cast.people["assessor"]
    )
    link.refresh_from_db()
    other.refresh_from_db()
    assert (link.handed_in_at, other.handed_in_at is None) == (None, False)
