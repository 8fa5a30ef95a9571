"""The single indicator becomes the first of several; the log of steps learns the new columns."""

from django.db import migrations


def link_indicators(apps, schema_editor) -> None:
    """Make a row of every single indicator; its numbers nobody has said.

    An empty database is made from the last state, in which the single one is gone.
    """
    goals = apps.get_model("goals", "Goal")
    if not any(field.name == "indicator" for field in goals._meta.fields):
        return
    alias = schema_editor.connection.alias
    links = apps.get_model("goals", "GoalIndicator")._base_manager.using(alias)
    for goal in goals._base_manager.using(alias).exclude(indicator=None):
        links.create(goal=goal, plant_indicator_id=goal.indicator_id, target_on=goal.due_on)


def take_first(apps, schema_editor) -> None:
    """Way back: the first of several becomes the single one."""
    alias = schema_editor.connection.alias
    goals = apps.get_model("goals", "Goal")._base_manager.using(alias)
    links = apps.get_model("goals", "GoalIndicator")._base_manager.using(alias)
    for link in links.order_by("-pk"):
        goals.filter(pk=link.goal_id).update(indicator=link.plant_indicator_id)


def mend_steps(apps, schema_editor) -> None:
    """Let steps of goals be undone: their rows have the columns of now."""
    _mend(apps, schema_editor, gone="indicator_id", come=("parent_id", "counted_from"))


def mend_back(apps, schema_editor) -> None:
    """Way back: their rows have the columns of before."""
    _mend(apps, schema_editor, gone="parent_id", come=("indicator_id",), also="counted_from")


def _mend(apps, schema_editor, *, gone, come, also="") -> None:
    steps = apps.get_model("steps", "Step")._base_manager.using(schema_editor.connection.alias)
    for step in steps.iterator():
        rows = [
            row["values"]
            for row in [*step.before, *step.after]
            if row["table"] == "goal" and row["values"] is not None
        ]
        for values in rows:
            values.pop(gone, None)
            values.pop(also, None)
            values |= dict.fromkeys(come)
        if rows:
            step.save(update_fields=["before", "after"])


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0002_tree'),
        ('steps', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(link_indicators, take_first),
        migrations.RunPython(mend_steps, mend_back),
    ]
