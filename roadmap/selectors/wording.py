"""Phase gates in the reader's language: what closes them, and what stands behind them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.wording.dates import day
from core.wording.figures import plain, with_percent
from core.wording.texts import lt
from readings.selectors.wording import period_text
from roadmap.domain.gates import GateLimit, PhaseGate
from roadmap.models import Initiative
from roadmap.selectors.gates import GateNote


def gate_texts(note: GateNote, run: str) -> tuple[str, str]:
    """Return in words that the gate of a phase is closed, and what is planned behind it.

    Args:
        note: the phase.
        run: name of the run that it is held against.
    """
    words = ngettext(
        "%(n)s initiative of the phase is planned, from %(start)s.",
        "%(n)s initiatives of the phase are planned, the first from %(start)s.",
        len(note.initiatives),
    )
    planned = {"n": len(note.initiatives), "start": day(note.initiatives[0].starts_on)}
    return closed_text(note.gate, run), words % planned


def closed_text(gate: PhaseGate, run: str) -> str:
    """Say what closes a gate: the run, its indicators, or the gate before it."""
    if gate.unmet and gate.short:
        words = _("The gate of “%(phase)s” is closed by the assessment %(run)s and by indicators.")
    elif gate.unmet:
        words = _("The gate of “%(phase)s” is closed by the assessment %(run)s.")
    elif gate.short:
        words = _("The gate of “%(phase)s” is closed by indicators.")
    else:
        words = _("The gate of “%(phase)s” is closed, as the gate before it is.")
    return words % {"phase": phase_name(gate.phase), "run": run}


def phase_name(phase: str) -> str:
    """Return the name of a phase."""
    return str(Initiative.Phase(phase).label)


def gate_words(gates: Mapping[int, str]) -> dict[int, str]:
    """Return in words that initiatives stand behind a closed gate, by key.

    Args:
        gates: phase of each; see `selectors.gates.behind_gates`.
    """
    words = _("behind the closed gate of “%(phase)s”")
    return {key: words % {"phase": phase_name(phase)} for key, phase in gates.items()}


def limit_text(limit: GateLimit) -> str:
    """Say where an indicator stands and what the gate asks of it."""
    if limit.value is None or limit.period is None:
        words = _("%(name)s not measured, needs %(need)s")
    elif limit.is_stale:
        words = _("%(name)s has no recent reading (%(value)s in %(period)s), needs %(need)s")
    else:
        words = _("%(name)s at %(value)s in %(period)s, needs %(need)s")
    period = limit.period and period_text(limit.period, is_quarter=limit.is_quarter)
    return words % {
        "name": lt(limit.name),
        "value": _with_unit(limit, plain(limit.value)),
        "period": period,
        "need": need_text(limit),
    }


def need_text(limit: GateLimit) -> str:
    """Say what an indicator must reach: "90 % or more"."""
    words = _("%(bound)s or more") if limit.is_floor else _("%(bound)s or less")
    return words % {"bound": _with_unit(limit, plain(limit.bound))}


def _with_unit(limit: GateLimit, figure: str) -> str:
    unit = lt(limit.unit)
    if unit == "%":
        return with_percent(figure)
    return _("%(figure)s %(unit)s") % {"figure": figure, "unit": unit} if unit else figure
