"""The plan as a table: rows in groups, money by year, the form of one row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from roadmap.charts import words
from roadmap.forms.initiatives import InitiativeRowForm, initial_of
from roadmap.forms.query import PlanQuery
from roadmap.models import Initiative
from roadmap.selectors.arrangement import RowGroup
from roadmap.selectors.plan import Plan


def table_context(
    plan: Plan, query: PlanQuery, groups: Iterable[RowGroup], *, may_edit: bool
) -> dict[str, Any]:
    """Return what the table shows, with the form of the row that is edited."""
    edited = query.value("edit")
    form = None
    if may_edit and edited:
        row = next((row for row in plan.initiatives if row.pk == edited), None)
        if row:
            form = row_form(row, initial_of(row))
    return {
        "groups": group_rows(plan, groups),
        "row_form": form,
        "edited": edited,
        "year_rows": year_rows(plan),
        "total_rows": total_rows(plan),
        "show_group": plan.group is not None and plan.group.currency != plan.currency,
    }


def row_form(row: Initiative, initial: dict[str, Any], data: Any = None) -> InitiativeRowForm:
    """Return the form of one row of the table."""
    form = InitiativeRowForm(
        data,
        plant=row.roadmap.plant,
        initial=initial,
        auto_id=f"row-{row.pk}-%s",
    )
    for bound in form:
        bound.field.widget.attrs["form"] = f"form-{row.pk}"
        bound.field.widget.attrs["aria-label"] = str(bound.label)
    return form


def group_rows(plan: Plan, groups: Iterable[RowGroup]) -> list[dict[str, Any]]:
    """Return the groups with their rows and sums."""
    early = {violation.link.after: violation.days for violation in reversed(plan.violations)}
    texts, slack = words.conflict_texts(plan), words.slack_texts(plan)
    return [
        {
            "label": group.label,
            "rows": [
                {
                    "row": row,
                    "early": early.get(str(row.pk), 0),
                    "conflicts": texts.get(str(row.pk), ()),
                    "slack": slack.get(str(row.pk), ""),
                }
                for row in group.rows
            ],
            "one_off": sum(plan.items[str(row.pk)].planned_cost for row in group.rows),
        }
        for group in groups
    ]


def total_rows(plan: Plan) -> list[dict[str, Any]]:
    """Return what the plan costs inside its quarters and, where that differs, outside and in all."""
    totals = plan.totals
    rows = [(_("Twelve quarters"), totals.inside, plan.limit)]
    if totals.outside:
        rows += [(_("Before the plan"), totals.before, None)] if totals.before else []
        rows += [(_("Beyond the plan"), totals.beyond, None)] if totals.beyond else []
        rows.append((_("In all"), totals.whole, None))
    group = plan.group
    return [
        {
            "label": label,
            "amount": amount,
            "limit": limit,
            "group": group.convert(amount) if group else None,
        }
        for label, amount, limit in rows
    ]


def year_rows(plan: Plan) -> list[dict[str, Any]]:
    """Return the money of each calendar year with its limit and its quarters."""
    rows = []
    for year, planned in plan.budget.years.items():
        limit = plan.limits.get(year)
        values: list[Any] = [None] * 4
        for period, cost in zip(plan.periods, plan.budget.quarters, strict=True):
            if period.start.year == year:
                values[(period.start.month - 1) // 3] = cost
        rows.append(
            {
                "year": year,
                "planned": planned,
                "limit": limit,
                "left": None if limit is None else limit - planned,
                "group": plan.group.convert(planned) if plan.group else None,
                "quarters": values,
            }
        )
    return rows
