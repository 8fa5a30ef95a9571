"""A plant's duties with the words of their pack, their status today, and roll-ups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from compliance.domain.applicability import Reason
from compliance.domain.deadlines import (
    Dated,
    Deadline,
    DeadlineKind,
    suggested_due,
    upcoming,
)
from compliance.domain.status import (
    RollUp,
    Status,
    by_urgency,
    effective_status,
    is_question,
    roll_up,
)
from compliance.models import ObligationStatus, Topic
from compliance.selectors.packs import checklists_of
from organizations.models import AuditEvent, Plant, User
from packs.schema.checklist import Checklist, Obligation

TOPIC_ORDER = tuple(Topic.values)
DONE = (Status.MET, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty at a plant: the stored row, what its pack says, and what it counts as today."""

    row: ObligationStatus
    obligation: Obligation
    checklist: Checklist
    effective: Status
    evidence_count: int = 0

    @property
    def reason(self) -> Reason:
        """Why it applies or not."""
        return Reason.from_dict(self.row.reason)

    @property
    def suggested_due_on(self) -> dt.date:
        """The due date the pack suggests."""
        duty = self.obligation
        return suggested_due(self.row.tracked_on, duty.due_days, duty.effective_on)

    @property
    def citation(self) -> str:
        """The law's short name with the article; an article that names its law stands alone."""
        law, article = self.checklist.regulation.short, self.obligation.article
        return article if article.startswith(law) else f"{law} {article}".strip()

    @property
    def is_question(self) -> bool:
        """Whether it is still to be confirmed that it applies."""
        return is_question(self.row.standing)


@dataclass(frozen=True, slots=True)
class Summary:
    """How one plant stands.

    Attributes:
        total: all duties.
        by_jurisdiction: jurisdiction -> roll-up, by name.
        by_topic: topic -> roll-up, in the order of the checklist.
    """

    total: RollUp
    by_jurisdiction: Mapping[str, RollUp]
    by_topic: Mapping[str, RollUp]


@dataclass(frozen=True, slots=True)
class DueItem:
    """A deadline with its duty."""

    deadline: Deadline
    duty: Duty

    @property
    def kind(self) -> DeadlineKind:
        """What happens on the day."""
        return self.deadline.kind


def list_duties(plant: Plant, today: dt.date) -> list[Duty]:
    """Return every tracked duty, by topic and then by urgency.

    Args:
        plant: the plant.
        today: the day at the plant.

    Returns:
        Duties, also those that do not apply; two queries once the packs are parsed.
    """
    return duties_of(ObligationStatus.objects.filter(plant=plant), today)


def duties_of(rows: QuerySet[ObligationStatus], today: dt.date) -> list[Duty]:
    """Return the duties of some rows, by topic and then by urgency."""
    found = list(
        rows.select_related("owner", "plant__organization")
        .annotate(pieces=Count("evidence"))
        .order_by("obligation")
    )
    checklists = checklists_of(row.checklist_id for row in found)
    words = {
        (pk, duty.id): duty
        for pk, checklist in checklists.items()
        for duty in checklist.obligations
    }
    duties = [
        Duty(
            row=row,
            obligation=words[row.checklist_id, row.obligation],
            checklist=checklists[row.checklist_id],
            effective=effective_status(row.standing, today),
            evidence_count=row.pieces,
        )
        for row in found
    ]
    urgency = by_urgency(today)
    return sorted(
        duties, key=lambda duty: (TOPIC_ORDER.index(duty.row.topic), urgency(duty.row.standing))
    )


def get_duty(plant: Plant, pk: int, today: dt.date) -> Duty | None:
    """Return one duty of a plant; none when the plant has no such row."""
    return next(iter(duties_of(ObligationStatus.objects.filter(plant=plant, pk=pk), today)), None)


def status_summary(plants: Iterable[Plant], today: dt.date) -> dict[int, Summary]:
    """Return how plants stand, in one query.

    Args:
        plants: one or more.
        today: the day on which they are judged.

    Returns:
        Plant id -> summary; a plant without tracked duties has only zeros.
    """
    ids = [plant.pk for plant in plants]
    rows: dict[int, list[ObligationStatus]] = {pk: [] for pk in ids}
    for row in ObligationStatus.objects.filter(plant__in=ids).defer("reason", "note"):
        rows[row.plant_id].append(row)
    return {pk: summarize(found, today) for pk, found in rows.items()}


def summarize(rows: Iterable[ObligationStatus], today: dt.date) -> Summary:
    """Return the roll-ups of rows that are already read."""
    found = list(rows)
    jurisdictions = sorted({row.jurisdiction for row in found})
    topics = [topic for topic in TOPIC_ORDER if any(row.topic == topic for row in found)]
    return Summary(
        total=roll_up((row.standing for row in found), today),
        by_jurisdiction={
            name: roll_up((row.standing for row in found if row.jurisdiction == name), today)
            for name in jurisdictions
        },
        by_topic={
            topic: roll_up((row.standing for row in found if row.topic == topic), today)
            for topic in topics
        },
    )


def open_duties(plant: Plant, today: dt.date) -> list[Duty]:
    """Return the duties that are not met yet, most urgent first; questions are among them."""
    urgency = by_urgency(today)
    found = [duty for duty in list_duties(plant, today) if duty.effective not in DONE]
    return sorted(found, key=lambda duty: urgency(duty.row.standing))


def due_items(plant: Plant, today: dt.date) -> list[DueItem]:
    """Return what is due within 90 days, late things first, in two queries."""
    duties = {duty.row.pk: duty for duty in list_duties(plant, today)}
    return [
        DueItem(deadline, duties[deadline.key])
        for deadline in upcoming((_dated(duty) for duty in duties.values()), today)
    ]


def _dated(duty: Duty) -> Dated:
    return Dated(duty.row.pk, duty.row.standing, duty.obligation.effective_on)


def next_due(plants: Iterable[Plant], today: dt.date) -> dict[int, Duty]:
    """Return the duty whose agreed date comes next, or passed first, of each plant.

    Args:
        plants: one or more.
        today: the day on which they are judged.

    Returns:
        Plant id -> duty; plants without an agreed date are left out. Two queries once the packs
        are parsed; open questions do not count.
    """
    rows = ObligationStatus.objects.filter(
        Q(is_doubtful=False) | ~Q(decision=""),
        plant__in=[plant.pk for plant in plants],
        applies=ObligationStatus.Applies.YES,
        due_on__isnull=False,
    ).exclude(state=ObligationStatus.State.MET)
    found: dict[int, Duty] = {}
    for duty in sorted(duties_of(rows, today), key=lambda duty: (duty.row.due_on, duty.row.pk)):
        found.setdefault(duty.row.plant_id, duty)
    return found


def possible_owners(plant: Plant) -> QuerySet[User]:
    """Return the people who take part in the plant, by its own or a group-wide role."""
    roles = Q(memberships__plant=plant) | Q(
        memberships__plant__isnull=True, memberships__organization=plant.organization_id
    )
    return User.objects.filter(roles, is_active=True).distinct().order_by("name")


def history(row: ObligationStatus) -> QuerySet[AuditEvent]:
    """Return what happened to a duty, newest first."""
    return AuditEvent.objects.filter(
        object_type=row._meta.label_lower,  # noqa: SLF001 -- Django's public meta data
        object_id=str(row.pk),
    )[:50]
