"""What follows for findings and requirements when a run is signed off."""

from __future__ import annotations

from assessment.models import Assessment
from assessment.selectors.result import result
from needs.services import requirements
from organizations.models import User
from organizations.services.acts import Act, inside


@inside("assessment.signed_off")
def derive(*, act: Act, target: Assessment, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Keep a finding for each gap of the seal, and a requirement for what the plant needs."""
    requirements.derive(run=target, gaps=result(target).gaps)
