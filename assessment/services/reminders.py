"""Who is reminded of sections whose day comes near."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from activity.domain.nearness import CLOSE_DAYS, is_near
from activity.models import Notice
from activity.services.reminding import Reminder, keep
from assessment.models import Assessment, SectionAssignment
from assessment.selectors.runs import section_title
from core.phrases import phrase
from organizations.domain.roles import Permission
from organizations.selectors.places import plant_today


def remind(*, organization_id: int) -> None:
    """Remind whoever still has a section to answer.

    Args:
        organization_id: the open tenant.
    """
    rows = SectionAssignment.objects.filter(
        assessment__plant__organization=organization_id,
        assessment__state=Assessment.State.OPEN,
        submitted_at=None,
    )
    rows = rows.select_related("user", "assessment__plant", "assessment__framework")
    rows = rows.defer("assessment__framework__content").order_by("pk")
    keep(
        organization_id=organization_id,
        kind=Notice.Kind.DUE_SOON,
        start="assessment/",
        near=_near(list(rows)),
    )


def _near(rows: list[SectionAssignment]) -> Iterator[Reminder]:
    today = {row.assessment.plant_id: plant_today(row.assessment.plant) for row in rows}
    for row in rows:
        run, day = row.assessment, row.due_on or row.assessment.due_on
        if day is None or not is_near(day, today[run.plant_id], CLOSE_DAYS):
            continue
        yield Reminder(
            recipient=row.user,
            words=phrase(
                "“{section}” in {run} is still to be answered",
                section=section_title(run, row.section),
                run=run.title,
            ),
            path=reverse("assessment:assessment-detail", args=[run.plant.slug, run.pk]),
            # Begins like the notice of the section itself: what settles that one settles both.
            key=f"assessment/{run.pk}/section/{row.section}/due/{day}/{row.user_id}/",
            plant=run.plant,
            right=Permission.ASSESSMENT_ANSWER,
            due_on=day,
        )
