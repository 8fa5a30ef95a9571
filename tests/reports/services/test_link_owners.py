"""Whoever owns a share link is told what others do to it, and hands it over when leaving."""

from __future__ import annotations

import datetime as dt

import pytest

from core import clock
from core.errors import RuleError
from organizations.models import AuditEvent, User
from organizations.services.leaving import close_person
from reports.models import ShareLink
from reports.reactions import tell_owner
from reports.selectors.documents import links_to_look_at
from reports.services import links
from tests.factories.reports import ready_report
from tests.reports.services.test_links import guess, make


@pytest.fixture
def made(scoped):
    return make(ready_report(scoped.plant), scoped.people["cio"])


# --- the owner is told ------------------------------------------------------------------------


def tell(verb):
    tell_owner(event=AuditEvent.objects.get(verb=verb))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "another passphrase"), ("zh-hans", "更换了口令")]
)
def test_owner_gets_a_mail_about_another_passphrase(scoped, made, mailoutbox, language, words):
    owner, other = scoped.people["cio"], scoped.people["project_owner"]
    User.objects.filter(pk=owner.pk).update(language=language)
    links.rekey(link=made.link, version=1, passphrase="new-words-here", by=other)
    tell("link.rekeyed")
    (mail,) = mailoutbox
    assert mail.to == [owner.email]
    assert words in mail.body
    assert other.name in mail.body
    assert "Board" in mail.subject
    assert "/plants/johor-bahru/reports/" in mail.body
    assert "new-words-here" not in mail.body


def test_owner_hears_of_wrong_passphrases_and_not_of_own_acts(scoped, made, mailoutbox):
    end = clock.now() + dt.timedelta(days=9)
    links.prolong(link=made.link, version=1, expires_at=end, by=scoped.people["cio"])
    tell("link.prolonged")
    assert mailoutbox == []
    guess(made.link, 30)
    tell("link.paused")
    (mail,) = mailoutbox
    assert "30 wrong passphrases" in mail.body


def test_broken_mail_server_stops_nothing(scoped, made, monkeypatch):
    def refuse(*_arguments):
        raise OSError("no route")

    monkeypatch.setattr("reports.services.notices.send_mail", refuse)
    links.revoke(link=made.link, by=scoped.people["project_owner"])
    tell("link.revoked")


def test_closed_account_gets_no_mail(scoped, made, mailoutbox):
    User.objects.filter(pk=scoped.people["cio"].pk).update(is_active=False)
    links.revoke(link=made.link, by=scoped.people["project_owner"])
    tell("link.revoked")
    assert mailoutbox == []


def test_owner_sees_paused_links_and_acts_of_others(scoped, made):
    owner, other = scoped.people["cio"], scoped.people["project_owner"]
    assert links_to_look_at(scoped.plant, owner) == []
    links.rekey(link=made.link, version=1, passphrase="new-words-here", by=other)
    assert links_to_look_at(scoped.plant, owner) == [made.link]
    assert links_to_look_at(scoped.plant, other) == []
    ShareLink.objects.update(changed_at=clock.now() - dt.timedelta(days=8))
    assert links_to_look_at(scoped.plant, owner) == []
    ShareLink.objects.update(paused_until=clock.now() - dt.timedelta(days=1))
    assert links_to_look_at(scoped.plant, owner) == [made.link]


# --- somebody leaves --------------------------------------------------------------------------


def leave(scoped, **more):
    return close_person(
        by=scoped.people["cio"],
        organization=scoped.organization,
        person=scoped.people["project_owner"],
        **more,
    )


def test_links_of_somebody_who_leaves_are_handed_over(scoped):
    link = make(ready_report(scoped.plant), scoped.people["project_owner"]).link
    leave(scoped, successor=scoped.people["cio"])
    link.refresh_from_db()
    assert (link.owner, link.made_by) == (scoped.people["cio"], scoped.people["project_owner"])
    assert link.is_open


def test_links_go_only_to_who_may_share(scoped):
    make(ready_report(scoped.plant), scoped.people["project_owner"])
    with pytest.raises(RuleError) as caught:
        leave(scoped, successor=scoped.people["it_lead"])
    assert caught.value.field == "successor"


def test_links_may_be_closed_with_the_person(scoped):
    report = ready_report(scoped.plant)
    link = make(report, scoped.people["project_owner"]).link
    other = make(report, scoped.people["cio"]).link
    leave(scoped, successor=None, ended=["reports.ShareLink"])
    link.refresh_from_db()
    other.refresh_from_db()
    assert (link.state, other.state) == ("revoked", "active")
    assert AuditEvent.objects.filter(verb="link.revoked").count() == 1


def test_expired_link_is_no_open_work_and_is_closed_for_good(scoped):
    link = make(ready_report(scoped.plant), scoped.people["project_owner"]).link
    ShareLink.objects.update(expires_at=clock.now() - dt.timedelta(days=1))
    leave(scoped, successor=None)
    link.refresh_from_db()
    assert link.state == "revoked"
