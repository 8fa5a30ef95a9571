"""The plan as a table: rows in groups, money by year, the form of one row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from roadmap.charts import words
from roadmap.forms.initiatives import InitiativeRowForm, initial_of
from roadmap.forms.query import PlanQuery
from roadmap.models import Initiative
from roadmap.selectors.arrangement import RowGroup
from roadmap.selectors.network import length_words
from roadmap.selectors.plan import Plan
from roadmap.selectors.wording import gate_words


def table_context(
    plan: Plan,
    query: PlanQuery,
    groups: Iterable[RowGroup],
    gates: Mapping[int, str],
    *,
    may_edit: bool,
) -> dict[str, Any]:
    """Return what the table shows, with the form of the row that is edited."""
    edited = query.value("edit")
    form = None
    if may_edit and edited:
        row = next((row for row in plan.initiatives if row.pk == edited), None)
        if row:
            form = row_form(row, initial_of(row))
    return {
        "groups": group_rows(plan, groups, gates),
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


def group_rows(
    plan: Plan, groups: Iterable[RowGroup], gates: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Return the groups with their rows and sums, and which rows stand behind a closed gate."""
    closed = gate_words(gates)
    faults, slack = words.faults(plan), words.slack_texts(plan)
    return [
        {
            "label": group.label,
            "rows": [
                {
                    "row": row,
                    "length": length_words(row, plan),
                    "faults": faults.get(str(row.pk), ()),
                    "gate": closed.get(row.pk, ""),
                    "slack": slack.get(str(row.pk), ""),
                    "last_start": words.last_start(plan, row),
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
