"""A plant's duties with the words of their pack, their status today, and roll-ups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from compliance.domain.applicability import Reason
from compliance.domain.coverage import Layer, layer_of
from compliance.domain.deadlines import (
    Dated,
    Deadline,
    DeadlineKind,
    suggested_due,
    upcoming,
)
from compliance.domain.reasons import because
from compliance.domain.status import (
    DutyStanding,
    RollUp,
    Status,
    agreed_date,
    by_urgency,
    effective_status,
    is_question,
    is_unproven,
    roll_up,
)
from compliance.models import ObligationEvidence, ObligationStatus, Topic
from compliance.selectors.packs import checklists_of
from core.base import label
from core.text import LocalizedText
from organizations.models import AuditEvent, Plant, User
from organizations.selectors.evidence import counting, counts
from packs.schema.checklist import Checklist, Obligation

TOPIC_ORDER = tuple(Topic.values)
DONE = (Status.MET, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty at a plant: the stored row, what its pack says, and what it counts as today.

    Attributes:
        today: the day at the plant on which it was read.
    """

    row: ObligationStatus
    obligation: Obligation
    checklist: Checklist
    effective: Status
    today: dt.date
    evidence_count: int = 0

    @property
    def reason(self) -> Reason:
        """Why it applies or not."""
        return Reason.from_dict(self.row.reason)

    @property
    def because(self) -> LocalizedText | None:
        """Why it applies, does not or may, in words; None for a duty of every plant there."""
        return because(self.reason)

    @property
    def standing(self) -> DutyStanding:
        """What the rules need to know, evidence included."""
        return replace(self.row.standing, has_evidence=self.evidence_count > 0)

    @property
    def is_unproven(self) -> bool:
        """Whether it is said to be met while nothing proves it."""
        return is_unproven(self.standing)

    @property
    def layer(self) -> Layer:
        """Whose rules it comes from."""
        return layer_of(self.row.jurisdiction, self.row.plant.country)

    @property
    def suggested_due_on(self) -> dt.date:
        """The due date the pack suggests."""
        duty = self.obligation
        return suggested_due(self.row.tracked_on, duty.due_days, duty.effective_on, self.today)

    @property
    def citation(self) -> LocalizedText:
        """The law with the article."""
        return self.obligation.cited

    @property
    def is_question(self) -> bool:
        """Whether it is still to be confirmed that it applies."""
        return is_question(self.row.standing)


@dataclass(frozen=True, slots=True)
class Totals:
    """How one plant stands: roll-ups of all duties and by layer, and the agreed date that is next."""

    total: RollUp
    next_due_on: dt.date | None
    layers: Mapping[Layer, RollUp] = field(default_factory=dict)


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
    return duties_of(plant, ObligationStatus.objects.filter(plant=plant), today)


def duties_of(plant: Plant, rows: QuerySet[ObligationStatus], today: dt.date) -> list[Duty]:
    """Return the duties of some rows of a plant, by topic and then by urgency."""
    statuses = list(
        rows.select_related("owner")
        .annotate(pieces=Count("evidence", filter=counts("evidence__evidence__")))
        .order_by("obligation")
    )
    checklists = checklists_of(row.checklist_id for row in statuses)
    words = {
        (pk, duty.id): duty
        for pk, checklist in checklists.items()
        for duty in checklist.obligations
    }
    duties = []
    for row in statuses:
        row.plant = plant  # one for all: a plant has sixty columns
        duties.append(
            Duty(
                row=row,
                obligation=words[row.checklist_id, row.obligation],
                checklist=checklists[row.checklist_id],
                effective=effective_status(row.standing, today),
                today=today,
                evidence_count=row.pieces,
            )
        )
    urgency = by_urgency(today)
    return sorted(
        duties, key=lambda duty: (TOPIC_ORDER.index(duty.row.topic), urgency(duty.row.standing))
    )


