"""Whatever stands in a pack: it is refused by name, or it loads and scores; never a traceback."""

from __future__ import annotations

import copy
import random
from decimal import Decimal
from typing import Any

import pytest
import yaml

from packs.loader import PackError, load_pack
from packs.loader import _merge as merge
from packs.loader import _read_files as read_files
from scoring.domain.aggregation import ScoringError
from scoring.domain.engine import score
from tests.packs.samples import DATA

ODD = [
    None, True, -1, 0, 0.5, 9, 10**30, "", " ", "na", "a;b", "x\u0000", "２", [], {}, [[]], ["framework"],
    [None], {"en": "A"}, {"na": 1}, {"a": {"b": []}}, [0, -3], [[2, 1], [1, 2]], "total",
]  # fmt: skip


class Dumper(yaml.SafeDumper):
    """Writes decimals as the numbers they were read from."""


Dumper.add_representer(Decimal, lambda dumper, value: dumper.represent_float(float(value)))


def places(data: Any, way: tuple = ()) -> list[tuple]:
    """Return the way to every entry inside plain data."""
    pairs = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    found = []
    for key, value in pairs:
        found += [(*way, key), *places(value, (*way, key))]
    return found


def spoil(data: dict, dice: random.Random) -> dict:
    """Return the content of a pack with one or two entries that nobody means."""
    spoiled = copy.deepcopy(data)
    for _ in range(dice.randint(1, 2)):
        *way, last = dice.choice(places(spoiled))
        holder = spoiled
        for key in way:
            holder = holder[key]
        act = dice.random()
        if act < 0.15:
            del holder[last]
        elif act < 0.3 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[last]))
        elif act < 0.4:
            *other, end = dice.choice(places(data))
            source = data
            for key in other:
                source = source[key]
            holder[last] = copy.deepcopy(source[end])
        else:
            holder[last] = copy.deepcopy(dice.choice(ODD))
    return spoiled


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.iterdir() if path.is_dir()))
def test_any_pack_is_refused_by_name_or_scores(tmp_path, name):
    """The fault seen: `kind: [framework]` and a scale of one point ended in a traceback."""
    dice = random.Random(name)
    whole = merge(read_files(DATA / name))[0]
    refused = 0
    for number in range(60):
        spoiled = spoil(whole, dice)
        file = tmp_path / f"{number}.yaml"
        file.write_text(yaml.dump(spoiled, Dumper=Dumper, allow_unicode=True), encoding="utf-8")
        try:
            pack = load_pack(file).content
        except PackError as error:
            refused += 1
            assert all(problem.reason for problem in error.problems)
            continue
        if getattr(pack, "kind", "") != "framework":
            continue
        for answers in ({}, dict.fromkeys((leaf.id for leaf in pack.leaves), "na")):
            try:
                score(pack, answers)
            except ScoringError as error:
                assert str(error)
    assert refused > 5
