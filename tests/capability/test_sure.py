"""How sure scores are, on the pages of the capability matrix."""

from __future__ import annotations

import json

import pytest

from packs.schema import Framework
from tests.factories.assessment_runs import flagship, make_run

URL = "/plants/johor-bahru/capability/"


@pytest.fixture
def levels(db) -> dict[str, int]:
    return {leaf.id: 2 for leaf in flagship().read(Framework).leaves}


def test_drawer_says_how_sure_a_row_and_a_cell_are(scoped, levels):
    make_run(scoped.plant, levels)
    client = scoped.client("cio")
    for why in ("DG", "DG:sales"):
        page = client.get(URL, {"why": why})
        sure = page.context["sure"]
        assert sure.agreement == "0.60"
        assert sure.proof == "1.00"
        assert "Confidence" in page.content.decode()
        assert "data-value" in sure.scale
    # Nobody's functions are known: where a question asks for some, nobody of them was heard.
    assert float(client.get(URL, {"why": "DG"}).context["sure"].value) < 0.6


def test_charts_draw_the_band_and_explore_has_the_same(scoped, levels):
    make_run(scoped.plant, levels)
    client = scoped.client("cio")
    page = client.get(URL, {"view": "charts"})
    assert "evenodd" in page.context["radar"]
    assert "The band shows how sure" in page.content.decode()
    figure = json.loads(client.get("/plants/johor-bahru/capability/chart/").content)
    (now,) = (one for one in figure["data"] if one["uid"] == "now")
    sure = float(page.context["whole_sure"].value)
    assert max(now["error_y"]["array"]) == pytest.approx(1, abs=0.6)
    assert 0 <= sure < 0.6


def test_seal_from_before_has_a_reason_in_place_of_a_figure(scoped, levels):
    make_run(scoped.plant, levels, signed=True)
    page = scoped.client("cio").get(URL, {"why": "DG"})
    assert "it was signed before this was kept" in page.content.decode()
    assert "evenodd" not in scoped.client("cio").get(URL).context["radar"]


def test_page_and_drawer_ask_once_how_sure_a_run_is(scoped, levels, django_assert_num_queries):
    make_run(scoped.plant, levels, signed=True)
    client = scoped.client("cio")
    client.get(URL, {"why": "DG"})
    with django_assert_num_queries(8):
        client.get(URL, {"why": "DG"})
