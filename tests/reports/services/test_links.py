from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest

from core import clock
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import AuditEvent, WrongTries
from organizations.services.guessing import ClosedToGuessesError
from reports.models import ShareLink
from reports.selectors.documents import links_of, shared_link
from reports.services import links
from tests.factories.reports import ready_report

PASSPHRASE = "ab12-cd34-ef56"


def make(report, by, days=3, **more):
    values = {
        "label": "Board",
        "passphrase": PASSPHRASE,
        "expires_at": clock.now() + dt.timedelta(days=days),
    }
    return links.make_link(report=report, by=by, **{**values, **more})


@pytest.fixture
def made(scoped):
    return make(ready_report(scoped.plant), scoped.people["cio"])


def test_token_and_passphrase_are_stored_as_hashes_only(made):
    link = made.link
    assert made.token not in (link.token_hash, link.passphrase_hash)
    assert PASSPHRASE not in link.passphrase_hash
    assert shared_link(made.token) == link
    assert shared_link(made.token + "x") is None
    event = AuditEvent.objects.get(verb="link.made")
    assert made.token not in str(event.changes)
    assert PASSPHRASE not in str(event.changes)


@pytest.mark.parametrize("days", [-1, 92])
def test_link_outside_ninety_days_is_refused(scoped, days):
    with pytest.raises(RuleError) as caught:
        make(ready_report(scoped.plant), scoped.people["cio"], days=days)
    assert caught.value.field == "expires_on"


def test_short_passphrase_is_refused(scoped):
    with pytest.raises(RuleError) as caught:
        make(ready_report(scoped.plant), scoped.people["cio"], passphrase="short")
    assert caught.value.field == "passphrase"


def test_unfinished_report_is_not_shared(scoped):
    report = ready_report(scoped.plant)
    report.state = "failed"
    with pytest.raises(StateError):
        make(report, scoped.people["cio"])


def test_right_passphrase_opens_and_costs_no_try(made):
    for _reader in range(40):
        assert links.unlock(link=made.link, passphrase=PASSPHRASE, reader="r")
    assert WrongTries.objects.get(device="").count == 0


def guess(link, count):
    """Enter wrong passphrases, each in a browser of its own; return how many were compared."""
    compared = 0
    for number in range(count):
        with suppress(ClosedToGuessesError):
            assert not links.unlock(link=link, passphrase="wrong", reader=f"r{number}")
            compared += 1
    return compared


def test_thirty_wrong_passphrases_pause_the_link_for_an_hour(made):
    assert guess(made.link, 29) == 29
    made.link.refresh_from_db()
    assert made.link.state == "active"
    assert guess(made.link, 20) == 1
    made.link.refresh_from_db()
    assert (made.link.state, made.link.is_open) == ("paused", True)
    with pytest.raises(ClosedToGuessesError):
        links.unlock(link=made.link, passphrase=PASSPHRASE, reader="another")
    (event,) = AuditEvent.objects.filter(verb="link.paused")
    assert event.actor is None
    assert AuditEvent.objects.filter(verb="link.refused").count() == 30


def test_thirty_wrong_passphrases_spread_over_a_day_pause_the_link(made):
    start = clock.now()
    for number in range(30):
        moment = start + number * dt.timedelta(minutes=49)
        with clock.running(lambda moment=moment: moment):
            assert not links.unlock(link=made.link, passphrase="wrong", reader=f"r{number}")
    with clock.running(lambda: moment), pytest.raises(ClosedToGuessesError):
        links.unlock(link=made.link, passphrase=PASSPHRASE, reader="another")
    with clock.running(lambda: moment + dt.timedelta(minutes=61)):
        assert links.unlock(link=made.link, passphrase=PASSPHRASE, reader="another")


def test_paused_link_opens_by_itself_and_tells_once_a_day(made):
    guess(made.link, 30)
    for hours, told in ((2, 1), (4, 1), (30, 2)):
        moment = clock.now() + dt.timedelta(hours=hours)
        with clock.running(lambda moment=moment: moment):
            assert made.link.state == "active"
            assert links.unlock(link=made.link, passphrase=PASSPHRASE, reader="another")
            guess(made.link, 30)
        assert AuditEvent.objects.filter(verb="link.paused").count() == told


def test_reader_waits_for_own_wrong_ones_before_all_do(made):
    for _guess in range(10):
        assert not links.unlock(link=made.link, passphrase="wrong", reader="clumsy")
    with pytest.raises(ClosedToGuessesError):
        links.unlock(link=made.link, passphrase=PASSPHRASE, reader="clumsy")
    assert links.unlock(link=made.link, passphrase=PASSPHRASE, reader="another")


