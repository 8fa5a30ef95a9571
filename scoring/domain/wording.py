"""Sentences for conditions that are not met, in both languages."""

from __future__ import annotations

from decimal import Decimal

from core.text import LocalizedText
from packs.schema.rules import CountRequirement
from scoring.domain.numbers import ONE, plain
from scoring.domain.types import Unmet

_LIST_SHOWN = 8


def names(items: tuple[str, ...]) -> str:
    """Return ids as a list, cut after the first eight."""
    shown = " ".join(items[:_LIST_SHOWN])
    return shown if len(items) <= _LIST_SHOWN else f"{shown} …"


def _have(have: Decimal | None) -> tuple[str, str]:
    return (
        ("not assessed", "未评估") if have is None else (f"at {plain(have)}", f"现为{plain(have)}")
    )


def below(code: str, subject: str, have: Decimal | None, need: Decimal) -> Unmet:
    """Return "DG-13 at 1, needs 2"."""
    en, zh = _have(have)
    text = LocalizedText(
        en=f"{subject} {en}, needs {plain(need)}", zh_hans=f"{subject}{zh}，需达到{plain(need)}"
    )
    return Unmet(code, subject, have, need, text, (subject,))


def score_below(node: str, have: Decimal | None, need: Decimal, *, is_root: bool = False) -> Unmet:
    """Return "score of DG at 1.6, needs 1.75"."""
    en, zh = _have(have)
    subject, subject_zh = (
        ("overall score", "总分") if is_root else (f"score of {node}", f"{node}得分")
    )
    text = LocalizedText(
        en=f"{subject} {en}, needs {plain(need)}",
        zh_hans=f"{subject_zh}{zh}，需达到{plain(need)}",
    )
    return Unmet("score_below", node, have, need, text, (node,))


def level_below(node: str, have: int | None, need: int) -> Unmet:
    """Return "level of DG at 2, needs 3"."""
    value = None if have is None else Decimal(have)
    en, zh = _have(value)
    text = LocalizedText(
        en=f"level of {node} {en}, needs {need}", zh_hans=f"{node}等级{zh}，需达到{need}"
    )
    return Unmet("level_below", node, value, Decimal(need), text, (node,))


def count_below(
    rule: CountRequirement, have: int, candidates: tuple[str, ...], *, is_root: bool = False
) -> Unmet:
    """Return "2 more mandatory scenes at level 3"."""
    missing = rule.gte - have
    plural = "dimension" if missing == 1 else "dimensions"
    group, group_zh = (plural, "个维度") if is_root else (rule.of, f"项{rule.of}")
    kind, kind_zh = (
        (f"{rule.tag} {group}", f"{group_zh}（{rule.tag}）") if rule.tag else (group, group_zh)
    )
    text = LocalizedText(
        en=f"{missing} more {kind} at level {rule.level_gte} or above ({have} of {rule.gte})",
        zh_hans=f"还差{missing}{kind_zh}达到{rule.level_gte}级及以上（已有{have}，需{rule.gte}）",
    )
    return Unmet("count_below", rule.of, Decimal(have), Decimal(rule.gte), text, candidates)


def k_of_n_below(level: Decimal, have: int, need: int, candidates: tuple[str, ...]) -> Unmet:
    """Return "2 more of these at 2 or above: …"."""
    text = LocalizedText(
        en=f"{need - have} more of these at {plain(level)} or above: {names(candidates)}",
        zh_hans=f"以下题目还差{need - have}项达到{plain(level)}：{names(candidates)}",
    )
    return Unmet("k_of_n_below", "k_of_n", Decimal(have), Decimal(need), text, candidates)


def evidence_below(have: Decimal | None, need: Decimal) -> Unmet:
    """Return "accepted evidence for 40 % of the weight, needs 60 %"."""
    share = None if have is None else plain(have * 100)
    wanted = plain(need * 100)
    text = LocalizedText(
        en=f"accepted evidence for {share}% of the weight, needs {wanted}%"
        if share is not None
        else f"share of accepted evidence not known, needs {wanted}%",
        zh_hans=f"已认可证据占权重{share}%，需达到{wanted}%"
        if share is not None
        else f"已认可证据的占比未知，需达到{wanted}%",
    )
    return Unmet("evidence_below", "evidence", have, need, text)


def kpi_missed(kpi: str, have: Decimal | None, need: Decimal, *, is_floor: bool) -> Unmet:
    """Return "DQ-07 at 88, needs 90 or more"."""
    en, zh = ("not measured", "未测量") if have is None else _have(have)
    text = LocalizedText(
        en=f"{kpi} {en}, needs {plain(need)} or {'more' if is_floor else 'less'}",
        zh_hans=f"{kpi}{zh}，需{'不低于' if is_floor else '不高于'}{plain(need)}",
    )
    return Unmet("kpi_missed", kpi, have, need, text)


def gate_closed(gate: str, first: str | None = None, first_zh: str | None = None) -> Unmet:
    """Return "gate optimize is closed"."""
    more, more_zh = (f" ({first})", f"（{first_zh}）") if first and first_zh else ("", "")
    text = LocalizedText(
        en=f"gate {gate} is closed{more}", zh_hans=f"阶段关口{gate}未通过{more_zh}"
    )
    return Unmet("gate_closed", gate, Decimal(0), ONE, text)


def coverage_below(node: str, have: Decimal, need: Decimal) -> Unmet:
    """Return "72 % of the weight answered, needs 90 %"."""
    text = LocalizedText(
        en=f"{plain(have * 100)}% of the weight of {node} answered, needs {plain(need * 100)}%",
        zh_hans=f"{node}已作答权重{plain(have * 100)}%，需达到{plain(need * 100)}%",
    )
    return Unmet("coverage_below", node, have, need, text)


def share_below(
    node: str, level: int, have: Decimal, need: Decimal, items: tuple[str, ...]
) -> Unmet:
    """Return "60 % of the weight of DG at level 2 or above, needs 80 %"."""
    text = LocalizedText(
        en=f"{plain(have * 100)}% of the weight of {node} at level {level} or above, "
        f"needs {plain(need * 100)}%",
        zh_hans=f"{node}达到{level}级及以上的权重占{plain(have * 100)}%，需达到{plain(need * 100)}%",
    )
    return Unmet("share_below", node, have, need, text, items)


def level_score_below(level: int, have: Decimal | None, need: Decimal) -> Unmet:
    """Return "level 3 fulfilled to 0.62, needs 0.8"."""
    shown = Decimal(0) if have is None else have
    text = LocalizedText(
        en=f"level {level} fulfilled to {plain(shown)}, needs {plain(need)}",
        zh_hans=f"{level}级满足程度{plain(shown)}，需达到{plain(need)}",
    )
    return Unmet("level_score_below", str(level), have, need, text)


def veto_caps(item: str, have: Decimal | None, need: Decimal, cap: int | None) -> Unmet:
    """Return "DG-13 at 1, needs 2; until then no level above 1"."""
    en, zh = _have(have)
    limit = (
        ("no level", "不给等级") if cap is None else (f"no level above {cap}", f"等级不高于{cap}")
    )
    text = LocalizedText(
        en=f"{item} {en}, needs {plain(need)}; until then {limit[0]}",
        zh_hans=f"{item}{zh}，需达到{plain(need)}；达到之前{limit[1]}",
    )
    return Unmet("veto", item, have, need, text, (item,))
