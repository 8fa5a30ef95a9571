"""A running cost that nobody stated is none any more, instead of 0.

Until now a 0 stood both where somebody said that it costs nothing and where nobody said anything. The
log of steps is the one witness: where somebody took an amount back to 0, that 0 was said and stays. Every
other 0 came by default and becomes none, in the rows and in the log from which steps are undone.
"""

from __future__ import annotations

from decimal import Decimal

import django.core.validators
from django.db import migrations, models

NOTHING = "0.00"


def forget_defaults(apps, schema_editor) -> None:
    """Make zeros that nobody said none."""
    said = _mend_log(apps, _Defaults())
    initiatives = apps.get_model("roadmap", "Initiative")._base_manager
    unsaid = initiatives.filter(yearly_amount=0).exclude(pk__in=said)
    unsaid.update(yearly_amount=None, version=models.F("version") + 1)


def return_defaults(apps, schema_editor) -> None:
    """Make what nobody said 0 again."""
    _mend_log(apps, _Zeros())
    initiatives = apps.get_model("roadmap", "Initiative")._base_manager
    unsaid = initiatives.filter(yearly_amount=None)
    unsaid.update(yearly_amount=0, version=models.F("version") + 1)


class _Defaults:
    """Empties the zeros of a log that nobody said; knows those that somebody did."""

    def __init__(self) -> None:
        self.said: set[int] = set()

    def mend(self, key: int, before, after) -> bool:
        """Mend an initiative in a step, before and after it; return whether it changed."""
        was_zero, is_zero = _is_zero(before), _is_zero(after)
        has_said = key in self.said
        if is_zero and before is not None and not was_zero:
            self.said.add(key)
        elif after is not None and not is_zero:
            self.said.discard(key)
        changed = False
        for values, zero, was_said in ((before, was_zero, has_said), (after, is_zero, key in self.said)):
            if zero and not was_said:
                values["yearly_amount"] = None
                changed = True
        return changed


class _Zeros:
    """Puts zeros where a log has none."""

    said: frozenset[int] = frozenset()

    def mend(self, key: int, before, after) -> bool:
        """Mend an initiative in a step, before and after it; return whether it changed."""
        changed = False
        for values in (before, after):
            if values is not None and values.get("yearly_amount", NOTHING) is None:
                values["yearly_amount"] = NOTHING
                changed = True
        return changed


def _is_zero(values) -> bool:
    amount = None if values is None else values.get("yearly_amount")
    return amount is not None and Decimal(amount) == 0


def _mend_log(apps, mender):
    """Walk through the log from the first step on, undone ones last of what they touch."""
    steps = apps.get_model("steps", "Step")._base_manager
    for step in steps.order_by("pk").iterator():
        rows = [{}, {}]
        for kept, side in zip(rows, (step.before, step.after), strict=True):
            kept |= {row["id"]: row["values"] for row in side if row["table"] == "initiative"}
        before, after = rows
        said = set(mender.said)
        found = [mender.mend(key, before.get(key), after.get(key)) for key in {**before, **after}]
        if step.undone_at is not None and said != mender.said:
            mender.said = said  # what was taken back says nothing about the rows of today
        if any(found):
            step.save(update_fields=["before", "after"])
    return mender.said


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0015_due_milestones"), ("steps", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="initiative",
            name="yearly_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=16,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="yearly cost after the end",
            ),
        ),
        migrations.RunPython(forget_defaults, return_defaults),
    ]
