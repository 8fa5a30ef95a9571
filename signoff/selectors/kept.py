"""Who signed a sealed result and how many of the drawn answers stood, as it was kept."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.models import Assessment
from signoff.models import KeptChallenge, KeptSignature


@dataclass(frozen=True, slots=True)
class KeptSignOff:
    """What is kept beside the seal that holds.

    Attributes:
        signers: names in the order in which they signed; none on seals of before this was kept.
        challenge: how many of the drawn answers stood; None where none were drawn.
    """

    signers: tuple[str, ...] = ()
    challenge: KeptChallenge | None = None


def kept_sign_off(run: Assessment) -> KeptSignOff:
    """Return what is kept beside the seal of a run that holds; two queries, none without a seal."""
    if run.state != Assessment.State.SIGNED_OFF:
        return KeptSignOff()
    place = {"snapshot__assessment": run, "snapshot__withdrawal": None}
    names = KeptSignature.objects.filter(**place).values_list("signed_by__name", flat=True)
    return KeptSignOff(tuple(names), KeptChallenge.objects.filter(**place).first())
