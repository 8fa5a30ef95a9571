"""Sentences for conditions that are not met, in both languages, ids with their topics."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core.phrases import joined, phrase, phrase_as, plural
from core.scores import span, written
from core.text import LocalizedText, same
from packs.schema.framework import Framework
from packs.schema.rules import CountRequirement
from scoring.domain.borders import find_borders
from scoring.domain.coverage import is_below
from scoring.domain.numbers import ONE, plain, told_apart
from scoring.domain.types import ScoreRange, Unmet

_LIST_SHOWN = 8
_NO_BREAK = "\u00a0"


def topic_of(framework: Framework, node_id: str) -> LocalizedText | None:
    """Return the name of a node, None where the pack gives none."""
    return framework.nodes[framework.resolve(node_id)].title


def label(framework: Framework, node_id: str) -> LocalizedText:
    """Return a question as code and topic, a group as its name; the id where there is no name."""
    node = framework.nodes[framework.resolve(node_id)]
    if node.title is None:
        return same(node_id)
    if node.children:
        return node.title
    return phrase_as(
        "a question by code and topic", "{code} {topic}", code=node.id, topic=node.title
    )


def labels(framework: Framework, items: Sequence[str]) -> LocalizedText:
    """Return questions as a list, cut after the first eight."""
    shown = [label(framework, item) for item in items[:_LIST_SHOWN]]
    listed = joined(shown, phrase_as("mark between questions of a list", "; "))
    if len(items) > _LIST_SHOWN:
        return phrase_as("a list that is cut", "{listed} …", listed=listed)
    return listed


def percent(share: Decimal, limit: Decimal | None = None) -> LocalizedText:
    """Return a share in whole percent, with more digits where it would stand on its limit."""
    edge = None if limit is None else limit * 100
    text = _short(told_apart(share * 100, edge, 0))
    pattern = phrase_as("pattern of a percentage", "0 %").words
    return LocalizedText(
        {
            language: words.replace(" ", _NO_BREAK).replace("0", text, 1)
            for language, words in pattern
        }
    )


def covered(framework: Framework, share: Decimal) -> LocalizedText:
    """Return an answered share in percent, never rounded up to the minimum of the pack or to all.

    Source: docs/method.md#figures
    """
    return percent(share, framework.completeness if is_below(framework, share) else ONE)


def figure(value: Decimal, limit: Decimal) -> str:
    """Return a value in at most four digits, with more where it would stand on its limit."""
    return _short(told_apart(value, limit, 4))


def _short(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _have(have: Decimal | None, need: Decimal) -> LocalizedText:
    if have is None:
        return phrase_as("what a question stands at", "not assessed")
    return phrase_as("what a question stands at", "at {figure}", figure=figure(have, need))


def below(code: str, framework: Framework, item: str, have: Decimal | None, need: Decimal) -> Unmet:
    """Return "DG-13 Storage country at 1, needs 2"."""
    text = phrase(
        "{question} {have}, needs {need}",
        question=label(framework, item),
        have=_have(have, need),
        need=plain(need),
    )
    return Unmet(code, item, have, need, text, (item,), topic_of(framework, item))


def score_below(
    framework: Framework,
    node: str,
    have: Decimal | None,
    need: Decimal,
    ends: ScoreRange | None = None,
) -> Unmet:
    """Return "Data governance: score at 1.6, needs 1.75", the score as every page writes it.

    `ends` are those of a score that is a range: "score at 1.4–1.7".
    """
    said = phrase_as("what a question stands at", "not assessed")
    if have is not None:
        limits = find_borders(framework).get(framework.resolve(node), frozenset())
        one = _short(written(have, {*limits, need}) or have)
        shown = span(ends.lower, ends.upper) if ends else one
        said = phrase_as("what a question stands at", "at {figure}", figure=shown)
    name = label(framework, node)
    is_root = framework.resolve(node) == framework.root.id
    if is_root:
        text = phrase("overall score {have}, needs {need}", have=said, need=plain(need))
    else:
        text = phrase(
            "{group}: score {have}, needs {need}", group=name, have=said, need=plain(need)
        )
    return Unmet("score_below", node, have, need, text, (node,), topic_of(framework, node))


def level_below(framework: Framework, node: str, have: int | None, need: int) -> Unmet:
    """Return "Data governance: level 2, needs 3"."""
    name = label(framework, node)
    if have is None:
        text = phrase("{group}: no level, needs {need}", group=name, need=need)
    else:
        text = phrase("{group}: level {have}, needs {need}", group=name, have=have, need=need)
    value = None if have is None else Decimal(have)
    return Unmet(
        "level_below", node, value, Decimal(need), text, (node,), topic_of(framework, node)
    )


def count_below(
    framework: Framework, rule: CountRequirement, have: int, candidates: tuple[str, ...]
) -> Unmet:
    """Return "2 more dimensions at level 3 or above (2 of 4)"."""
    missing = rule.gte - have
    counts = {"have": have, "need": rule.gte, "level": rule.level_gte}
    if framework.resolve(rule.of) == framework.root.id and framework.dimensions:
        text = _more_dimensions(rule.tag or "", missing, counts)
    else:
        text = _more_of_group(label(framework, rule.of), rule.tag or "", missing, counts)
    have_, need = Decimal(have), Decimal(rule.gte)
    topic = topic_of(framework, rule.of)
    return Unmet("count_below", rule.of, have_, need, text, candidates, topic)


def _more_dimensions(tag: str, missing: int, counts: dict[str, int]) -> LocalizedText:
    if not tag:
        return plural(
            "{n} more dimension at level {level} or above ({have} of {need})",
            "{n} more dimensions at level {level} or above ({have} of {need})",
            missing,
            **counts,
        )
    return plural(
        "{n} more {tag} dimension at level {level} or above ({have} of {need})",
        "{n} more {tag} dimensions at level {level} or above ({have} of {need})",
        missing,
        tag=tag,
        **counts,
    )


def _more_of_group(
    group: LocalizedText, tag: str, missing: int, counts: dict[str, int]
) -> LocalizedText:
    values = {"group": group, "missing": missing, **counts}
    if not tag:
        return phrase(
            "{missing} more {group} at level {level} or above ({have} of {need})", **values
        )
    return phrase(
        "{missing} more {tag} {group} at level {level} or above ({have} of {need})",
        tag=tag,
        **values,
    )


def k_of_n_below(
    framework: Framework, level: Decimal, have: int, need: int, candidates: tuple[str, ...]
) -> Unmet:
    """Return "2 more of these at 2 or above: …"."""
    listed = labels(framework, candidates)
    text = phrase(
        "{missing} more of these at {level} or above: {questions}",
        missing=need - have,
        level=plain(level),
        questions=listed,
    )
    return Unmet("k_of_n_below", "k_of_n", Decimal(have), Decimal(need), text, candidates)


def evidence_below(have: Decimal | None, need: Decimal) -> Unmet:
    """Return "evidence for 40 % of the weight, needs 60 %"; refused evidence counts for nothing."""
    wanted = percent(need)
    if have is None:
        text = phrase("share of evidence not known, needs {need}", need=wanted)
    else:
        text = phrase(
            "evidence for {share} of the weight, needs {need}",
            share=percent(have, need),
            need=wanted,
        )
    return Unmet("evidence_below", "evidence", have, need, text)


def kpi_missed(kpi: str, have: Decimal | None, need: Decimal, *, is_floor: bool) -> Unmet:
    """Return "DQ-07 at 88, needs 90 or more"."""
    said = phrase("not measured") if have is None else _have(have, need)
    values = {"indicator": kpi, "have": said, "need": plain(need)}
    text = (
        phrase("{indicator} {have}, needs {need} or more", **values)
        if is_floor
        else phrase("{indicator} {have}, needs {need} or less", **values)
    )
    return Unmet("kpi_missed", kpi, have, need, text)


def gate_closed(framework: Framework, gate: str, first: LocalizedText | None = None) -> Unmet:
    """Return "gate "Ready to integrate" is closed", with the first thing it lacks."""
    title = next(entry.title for entry in framework.gates if entry.id == gate)
    name = same(gate) if title is None else title
    text = (
        phrase("gate “{name}” is closed ({first})", name=name, first=first)
        if first
        else phrase("gate “{name}” is closed", name=name)
    )
    return Unmet("gate_closed", gate, Decimal(0), ONE, text, topic=title)


def share_missed(
    framework: Framework,
    node: str,
    level: int,
    missed: tuple[Decimal, Decimal],
    items: tuple[str, ...],
) -> Unmet:
    """Return "Data governance: 21 % of the weight below 1, 20 % allowed".

    `missed` is the share that is below, open questions among it, and the share allowed.
    """
    name, (have, allowed) = label(framework, node), missed
    text = phrase(
        "{group}: {share} of the weight below {level}, {most} allowed",
        group=name,
        share=percent(have, allowed),
        level=level,
        most=percent(allowed),
    )
    return Unmet("share_missed", node, have, allowed, text, items, topic_of(framework, node))


def level_score_below(level: int, have: Decimal | None, need: Decimal) -> Unmet:
    """Return "level 3 fulfilled to 0.62, needs 0.8"."""
    shown = figure(Decimal(0) if have is None else have, need)
    text = phrase(
        "level {level} fulfilled to {have}, needs {need}", level=level, have=shown, need=plain(need)
    )
    return Unmet("level_score_below", str(level), have, need, text)


def level_open(level: int, have: Decimal, need: Decimal) -> Unmet:
    """Return "level 2: 50 % answered, needs 90 %"."""
    text = phrase(
        "level {level}: {share} answered, needs {need}",
        level=level,
        share=percent(have, need),
        need=percent(need),
    )
    return Unmet("level_open", str(level), have, need, text)


def veto_caps(
    framework: Framework, item: str, have: Decimal | None, need: Decimal, cap: int | None
) -> Unmet:
    """Return "DG-13 Storage country at 1, needs 2; until then no level above 1"."""
    values = {
        "question": label(framework, item),
        "have": _have(have, need),
        "need": plain(need),
    }
    text = (
        phrase("{question} {have}, needs {need}; until then no level", **values)
        if cap is None
        else phrase(
            "{question} {have}, needs {need}; until then no level above {cap}", cap=cap, **values
        )
    )
    return Unmet("veto", item, have, need, text, (item,), topic_of(framework, item))
