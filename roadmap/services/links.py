"""Writes of dependencies between initiatives."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.base import save_versioned
from core.errors import RuleError
from organizations.models import User
from planning.domain.plans import PlanLink
from roadmap.domain.edits import BarEdit
from roadmap.domain.schedule import circle
from roadmap.models import Dependency, Initiative, Roadmap
from roadmap.selectors.plan import links_of, title_in
from roadmap.services.batches import prepare
from steps.services import history
from steps.services.versions import refuse_changed

MOST_DAYS = 730


@transaction.atomic
def add_link(
    *,
    roadmap: Roadmap,
    before: Initiative,
    after: Initiative,
    by: User,
    kind: str = "FS",
    lag_days: int = 0,
    moves: Sequence[BarEdit] = (),
) -> Dependency:
    """Let one initiative wait for another; what has to move for it moves in the same step.

    Raises:
        RuleError: as in `check_new`.
        StaleVersionError, ValidationError: as in `batches.apply`.
    """
    history.lock(roadmap.plant)
    check_new(roadmap, before, after, lag_days)
    row = Dependency(predecessor=before, successor=after, kind=kind, lag_days=lag_days)
    row.full_clean()
    made = prepare(roadmap, moves)
    with history.step(
        plant=roadmap.plant,
        by=by,
        verb="dependency.added",
        subject=after.title,
        target=row,
        rows=made.touched,
    ) as step:
        row.save()
        step.add(row)
        made.store(roadmap, step)
    return row


def check_new(roadmap: Roadmap, before: Initiative, after: Initiative, lag_days: int) -> None:
    """Refuse a link that cannot be.

    Raises:
        RuleError: the same link exists, an initiative would wait for itself, a circle closes (the
            message names it), or the lag is too long.
    """
    if before.pk == after.pk:
        raise RuleError(_("An initiative cannot wait for itself."), field="successor")
    if Dependency.objects.filter(predecessor=before, successor=after).exists():
        raise RuleError(_("This link exists already."), field="successor")
    check_circle(roadmap, PlanLink(str(before.pk), str(after.pk)))
    check_lag(lag_days)


@transaction.atomic
def edit_link(
    *,
    dependency: Dependency,
    version: int,
    kind: str,
    lag_days: int,
    by: User,
    moves: Sequence[BarEdit] = (),
) -> Dependency:
    """Change kind and lag of a link; what has to move for it moves in the same step.

    Raises:
        StaleVersionError: somebody else changed it since, or what has to move.
        RuleError: the lag is too long.
        ValidationError: as in `batches.apply`.
    """
    check_lag(lag_days)
    roadmap = dependency.successor.roadmap
    history.lock(roadmap.plant)
    made = prepare(roadmap, moves)
    with history.step(
        plant=roadmap.plant,
        by=by,
        verb="dependency.edited",
        subject=dependency.successor.title,
        target=dependency,
        rows=[dependency, *made.touched],
    ) as step:
        dependency.kind, dependency.lag_days = kind, lag_days
        dependency.full_clean()
        save_versioned(dependency, expected=version, fields=("kind", "lag_days"))
        made.store(roadmap, step)
    return dependency


@transaction.atomic
def remove_link(*, dependency: Dependency, version: int, by: User) -> None:
    """Remove a link; it can be undone.

    Raises:
        StaleVersionError: somebody changed it since this version, or removed it.
    """
    history.lock(dependency.successor.roadmap.plant)
    refuse_changed(dependency, version)
    with history.step(
        plant=dependency.successor.roadmap.plant,
        by=by,
        verb="dependency.removed",
        subject=dependency.successor.title,
        target=dependency,
        rows=[dependency],
    ):
        dependency.delete()


def check_circle(roadmap: Roadmap, new: PlanLink) -> None:
    """Refuse a link that would close a circle; its words begin with the link."""
    found = circle([*links_of(roadmap), new])
    if not found:
        return
    start = found.index(new.before) if new.before in found else 0
    names_in_circle = [*found[start:], *found[:start]]
    language = get_language() or "en"
    rows = Initiative.objects.filter(pk__in=[int(name) for name in names_in_circle])
    names = {str(row.pk): title_in(row.title, language) for row in rows}
    chain = " → ".join(names[name] for name in [*names_in_circle, names_in_circle[0]])
    raise RuleError(_("This would close a circle: %(chain)s") % {"chain": chain}, field="successor")


def check_lag(days: int) -> None:
    """Refuse a lag beyond two years."""
    if abs(days) > MOST_DAYS:
        raise RuleError(
            _("A lag is between −%(days)s and %(days)s days.") % {"days": MOST_DAYS},
            field="lag_days",
        )