def get_duty(plant: Plant, pk: int, today: dt.date) -> Duty | None:
    """Return one duty of a plant; none when the plant has no such row."""
    found = duties_of(plant, ObligationStatus.objects.filter(plant=plant, pk=pk), today)
    return next(iter(found), None)


def plant_totals(plants: Iterable[Plant], today: dt.date) -> dict[int, Totals]:
    """Return how plants stand, in one query that reads equal duties once.

    Args:
        plants: one or more.
        today: the day on which they are judged.

    Returns:
        Plant id -> totals; a plant without tracked duties has only zeros and no layers. The next date is the
        earliest agreed one, also when it has passed; open questions and met duties have none.
    """
    countries = {plant.pk: plant.country for plant in plants}
    groups: dict[int, list[tuple[Layer, DutyStanding, int]]] = {plant: [] for plant in countries}
    rows = ObligationStatus.objects.filter(plant__in=groups).order_by("plant_id")
    fields = ("plant_id", "jurisdiction", "applies", "state", "due_on", "review_on", "risk")
    pieces = counting(ObligationEvidence.objects.filter(status=OuterRef("pk")))
    for plant, jurisdiction, applies, state, due_on, review_on, risk, *more in rows.annotate(
        is_open=Q(is_doubtful=True, decision=""), has_evidence=Exists(pieces), count=Count("pk")
    ).values_list(*fields, "is_open", "has_evidence", "count"):
        is_open, has_evidence, count = more
        standing = DutyStanding(applies, state, due_on, review_on, is_open, risk, has_evidence)
        groups[plant].append((layer_of(jurisdiction, countries[plant]), standing, count))
    return {plant: _totals(counted, today) for plant, counted in groups.items()}


def _totals(counted: list[tuple[Layer, DutyStanding, int]], today: dt.date) -> Totals:
    layers: dict[Layer, list[DutyStanding]] = {layer: [] for layer in Layer}
    for layer, standing, count in counted:
        layers[layer] += [standing] * count
    return Totals(
        total=roll_up((one for some in layers.values() for one in some), today),
        next_due_on=min(filter(None, (agreed_date(one) for _, one, _ in counted)), default=None),
        layers={layer: roll_up(some, today) for layer, some in layers.items() if some},
    )


def open_duties(plant: Plant, person: User, today: dt.date, *, days: int) -> list[Duty]:
    """Return the dated duties that are not met yet and concern a person, most urgent first.

    Args:
        plant: the plant.
        person: whose own duties are all among them.
        today: the day at the plant.
        days: those of others are among them when due within so many days, or late.
    """
    near = Q(owner=person) | Q(due_on__lte=today + dt.timedelta(days=days))
    rows = ObligationStatus.objects.filter(near, plant=plant, due_on__isnull=False)
    urgency = by_urgency(today)
    duties = duties_of(plant, rows.exclude(applies="no"), today)
    return sorted(
        (duty for duty in duties if duty.effective not in DONE),
        key=lambda duty: urgency(duty.row.standing),
    )


def due_items(plant: Plant, today: dt.date) -> list[DueItem]:
    """Return what is due within 90 days, late things first, in two queries."""
    duties = {duty.row.pk: duty for duty in list_duties(plant, today)}
    return [
        DueItem(deadline, duties[deadline.key])
        for deadline in upcoming((_dated(duty) for duty in duties.values()), today)
    ]


def _dated(duty: Duty) -> Dated:
    return Dated(duty.row.pk, duty.row.standing, duty.obligation.effective_on)


def possible_owners(plant: Plant) -> QuerySet[User]:
    """Return the people who take part in the plant, by its own or a group-wide role."""
    roles = Q(memberships__plant=plant) | Q(
        memberships__plant__isnull=True, memberships__organization=plant.organization_id
    )
    return User.objects.filter(roles, is_active=True).distinct().order_by("name")


def history(row: ObligationStatus) -> QuerySet[AuditEvent]:
    """Return what happened to a duty, newest first."""
    events = AuditEvent.objects.select_related("words")
    return events.filter(object_type=label(row), object_id=str(row.pk))[:50]
