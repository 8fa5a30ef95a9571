"""What pages of a run say of its signatures; `{% load signatures %}`."""

from __future__ import annotations

from typing import Any

from django import template

from assessment.models import Assessment
from signoff.models import ChallengeDraw, RunSignature
from signoff.selectors.examining import examine, signing_of
from signoff.selectors.kept import KeptSignOff, kept_sign_off
from signoff.selectors.policy import policy_of

register = template.Library()


@register.simple_tag
def kept_signatures(run: Assessment) -> KeptSignOff:
    """Return who signed a run and how many of the drawn answers stood, as kept beside its seal."""
    return kept_sign_off(run)


@register.simple_tag
def waiting_signatures(run: Assessment) -> dict[str, Any]:
    """Return whose signatures of a run in review wait for another one; one query where none does."""
    if run.submitted_at is None or run.state == Assessment.State.SIGNED_OFF:
        return {}
    if not RunSignature.objects.filter(assessment=run).exists():
        return {}
    known = signing_of(run, examine(run).fingerprint)
    names = [line.row.signed_by.name for line in known.lines if line.stands]
    asked = [one.name for one in known.asked()]
    return {"names": names, "count": known.needed.count, "asked": asked[:6]} if names else {}


@register.simple_tag
def has_challenge(run: Assessment) -> bool:
    """Tell whether answers of a run were drawn, or are to be drawn; two queries at most."""
    if run.state == Assessment.State.OPEN:
        return False
    is_signed = run.state == Assessment.State.SIGNED_OFF
    if not is_signed and policy_of(run.plant.organization_id).challenged:
        return True
    return ChallengeDraw.objects.filter(assessment=run).exists()
