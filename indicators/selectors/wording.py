"""What rules found, said in the reader's language: findings, states, words of the chart."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.charts.spec import ChartSpec
from core.wording.figures import MINUS, decimal, percent_mark
from indicators.domain import charts
from indicators.domain.baseline import Baseline, Seasonality
from indicators.domain.charts import ChartWords, Range
from indicators.domain.series import IndicatorSeries, Judged, State
from indicators.domain.signals import Rule, Side
from indicators.domain.targets import Standing
from readings.selectors.wording import period_text


def stretch_text(first: dt.date, last: dt.date, *, is_quarter: bool = False) -> str:
    """Write a stretch of periods; a whole calendar year is just the year."""
    end = 10 if is_quarter else 12
    if (first.year, first.month, last.month) == (last.year, 1, end):
        return str(first.year)
    texts = period_text(first, is_quarter=is_quarter), period_text(last, is_quarter=is_quarter)
    return f"{texts[0]} – {texts[1]}"


def change_text(change: Decimal) -> str:
    """Write a signed percentage: "−20 %"."""
    number = decimal(abs(change), 0 if change == change.to_integral_value() else 1)
    return f"{MINUS if change < 0 else '+'}{number}{percent_mark()}"


def chart_words(series: IndicatorSeries) -> ChartWords:
    """Return the words of the control chart in the active language."""
    is_quarter = series.step == "quarter"
    first = series.baseline
    stretch = stretch_text(first.first, first.last, is_quarter=is_quarter) if first else ""
    return ChartWords(
        readings=_("Readings"),
        path=_("Target path"),
        baseline=_("baseline period, %(stretch)s") % {"stretch": stretch},
        center=_("mean {}"),
        median=_("median {}"),
        upper=_("upper limit {}"),
        lower=_("lower limit {}"),
        target=_("target {}"),
        target_change=_("target {}, {}"),
        outside_above=_("above the upper limit"),
        outside_below=_("below the lower limit"),
        odd=_("far from the other readings"),
        left_out=_("explained, left out of limits"),
        number=decimal,
        month=lambda day: period_text(day, is_quarter=is_quarter),
        change=change_text,
    )


def control_chart(series: IndicatorSeries, shown: Range = Range.TARGET) -> ChartSpec | None:
    """Return the control chart of an indicator in the active language; None without readings."""
    return charts.control_chart(series, chart_words(series), title=finding(series), shown=shown)


def finding(series: IndicatorSeries) -> str:
    """Return the one line that says how the indicator stands."""
    if not series.readings:
        return _("No readings yet")
    question = series.open_question
    if question is not None:
        return _question(series, question)
    if series.baseline is None:
        return ngettext(
            "%(n)s reading, no baseline yet",
            "%(n)s readings, no baseline yet",
            len(series.readings),
        ) % {"n": len(series.readings)}
    if series.standing is not None:
        return _standing(series, series.standing)
    runs = [signal for signal in series.signals if signal.rule is Rule.RUN]
    if runs:
        return _("Readings have moved to one side of the center")
    return _("All readings lie inside the limits")


def _question(series: IndicatorSeries, question: Judged) -> str:
    when = period_text(question.reading.period, is_quarter=series.step == "quarter")
    if series.limits is None:
        return _("%(month)s is far from the other readings") % {"month": when}
    if charts.side_of(series, question) is Side.ABOVE:
        return _("%(month)s lies above the upper limit") % {"month": when}
    return _("%(month)s lies below the lower limit") % {"month": when}


def _standing(series: IndicatorSeries, standing: Standing) -> str:
    newest, counted = series.latest, series.newest_counted
    if newest is counted or counted is None:
        return standing_finding(standing)
    words = {
        Standing.AHEAD: _("%(month)s, the last reading that counts, is ahead of the target path"),
        Standing.ON: _("%(month)s, the last reading that counts, is on the target path"),
        Standing.BEHIND: _("%(month)s, the last reading that counts, is behind the target path"),
    }[standing]
    return words % {"month": period_text(counted.period, is_quarter=series.step == "quarter")}


def standing_finding(standing: Standing) -> str:
    """Return the standing of the newest reading as a sentence."""
    return {
        Standing.AHEAD: _("The last reading is ahead of the target path"),
        Standing.ON: _("The last reading is on the target path"),
        Standing.BEHIND: _("The last reading is behind the target path"),
    }[standing]


_STATES = {
    State.OUTSIDE: (gettext_lazy("Outside limits"), "bad", "warning"),
    State.LEFT_OUT: (gettext_lazy("Explained, left out"), "", "info"),
    State.BEHIND: (gettext_lazy("Behind the path"), "warn", "warning"),
    State.ON: (gettext_lazy("On path"), "good", "check"),
    State.AHEAD: (gettext_lazy("Ahead of the path"), "good", "check"),
    State.BASELINE: (gettext_lazy("Baseline"), "", ""),
    State.NONE: ("", "", ""),
}


def state_words(state: State) -> tuple[str, str, str]:
    """Return word, tone and icon of a reading's state."""
    word, tone, icon = _STATES[state]
    return str(word), tone, icon


def notes_on(baseline: Baseline) -> list[str]:
    """Return what a reader of a baseline must know, each as one sentence."""
    notes = []
    if baseline.sigma_error is not None:
        words = _("With %(n)s readings the width of the limits is good to about ±%(error)s %%.")
        notes.append(words % {"n": baseline.n, "error": baseline.sigma_error})
    if baseline.center_form == "median":
        words = _("Mean and median lie far apart, so the median stands. Odd: %(periods)s.")
        notes.append(words % {"periods": ", ".join(baseline.odd)})
    if baseline.missing:
        words = _("Without a reading: %(periods)s. Moving ranges do not reach across.")
        notes.append(words % {"periods": ", ".join(baseline.missing)})
    if baseline.is_autocorrelated and baseline.autocorrelation is not None:
        words = _(
            "Each reading resembles the one before (r = %(r)s), so the limits are too narrow."
        )
        notes.append(words % {"r": decimal(baseline.autocorrelation, 2)})
    if baseline.is_near_bound:
        notes.append(_("Close to the upper bound; counting the misses says more."))
    notes.append(
        {
            Seasonality.TOO_SHORT: _("Under a year: seasons cannot be told apart."),
            Seasonality.SAME_MONTH: _("Under two years: compare with the same month of last year."),
            Seasonality.INDICES: _("Two years or more: a seasonal pattern could be removed."),
        }[baseline.seasonality]
    )
    return notes
