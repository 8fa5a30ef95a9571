"""What follows for answers given apart and personal links when people or a run change; who is told."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from activity.models import Notice
from activity.services import notices
from assessment.models import Assessment
from assessment.selectors.runs import run_sections
from core.errors import StateError
from core.phrases import phrase
from core.wording.texts import listed
from organizations.domain.roles import Permission
from organizations.models import AuditEvent, User
from organizations.selectors.places import people_with
from organizations.services.acts import Act, after, inside
from questionnaire.models import AgreedAnswer, AnswerLink, RaterAnswer
from questionnaire.selectors.hearing import unsettled
from questionnaire.services.hearing import keep_as_said, settle
from questionnaire.services.links import reopen
from questionnaire.services.sureness import keep_sureness

ONE_SECTION = ("section.assigned", "section.handed_on")


@inside(
    "assessment.submitted",
    "section.assigned",
    "section.handed_on",
    "section.returned",
    "sections.submitted",
    "sections.taken_back",
)
def hear_anew(*, act: Act, target: Assessment, by: User | None) -> None:
    """Let count what nobody is waited for any more, and nothing that somebody is waited for.

    Where a section begins to be answered apart, its answers so far are what those said who gave them;
    where it is answered apart no longer, what was said until then counts.
    """
    if by is None or not (target.apart or act.changes.get("apart")):
        return
    turned = act.changes.get("apart", [])
    only = act.changes["section"] if act.verb in ONE_SECTION else ""
    for part in run_sections(target):
        if part.id != only and (only or part.id not in target.apart):
            continue
        if turned == [False, True]:
            keep_as_said(target, part.questions)
        if turned == [True, False] or part.id in target.apart:
            is_over = part.id not in target.apart
            settle(target, part.id, part.questions, by=by, is_over=is_over)


@inside("assessment.signed_off")
def require_agreement(*, act: Act, target: Assessment, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Let nobody sign a run while people lie far apart and nobody has agreed with them.

    Raises:
        StateError: the questions, by name.
    """
    if target.apart and (left := unsettled(target)):
        words = _("Agree on these answers first, they lie far apart: %(questions)s.")
        raise StateError(words % {"questions": listed(left)})


@inside("assessment.signed_off")
def keep_how_sure(*, act: Act, target: Assessment, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Keep how sure each answer is at the moment of signing."""
    keep_sureness(target)


@inside("section.returned")
def open_links_again(*, act: Act, target: Assessment, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Let those answer again by link whose section came back."""
    reopen(run=target, section=act.changes["section"])


# --- who is told -------------------------------------------------------------------------------
@after("answer.given_apart")
def ask_for_agreement(*, event: AuditEvent) -> None:
    """Ask whoever reviews to agree on an answer, once all have spoken and they lie far apart."""
    row = RaterAnswer.objects.select_related("assessment__plant").filter(pk=event.object_id).first()
    if row is None or row.question not in unsettled(row.assessment):
        return
    run = row.assessment
    words = phrase("Answers in {run} lie far apart: agree on them", run=run.title)
    for person in people_with(run.plant, Permission.ASSESSMENT_REVIEW):
        notices.tell(
            recipient=person,
            kind=Notice.Kind.REVIEW_ASKED,
            words=words,
            path=reverse("questionnaire:moderation-detail", args=[run.plant.slug, run.pk]),
            key=f"assessment/{run.pk}/moderation/",
            at=event.happened_at,
            organization_id=event.organization_id,
            plant=run.plant,
            right=Permission.ASSESSMENT_REVIEW,
            by=event.actor,
        )


@after("answer.moderated")
def tell_agreement(*, event: AuditEvent) -> None:
    """Tell those who answered what was agreed on; nobody is asked any more where all is agreed."""
    agreed = AgreedAnswer.objects.select_related("assessment__plant").filter(pk=event.object_id)
    row = agreed.first()
    if row is None:
        return
    run, key = row.assessment, f"assessment/{row.assessment_id}/moderation/"
    if not unsettled(run):
        notices.settle(organization_id=event.organization_id, start=key, at=event.happened_at)
    words = phrase(
        "It was agreed on {question} in {run}, which you answered",
        question=row.question,
        run=run.title,
    )
    voices = RaterAnswer.objects.filter(assessment=run, question=row.question)
    for voice in voices.select_related("rater"):
        notices.tell(
            recipient=voice.rater,
            kind=Notice.Kind.AGREED,
            words=words,
            path=reverse(
                "questionnaire:question-detail", args=[run.plant.slug, run.pk, row.question]
            ),
            key=f"assessment/{run.pk}/agreed/{row.question}/",
            at=event.happened_at,
            organization_id=event.organization_id,
            plant=run.plant,
            right=Permission.ASSESSMENT_VIEW,
            by=event.actor,
        )


@after(
    *("answer_link.code_asked", "answer_link.code_made", "answer_link.opened"),
    *("answer_link.renewed", "answer_link.revoked"),
)
def tell_inviter(*, event: AuditEvent) -> None:
    """Ask whoever invited somebody for a code, unless it was mailed; nobody is asked any more after."""
    key = f"answer_link/{event.object_id}/code/"
    if event.verb != "answer_link.code_asked" or event.changes["is_mailed"]:
        notices.settle(organization_id=event.organization_id, start=key, at=event.happened_at)
        return
    rows = AnswerLink.objects.select_related("invited_by", "assessment__plant")
    row = rows.filter(pk=event.object_id).exclude(code_asked_at=None).first()
    if row is None or row.invited_by is None:
        return
    run = row.assessment
    notices.tell(
        recipient=row.invited_by,
        kind=Notice.Kind.CODE_ASKED,
        words=phrase("Somebody asks for a code to answer {run} on another device", run=run.title),
        path=reverse("questionnaire:link-list", args=[run.plant.slug, run.pk]),
        key=key,
        at=event.happened_at,
        organization_id=event.organization_id,
        plant=run.plant,
        right=Permission.ASSESSMENT_MANAGE,
    )
