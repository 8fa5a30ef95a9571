"""What follows from accepting advice: the stored sums of the plan agree with it."""

from __future__ import annotations

from django.db import models

from organizations.models import User
from organizations.services.acts import Act, inside
from roadmap.services import sums


@inside("initiatives.accepted")
def keep_plan_sums(*, act: Act, target: models.Model, by: User | None) -> None:  # noqa: ARG001 -- the signature
    """Store the sums of the plan anew."""
    if act.plant:
        sums.refresh(act.plant)
