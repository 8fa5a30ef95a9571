"""The demo organization: its figures are those of the design pictures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command

from assessment.models import Answer, Assessment
from assessment.selectors.headline import headline
from assessment.selectors.result import result
from compliance.domain.status import Status
from compliance.selectors.duties import plant_totals
from compliance.selectors.facts import is_outdated, last_check, situation_of
from core import clock
from exchange.services.demo import PASSWORD, DemoExistsError, load
from exchange.services.demo.clock import at
from indicators.selectors.series import plant_indicators
from organizations.models import AuditEvent, Plant, User
from organizations.services import delivery
from organizations.services.audit import verify
from overview.selectors.portfolio import shown_matrices
from reports.models import Report
from reports.rendering.layout import draw
from reports.sections.gathering import gather
from returns.selectors.promises import ledger
from roadmap.models import Initiative
from roadmap.selectors.plan import plan
from tests.reports.money_words import unit_faults, worths
from tests.reports.tables import tables_of
from translation.selectors import kinds, open_texts, texts_of

TODAY = dt.date(2026, 11, 18)
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def rounded(value):
    return value.quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")


def test_demo_agrees_with_the_pictures(demo, capsys):
    plants = {plant.slug: plant for plant in Plant.objects.all()}
    assert sorted(plants) == ["binh-duong", "johor-bahru", "monterrey", "szeged"]

    matrices = shown_matrices(list(plants.values()))
    _run, johor = matrices[plants["johor-bahru"].pk]
    whole = [str(rounded(row.whole.current)) for row in johor.rows]
    assert whole == ["2.8", "2.1", "2.9", "1.7", "2.6"]
    targets = [str(rounded(row.whole.target)) for row in johor.rows]
    assert targets == ["3.6", "3.7", "3.6", "3.4", "3.2"]
    assert [str(rounded(row.whole.change)) for row in johor.rows] == [
        "0.3",
        "0.5",
        "0.3",
        "0.5",
        "0.4",
    ]
    assert rounded(johor.overall.current) == Decimal("2.4")
    assert rounded(matrices[plants["binh-duong"].pk][1].overall.current) == Decimal("2.6")
    assert rounded(matrices[plants["monterrey"].pk][1].overall.current) == Decimal("2.1")
    assert matrices[plants["szeged"].pk][1].is_provisional

    found = plan(plants["johor-bahru"], today=TODAY)
    assert found.totals.whole == Decimal("16800000.00")
    assert found.spent == Decimal(5310000)
    assert found.violations == ()
    assert found.overruns == ()
    assert found.next_milestone.title == "MES pilot decision"

    duties = plant_totals(plants.values(), TODAY)
    assert duties[plants["johor-bahru"].pk].total.counts[Status.OVERDUE] == 2

    downtime = next(one for one in plant_indicators(plants["johor-bahru"]) if one.code == "SC-12")
    assert downtime.baseline.statistics.mean == 41
    assert [report.kind for report in Report.objects.order_by("pk")] == [
        "blueprint",
        "indicator_baseline",
    ]
    assert verify(demo).is_unbroken
    for plant in plants.values():
        assert not is_outdated(last_check(plant), situation_of(plant))
    assert delivery.behind() == []
    assert AuditEvent.objects.filter(actor__isnull=True).count() < 40

    for plant in plants.values():
        check_money(plant)
    it_is_loaded_once(capsys)


def it_is_loaded_once(capsys):
    user = User.objects.get(email="li.zhen@qinghe.example")
    assert user.check_password(PASSWORD)
    with pytest.raises(DemoExistsError):
        load()
    call_command("load_demo")
    assert "loaded already" in capsys.readouterr().out


def check_money(plant):
    """Every unit word of a plant's documents stands over figures divided by it."""
    for kind in ("blueprint", "indicator_baseline"):
        content = gather(plant, kind, number=1, now=clock.now()).as_plain()
        for form in ("en", "zh-hans", "bilingual"):
            html = draw(content, kind=kind, language=form, fingerprint="f" * 64)
            assert unit_faults(html) == [], (plant.slug, kind, form)
            if kind == "blueprint":
                check_one_off(plant, html)


