"""The duties of a jurisdiction as a bar."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from charts import svg
from charts.spec import BarPart, StackedBar
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.sections.compliance.content import DutyChapter, JurisdictionLine
from reports.sections.section import Drawings


def drawings(content: DutyChapter, _head: Head, _pen: Pen) -> Drawings:
    """Return each jurisdiction with its bar."""
    return {"jurisdictions": [(line, duty_bar(line)) for line in content.compliance.lines]}


def duty_bar(line: JurisdictionLine) -> str:
    """Draw the duties of one jurisdiction by state."""
    parts = (
        BarPart(pgettext("document", "Met"), line.met, "good"),
        BarPart(_("In progress"), line.in_progress, "accent"),
        BarPart(_("Not started"), line.not_started, "mute"),
        BarPart(_("Overdue"), line.overdue, "bad"),
        BarPart(_("To confirm"), line.to_confirm, "line"),
    )
    title = _("%(met)s of %(all)s duties met") % {"met": line.met, "all": line.applicable}
    total = float(sum(part.value for part in parts))
    return svg.stacked_bar(StackedBar(parts, total, title), width=150, height=9)
