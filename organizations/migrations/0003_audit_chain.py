"""The database itself keeps the audit chain unbroken: it refuses a fork and moves the head.

Rows are restored in the order of their ids while `organizations_auditchain` is still empty of
heads, or with these triggers off: an event that does not follow the head is refused.
"""

from __future__ import annotations

from django.db import migrations

EVENTS, CHAIN = "organizations_auditevent", "organizations_auditchain"
SQLITE = (
    f"CREATE TRIGGER {EVENTS}_follows BEFORE INSERT ON {EVENTS} "
    f"WHEN NEW.previous_hash <> COALESCE((SELECT head FROM {CHAIN} "
    "WHERE organization_id = NEW.organization_id), '?') "
    "BEGIN SELECT RAISE(ABORT, 'the event does not follow the audit chain'); END",
    f"CREATE TRIGGER {EVENTS}_moves AFTER INSERT ON {EVENTS} BEGIN "
    f"UPDATE {CHAIN} SET head = NEW.event_hash, length = length + 1 "
    "WHERE organization_id = NEW.organization_id; END",
)
POSTGRESQL = (
    f"CREATE FUNCTION {EVENTS}_chained() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"UPDATE {CHAIN} SET head = NEW.event_hash, length = length + 1 "
    "WHERE organization_id = NEW.organization_id AND head = NEW.previous_hash; "
    "IF NOT FOUND THEN RAISE EXCEPTION 'the event does not follow the audit chain' "
    "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
    f"CREATE TRIGGER {EVENTS}_chained BEFORE INSERT ON {EVENTS} "
    f"FOR EACH ROW EXECUTE FUNCTION {EVENTS}_chained()",
)


def add(apps, editor):
    """Create the triggers of this database."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def remove(apps, editor):
    """Drop them again."""
    if editor.connection.vendor == "sqlite":
        editor.execute(f"DROP TRIGGER {EVENTS}_follows")
        editor.execute(f"DROP TRIGGER {EVENTS}_moves")
        return
    editor.execute(f"DROP TRIGGER {EVENTS}_chained ON {EVENTS}")
    editor.execute(f"DROP FUNCTION {EVENTS}_chained()")


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_locks")]
    operations = [migrations.RunPython(add, remove)]
