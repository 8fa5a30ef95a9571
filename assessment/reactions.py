"""What follows for the scores of runs when evidence is judged."""

from __future__ import annotations

from assessment.models import Assessment
from assessment.services.answering import lock_run, rescore
from organizations.models import Evidence, User
from organizations.services.acts import Act, inside


@inside("evidence.reviewed")
def score_again(*, act: Act, target: Evidence, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Score every run under way that the evidence supports; what is signed off keeps its seal."""
    runs = Assessment.objects.filter(evidence__evidence=target)
    unsigned = runs.exclude(state=Assessment.State.SIGNED_OFF).select_related("plant")
    for run in unsigned.only("pk", "plant").distinct().order_by("pk"):
        rescore(lock_run(plant=run.plant, run_id=run.pk))
