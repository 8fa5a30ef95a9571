"""A card is locked as it is, and older seals say what they said."""

from __future__ import annotations

import json

from assessment.domain.card_data import card_data, read_card_data
from tests.scoring.domain.flagship import scored

NEW = ("excluded", "answered_levels", "range", "border")


def test_a_card_comes_back_as_it_went() -> None:
    for card in (
        scored(3, DG_13=1),
        scored(4, TD_02=None),
        scored(3, DG_01="na accepted: 1", DG_04=1, DG_07=1),
        scored(2),
    ):
        plain = json.loads(json.dumps(card_data(card)))
        assert read_card_data(plain) == card
        assert json.loads(json.dumps(card_data(read_card_data(plain)))) == plain


def test_a_seal_of_rules_before_1_1_has_none_of_the_new_facts() -> None:
    data = json.loads(json.dumps(card_data(scored(3, DG_13=1))))
    del data["average_level"]
    for node in data["nodes"].values():
        for name in NEW:
            del node[name]
        for reading in [node["reading"]] if node["reading"] else []:
            del reading["held"], reading["lifted"]
            for lack in reading["unmet"]:
                del lack["topic"]
    for gate in data["gates"].values():
        for lack in gate["unmet"]:
            del lack["topic"]
    card = read_card_data(data)
    assert (card.staged_level, card.average_level) == (1, 2)
    assert (card.total.range, card.total.border, card.total.excluded) == (None, None, 0)
    assert (card.reading.held, card.reading.lifted) == (None, None)
    assert card.reading.unmet[0].topic is None


def test_before_1_1_every_score_had_an_average_reading() -> None:
    data = json.loads(json.dumps(card_data(scored(3))))
    data["nodes"]["total"]["score"] = None
    del data["average_level"]
    assert read_card_data(data).average_level is None
