"""Kept question cards: nothing typed is read as a slot, nothing of one run stands in another's."""

from __future__ import annotations

import re

from assessment.models import Answer
from questionnaire.views.cards import OPEN, SHUT
from tests.factories import assessment as make
from tests.factories.evidence import give_evidence

SLOT = f"{OPEN}csrf{SHUT}"


def page(cast, run, part="") -> str:
    address = f"/plants/johor-bahru/current/runs/{run.pk}/questions/DG-06/{part}"
    return cast.client("project_owner").get(address).content.decode()


def test_what_people_typed_is_escaped_and_never_filled_in(scoped):
    run = make.make_run(scoped.plant, scoped.people["project_owner"])
    Answer.objects.create(
        assessment=run, question="DG-06", value=2, target=4, note=f"<b>{SLOT}</b>{OPEN}note{SHUT}"
    )
    give_evidence(run, "DG-06", title=f"<i>{SLOT}", url="https://example.org/?a=1&b=2")
    html = page(scoped, run)
    assert f"&lt;b&gt;{SLOT}&lt;/b&gt;{OPEN}note{SHUT}</textarea>" in html
    assert f"&lt;i&gt;{SLOT}" in html
    assert "https://example.org/?a=1&amp;b=2" in html
    bare = html.replace(SLOT, "").replace(f"{OPEN}note{SHUT}", "")
    assert OPEN not in bare
    assert "2 levels to go" in html


def test_a_kept_card_names_the_run_it_stands_in(scoped):
    owner = scoped.people["project_owner"]
    first, second = (make.make_run(scoped.plant, owner, title=name) for name in ("one", "two"))
    for run, other in ((first, second), (second, first)):
        html = page(scoped, run) + page(scoped, run, "?part=rest")
        assert f"/runs/{run.pk}/questions/DG-06/answer/" in html
        assert f"/runs/{other.pk}/questions/" not in html


def test_a_reader_gets_a_closed_card_though_an_open_one_is_kept(scoped):
    run = make.make_run(scoped.plant, scoped.people["project_owner"])
    assert 'name="version"' in page(scoped, run)
    type(run).objects.filter(pk=run.pk).update(state="submitted")
    html = page(scoped, run)
    assert "Read only" in html
    assert 'name="version"' not in html
    assert "None</p>" in html


def test_levels_without_whole_steps_show_no_target(scoped):
    owner = scoped.people["project_owner"]
    bands = {"type": "band", "bands": [{"v": 0}, {"v": 0.5}, {"v": 1}]}
    group = {"id": "G", "aggregate": "mean", "children": [{"id": "q-half", "answer": bands}]}
    run = make.make_run(scoped.plant, owner, framework=make.make_release({"tree": [group]}))
    address = f"/plants/johor-bahru/current/runs/{run.pk}/questions/q-half/"
    html = scoped.client("project_owner").get(address).content.decode()
    tags = re.findall(r'data-target-of="[^"]*"([^>]*)>', html)
    assert ["hidden" in tag for tag in tags] == [True] * 3
