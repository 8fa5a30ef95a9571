"""What follows for runs when evidence is judged, and who is told of what waits for them in a run."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.urls import reverse

from activity.models import Notice
from activity.services import notices
from assessment.access import question_url
from assessment.models import Answer, Assessment, SectionAssignment
from assessment.selectors.runs import section_title
from assessment.services.answering import lock_run, rescore
from core.phrases import phrase
from core.text import LocalizedText
from organizations.domain.roles import Permission
from organizations.models import AuditEvent, Evidence, User
from organizations.selectors.places import people_with
from organizations.services.acts import Act, after, inside


@inside("evidence.reviewed")
def score_again(*, act: Act, target: Evidence, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Score every run under way that the evidence supports; what is signed off keeps its seal."""
    runs = Assessment.objects.filter(evidence__evidence=target)
    unsigned = runs.exclude(state=Assessment.State.SIGNED_OFF).select_related("plant")
    for run in unsigned.only("pk", "plant").distinct().order_by("pk"):
        rescore(lock_run(plant=run.plant, run_id=run.pk))


# --- who is told -------------------------------------------------------------------------------
@after(
    *("answer.saved", "exclusion.refused"),
    *("assessment.deleted", "assessment.signed_off", "assessment.submitted", "assessment.widened"),
    *("section.assigned", "section.handed_on", "section.returned"),
    *("sections.submitted", "sections.taken_back", "work.handed_over"),
)
def tell_people(*, event: AuditEvent) -> None:
    """Tell people what waits for them in a run; one function, so that acts are told in their order."""
    if event.verb in OF_OTHER_ROWS:
        OF_OTHER_ROWS[event.verb](event)
        return
    runs = Assessment.objects.select_related("plant", "framework")
    run = runs.filter(pk=event.object_id).first()
    if run is None or event.verb in ("assessment.deleted", "assessment.signed_off"):
        _settle(event, f"assessment/{event.object_id}/")
    else:
        TELLERS[event.verb](event, run)


def _tell_assigned(event: AuditEvent, run: Assessment) -> None:
    """Tell those who are named anew; the others get the day, and the notice of the rest goes."""
    section = event.changes["section"]
    before, now = event.changes["user"]
    _settle(event, f"{_run_key(run)}handed-back/{section}/")
    for person in User.objects.filter(pk__in=set(before) - set(now)):
        _settle(event, _section_key(run, section), person)
    _tell_answering(event, run, section, Notice.Kind.ASSIGNED, leaving=before)
    row = run.assignments.filter(section=section).first()
    if row is not None:
        notices.move_day(key=_section_key(run, section), due_on=row.due_on or run.due_on)


def _tell_returned(event: AuditEvent, run: Assessment) -> None:
    """Tell whoever answers a section that it came back; nobody is asked for a signature meanwhile."""
    _settle(event, _run_key(run))
    _tell_answering(event, run, event.changes["section"], Notice.Kind.RETURNED)


def _tell_widened(event: AuditEvent, run: Assessment) -> None:
    """Tell everybody whose section asks more than before."""
    _settle(event, _run_key(run))
    for section in set(run.assignments.values_list("section", flat=True)):
        _tell_answering(event, run, section, Notice.Kind.ASSIGNED)


def _tell_handed_on(event: AuditEvent, run: Assessment) -> None:
    """Tell whoever answers it now; where that is nobody new, those who assign."""
    _tell_assigned(event, run)
    before, now = event.changes["user"]
    if set(now) - set(before) or run.state != Assessment.State.OPEN:
        return
    section = event.changes["section"]
    words = phrase(
        "“{section}” in {run} was handed back: assign it to somebody else",
        section=section_title(run, section),
        run=run.title,
    )
    for person in people_with(run.plant, Permission.ASSESSMENT_MANAGE):
        notices.tell(
            recipient=person,
            kind=Notice.Kind.RETURNED,
            words=words,
            path=reverse("assessment:assignment-edit", args=[run.plant.slug, run.pk, section]),
            key=f"{_run_key(run)}handed-back/{section}/",
            at=event.happened_at,
            organization_id=event.organization_id,
            plant=run.plant,
            right=Permission.ASSESSMENT_MANAGE,
            by=event.actor,
        )


def _tell_answering(
    event: AuditEvent,
    run: Assessment,
    section: str,
    kind: Notice.Kind,
    leaving: Collection[int] = (),
) -> None:
    """Tell those who still have a section to answer, without some of them."""
    if run.state != Assessment.State.OPEN:
        return  # closed since
    rows = run.assignments.filter(section=section, submitted_at=None).exclude(user__in=leaving)
    for row in rows.select_related("user"):
        row.assessment = run
        _tell_section(event, row, kind)


def _tell_section(event: AuditEvent, row: SectionAssignment, kind: Notice.Kind) -> None:
    run, title = row.assessment, section_title(row.assessment, row.section)
    if kind == Notice.Kind.RETURNED:
        words = phrase(
            "Look again at “{section}” in {run}: it was returned", section=title, run=run.title
        )
    else:
        words = phrase("Answer “{section}” in {run}", section=title, run=run.title)
    notices.tell(
        recipient=row.user,
        kind=kind,
        words=words,
        path=_page("assessment:assessment-detail", run),
        key=_section_key(run, row.section),
        at=event.happened_at,
        organization_id=event.organization_id,
        plant=run.plant,
        right=Permission.ASSESSMENT_ANSWER,
        due_on=row.due_on or run.due_on,
        by=event.actor,
    )


