"""The first step of a new installation."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_scopes import scopes_disabled

from organizations.management.commands import found_organization
from organizations.models import AuditEvent, Membership, Organization, User

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def typed(monkeypatch):
    """Return a function that says what is typed."""

    def type_in(*words):
        answers = iter(words)
        monkeypatch.setattr(found_organization.getpass, "getpass", lambda _: next(answers))

    return type_in


def run(**more):
    said = io.StringIO()
    values = {"email": "zhen@example.org", "name": "Li Zhen", **more}
    call_command("found_organization", "Qinghe Motion", stdout=said, **values)
    return said.getvalue()


def test_first_person_can_sign_in_and_lead(db, typed):
    typed(PASSWORD, PASSWORD)
    assert "sign in as zhen@example.org" in run()
    with scopes_disabled():
        held = Membership.objects.get()
        assert (held.role, held.plant, held.user.email) == ("cio", None, "zhen@example.org")
        verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["organization.created", "membership.added"]
    assert held.organization.slug == "qinghe-motion"
    client = Client()
    client.post("/accounts/login/", {"login": "zhen@example.org", "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_password_can_come_from_a_script(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    run(password_stdin=True)
    assert User.objects.get().check_password(PASSWORD)


def test_chinese_name_without_latin_letters_gets_an_address(db, typed):
    typed(PASSWORD, PASSWORD)
    call_command(
        "found_organization", "清河动力", email="a@example.org", name="李真", language="zh-hans"
    )
    assert Organization._base_manager.get().slug == "organization"


@pytest.mark.parametrize(
    ("words", "more", "message"),
    [
        ((PASSWORD, "another"), {}, "differ"),
        (("short", "short"), {}, "too short"),
        ((PASSWORD, PASSWORD), {"email": "no address"}, "valid email"),
        ((PASSWORD, PASSWORD), {"currency": "XXQ"}, "currency"),
    ],
)
def test_unusable_words_leave_nothing_behind(db, typed, words, more, message):
    typed(*words)
    with pytest.raises(CommandError, match=message):
        run(**more)
    assert not Organization._base_manager.exists()
    assert not User.objects.exists()


def test_nobody_there_to_type_ends_with_a_sentence(db, monkeypatch):
    """As under cron, or `docker compose exec -T`."""

    def nobody(_prompt):
        raise EOFError

    monkeypatch.setattr(found_organization.getpass, "getpass", nobody)
    with pytest.raises(CommandError, match="--password-stdin") as caught:
        run()
    assert caught.value.returncode == 2
