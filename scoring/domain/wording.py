"""Sentences for conditions that are not met, in both languages, ids with their topics."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core.scores import span, written
from core.text import LocalizedText
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
        return LocalizedText(node_id, node_id)
    if node.children:
        return node.title
    return LocalizedText(f"{node.id} {node.title.en}", f"{node.id}“{node.title.zh_hans}”")


def labels(framework: Framework, items: Sequence[str]) -> LocalizedText:
    """Return questions as a list, cut after the first eight."""
    shown = [label(framework, item) for item in items[:_LIST_SHOWN]]
    more = len(items) > _LIST_SHOWN
    return LocalizedText(
        "; ".join(text.en for text in shown) + (" …" if more else ""),
        "、".join(text.zh_hans for text in shown) + ("等" if more else ""),
    )


def percent(share: Decimal, limit: Decimal | None = None) -> LocalizedText:
    """Return a share in whole percent, with more digits where it would stand on its limit."""
    edge = None if limit is None else limit * 100
    text = _short(told_apart(share * 100, edge, 0))
    return LocalizedText(f"{text}{_NO_BREAK}%", f"{text}%")


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


def _have(have: Decimal | None, need: Decimal) -> tuple[str, str]:
    if have is None:
        return "not assessed", "未评估"
    return f"at {figure(have, need)}", f"现为{figure(have, need)}"


def below(code: str, framework: Framework, item: str, have: Decimal | None, need: Decimal) -> Unmet:
    """Return "DG-13 Storage country at 1, needs 2"."""
    (en, zh), name = _have(have, need), label(framework, item)
    text = LocalizedText(
        f"{name.en} {en}, needs {plain(need)}", f"{name.zh_hans}{zh}，需达到{plain(need)}"
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
    en, zh = "not assessed", "未评估"
    if have is not None:
        limits = find_borders(framework).get(framework.resolve(node), frozenset())
        one = _short(written(have, {*limits, need}) or have)
        shown = span(ends.lower, ends.upper) if ends else one
        en, zh = f"at {shown}", f"现为{shown}"
    name = label(framework, node)
    is_root = framework.resolve(node) == framework.root.id
    start = ("overall score", "总分") if is_root else (f"{name.en}: score", f"{name.zh_hans}：得分")
    text = LocalizedText(
        f"{start[0]} {en}, needs {plain(need)}", f"{start[1]}{zh}，需达到{plain(need)}"
    )
    return Unmet("score_below", node, have, need, text, (node,), topic_of(framework, node))


def level_below(framework: Framework, node: str, have: int | None, need: int) -> Unmet:
    """Return "Data governance: level 2, needs 3"."""
    name = label(framework, node)
    en, zh = ("no level", "未定级") if have is None else (f"level {have}", f"等级{have}")
    text = LocalizedText(f"{name.en}: {en}, needs {need}", f"{name.zh_hans}：{zh}，需达到{need}")
    value = None if have is None else Decimal(have)
    return Unmet(
        "level_below", node, value, Decimal(need), text, (node,), topic_of(framework, node)
    )


def count_below(
    framework: Framework, rule: CountRequirement, have: int, candidates: tuple[str, ...]
) -> Unmet:
    """Return "2 more dimensions at level 3 or above (2 of 4)"."""
    missing = rule.gte - have
    if framework.resolve(rule.of) == framework.root.id and framework.dimensions:
        group, group_zh = "dimension" if missing == 1 else "dimensions", "个维度"
    else:
        name = label(framework, rule.of)
        group, group_zh = name.en, f"项“{name.zh_hans}”"
    kind, kind_zh = (
        (f"{rule.tag} {group}", f"{group_zh}（{rule.tag}）") if rule.tag else (group, group_zh)
    )
    text = LocalizedText(
        f"{missing} more {kind} at level {rule.level_gte} or above ({have} of {rule.gte})",
        f"还差{missing}{kind_zh}达到{rule.level_gte}级及以上（已有{have}，需{rule.gte}）",
    )
    have_, need = Decimal(have), Decimal(rule.gte)
    topic = topic_of(framework, rule.of)
    return Unmet("count_below", rule.of, have_, need, text, candidates, topic)


def k_of_n_below(
    framework: Framework, level: Decimal, have: int, need: int, candidates: tuple[str, ...]
) -> Unmet:
    """Return "2 more of these at 2 or above: …"."""
    listed = labels(framework, candidates)
    text = LocalizedText(
        f"{need - have} more of these at {plain(level)} or above: {listed.en}",
        f"以下题目中还需{need - have}项达到{plain(level)}：{listed.zh_hans}",
    )
    return Unmet("k_of_n_below", "k_of_n", Decimal(have), Decimal(need), text, candidates)


def evidence_below(have: Decimal | None, need: Decimal) -> Unmet:
    """Return "evidence for 40 % of the weight, needs 60 %"; refused evidence counts for nothing."""
    wanted = percent(need)
    if have is None:
        text = LocalizedText(
            f"share of evidence not known, needs {wanted.en}",
            f"证据占比未知，需达到{wanted.zh_hans}",
        )
    else:
        share = percent(have, need)
        text = LocalizedText(
            f"evidence for {share.en} of the weight, needs {wanted.en}",
            f"附有证据的答案占权重{share.zh_hans}，需达到{wanted.zh_hans}",
        )
    return Unmet("evidence_below", "evidence", have, need, text)


def kpi_missed(kpi: str, have: Decimal | None, need: Decimal, *, is_floor: bool) -> Unmet:
    """Return "DQ-07 at 88, needs 90 or more"."""
    en, zh = ("not measured", "未测量") if have is None else _have(have, need)
    text = LocalizedText(
        f"{kpi} {en}, needs {plain(need)} or {'more' if is_floor else 'less'}",
        f"{kpi}{zh}，需{'不低于' if is_floor else '不高于'}{plain(need)}",
    )
    return Unmet("kpi_missed", kpi, have, need, text)


def gate_closed(framework: Framework, gate: str, first: LocalizedText | None = None) -> Unmet:
    """Return "gate "Ready to integrate" is closed", with the first thing it lacks."""
    title = next(entry.title for entry in framework.gates if entry.id == gate)
    name = LocalizedText(gate, gate) if title is None else title
    more, more_zh = (f" ({first.en})", f"（{first.zh_hans}）") if first else ("", "")
    text = LocalizedText(
        f"gate “{name.en}” is closed{more}", f"阶段关口“{name.zh_hans}”未通过{more_zh}"
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
    share, most = percent(have, allowed), percent(allowed)
    text = LocalizedText(
        f"{name.en}: {share.en} of the weight below {level}, {most.en} allowed",
        f"{name.zh_hans}：{share.zh_hans}的权重低于{level}级，最多允许{most.zh_hans}",
    )
    return Unmet("share_missed", node, have, allowed, text, items, topic_of(framework, node))


def level_score_below(level: int, have: Decimal | None, need: Decimal) -> Unmet:
    """Return "level 3 fulfilled to 0.62, needs 0.8"."""
    shown = figure(Decimal(0) if have is None else have, need)
    text = LocalizedText(
        f"level {level} fulfilled to {shown}, needs {plain(need)}",
        f"{level}级满足程度{shown}，需达到{plain(need)}",
    )
    return Unmet("level_score_below", str(level), have, need, text)


def level_open(level: int, have: Decimal, need: Decimal) -> Unmet:
    """Return "level 2: 50 % answered, needs 90 %"."""
    share, wanted = percent(have, need), percent(need)
    text = LocalizedText(
        f"level {level}: {share.en} answered, needs {wanted.en}",
        f"{level}级：已作答{share.zh_hans}，需达到{wanted.zh_hans}",
    )
    return Unmet("level_open", str(level), have, need, text)


def veto_caps(
    framework: Framework, item: str, have: Decimal | None, need: Decimal, cap: int | None
) -> Unmet:
    """Return "DG-13 Storage country at 1, needs 2; until then no level above 1"."""
    (en, zh), name = _have(have, need), label(framework, item)
    limit = (
        ("no level", "不给等级") if cap is None else (f"no level above {cap}", f"等级不高于{cap}")
    )
    text = LocalizedText(
        f"{name.en} {en}, needs {plain(need)}; until then {limit[0]}",
        f"{name.zh_hans}{zh}，需达到{plain(need)}；达到之前{limit[1]}",
    )
    return Unmet("veto", item, have, need, text, (item,), topic_of(framework, item))