def test_expired_link_does_not_open(made):
    ShareLink.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    assert not links.unlock(link=made.link, passphrase=PASSPHRASE, reader="r")
    made.link.refresh_from_db()
    assert made.link.state == "expired"


def test_revoked_link_does_not_open_and_is_revoked_once(scoped, made):
    by = scoped.people["cio"]
    first = links.revoke(link=made.link, by=by).revoked_at
    assert links.revoke(link=made.link, by=by).revoked_at == first
    assert not links.unlock(link=made.link, passphrase=PASSPHRASE, reader="r")
    assert made.link.state == "revoked"
    assert AuditEvent.objects.filter(verb="link.revoked").count() == 1


def test_downloads_are_counted(made):
    links.count_download(link=made.link)
    links.count_download(link=made.link)
    made.link.refresh_from_db()
    assert made.link.downloads == 2
    assert AuditEvent.objects.filter(verb="link.downloaded", actor=None).count() == 2


def test_open_links_come_first(scoped, made):
    other = make(made.link.report, scoped.people["cio"], label="Auditor")
    links.revoke(link=other.link, by=scoped.people["cio"])
    assert [link.label for link in links_of(scoped.plant)] == ["Board", "Auditor"]


def test_proposed_passphrase_is_long_and_without_look_alikes():
    proposed = {links.propose_passphrase() for _ in range(50)}
    assert len(proposed) == 50
    assert all(len(text) == 14 and not set(text) & set("il1o0") for text in proposed)


# --- prolonged, another passphrase ------------------------------------------------------------


def test_expired_link_works_again_when_it_is_prolonged(scoped, made):
    ShareLink.objects.update(expires_at=clock.now() - dt.timedelta(hours=1))
    link = ShareLink.objects.get()
    assert link.state == "expired"
    end = clock.now() + dt.timedelta(days=20)
    links.prolong(link=link, version=1, expires_at=end, by=scoped.people["project_owner"])
    link.refresh_from_db()
    assert (link.state, link.expires_at, link.version) == ("active", end, 2)
    assert link.changed_by == scoped.people["project_owner"]
    assert links.unlock(link=link, passphrase=PASSPHRASE, reader="r")
    assert AuditEvent.objects.get(verb="link.prolonged").changes["expires_at"][1] == end.isoformat()


@pytest.mark.parametrize("days", [-1, 92])
def test_link_is_not_prolonged_beyond_ninety_days(scoped, made, days):
    end = clock.now() + dt.timedelta(days=days)
    with pytest.raises(RuleError) as caught:
        links.prolong(link=made.link, version=1, expires_at=end, by=scoped.people["cio"])
    assert caught.value.field == "expires_on"


def test_other_passphrase_opens_a_paused_link_and_ends_the_old_one(scoped, made):
    guess(made.link, 30)
    link = ShareLink.objects.get()
    assert link.state == "paused"
    seen = link.seen_as
    links.rekey(link=link, version=1, passphrase="new-words-here", by=scoped.people["cio"])
    link.refresh_from_db()
    assert link.state == "active"
    assert link.seen_as != seen
    assert not links.unlock(link=link, passphrase=PASSPHRASE, reader="r")
    assert links.unlock(link=link, passphrase="new-words-here", reader="r")
    assert "new-words-here" not in str(AuditEvent.objects.get(verb="link.rekeyed").changes)


def test_short_new_passphrase_is_refused(scoped, made):
    with pytest.raises(RuleError) as caught:
        links.rekey(link=made.link, version=1, passphrase="short", by=scoped.people["cio"])
    assert caught.value.field == "passphrase"


def test_stale_change_of_a_link_is_refused(scoped, made):
    by = scoped.people["cio"]
    end = clock.now() + dt.timedelta(days=9)
    links.prolong(link=made.link, version=1, expires_at=end, by=by)
    with pytest.raises(StaleVersionError):
        links.rekey(link=made.link, version=1, passphrase="new-words-here", by=by)
    assert links.unlock(link=ShareLink.objects.get(), passphrase=PASSPHRASE, reader="r")


def test_link_closed_by_a_person_stays_closed(scoped, made):
    by = scoped.people["cio"]
    links.revoke(link=made.link, by=by)
    with pytest.raises(StateError):
        links.rekey(link=made.link, version=2, passphrase="new-words-here", by=by)
    with pytest.raises(StateError):
        links.prolong(link=made.link, version=2, expires_at=clock.now(), by=by)
