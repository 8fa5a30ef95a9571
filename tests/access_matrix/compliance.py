"""Who may open what in the compliance area."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django_scopes import scopes_disabled

from compliance.models import ObligationEvidence, ObligationStatus
from organizations.models import Evidence
from tests.factories.compliance import make_release, obligation_data

READERS = {
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
EDITORS = READERS | {
    "stakeholder": 403,
    "assessor": 403,
    "business_lead": 302,
    "it_lead": 302,
    "project_owner": 302,
    "cio": 302,
}
# Input is wrong on purpose: whoever may edit is told so.
TOLD = {role: 422 if status == 302 else status for role, status in EDITORS.items()}
TOLD["anonymous"] = 302
OFFICE = ("business_lead", "it_lead", "project_owner", "cio")


def plant(cast):
    return {"slug": cast.plant.slug}


def duty_row(cast) -> ObligationStatus:
    with scopes_disabled():
        found = ObligationStatus.objects.filter(plant=cast.plant).first()
        return found or ObligationStatus.objects.create(
            plant=cast.plant,
            checklist=make_release(obligation_data("my.test.one")),
            obligation="my.test.one",
            jurisdiction="MY",
            topic="privacy",
            applies="yes",
            reason={"kind": "always", "outcome": "yes"},
            tracked_on="2026-11-22",
        )


def duty(cast):
    return {"slug": cast.plant.slug, "pk": duty_row(cast).pk}


def evidence(cast):
    row = duty_row(cast)
    with scopes_disabled():
        found = ObligationEvidence.objects.filter(status=row).first()
        if found is None:
            file = {"kind": "file", "title": "notice.pdf", "content_type": "application/pdf"}
            piece = Evidence(plant=cast.plant, **file)
            piece.file.save("notice.pdf", ContentFile(b"%PDF-1.7"))
            found = ObligationEvidence.objects.create(status=row, evidence=piece)
    return {"slug": cast.plant.slug, "pk": found.pk}


MATRIX = {
    "compliance:obligation-list": {"kwargs": plant, "expect": READERS},
    "compliance:due-list": {"kwargs": plant, "expect": READERS},
    "compliance:fact-list": {"kwargs": plant, "expect": READERS},
    "compliance:obligation-export": {"kwargs": plant, "expect": READERS},
    "compliance:obligation-import": {
        "kwargs": plant,
        "expect": EDITORS | dict.fromkeys(OFFICE, 200),
    },
    "compliance:obligation-import-marked": {"method": "post", "kwargs": plant, "expect": EDITORS},
    "compliance:obligation-import-confirm": {"method": "post", "kwargs": plant, "expect": EDITORS},
    "compliance:obligation-detail": {"kwargs": duty, "expect": READERS},
    "compliance:obligation-edit": {"kwargs": duty, "expect": EDITORS},
    "compliance:obligation-refresh": {"method": "post", "kwargs": plant, "expect": EDITORS},
    "compliance:obligation-bulk": {"method": "post", "kwargs": plant, "expect": TOLD},
    "compliance:obligation-confirm": {
        "method": "post",
        "kwargs": duty,
        "data": {"version": 1},
        "expect": EDITORS,
    },
    "compliance:obligation-review": {"method": "post", "kwargs": duty, "expect": EDITORS},
    "compliance:evidence-create": {"method": "post", "kwargs": duty, "expect": TOLD},
    "compliance:evidence-delete": {"method": "post", "kwargs": evidence, "expect": EDITORS},
}
