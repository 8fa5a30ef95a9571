"""What has come in all, by quarter, for A4."""

from __future__ import annotations

from django.utils.translation import gettext as _

from charts import svg
from core.money import MoneyScale
from core.wording.texts import lt
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.sections.business_case.content import CaseChapter, PlanCase
from reports.sections.languages import beside, in_both
from reports.sections.section import Drawings
from returns.domain.drawings import CashWords, cash_chart

WIDE, HIGH = 658.0, 190.0


def drawings(content: CaseChapter, _head: Head, pen: Pen) -> Drawings:
    """Return the drawing of the flows and the unit of the tables."""
    if content.case is None:
        return {}
    unit = content.case.scale(pen.form)
    return {"cash": _cash(content.case, unit, pen), "unit": unit}


def _cash(case: PlanCase, unit: MoneyScale, pen: Pen) -> str:
    words = CashWords(
        title=_("What has come in all, by quarter"),
        description=_("The sum of all flows since the beginning, at the end of each quarter."),
        sum=beside(pen, in_both(lambda: _sum(unit))),
        present=beside(pen, in_both(lambda: _("Sum of their present values"))),
        unit=pen.main(unit.unit),
    )
    return svg.draw(cash_chart(case.points, unit, words), WIDE, HIGH)


def _sum(unit: MoneyScale) -> str:
    return _("Sum of the flows, %(unit)s") % {"unit": lt(unit.unit)}
