from __future__ import annotations

import copy

import pytest

from reports.rendering.layout import draw
from tests.reports.conftest import KPI, PRINT
from tests.reports.paper import Paper

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def without_readings(contents):
    """The rich plant's content after nobody read two of its indicators."""
    content = copy.deepcopy(contents["rich", KPI])
    parts = content["sections"]["baselines"]["indicators"]
    for part in parts[2:]:
        part["series"] |= {"readings": [], "baselines": []}
    content["sections"]["unread"]["indicators"] = parts[2:]
    content["sections"]["baselines"]["indicators"] = parts[:2]
    return content


def test_indicators_without_readings_share_one_table(without_readings):
    text = draw(without_readings, kind=KPI, language="en", fingerprint=PRINT)
    (table,) = [one for one in Paper(text, "en").tables if one.section == "unread"]
    assert [row[0] for row in table.rows] == ["KPI-03", "KPI-04"]
    assert text.count('class="indicator"') == 2
    assert text.count('href="#unread"') == 1


def test_chapter_is_left_out_while_every_indicator_has_readings(drawn):
    assert "unread" not in drawn(KPI, "en").text


def test_plant_s_own_source_outweighs_the_catalog_s(contents):
    """The fault seen: "–; ERP; ERP"."""
    sources = {
        part["source"]["en"]
        for part in contents["rich", KPI]["sections"]["baselines"]["indicators"]
    }
    assert sources == {"MES stop log"}