def _tell_sections_submitted(event: AuditEvent, run: Assessment) -> None:
    """What a person submitted is done for them; whoever reviews is told."""
    for section in event.changes["sections"][1]:
        _settle(event, _section_key(run, section), event.actor)
    words = phrase("Sections of {run} are submitted and can be reviewed", run=run.title)
    for person in people_with(run.plant, Permission.ASSESSMENT_REVIEW):
        _tell_judging(event, run, person, Notice.Kind.REVIEW_ASKED, words)


def _tell_submitted(event: AuditEvent, run: Assessment) -> None:
    """Nobody answers any more; who may sign is asked to, who may only review, for that."""
    _settle(event, f"{_run_key(run)}section/")
    if run.state not in (Assessment.State.SUBMITTED, Assessment.State.IN_REVIEW):
        return  # opened again since
    signing = list(people_with(run.plant, Permission.ASSESSMENT_SIGN))
    words = phrase("Sign {run}: it is submitted", run=run.title)
    for person in signing:
        _tell_judging(event, run, person, Notice.Kind.SIGN_OFF_ASKED, words)
    words = phrase("Review {run}: it is submitted", run=run.title)
    for person in people_with(run.plant, Permission.ASSESSMENT_REVIEW):
        if person not in signing:
            _tell_judging(event, run, person, Notice.Kind.REVIEW_ASKED, words)


def _tell_judging(
    event: AuditEvent, run: Assessment, person: User, kind: Notice.Kind, words: LocalizedText
) -> None:
    is_signing = kind == Notice.Kind.SIGN_OFF_ASKED
    notices.tell(
        recipient=person,
        kind=kind,
        words=words,
        path=_page("signoff:run-sign-off" if is_signing else "assessment:review-detail", run),
        key=f"{_run_key(run)}review/",
        at=event.happened_at,
        organization_id=event.organization_id,
        plant=run.plant,
        right=Permission.ASSESSMENT_SIGN if is_signing else Permission.ASSESSMENT_REVIEW,
        by=event.actor,
    )


def _take_back(event: AuditEvent, run: Assessment) -> None:
    """What a person took back waits for them again."""
    if event.actor is not None:
        for section in event.changes["sections"][0]:
            notices.reopen(recipient=event.actor, key=_section_key(run, section))


def _tell_taken_over(event: AuditEvent) -> None:
    """Tell whoever answers a section in place of somebody who left."""
    if event.object_type != "assessment.sectionassignment":
        return
    rows = SectionAssignment.objects.select_related(
        "assessment__plant", "assessment__framework", "user"
    )
    row = rows.filter(pk=event.object_id, submitted_at=None).first()
    if row is not None:
        _tell_section(event, row, Notice.Kind.ASSIGNED)


def _tell_changed(event: AuditEvent) -> None:
    """Tell whoever gave an answer that somebody else changed what counts of it."""
    if COUNTING & event.changes.keys():
        row = Answer.objects.select_related("assessment__plant").filter(pk=event.object_id).first()
        saves = row.revisions.filter(saved_at__lte=event.happened_at) if row else ()
        before = list(saves[:2])[1:]
        if row and before:
            words = phrase(
                "Somebody changed your answer to {question} in {run}",
                question=row.question,
                run=row.assessment.title,
            )
            _tell_answerer(event, row, before[0].saved_by, words)


def _tell_refused(event: AuditEvent) -> None:
    """Tell whoever said that a question does not apply that an assessor refused it."""
    row = Answer.objects.select_related("assessment__plant").filter(pk=event.object_id).first()
    if row is not None:
        words = phrase(
            "It was refused that {question} in {run} does not apply",
            question=row.question,
            run=row.assessment.title,
        )
        _tell_answerer(event, row, row.answered_by, words)


def _tell_answerer(
    event: AuditEvent, answer: Answer, person: User | None, words: LocalizedText
) -> None:
    run = answer.assessment
    if person is None or run.state == Assessment.State.SIGNED_OFF:
        return
    notices.tell(
        recipient=person,
        kind=Notice.Kind.ANSWER_CHANGED,
        words=words,
        path=question_url(run.plant, run.pk, answer.question),
        key=f"{_run_key(run)}changed/{answer.question}/",
        at=event.happened_at,
        organization_id=event.organization_id,
        plant=run.plant,
        right=Permission.ASSESSMENT_VIEW,
        by=event.actor,
    )


COUNTING = {"value", "not_applicable", "na_state"}
OF_OTHER_ROWS: dict[str, Callable[[AuditEvent], None]] = {
    "answer.saved": _tell_changed,
    "exclusion.refused": _tell_refused,
    "work.handed_over": _tell_taken_over,
}
TELLERS: dict[str, Callable[[AuditEvent, Assessment], None]] = {
    "assessment.submitted": _tell_submitted,
    "assessment.widened": _tell_widened,
    "section.assigned": _tell_assigned,
    "section.handed_on": _tell_handed_on,
    "section.returned": _tell_returned,
    "sections.submitted": _tell_sections_submitted,
    "sections.taken_back": _take_back,
}


# --- keys, pages, names ------------------------------------------------------------------------
def _settle(event: AuditEvent, start: str, recipient: User | None = None) -> None:
    notices.settle(
        organization_id=event.organization_id,
        start=start,
        at=event.happened_at,
        recipient=recipient,
    )


def _run_key(run: Assessment) -> str:
    return f"assessment/{run.pk}/"


def _section_key(run: Assessment, section: str) -> str:
    return f"{_run_key(run)}section/{section}/"


def _page(name: str, run: Assessment) -> str:
    return reverse(name, args=[run.plant.slug, run.pk])
