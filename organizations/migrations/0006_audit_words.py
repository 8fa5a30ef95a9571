"""Words of the audit trail stand beside it: format 2 of events, and a table that only lets go.

The columns of the older events keep their names; the model reads them as sealed ones.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from core.locks import keep_triggers, lock_rows

EVENTS, WORDS = "organizations_auditevent", "organizations_auditwords"
REFUSED = "words of the audit trail can only be removed"
# A word that is there after the update was there before, unchanged; a removal stays noted.
SQLITE = (
    f"CREATE TRIGGER {WORDS}_only_lets_go BEFORE UPDATE ON {WORDS} "
    "WHEN NEW.event_id <> OLD.event_id OR NEW.keeps_address > OLD.keeps_address "
    "OR EXISTS (SELECT 1 FROM json_each(NEW.words) AS n WHERE NOT EXISTS "
    "(SELECT 1 FROM json_each(OLD.words) AS o WHERE o.key = n.key AND o.value IS n.value)) "
    "OR EXISTS (SELECT 1 FROM json_each(OLD.removed) AS o WHERE NOT EXISTS "
    "(SELECT 1 FROM json_each(NEW.removed) AS n WHERE n.key = o.key AND n.value IS o.value)) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
)
POSTGRESQL = (
    f"CREATE FUNCTION {WORDS}_only_lets_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF NEW.event_id <> OLD.event_id OR NEW.keeps_address > OLD.keeps_address "
    "OR NOT NEW.removed @> OLD.removed OR EXISTS (SELECT 1 FROM jsonb_each(NEW.words) AS n "
    "WHERE OLD.words -> n.key IS DISTINCT FROM n.value) "
    f"THEN RAISE EXCEPTION '{REFUSED}'; END IF; RETURN NEW; END $$",
    f"CREATE TRIGGER {WORDS}_only_lets_go BEFORE UPDATE ON {WORDS} "
    f"FOR EACH ROW EXECUTE FUNCTION {WORDS}_only_lets_go()",
)


def add(apps, editor):
    """Create the trigger of this database."""
    for statement in (SQLITE,) if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def remove(apps, editor):
    """Drop it again."""
    if editor.connection.vendor == "sqlite":
        editor.execute(f"DROP TRIGGER {WORDS}_only_lets_go")
        return
    editor.execute(f"DROP TRIGGER {WORDS}_only_lets_go ON {WORDS}")
    editor.execute(f"DROP FUNCTION {WORDS}_only_lets_go()")


def renamed(old, column):
    """Return the operations by which the model calls a column that stays by another name."""
    return [
        migrations.AlterField("auditevent", old, column),
        migrations.RenameField("auditevent", old, f"sealed_{old.removesuffix('_label')}"),
    ]


class Migration(migrations.Migration):
    dependencies = [("organizations", "0005_edit_versions")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *renamed(
                    "actor_label",
                    models.CharField(max_length=120, blank=True, db_column="actor_label"),
                ),
                *renamed(
                    "object_label",
                    models.CharField(max_length=200, blank=True, db_column="object_label"),
                ),
                *renamed(
                    "address",
                    models.GenericIPAddressField(null=True, blank=True, db_column="address"),
                ),
                *renamed("changes", models.JSONField(default=dict, db_column="changes")),
            ]
        ),
        *keep_triggers(
            EVENTS,
            [
                migrations.AddField(
                    "auditevent", "format", models.PositiveSmallIntegerField(default=1)
                ),
                migrations.AddField("auditevent", "commitments", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="AuditWords",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="organizations.auditevent",
                    ),
                ),
                ("words", models.JSONField(default=dict)),
                ("removed", models.JSONField(default=dict)),
                ("keeps_address", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("keeps_address", True)),
                        fields=["event"],
                        name="audit_words_with_address",
                    )
                ],
            },
        ),
        lock_rows(WORDS, "DELETE"),
        migrations.RunPython(add, remove),
    ]
