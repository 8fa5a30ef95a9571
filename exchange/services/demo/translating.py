"""The second language of the demo's free texts."""

from __future__ import annotations

import datetime as dt

from exchange.services.demo.clock import at
from exchange.services.demo.people import DemoCast
from translation.selectors import kinds, open_texts, texts_of
from translation.services import TextEntry, translate

TRANSLATED = dt.date(2026, 11, 12)


def add_second_language(stage: DemoCast, words: dict[str, str]) -> None:
    """Give every free text that documents print its other language.

    Args:
        stage: the plants and their people.
        words: text as typed -> the same in the other language.
    """
    wanted = list(kinds())
    for slug, plant in stage.plants.items():
        entries = {
            text.key: TextEntry(words[text.text], text.seen)
            for text in open_texts(texts_of(plant, wanted).values())
            if text.text in words
        }
        with at(TRANSLATED, zone=plant.time_zone, hour=16):
            translate(plant=plant, wanted=wanted, entries=entries, by=stage.owner(slug))
