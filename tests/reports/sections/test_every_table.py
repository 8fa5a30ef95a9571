from __future__ import annotations

import pytest

from tests.reports.conftest import KPI
from tests.reports.heads import HEADS
from tests.reports.paper import LANGUAGES

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_known(drawn, language):
    documents = [drawn(kind, language) for kind in ("blueprint", KPI)]
    printed = {
        tuple(table.heads)
        for one in documents
        for table in one.tables
        if table.heads and table.section != "reach"  # its heads are the years of the plan
    }
    assert printed == {tuple(documents[0].heads(name)) for name in HEADS}
