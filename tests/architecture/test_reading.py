"""Reading changes nothing: the guard itself, files that are handed out, links out of mails."""

from __future__ import annotations

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from organizations.models import AuditEvent, Invitation, Membership, Plant
from organizations.services import audit
from reports.models import ShareLink
from tests.access_matrix.reports import _made as make_link
from tests.access_matrix.reports import _ready as ready_document
from tests.architecture.reading import HANDS_OUT, WriteRefusedError, reading
from tests.architecture.test_access import EXCLUDED, EXCLUDED_PREFIXES, addresses, walk
from tests.factories.organizations import InvitationFactory

# Addresses of others' code that the walk cannot try, each with its reason.
NOT_TRIED = {
    "openid_connect_callback": "signs in; the provider sends the browser here after a person's "
    "click, and the state that the click left in the session guards it",
    "openid_connect_login": "leads to the provider; asks it for its addresses first",
    "account_reset_password_from_key": "tried below with a real link",
}


# --- the guard ----------------------------------------------------------------------------------
WRITES = {
    "insert": lambda plant: Plant(organization=plant.organization, name="x").save(),
    "update": lambda plant: Plant.objects.update(city="x"),
    "delete": lambda plant: Membership.objects.all().delete(),
    "lists of rows": lambda plant: Plant.objects.bulk_create([Plant(name="x")]),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_guard_refuses_every_write(scoped, write):
    with reading() as guard, pytest.raises(WriteRefusedError):
        write(scoped.plant)
    assert len(guard.refused) == 1


def test_guard_lets_reads_pass(scoped):
    with reading() as guard:
        list(Plant.objects.select_for_update())
        Plant.objects.filter(memberships__isnull=False).count()
    assert guard.refused == []


def test_guard_knows_one_event_of_one_verb(scoped):
    def record(verb):
        audit.record(by=None, verb=verb, target=scoped.plant, plant=scoped.plant)

    record("stage.edited")
    with reading("reports:report-download"):
        record("report.downloaded")
        with pytest.raises(WriteRefusedError), transaction.atomic():
            record("report.downloaded")
    for address, method, verb in (
        ("reports:report-download", "get", "stage.edited"),
        ("reports:report-download", "head", "report.downloaded"),
        ("reports:report-list", "get", "report.downloaded"),
    ):
        with reading(address, method), pytest.raises(WriteRefusedError), transaction.atomic():
            record(verb)


def test_list_names_addresses_that_exist():
    assert set(HANDS_OUT) <= addresses()


# --- files that are handed out ------------------------------------------------------------------
def taken(client: Client, name: str, **kwargs) -> list[str]:
    """Take a file and return what the trail says of it; HEAD takes nothing."""
    before = AuditEvent.objects.count()
    for method in ("head", "get"):
        with reading(name, method) as guard:
            answer = getattr(client, method)(reverse(name, kwargs=kwargs))
            b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert guard.refused == []
    assert answer.status_code == 200
    rows = AuditEvent.objects.order_by("pk")[before:]
    return [row.verb for row in rows]


def test_document_is_handed_out_with_one_event(scoped):
    kwargs = ready_document(scoped)
    name = "reports:report-download"
    assert taken(scoped.client("cio"), name, **kwargs) == ["report.downloaded"]


def test_shared_document_is_handed_out_with_one_event_and_counted(scoped):
    made, visitor = make_link(scoped), Client()
    page = reverse("reports:share-detail", kwargs={"token": made.token})
    assert visitor.post(page, {"passphrase": "correct horse"}).status_code == 302
    name = "reports:share-download"
    assert taken(visitor, name, token=made.token) == ["link.downloaded"]
    assert ShareLink.objects.get(pk=made.link.pk).downloads == 1


# --- pages of others ----------------------------------------------------------------------------
def others() -> list[str]:
    """Return the addresses of others' code that the access walk leaves out."""
    names = set(walk(get_resolver()))
    kept = {name for name in names if name.startswith(EXCLUDED_PREFIXES) or name in EXCLUDED}
    return sorted(name for name in kept - set(NOT_TRIED) if not name.startswith("(unnamed)"))


@pytest.mark.parametrize("name", others())
def test_pages_of_others_write_nothing_when_they_are_read(cast, name):
    url = reverse(name)
    for client in (Client(), cast.client("cio")):
        for method in ("get", "head"):
            with reading(name, method) as guard:
                answer = getattr(client, method)(url)
            assert guard.refused == []
            assert answer.status_code < 500


def test_addresses_left_out_here_exist():
    assert set(NOT_TRIED) <= set(walk(get_resolver()))
    for name in NOT_TRIED:
        with pytest.raises(NoReverseMatch):
            reverse(name)


# --- links out of mails -------------------------------------------------------------------------
def open_link(client: Client, url: str) -> str:
    """Open a link as a mail program and a person do: HEAD, then GET; nothing is written."""
    for method in ("head", "get"):
        with reading(method=method) as guard:
            answer = getattr(client, method)(url, follow=True)
        assert guard.refused == []
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("address", "button"),
    [
        ("stranger@example.org", "Accept the role"),
        ("new@example.org", "Make the account and start"),
    ],
)
def test_invitation_is_accepted_by_a_button(scoped, address, button):
    InvitationFactory(organization=scoped.organization, plant=scoped.plant, email=address)
    client = scoped.client("stranger") if address.startswith("stranger") else Client()
    url = reverse("organizations:invitation-accept", kwargs={"token": "token"})
    assert f"{button}</button>" in open_link(client, url)
    assert Invitation.objects.get().accepted_at is None


def test_password_is_reset_by_a_button_and_the_link_lasts_until_then(scoped):
    person = scoped.people["cio"]
    token = default_token_generator.make_token(person)
    url = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), token])
    for _ in range(2):
        assert 'name="password1"' in open_link(Client(), url)


def test_no_mail_asks_to_confirm_an_address():
    """Accounts come from invitations that were sent to the address."""
    assert "account_confirm_email" not in set(walk(get_resolver()))
