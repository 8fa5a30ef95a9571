"""What a run needs to be signed and to get a level: the same words before and at the signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.selectors.headline import Headline
from assessment.selectors.runs import coverage_of, framework_of
from core.text import LocalizedText
from core.wording.texts import listed
from packs.models import PackRelease, current_release
from packs.schema import Framework, IndicatorCatalog
from scoring.domain.coverage import is_below
from scoring.domain.guarding import asked_indicators, guards
from scoring.domain.types import Unmet
from scoring.domain.wording import covered, percent

COUNTED = ("count_below", "k_of_n_below")


@dataclass(frozen=True, slots=True)
class SignCondition:
    """A condition in words, and whether the answers meet it."""

    text: str
    is_met: bool


def wanted_for_sign_off(run: Assessment, lacks: Sequence[Unmet]) -> tuple[SignCondition, ...]:
    """Return what a signature asks of the answers, met or not.

    Args:
        run: any full run.
        lacks: what forbids its signature, of `selectors.inspection.inspect`.
    """
    framework = framework_of(run.framework)
    need, have = framework.completeness, coverage_of(run)
    share = _("Signature: answers to %(need)s of the weight, now %(have)s") % {
        "need": _share(need),
        "have": _covered(framework, have),
    }
    guarded = guards(framework)
    resting = [lack for lack in lacks if lack.subject in guarded]
    claims = [lack for lack in lacks if lack.code == "na_waits"]
    every = _("Signature: every question settled that a gate or the level rests on")
    if resting:
        open_ = ngettext("%(count)s is not", "%(count)s are not", len(resting))
        every = f"{every}: {open_ % {'count': len(resting)}}"
    found = [
        SignCondition(share, is_met=not is_below(framework, have)),
        SignCondition(every, is_met=not resting),
    ]
    if claims:
        wait = ngettext(
            "Signature: every “does not apply” decided, %(count)s waits",
            "Signature: every “does not apply” decided, %(count)s wait",
            len(claims),
        )
        found.append(SignCondition(wait % {"count": len(claims)}, is_met=False))
    return tuple(found)


def wanted_for_level(run: Assessment, parts: Sequence[Headline]) -> tuple[SignCondition, ...]:
    """Return what a level asks of the answers beyond the signature; nothing where there is none.

    Args:
        run: any run.
        parts: what each of its sections says.
    """
    framework = framework_of(run.framework)
    levelled = [part for part in parts if part.has_level]
    if not framework.root.level_rules or not levelled:
        return ()
    short = [part for part in levelled if is_below(framework, part.coverage)]
    words = _("Level: answers to %(need)s of the weight of each dimension") % {
        "need": _share(framework.completeness)
    }
    if short:
        names = [f"{part.title} {_covered(framework, part.coverage)}" for part in short]
        words += _(", still below: %(names)s") % {"names": listed(names)}
    return (SignCondition(words, is_met=not short),)


def missing_count(lacks: Iterable[Mapping[str, Any]]) -> int:
    """Return how many things stored conditions lack: "3 more of these" are three, any other is one."""
    return sum(
        int(Decimal(lack["need"]) - Decimal(lack["have"] or 0)) if lack["code"] in COUNTED else 1
        for lack in lacks
    )


def with_indicator_names(
    framework: Framework, texts: Iterable[LocalizedText]
) -> tuple[LocalizedText, ...]:
    """Return conditions in which the indicators that gates ask for stand with their names.

    A framework names them by their code only; the catalog in force has the words. One query where
    any of the texts names one, else none.
    """
    texts, asked = tuple(texts), asked_indicators(framework)
    named = {code for code in asked if any(code in text.en for text in texts)}
    if not named:
        return texts
    try:
        catalog = current_release(PackRelease.Kind.INDICATORS).read(IndicatorCatalog)
    except PackRelease.DoesNotExist:
        return texts
    titles = {entry.id: entry.title for entry in catalog.indicators if entry.id in named}
    return tuple(_with_names(text, titles) for text in texts)


def _with_names(text: LocalizedText, titles: Mapping[str, LocalizedText]) -> LocalizedText:
    english, chinese = text.en, text.zh_hans
    for code, title in titles.items():
        english = english.replace(code, f"{code} {title.en}")
        chinese = chinese.replace(code, f"{code}“{title.zh_hans}”")
    return LocalizedText.of(english, chinese)


def _share(share: Decimal) -> str:
    """Write a share in percent."""
    return percent(share).in_language(get_language())


def _covered(framework: Framework, share: Decimal) -> str:
    """Write an answered share in percent."""
    return covered(framework, share).in_language(get_language())
