"""An invitation sent twice by two clicks is one invitation with one link and one mail."""

from __future__ import annotations

import pytest
from django.core import mail

from organizations.models import Invitation

ADDRESS = "/organization/members/invite/"
SENT = {
    "email": "new@example.org",
    "name": "",
    "plant": "",
    "role": "cio",
    "language": "en",
    "key": "one-and-the-same",
}


@pytest.fixture
def client(scoped):
    return scoped.client("cio")


def test_mail_goes_out_once(client):
    answers = [client.post(ADDRESS, SENT) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Invitation.objects.count() == len(mail.outbox) == 1


def test_link_that_is_shown_is_shown_again(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.VAR_DIR / "mails-of-test"
    links = [client.post(ADDRESS, SENT).context["link"] for _ in range(2)]
    assert links[0] == links[1]
    assert client.get(links[0].removeprefix(settings.PUBLIC_URL)).status_code in (200, 403, 422)
    other = client.post(ADDRESS, {**SENT, "email": "second@example.org", "key": "another-one"})
    assert other.context["link"] != links[0]
