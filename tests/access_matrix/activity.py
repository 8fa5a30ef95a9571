"""Who gets which answer from the inbox: everybody has their own, nobody that of others."""

from __future__ import annotations

from activity.models import Notice, Webhook
from activity.services.comments import add_comment
from activity.services.digests import token_of
from activity.services.feeds import make_feed
from activity.services.notices import tell
from core import clock
from core.text import same
from landscape.models import System
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


def _talk(cast):
    row, _is_new = System.objects.get_or_create(
        plant=cast.plant, name="Talked about", defaults={"category": "ERP"}
    )
    return {"slug": cast.plant.slug, "kind": "system", "key": str(row.pk)}


def _comment(cast):
    about = _talk(cast)
    row = add_comment(
        plant=cast.plant,
        kind="system",
        subject=about["key"],
        text="Hello",
        by=cast.people["cio"],
    )
    return {"slug": cast.plant.slug, "pk": row.pk}


def _way(cast):
    values = {
        "name": "Group chat",
        "kind": "slack",
        "url": "https://hooks.slack.com/services/x",
        "kinds": ["assigned"],
        "every_plant": True,
    }
    return {"pk": Webhook.objects.create(organization=cast.organization, **values).pk}


def _cio(status, others=403):
    return {**dict.fromkeys(EVERYBODY, others), "anonymous": 302, "cio": status}


SYSTEMS = {
    **dict.fromkeys(ROLES, 200),
    "anonymous": 302,
    "stranger": 404,
    "respondent": 403,
    "stakeholder": 403,
}
AUTHOR = {**dict.fromkeys(EVERYBODY, 404), "anonymous": 302}

ADMINS = _cio(200)

MATRIX = {
    "activity:webhook-list": {"expect": ADMINS},
    "activity:webhook-create": {"expect": ADMINS},
    "activity:webhook-detail": {"kwargs": _way, "expect": _cio(200)},
    "activity:webhook-edit": {"kwargs": _way, "expect": _cio(200)},
    "activity:webhook-test": {"method": "post", "kwargs": _way, "expect": _cio(302)},
    "activity:webhook-delete": {"method": "post", "kwargs": _way, "expect": _cio(302)},
    "activity:comment-list": {"kwargs": _talk, "expect": SYSTEMS},
    "activity:comment-edit": {"kwargs": _comment, "expect": {**AUTHOR, "cio": 200}},
    "activity:comment-delete": {
        "method": "post",
        "kwargs": _comment,
        "data": {"version": 1},
        "expect": {**AUTHOR, "cio": 302},
    },
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
