"""Models that change their app take every row along, forwards and backwards."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django_scopes import scopes_disabled

from core.labels import FORMER_LABELS
from tests.upgrade.rows import Maker
from tests.upgrade.scratch import before_the_moves, migrate, moving, rows_of, scratch, state_at

pytestmark = [pytest.mark.data, pytest.mark.slow]
# Joining tables whose one side moves: former label of the model, field.
JOINED = (
    ("assessment.requirement", "findings"),
    ("roadmap.goal", "requirements"),
    ("roadmap.initiative", "requirements"),
)


# Columns that went after the moves; the way back brings them again.
GONE = {"roadmap_goal": {"indicator_id"}, "assessment_evidence": {"answer_id", "key"}}


def without(columns, rows):
    return [{name: value for name, value in row.items() if name not in columns} for row in rows]


def fill(state):
    """Fill every table that moves with two rows, and every joining table with one."""
    maker = Maker(state)
    for label in FORMER_LABELS:
        maker.one(label)
    for label, field in JOINED:
        row = maker.one(label)
        other = type(row)._meta.get_field(field).remote_field.model
        getattr(row, field).add(maker.one(other._meta.label_lower))


def known_tables(state):
    models = [state.get_model(label) for label in FORMER_LABELS]
    joining = [getattr(state.get_model(label), field).through for label, field in JOINED]
    return sorted(model._meta.db_table for model in [*models, *joining])


@pytest.fixture
def filled(tmp_path, django_db_setup, django_db_blocker):
    """A database in the state before the moves, with rows in every table that moves."""
    with django_db_blocker.unblock(), scratch(tmp_path), scopes_disabled():
        state = state_at([target for target in before_the_moves() if target[1]])
        fill(state)
        names = known_tables(state)
        yield {name: rows_of(name) for name in names}


def former_columns(table, rows):
    """Return what stands now in the columns that a table had before the moves."""
    return [
        {name: value for name, value in now.items() if name in then}
        for now, then in zip(rows_of(table), rows, strict=True)
    ]


def test_there_are_moves():
    assert len(moving()) >= 2 * len({label.partition(".")[0] for label in FORMER_LABELS.values()})


def test_every_row_is_there_under_its_new_name_and_after_the_way_back(filled):
    assert all(filled.values())
    kind = ContentType.objects.create(app_label="assessment", model="system")
    right = Permission.objects.create(content_type=kind, codename="add_system", name="Add system")
    migrate()
    forwards = {name: former_columns(name, rows) for name, rows in filled.items()}
    assert forwards == {name: without(GONE.get(name, ()), rows) for name, rows in filled.items()}
    for label in FORMER_LABELS.values():
        model = apps.get_model(label)
        stored = filled[model._meta.db_table]
        assert list(model._base_manager.order_by("pk").values_list("pk", flat=True)) == [
            row["id"] for row in stored
        ]
    for label, field in JOINED:
        model = apps.get_model(FORMER_LABELS.get(label, label))
        through = getattr(model, field).through
        assert through.objects.count() == len(filled[through._meta.db_table]) == 1
        assert getattr(model._base_manager.get(), field).count() == 1
    kind.refresh_from_db()
    assert (kind.app_label, kind.model) == ("landscape", "system")
    assert Permission.objects.get(pk=right.pk).content_type == kind
    migrate(before_the_moves())
    assert {name: rows_of(name) for name in filled} == filled
