"""What is kept when a run is sealed, and who is asked for a signature."""

from __future__ import annotations

from django.urls import reverse

from activity.models import Notice
from activity.services import notices
from assessment.models import Assessment
from core.phrases import phrase
from core.text import LocalizedText
from organizations.domain.roles import Permission
from organizations.models import AuditEvent, User
from organizations.services.acts import Act, after, inside
from signoff.selectors.examining import examine, signing_of
from signoff.services.signing import keep_sign_off

# How a run is found from what an act was about.
RUN_OF = {
    "assessment.answer": "answers",
    "organizations.evidence": "evidence__evidence",
    "questionnaire.agreedanswer": "agreed_answers",
    "signoff.challengedanswer": "draws__answers",
}


@inside("assessment.signed_off")
def require_signatures(*, act: Act, target: Assessment, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Let nobody sign alone who answered, or where two sign; keep who did, and what stood.

    Raises:
        StateError: a signature, or a look at a drawn answer, is missing.
    """
    keep_sign_off(target, by)


# --- who is told -------------------------------------------------------------------------------
@after("signature.given", "signature.taken_back")
def ask_for_signatures(*, event: AuditEvent) -> None:
    """Ask whoever may give the signature that is missing; who has signed is asked no more."""
    run = Assessment.objects.select_related("plant", "framework").filter(pk=event.object_id).first()
    notices.settle(
        organization_id=event.organization_id,
        start=f"assessment/{event.object_id}/signature/",
        at=event.happened_at,
    )
    if run is None or event.verb == "signature.taken_back":
        return
    notices.settle(
        organization_id=event.organization_id,
        start=f"assessment/{run.pk}/review/",
        at=event.happened_at,
        recipient=event.actor,
    )
    if run.state in (Assessment.State.SUBMITTED, Assessment.State.IN_REVIEW):
        known = signing_of(run, examine(run).fingerprint)
        words = phrase("Sign {run}: one signature stands, another is needed", run=run.title)
        for person in known.asked():
            _tell(event, run, person, words)


@after(
    *("answer.moderated", "challenge.verified", "evidence.reviewed"),
    *("exclusion.accepted", "exclusion.refused"),
)
def ask_again(*, event: AuditEvent) -> None:
    """Ask those again whose signature counts no more, because what they signed has changed."""
    place = RUN_OF[event.object_type]
    rows = Assessment.objects.filter(**{place: event.object_id}, signatures__isnull=False)
    for run in rows.select_related("plant", "framework").distinct():
        words = phrase("Sign {run} again: what you signed has changed", run=run.title)
        for line in signing_of(run, examine(run).fingerprint).lines:
            if not line.is_same:
                _tell(event, run, line.row.signed_by, words)


def _tell(event: AuditEvent, run: Assessment, person: User, words: LocalizedText) -> None:
    notices.tell(
        recipient=person,
        kind=Notice.Kind.SIGN_OFF_ASKED,
        words=words,
        path=reverse("signoff:run-sign-off", args=[run.plant.slug, run.pk]),
        key=f"assessment/{run.pk}/signature/",
        at=event.happened_at,
        organization_id=event.organization_id,
        plant=run.plant,
        right=Permission.ASSESSMENT_SIGN,
    )