def check_one_off(plant, html):
    """The printed one-off cost is the sum of the stored ones."""
    costs = list(Initiative.objects.filter(roadmap__plant=plant, currency=plant.currency))
    stored = sum((row.one_off_amount for row in costs), Decimal(0))
    feet = [
        (table.heads[4], row[4])
        for table in tables_of(html)
        for row in table.rows
        if len(row) > 4 and row[1] in ("One-off cost in all", "一次性费用合计")
    ]
    assert len(feet) == bool(costs)
    for head, cell in feet:
        (worth,) = worths(head)
        digits = len(cell.partition(".")[2])
        figure = Decimal(cell.replace(",", ""))
        assert abs(figure * worth - stored) <= Decimal(worth).scaleb(-digits) / 2, plant.slug


def test_demo_survives_the_questions_of_a_board(demo):
    """What the runs say: signed figures hold, runs under way are ranges, rules are named."""
    said = {
        (run.plant.slug, run.title): (run, headline(run, "en"))
        for run in Assessment.objects.select_related("framework", "plant")
    }
    releases = {key: run.framework.release for key, (run, _it) in said.items()}
    assert releases.pop(("johor-bahru", "2025 H2")) == "1.0.0"
    assert set(releases.values()) == {"1.1.0"}
    assert {key: it.shown for key, (run, it) in said.items() if run.signed_off_at} == {
        ("johor-bahru", "2025 H2"): "2.0",
        ("johor-bahru", "2026 H2"): "2.4",
        ("binh-duong", "2026 H1"): "2.6",
        ("monterrey", "2026 H1"): "2.1",
    }
    assert {key for key, (_run, it) in said.items() if it.is_range} == {
        ("binh-duong", "2026 H2"),
        ("szeged", "2026 H2"),
    }
    run, it = said["johor-bahru", "2026 H2"]
    assert (it.level, it.average_level) == (1, 2)
    assert it.because.startswith("held at 1 by DG-13")
    assert result(run).matrix.restated_from == "1.0.0"
    run, it = said["binh-duong", "2026 H1"]
    assert (it.level, it.because) == (2, "")
    proposal = Answer.objects.get(na_state="proposed")
    assert (proposal.assessment.plant.slug, proposal.question) == ("szeged", "BA-15")


def test_story_clock_moves_on_and_stops_with_its_chapter():

    with at(dt.date(2026, 1, 5), zone="Asia/Kuala_Lumpur", hour=9):
        first, second = clock.now(), clock.now()
    assert first.isoformat() == "2026-01-05T01:00:00+00:00"
    assert second > first
    assert clock.now().year >= 2026
    assert clock.now() > second


def test_every_free_text_of_the_documents_exists_in_both_languages(demo):
    """A new text in the demo's files needs its words in translations.yaml."""
    for plant in Plant.objects.all():
        open_ones = open_texts(texts_of(plant, kinds()).values())
        assert [(text.key, text.text) for text in open_ones] == [], plant.slug


def test_promises_stand_in_each_state_that_readings_give(demo):
    found = {
        (plant.slug, row.pledge.code): (row.delivery.state.value, row.delivery.ratio)
        for plant in Plant.objects.all()
        for row in ledger(plant).standing
    }
    assert found == {
        ("binh-duong", "ISO-06"): ("proved", Decimal("0.8")),
        ("binh-duong", "SC-12"): ("not_shown", Decimal("-0.75") / -3),
        ("johor-bahru", "SC-12"): ("too_early", found["johor-bahru", "SC-12"][1]),
        ("johor-bahru", "FIN-01"): ("pending", None),
    }
    binh_duong = ledger(Plant.objects.get(slug="binh-duong")).totals
    assert (binh_duong.promised, binh_duong.delivered) == (3_300_000_000, 1_440_000_000)
