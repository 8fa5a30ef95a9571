"""What follows for the capability matrix when a run is signed off."""

from __future__ import annotations

from assessment.models import Assessment
from capability.services import freeze_matrix
from organizations.models import User
from organizations.services.acts import Act, inside


@inside("assessment.signed_off")
def freeze(*, act: Act, target: Assessment, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Keep the matrix as it is at the moment of signing."""
    freeze_matrix(assessment=target, by=by)
