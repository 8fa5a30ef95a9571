"""After all migrations the database itself still refuses to change what is finished.

SQLite alters a column by building the table anew, and drops the triggers of the old one silently.
"""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from core import clock
from organizations.models import AuditChain, AuditEvent
from organizations.services import audit
from tests.architecture.test_sizes import ROOT
from tests.upgrade.rows import Maker


def constants(tree: ast.Module) -> dict[str, Any]:
    """Return name -> value of the texts that a migration names at its top."""
    known: dict[str, Any] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        (target,) = node.targets
        with suppress(ValueError):
            value = ast.literal_eval(node.value)
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = value if isinstance(target, ast.Tuple) else [value]
            known |= {name.id: part for name, part in zip(names, values, strict=True)}
    return known


def said(arguments: list[ast.expr], known: dict[str, Any]) -> list[str]:
    """Return the texts that a call passes, be they written there, named or spread."""
    texts: list[str] = []
    for argument in arguments:
        if isinstance(argument, ast.Starred):
            texts += known[argument.value.id]
        elif isinstance(argument, ast.Name):
            texts.append(known[argument.id])
        else:
            texts.append(argument.value)
    return texts


def locks() -> dict[str, set[str]]:
    """Return table -> events that a migration ever locked."""
    found: dict[str, set[str]] = {}
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "lock_rows":
                table, *events = said(node.args, constants(tree))
                found.setdefault(table, set()).update(events)
    return found


LOCKS = locks()
CHANGE = {"UPDATE": "UPDATE {} SET id = id", "DELETE": "DELETE FROM {}"}
TABLES = {model._meta.db_table: model for model in apps.get_models()}


def test_every_lock_is_known():
    assert set(LOCKS) <= set(TABLES)
    assert LOCKS["organizations_auditevent"] == {"UPDATE", "DELETE"}
    assert {"assessment_snapshot", "capability_capabilitymatrix"} <= set(LOCKS)


@pytest.mark.parametrize(
    ("table", "event"),
    [(table, event) for table in sorted(LOCKS) for event in sorted(LOCKS[table])],
)
def test_a_finished_row_is_neither_changed_nor_removed(table, event, scoped):
    if table.startswith("organizations_audit"):
        plant = scoped.plant
        audit.record(by=scoped.people["cio"], verb="plant.edited", target=plant, plant=plant)
    else:
        Maker(apps).make(TABLES[table]._meta.label_lower)
    refused = pytest.raises(DatabaseError, match=re.compile("append-only", re.IGNORECASE))
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CHANGE[event].format(table))


def test_an_event_that_does_not_follow_the_head_is_refused(scoped):
    plant = scoped.plant
    audit.record(by=scoped.people["cio"], verb="plant.edited", target=plant, plant=plant)
    head = AuditChain.objects.get(organization=scoped.organization).head
    event = AuditEvent.objects.get()
    assert event.event_hash == head
    event.pk, event.previous_hash, event.happened_at = None, "0" * 64, clock.now()
    with pytest.raises(DatabaseError, match="does not follow"), transaction.atomic():
        event.save(force_insert=True)
    assert AuditChain.objects.get(organization=scoped.organization).head == head
