"""What becomes of a system: keep, reuse, retire or replace, proposed with its reason.

Two scores from 1 (poor) to 5 (good), value to the business and technical fit, cut at 3.0, give a
quadrant; a few facts win over the quadrant. Weights and cut-off are those of the reference model
(packs/data/processes, disposition.time_model); a person decides.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.text import LocalizedText

Proposal = Literal["keep", "reuse", "retire", "replace"]
CUT_OFF = Decimal("3.0")
BORDERLINE = Decimal("0.2")
SOON = dt.timedelta(days=180)
USERS_STEPS = ((100, 5), (30, 4), (10, 3), (3, 2))
LEVEL_OF_CONTROL = 2


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """What is known about a system.

    Attributes:
        criticality: low, medium or high.
        users: people who use it; None is not known.
        process_count: process areas it covers.
        isa95_level: where its category sits, 0 to 4; None is not known.
        support_end_on: last day of vendor support.
        contract_end_on: last day of the contract.
        open_interface: yes, no or unknown.
        group_standard: yes, no or unknown.
        fits_local_law: yes, no or unknown.
    """

    criticality: str = "medium"
    users: int | None = None
    process_count: int = 0
    isa95_level: int | None = None
    support_end_on: dt.date | None = None
    contract_end_on: dt.date | None = None
    open_interface: str = "unknown"
    group_standard: str = "unknown"
    fits_local_law: str = "unknown"


@dataclass(frozen=True, slots=True)
class DispositionAdvice:
    """A proposal with the two scores [1-5] and its reason.

    `is_borderline` says that a score lies within 0.2 of the cut-off: a second opinion is due.
    """

    proposal: Proposal
    quadrant: Literal["invest", "migrate", "tolerate", "eliminate"]
    value: Decimal
    fit: Decimal
    is_borderline: bool
    reason: LocalizedText


def propose(facts: SystemFacts, today: dt.date) -> DispositionAdvice:
    """Return what the facts speak for.

    Args:
        facts: what is known; what is not known counts as middling.
        today: the day on which ends of contract and support are judged.

    Returns:
        keep or reuse for systems that fit, replace for valuable ones that do not, retire for the
        rest; the reason names the facts in both languages.
    Source: docs/method.md#disposition
    """
    value, fit = business_value(facts), technical_fit(facts, today)
    quadrant = _quadrant(value, fit)
    proposal, why = _decide(facts, quadrant, today)
    near = min(abs(value - CUT_OFF), abs(fit - CUT_OFF)) <= BORDERLINE
    return DispositionAdvice(
        proposal, quadrant, value, fit, near, _reason(facts, why, value, fit, today)
    )


def business_value(facts: SystemFacts) -> Decimal:
    """Return the value to the business [1-5]: core process, law, users, group template, data."""
    core = {"high": 5, "medium": 3, "low": 1}[facts.criticality]
    law = {"yes": 4, "no": 2, "unknown": 3}[facts.fits_local_law]
    group = _rated(facts.group_standard)
    depends = min(1 + facts.process_count, 5) if facts.process_count else 3
    parts = (("0.30", core), ("0.20", law), ("0.20", _users(facts.users)), ("0.15", group))
    return _sum(*parts, ("0.15", depends))


def technical_fit(facts: SystemFacts, today: dt.date) -> Decimal:
    """Return the technical fit [1-5]: interfaces, support, security, languages, cost, skills.

    An inventory row says nothing about security, cost and skills by itself: support stands for
    the first, group standard for skills, and cost counts as middling.
    """
    support = _support(facts.support_end_on, today)
    parts = (("0.25", _rated(facts.open_interface)), ("0.20", support), ("0.20", support))
    more = (
        ("0.15", _rated(facts.fits_local_law)),
        ("0.10", 3),
        ("0.10", _rated(facts.group_standard)),
    )
    return _sum(*parts, *more)


def _sum(*parts: tuple[str, int]) -> Decimal:
    return sum((Decimal(weight) * rating for weight, rating in parts), Decimal(0))


def _rated(answer: str) -> int:
    return {"yes": 5, "no": 1}.get(answer, 3)


def _users(count: int | None) -> int:
    if count is None:
        return 3
    return next((rating for least, rating in USERS_STEPS if count >= least), 1)


def _support(end: dt.date | None, today: dt.date) -> int:
    if end is None:
        return 3
    if end < today:
        return 1
    return 2 if end - today <= SOON else 5


def _quadrant(
    value: Decimal, fit: Decimal
) -> Literal["invest", "migrate", "tolerate", "eliminate"]:
    if value >= CUT_OFF:
        return "invest" if fit >= CUT_OFF else "migrate"
    return "tolerate" if fit >= CUT_OFF else "eliminate"


_CONTROL = LocalizedText(
    en="Equipment control follows the life of the machine; put it in its own network zone",
    zh_hans="设备控制系统随设备寿命更换，应划入独立网络分区",
)
_NO_FIT_IN_LAW = LocalizedText(
    en="It does not fit local law or language", zh_hans="不符合当地法规或语言要求"
)
_UNSUPPORTED = LocalizedText(
    en="Vendor support has ended; if it stays, somebody accepts the risk with a date",
    zh_hans="厂商支持已终止；如仍保留，须有人签署注明日期的风险接受书",
)
_NEEDED = LocalizedText(
    en="Low value and poor fit, but the plant stops without it: replace it before it goes",
    zh_hans="价值和适配度都低，但停用会使工厂停产：先替换再停用",
)
_STANDARD = LocalizedText(
    en="A group standard that fits: use it further and for more processes",
    zh_hans="集团标准且适配良好：继续复用并扩大覆盖",
)
_BY_QUADRANT: dict[str, tuple[Proposal, LocalizedText]] = {
    "invest": ("keep", LocalizedText(en="High value, good fit", zh_hans="价值高，适配良好")),
    "migrate": ("replace", LocalizedText(en="High value, poor fit", zh_hans="价值高，但适配差")),
    "tolerate": (
        "keep",
        LocalizedText(
            en="Low value, good fit: keep without further spending, review each year",
            zh_hans="价值低但适配良好：保留，不再投入，每年复核",
        ),
    ),
    "eliminate": (
        "retire",
        LocalizedText(
            en="Low value and poor fit; archive the data first",
            zh_hans="价值和适配度都低；先归档数据",
        ),
    ),
}


_BY_RULE: tuple[tuple[Proposal, LocalizedText], ...] = (
    ("keep", _CONTROL),
    ("replace", _NO_FIT_IN_LAW),
    ("replace", _UNSUPPORTED),
    ("replace", _NEEDED),
    ("reuse", _STANDARD),
)


def speaks_for(reason: LocalizedText) -> Proposal | None:
    """Return the proposal that a reason made by `propose` belongs to, on whatever day it was made.

    Args:
        reason: any text; that of a proposal begins with the rule behind it.

    Returns:
        The proposal; None for the words of a person.
    """
    for proposal, why in (*_BY_RULE, *_BY_QUADRANT.values()):
        if reason.en.startswith(f"{why.en}. "):
            return proposal
    return None


def _decide(facts: SystemFacts, quadrant: str, today: dt.date) -> tuple[Proposal, LocalizedText]:
    """Return the proposal and the rule behind it; the first rule that applies wins."""
    ended = facts.support_end_on is not None and facts.support_end_on < today
    is_control = facts.isa95_level is not None and facts.isa95_level <= LEVEL_OF_CONTROL
    is_kept = quadrant != "eliminate"
    is_fit = quadrant in ("invest", "tolerate")
    holds = (
        is_control and facts.fits_local_law != "no",
        is_kept and facts.fits_local_law == "no",
        is_kept and ended,
        not is_kept and facts.criticality == "high",
        is_fit and facts.group_standard == "yes",
    )
    found = next((rule for rule, is_met in zip(_BY_RULE, holds, strict=True) if is_met), None)
    return found or _BY_QUADRANT[quadrant]


def _reason(
    facts: SystemFacts, why: LocalizedText, value: Decimal, fit: Decimal, today: dt.date
) -> LocalizedText:
    """Return the rule, the facts it rests on, and both scores."""
    named = _facts(facts, today)
    en = "; ".join(text.en for text in named)
    zh = "；".join(text.zh_hans for text in named)
    return LocalizedText(
        en=f"{why.en}. {_capital(en)}. Business value {value:.1f}, technical fit {fit:.1f} of 5.",
        zh_hans=f"{why.zh_hans}。{zh}。业务价值{value:.1f}，技术适配{fit:.1f}（满分5）。",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _facts(facts: SystemFacts, today: dt.date) -> list[LocalizedText]:
    """Return the facts that count, in words; what is not known is said last."""
    found = [
        {
            "high": LocalizedText(en="criticality high", zh_hans="关键程度高"),
            "medium": LocalizedText(en="criticality medium", zh_hans="关键程度中"),
            "low": LocalizedText(en="criticality low", zh_hans="关键程度低"),
        }[facts.criticality]
    ]
    if facts.users is not None:
        found.append(LocalizedText(en=f"{facts.users} users", zh_hans=f"{facts.users}名用户"))
    found += _end(facts.support_end_on, today, "vendor support", "厂商支持")
    found += _end(facts.contract_end_on, today, "contract", "合同")
    unknown: list[LocalizedText] = []
    for answer, yes, no, topic in (
        (
            facts.open_interface,
            ("documented interface", "有文档接口"),
            ("no documented interface", "没有文档接口"),
            ("interface", "接口"),
        ),
        (
            facts.group_standard,
            ("group standard", "属集团标准"),
            ("not a group standard", "非集团标准"),
            ("group standard", "集团标准"),
        ),
        (
            facts.fits_local_law,
            ("fits local law and language", "符合当地法规和语言"),
            ("does not fit local law or language", "不符合当地法规或语言"),
            ("local law", "当地法规"),
        ),
    ):
        if answer == "unknown":
            unknown.append(LocalizedText(en=topic[0], zh_hans=topic[1]))
        else:
            words = yes if answer == "yes" else no
            found.append(LocalizedText(en=words[0], zh_hans=words[1]))
    if unknown:
        en, zh = ", ".join(text.en for text in unknown), "、".join(text.zh_hans for text in unknown)
        found.append(LocalizedText(en=f"not known: {en}", zh_hans=f"未知：{zh}"))
    return found


def _end(end: dt.date | None, today: dt.date, en: str, zh: str) -> list[LocalizedText]:
    if end is None:
        return []
    if end < today:
        return [LocalizedText(en=f"{en} ended on {end}", zh_hans=f"{zh}已于{end}终止")]
    return [LocalizedText(en=f"{en} until {end}", zh_hans=f"{zh}至{end}")]
