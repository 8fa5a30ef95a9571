"""Second languages and owners of share links come to rows that are there; nothing else changes."""

from __future__ import annotations

import json

import pytest
from django.db.migrations.loader import MigrationLoader
from django_scopes import scopes_disabled

from core.base import every_row
from reports.models import ShareLink
from roadmap.models import Initiative
from tests.upgrade.rows import Maker
from tests.upgrade.scratch import last_before, migrate, rows_of, scratch, state_at

pytestmark = [pytest.mark.data, pytest.mark.slow]
ADDED = "translations"
LINKS = ("reports", "0003_versions_links_archive")
FILLED = (
    "organizations.plant",
    "assessment.assessment",
    "assessment.answer",
    "landscape.system",
    "journey.stagetask",
    "readings.plantindicator",
    "readings.measurement",
    "indicators.benchmark",
    "roadmap.goal",
    "roadmap.initiative",
    "roadmap.milestone",
    "reports.sharelink",
)


def new_migrations():
    graph = MigrationLoader(None).graph
    return {node for node in graph.nodes if node[1].endswith(f"_{ADDED}")} | {LINKS}


@pytest.fixture(scope="module")
def before(tmp_path_factory, django_db_setup, django_db_blocker):
    """The rows of a database from before, and the database in the newest state."""
    folder = tmp_path_factory.mktemp("before")
    with django_db_blocker.unblock(), scratch(folder), scopes_disabled():
        state = state_at(last_before(new_migrations()))
        maker = Maker(state)
        names = [maker.one(label)._meta.db_table for label in FILLED]
        rows = {name: rows_of(name) for name in names}
        migrate()
        yield rows


GONE = {
    "failed_attempts",  # guesses at a link are counted elsewhere since
    "indicator_id",  # of a goal: it stands among several since
    "order",  # of an initiative: numbered by the dates since
}


def test_every_text_stays_and_gets_an_empty_second_language(before):
    assert len(new_migrations()) == 8
    for table, rows in before.items():
        assert rows, table
        for old, new in zip(rows, rows_of(table), strict=True):
            kept = {name: value for name, value in old.items() if name not in GONE}
            assert {name: new[name] for name in kept} == kept, table
            if table != "reports_sharelink":
                assert new[ADDED] in ("{}", {}, json.dumps({})), table


def test_titles_in_two_languages_are_read_as_translated(before):
    row = every_row(Initiative).get()
    assert row.title == {"en": "Word", "zh-hans": "词"}
    assert row.pair("title") == row.title
    assert row.both("title").zh_hans == "词"


def test_whoever_made_a_link_answers_for_it(before):
    link = every_row(ShareLink).get()
    assert link.owner_id == link.made_by_id is not None
    assert (link.version, link.changed_by_id) == (1, None)
