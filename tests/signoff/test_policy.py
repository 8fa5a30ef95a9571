"""What an organization asks of a signature, and who says so."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.base import every_row
from core.errors import StaleVersionError
from organizations.models import AuditEvent, Membership
from signoff.models import SignaturePolicy
from signoff.selectors.policy import policy_of
from tests.factories.organizations import MembershipFactory
from tests.signoff.conftest import ask

PAGE = "/organization/sign-off/"


def test_without_a_word_one_person_signs_and_nothing_is_drawn(scoped):
    row = policy_of(scoped.organization.pk)
    assert (row.signers, row.challenged, row.version) == (1, 0, 0)


def test_the_cio_says_it_on_a_page(scoped):
    client = scoped.client("cio")
    assert PAGE in client.get("/organization/").content.decode()
    sent = {"version": "0", "signers": "2", "challenged": "8"}
    assert client.post(PAGE, sent).status_code == 302
    row = policy_of(scoped.organization.pk)
    assert (row.signers, row.challenged, row.version) == (2, 8, 1)
    event = AuditEvent.objects.get(verb="signature_policy.set")
    assert event.changes == {"signers": [1, 2], "challenged": [0, 8]}
    stale = client.post(PAGE, {**sent, "challenged": "4"})
    assert stale.status_code == 409
    assert {(row["theirs"], row["mine"]) for row in stale.context["conflict"]["rows"]} == {
        ("8", "4")
    }


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"signers": "3"}, "signers"),
        ({"signers": ""}, "signers"),
        ({"challenged": "21"}, "challenged"),
        ({"challenged": "-1"}, "challenged"),
        ({"challenged": "9" * 30}, "challenged"),
        ({"challenged": "x\x00"}, "challenged"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(scoped, sent, field):
    data = {"version": "0", "signers": "1", "challenged": "3", **sent}
    answer = scoped.client("cio").post(PAGE, data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not SignaturePolicy.objects.exists()


def test_the_service_and_the_database_keep_to_it_too(scoped):
    with pytest.raises(ValidationError):
        ask(scoped, signers=3)
    with pytest.raises(ValidationError):
        ask(scoped, challenged=21)
    with pytest.raises(StaleVersionError):
        ask(scoped, expected=4)
    for wrong in ({"signers": 3}, {"challenged": 21}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignaturePolicy.objects.create(organization=scoped.organization, **wrong)


def test_another_organization_asks_for_its_own(scoped):
    ask(scoped, signers=2)
    stranger = scoped.people["stranger"]
    (own,) = every_row(Membership).filter(user=stranger)
    MembershipFactory(organization=own.organization, plant=None, user=stranger, role="cio")
    page = scoped.client("stranger").get(PAGE)
    assert page.context["form"]["signers"].value() == 1
