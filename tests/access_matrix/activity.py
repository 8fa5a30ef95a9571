"""Who gets which answer from the inbox: everybody has their own, nobody that of others."""

from __future__ import annotations

from activity.models import Notice
from activity.services.digests import token_of
from activity.services.feeds import make_feed
from activity.services.notices import tell
from core import clock
from core.text import same
from tests.conftest import ROLES

EVERYBODY = ("anonymous", "stranger", *ROLES)
OWN = {**dict.fromkeys(EVERYBODY, 200), "anonymous": 302}
LEADS_ON = dict.fromkeys(EVERYBODY, 302)
ONE = {**dict.fromkeys(EVERYBODY, 404), "anonymous": 302, "respondent": 302}
ANYBODY = dict.fromkeys(EVERYBODY, 200)
TOKEN = "b" * 64


def _notice(cast):
    notice = tell(
        recipient=cast.people["respondent"],
        kind=Notice.Kind.ASSIGNED,
        words=same("Something"),
        path=f"/plants/{cast.plant.slug}/",
        key="something/",
        at=clock.now(),
        organization_id=cast.organization.pk,
        plant=cast.plant,
    )
    return {"pk": notice.pk}


def _feed(cast):
    make_feed(by=cast.people["stakeholder"], token=TOKEN)
    return {"token": TOKEN}


def _mail(cast):
    return {"token": token_of(cast.people["stakeholder"])}


MATRIX = {
    "activity:landing": {"expect": LEADS_ON},
    "activity:inbox": {"expect": OWN},
    "activity:notices-read": {"method": "post", "expect": LEADS_ON},
    "activity:notice-read": {"method": "post", "kwargs": _notice, "expect": ONE},
    "activity:notice-open": {"method": "post", "kwargs": _notice, "expect": ONE},
    "activity:inbox-feed": {"expect": OWN},
    "activity:inbox-feed-revoke": {"method": "post", "expect": LEADS_ON},
    "activity:inbox-feed-read": {"kwargs": _feed, "expect": ANYBODY},
    "activity:digest-off": {"kwargs": _mail, "expect": ANYBODY},
}
