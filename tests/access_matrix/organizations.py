"""Who may open the pages of people, organizations and plants."""

from __future__ import annotations

from compliance.models import ObligationEvidence
from journey.models import PlantStage
from journey.services import stages
from organizations.models import Membership
from organizations.services import audit
from tests.factories.journey import StageTaskFactory
from tests.factories.organizations import ExchangeRateFactory, InvitationFactory


def _table(**told):
    """Return a full row: what is not told is the status of `others`."""
    others = told.pop("others")
    people = [
        "business_lead",
        "it_lead",
        "respondent",
        "assessor",
        "stakeholder",
        "project_owner",
        "cio",
    ]
    row = {"anonymous": 302, "stranger": others, **dict.fromkeys(people, others)}
    return {**row, **told}


def _plant(cast):
    return {"slug": cast.plant.slug}


def _stage(cast):
    if not PlantStage.objects.filter(plant=cast.plant).exists():
        stages.create_stages(plant=cast.plant)
    return {"slug": cast.plant.slug, "number": 1}


def _task(cast):
    stage = PlantStage.objects.get(plant=cast.plant, stage=_stage(cast)["number"])
    return {"slug": cast.plant.slug, "pk": StageTaskFactory(plant_stage=stage).pk}


def _member(cast):
    return {"pk": Membership.objects.get(user=cast.people["respondent"]).pk}


def _invitation(cast):
    made = InvitationFactory(
        organization=cast.organization, plant=cast.plant, invited_by=cast.people["cio"]
    )
    return {"pk": made.pk}


def _noted(cast):
    event = audit.record(
        by=cast.people["cio"],
        verb="stage.reopened",
        target=PlantStage(plant=cast.plant, stage=1),
        plant=cast.plant,
        changes={"reason": "New line"},
    )
    return {"pk": event.pk}


def _rate(cast):
    return {"pk": ExchangeRateFactory(organization=cast.organization).pk}


def _token(cast):
    _invitation(cast)
    return {"token": "token"}


def _file(cast):
    """Return the address of a file that proves a duty and no answer: respondents see no duties."""
    from tests.access_matrix.compliance import evidence

    link = ObligationEvidence.objects.get(pk=evidence(cast)["pk"])
    return {"slug": cast.plant.slug, "pk": link.evidence_id}


_MANAGERS = {"project_owner": 200, "cio": 200}
_SAVED = {"project_owner": 302, "cio": 302}
_SEES_MEMBERS = {"business_lead": 200, "it_lead": 200, "assessor": 200, **_MANAGERS}
MATRIX = {
    "organizations:profile-edit": {"expect": _table(others=200)},
    "organizations:set-language": {
        "method": "post",
        "data": {"language": "en"},
        "expect": _table(others=302),
    },
    "organizations:evidence-download": {
        "kwargs": _file,
        "expect": _table(others=200, respondent=403, stranger=404),
    },
    "organizations:invitation-accept": {
        "kwargs": _token,
        "expect": _table(others=200, anonymous=200),
    },
    "organizations:organization-settings": {"expect": _table(others=200)},
    "organizations:role-list": {"expect": _table(others=200)},
    "organizations:rate-list": {"expect": _table(others=200)},
    "organizations:rate-edit": {
        "kwargs": _rate,
        "expect": _table(others=403, stranger=404, cio=200),
    },
    "organizations:rate-delete": {
        "method": "post",
        "kwargs": _rate,
        "expect": _table(others=403, stranger=404, cio=302),
    },
    "organizations:member-list": {"expect": _table(others=403, stranger=200, **_SEES_MEMBERS)},
    "organizations:invitation-create": {"expect": _table(others=403, stranger=200, **_MANAGERS)},
    "organizations:membership-edit": {
        "kwargs": _member,
        "expect": _table(others=403, stranger=404, **_MANAGERS),
    },
    "organizations:membership-delete": {
        "method": "post",
        "kwargs": _member,
        "expect": _table(others=403, stranger=404, **_SAVED),
    },
    "organizations:person-close": {
        "kwargs": _member,
        "expect": _table(others=403, stranger=404, **_MANAGERS),
    },
    "organizations:invitation-resend": {
        "method": "post",
        "kwargs": _invitation,
        "expect": _table(others=403, stranger=404, **_SAVED),
    },
    "organizations:invitation-revoke": {
        "method": "post",
        "kwargs": _invitation,
        "expect": _table(others=403, stranger=404, **_SAVED),
    },
    "organizations:audit-list": {"expect": _table(others=403, cio=200)},
    "organizations:audit-check": {"expect": _table(others=403, cio=200)},
    "organizations:audit-export": {"method": "post", "expect": _table(others=403, cio=302)},
    "organizations:audit-file": {
        "kwargs": lambda cast: {"pk": 0},
        "expect": _table(others=403, cio=404),
    },
    "organizations:note-redact": {
        "kwargs": _noted,
        "expect": _table(others=403, cio=200),
    },
    "organizations:plant-create": {"expect": _table(others=403, cio=200)},
    "organizations:plant-edit": {
        "kwargs": _plant,
        "expect": _table(others=403, stranger=404, **_MANAGERS),
    },
    "organizations:plant-member-list": {
        "kwargs": _plant,
        "expect": _table(others=403, stranger=404, **_SEES_MEMBERS),
    },
}
