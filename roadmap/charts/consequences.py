"""What edits of a plan would change, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from capability.domain.reach import Climb
from core.wording.dates import day, end_of
from core.wording.money import money_text
from core.wording.texts import lt
from planning.domain.economics import Overrun
from planning.domain.plans import PlanLink
from roadmap.charts import words as chart_words
from roadmap.domain.conflicts import DateConflict
from roadmap.domain.schedule import Violation
from roadmap.models import Initiative
from roadmap.selectors.consequences import Consequences, Trouble
from roadmap.selectors.plan import Plan, title_in
from roadmap.services.drafts import PlanDraft
from scoring.domain.sections import title_of

SHOWN = 8  # lines of a section


@dataclass(frozen=True, slots=True)
class ToldSection:
    """A few lines under a heading.

    Attributes:
        title: the heading.
        lines: each with its tone: bad, good or empty.
        more: how many lines are left out.
    """

    title: str
    lines: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Told:
    """Consequences in words: what changes, and the names of what does not."""

    sections: tuple[ToldSection, ...]
    unchanged: tuple[str, ...]


def told(found: Consequences, made: PlanDraft) -> Told:
    """Return consequences in the reader's language.

    Args:
        found: the plan before and after.
        made: the rows that would be stored.
    """
    parts = (
        (_("Initiatives"), _bars(found, made)),
        (_("Cost"), _costs(found)),
        (_("Capability by year"), _reach(found)),
        (_("Gates"), _gates(found)),
        (_("Conflicts"), _troubles(found)),
        (_("Last day of the open work"), _end(found)),
        (_("Deadlines of law"), _law(found)),
    )
    listed = [(title, tuple(lines)) for title, lines in parts]
    if links := tuple(_linked(found, link) for link in _fresh(found, made)):
        listed.insert(0, (_("Links"), links))
    return Told(
        tuple(
            ToldSection(title, lines[:SHOWN], max(len(lines) - SHOWN, 0))
            for title, lines in listed
            if lines
        ),
        tuple(title for title, lines in listed if not lines),
    )


Lines = Iterable[tuple[str, str]]


def _fresh(found: Consequences, made: PlanDraft) -> Iterable[PlanLink]:
    """Return the links that are new, and the one that was edited."""
    known = {(link.before, link.after) for link in found.before.links}
    own = made.link.new if made.link else None
    for link in made.links:
        if link == own or (link.before, link.after) not in known:
            yield link


def _linked(found: Consequences, link: PlanLink) -> tuple[str, str]:
    ends = (found.after.initiative(link.after), found.after.initiative(link.before))
    after, before = map(_name, ends)
    return _("%(a)s waits for %(b)s") % {"a": after, "b": before}, ""


def _name(row: Initiative) -> str:
    return title_in(row.title, get_language() or "en")


def _bars(found: Consequences, made: PlanDraft) -> Lines:
    own = {row.pk for row in made.rows}
    for bar in found.bars:
        if not bar.is_moved:
            continue
        words = {
            "title": _name(bar.after),
            "old": _span(bar.before),
            "new": _span(bar.after),
        }
        if bar.after.pk in own:
            yield _("%(title)s: %(old)s → %(new)s") % words, ""
        else:
            yield _("%(title)s follows: %(old)s → %(new)s") % words, ""
        if bar.restarts:
            yield _("%(title)s is under way; its start would move, too") % words, "bad"
    for row in found.added:
        yield _("%(title)s is new: %(new)s") % {"title": _name(row), "new": _span(row)}, ""
    for stone in made.stones:
        words = {"title": lt(stone.both("title")), "day": day(stone.due_on)}
        yield _("Milestone “%(title)s” goes along, to %(day)s") % words, ""


def _span(row: Initiative) -> str:
    return _("%(start)s to %(end)s") % {"start": day(row.starts_on), "end": day(row.ends_on)}


def _costs(found: Consequences) -> Lines:
    """Tell what sums change, and what they leave out."""
    lines = [*_cost(found), *_running(found)]
    left_out = found.after.running
    yield from lines
    if lines and left_out.without:
        yield chart_words.unstated_text(left_out), ""


def _running(found: Consequences) -> Lines:
    old, new = found.before.running.stated, found.after.running.stated
    if old != new:
        currency = found.after.currency
        words = [
            _("not stated") if one is None else money_text(one, currency) for one in (old, new)
        ]
        yield _("Running cost a year: %(change)s") % {"change": " → ".join(words)}, ""


def _cost(found: Consequences) -> Lines:
    old, new = found.before.totals, found.after.totals
    if old.inside != new.inside:
        words = {"change": _money(found, old.inside, new.inside)}
        yield _("In the twelve quarters: %(change)s") % words, ""
    if old.whole != new.whole:
        yield _("In all: %(change)s") % {"change": _money(found, old.whole, new.whole)}, ""
    for year in found.years:
        if year.before == year.after:
            continue
        words = {"year": str(year.year), "change": _money(found, year.before, year.after)}
        if year.limit is None:
            yield _("%(year)s: %(change)s") % words, ""
            continue
        words["limit"] = money_text(year.limit, found.after.currency)
        tone = "bad" if year.after > year.limit else ""
        yield _("%(year)s: %(change)s of a limit of %(limit)s") % words, tone


def _money(found: Consequences, before: Decimal, after: Decimal) -> str:
    currency = found.after.currency
    return f"{money_text(before, currency)} → {money_text(after, currency)}"


def _reach(found: Consequences) -> Lines:
    if found.reach is None:
        return
    before, after = found.reach
    heads = [end_of(one) for one in after.days]
    nodes = after.run.framework.nodes
    language = get_language() or "en"
    yield from _climb(_("Overall"), before.total, after.total, heads)
    for name, climb in after.dimensions.items():
        title = title_of(nodes[name]).in_language(language)
        yield from _climb(title, before.dimensions[name], climb, heads)


def _climb(title: str, before: Climb, after: Climb, heads: Sequence[str]) -> Lines:
    for head, old, new in zip(heads, before.values, after.values, strict=True):
        if old.shown != new.shown:
            tone = "bad" if new.low < old.low else "good"
            words = {"title": title, "when": head, "old": old.shown, "new": new.shown}
            yield _("%(title)s, %(when)s: %(old)s → %(new)s") % words, tone


def _gates(found: Consequences) -> Lines:
    for row in found.closed:
        words = {"title": _name(row), "phase": row.get_phase_display()}
        yield _("%(title)s stands behind the closed gate of “%(phase)s”") % words, "bad"
    for row in found.opened:
        yield _("%(title)s stands behind no closed gate any more") % {"title": _name(row)}, "good"


def _troubles(found: Consequences) -> Lines:
    for trouble in found.worse:
        yield _trouble(found.after, trouble), "bad"
    for trouble in found.better:
        words = {"trouble": _trouble(found.before, trouble)}
        yield _("No longer: %(trouble)s") % words, "good"


def _trouble(plan: Plan, trouble: Trouble) -> str:
    subject = trouble.subject
    if isinstance(subject, Violation):
        row, text = plan.initiative(subject.link.after), chart_words.days_early(subject.days)
    elif isinstance(subject, DateConflict):
        row, text = plan.initiative(subject.item), chart_words.conflict_text(plan, subject)
    else:
        return _limit(plan, subject)
    return _("%(title)s: %(text)s") % {"title": _name(row), "text": text}


def _limit(plan: Plan, over: Overrun) -> str:
    return _("%(year)s: %(excess)s above the limit") % {
        "year": over.year,
        "excess": money_text(over.excess, plan.currency),
    }


def _end(found: Consequences) -> Lines:
    before, after = found.ends
    if before and after and before != after:
        days = (after - before).days
        named = {"old": day(before), "new": day(after), "days": abs(days)}
        yield _later(days) % named, "bad" if days > 0 else "good"


def _later(days: int) -> str:
    if days > 0:
        return ngettext(
            "%(old)s → %(new)s, %(days)s day later",
            "%(old)s → %(new)s, %(days)s days later",
            days,
        )
    return ngettext(
        "%(old)s → %(new)s, %(days)s day earlier",
        "%(old)s → %(new)s, %(days)s days earlier",
        -days,
    )


def _law(found: Consequences) -> Lines:
    language = get_language() or "en"
    for one in found.missed:
        words = {
            "duty": one.duty.obligation.cited.in_language(language),
            "due": day(one.due_on),
            "title": _name(one.initiative),
            "days": one.days,
        }
        text = ngettext(
            "%(duty)s is due on %(due)s; %(title)s ends %(days)s day later",
            "%(duty)s is due on %(due)s; %(title)s ends %(days)s days later",
            one.days,
        )
        yield text % words, "bad"
    for one in found.kept:
        words = {
            "duty": one.duty.obligation.cited.in_language(language),
            "title": _name(one.initiative),
        }
        yield _("%(title)s ends in time for %(duty)s") % words, "good"
