"""Who may open documents and their links."""

from __future__ import annotations

import datetime as dt

from core import clock
from core.base import tenant
from reports.models import Report
from reports.services.links import make_link
from tests.factories.reports import ready_report

_READ = {
    "anonymous": 302,
    "stranger": 404,
    "stakeholder": 200,
    "respondent": 403,
    "assessor": 200,
    "business_lead": 200,
    "it_lead": 200,
    "project_owner": 200,
    "cio": 200,
}
_PRODUCE = {**_READ, "stakeholder": 403}
_SHARE = {**_PRODUCE, "assessor": 403, "business_lead": 403, "it_lead": 403}
_EVERYBODY = dict.fromkeys(_READ, 200)


def _moved(expect):
    """Return the same table for an act that answers with a redirect."""
    return {role: 302 if status == 200 else status for role, status in expect.items()}


def _plant(cast):
    return {"slug": cast.plant.slug}


def _kind(cast):
    return {"slug": cast.plant.slug, "kind": "blueprint"}


def _ready(cast):
    with tenant(cast.organization.pk):
        found = Report.objects.filter(plant=cast.plant, state="ready").first()
        report = found or ready_report(cast.plant)
    return {"slug": cast.plant.slug, "pk": report.pk}


def _failed(cast):
    with tenant(cast.organization.pk):
        number = Report.objects.filter(plant=cast.plant).count() + 1
        report = Report.objects.create(
            plant=cast.plant, kind="blueprint", language="en", number=number, state="failed"
        )
    return {"slug": cast.plant.slug, "pk": report.pk}


def _made(cast):
    with tenant(cast.organization.pk):
        report = Report.objects.get(pk=_ready(cast)["pk"])
        return make_link(
            report=report,
            label="Board",
            passphrase="correct horse",
            expires_at=clock.now() + dt.timedelta(days=3),
            by=cast.people["cio"],
        )


def _link(cast):
    return {"slug": cast.plant.slug, "pk": _made(cast).link.pk}


def _token(cast):
    return {"token": _made(cast).token}


MATRIX = {
    "reports:report-list": {"method": "get", "kwargs": _plant, "expect": _READ},
    "reports:kind-detail": {"method": "get", "kwargs": _kind, "expect": _READ},
    "reports:report-create": {"method": "get", "kwargs": _plant, "expect": _PRODUCE},
    "reports:report-download": {"method": "get", "kwargs": _ready, "expect": _READ},
    "reports:report-archive": {"method": "get", "kwargs": _ready, "expect": _READ},
    "reports:report-retry": {"method": "post", "kwargs": _failed, "expect": _moved(_PRODUCE)},
    "reports:link-create": {"method": "get", "kwargs": _ready, "expect": _SHARE},
    "reports:link-edit": {"method": "get", "kwargs": _link, "expect": _SHARE},
    "reports:link-rekey": {"method": "get", "kwargs": _link, "expect": _SHARE},
    "reports:link-revoke": {"method": "post", "kwargs": _link, "expect": _moved(_SHARE)},
    # Everybody who has the link sees the passphrase form, and without it never the file.
    "reports:share-detail": {"method": "get", "kwargs": _token, "expect": _EVERYBODY},
    "reports:share-download": {"method": "get", "kwargs": _token, "expect": _moved(_EVERYBODY)},
}
