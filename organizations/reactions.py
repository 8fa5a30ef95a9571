"""What follows when words are taken out of the trail: no export keeps them."""

from __future__ import annotations

from django.db import models

from organizations.models import User
from organizations.services import audit_jobs
from organizations.services.acts import Act, inside


@inside("person.forgotten", "words.redacted")
def drop_exports(*, act: Act, target: models.Model, by: User | None) -> None:  # noqa: ARG001 -- the signature
    """Remove the exports of the organization, which may hold the words."""
    audit_jobs.remove_exports(act.organization_id)
