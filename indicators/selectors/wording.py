"""What rules found, said in the reader's language: findings, states, words of the chart."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from charts.spec import ChartSpec
from core.cldr import MINUS
from core.wording.figures import decimal, with_percent
from core.wording.texts import comma
from indicators.domain import charts
from indicators.domain.baseline import Baseline, Grade, Seasonality, grade_of
from indicators.domain.charts import ChartWords, Range
from indicators.domain.series import BEYOND, IndicatorSeries, PathCounts, Reading, State
from indicators.domain.signals import Rule, Side, Signal, last_window
from indicators.domain.targets import Standing
from readings.domain.periods import start_of
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
    return with_percent(f"{MINUS if change < 0 else '+'}{number}")


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
        better=_("{} (better)"),
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
    """Return the one line on how the newest reading stands and what the readings ask."""
    if not series.readings:
        return _("No readings yet")
    parts = [*_leads(series), *(signal_sentence(series, one) for one in series.current_signals)]
    parts += _old_question(series)
    if not parts:
        is_calm = all(item.state not in BEYOND for item in series.judged)
        inside = _("All readings lie inside the limits")
        return inside if is_calm else _("The last reading lies inside the limits")
    line = parts[0]
    for part in parts[1:]:
        line = _("%(first)s; %(second)s") % {"first": line, "second": part}
    return line


def question_text(series: IndicatorSeries) -> str:
    """Return what the reading asks that waits for an explanation; empty if none does."""
    question = series.open_question
    return _question(series, question.reading, is_old=False) if question else ""


def question_tone(series: IndicatorSeries) -> str:
    """Return the tone of that reading: alarm, or none where it is better than its limits."""
    question = series.open_question
    return "" if question and question.state is State.BETTER else "bad"


def signal_sentence(series: IndicatorSeries, signal: Signal) -> str:
    """Return a signal that holds at the newest reading as a sentence."""
    is_above = signal.side is Side.ABOVE
    if signal.rule is Rule.RUN:
        words = (
            _("%(n)s readings in a row (%(months)s) lie above the center")
            if is_above
            else _("%(n)s readings in a row (%(months)s) lie below the center")
        )
        said = words % {"n": len(signal.points), "months": _months(series, signal)}
        return _sided(said, series, signal)
    if signal.rule is Rule.NEAR_LIMIT:
        words = (
            _("%(n)s of the last 4 readings lie close to the upper limit")
            if is_above
            else _("%(n)s of the last 4 readings lie close to the lower limit")
        )
        return _sided(words % {"n": _crowd(series, signal)}, series, signal)
    newest = series.newest_counted
    return _question(series, newest, is_old=False) if newest else ""


def signal_words(signal: Signal, series: IndicatorSeries) -> str:
    """Return a signal that holds at the newest reading in the few words of a tag."""
    is_above = signal.side is Side.ABOVE
    if signal.rule is Rule.RUN:
        words = (
            _("%(n)s in a row above the center")
            if is_above
            else _("%(n)s in a row below the center")
        )
        return _sided(words % {"n": len(signal.points)}, series, signal)
    if signal.rule is Rule.NEAR_LIMIT:
        words = (
            _("%(n)s of 4 close to the upper limit")
            if is_above
            else _("%(n)s of 4 close to the lower limit")
        )
        return _sided(words % {"n": _crowd(series, signal)}, series, signal)
    if signal.rule is Rule.OUTSIDE:
        return _sided(_("outside its limits"), series, signal)
    return _("far from the others")


def _sided(said: str, series: IndicatorSeries, signal: Signal) -> str:
    """Return what is said of a signal; on the side that is better with that word."""
    is_better = all(series.is_better(point.value) for point in signal.points)
    return _("{} (better)").format(said) if is_better else said


def _crowd(series: IndicatorSeries, signal: Signal) -> int:
    newest = series.newest_counted
    return len(last_window(signal, series.position(newest.period))) if newest else 0


def _months(series: IndicatorSeries, signal: Signal) -> str:
    first, last = (start_of(signal.points[end].position, series.step) for end in (0, -1))
    return stretch_text(first, last, is_quarter=series.step == "quarter")


def _leads(series: IndicatorSeries) -> list[str]:
    """Return what is said first: that readings are late, lack a baseline, or stand so."""
    leads = [_late(series)] if series.quality.is_stale else []
    if series.baseline is None:
        leads.append(_unmade(len(series.counted)))
    elif series.standing is not None and not leads:
        leads.append(_standing(series, series.standing))
    return leads


def _unmade(count: int) -> str:
    """Return how many readings there are without a baseline, and what they suffice for."""
    words = {
        Grade.PROVISIONAL: _("%(n)s readings, enough for a provisional baseline; none is made yet"),
        Grade.USABLE: _("%(n)s readings, enough for a usable baseline; none is made yet"),
        Grade.STRONG: _("%(n)s readings, enough for a strong baseline; none is made yet"),
    }.get(grade_of(count))
    if words is None:
        words = ngettext("%(n)s reading, no baseline yet", "%(n)s readings, no baseline yet", count)
    return words % {"n": count}


def _late(series: IndicatorSeries) -> str:
    last, counted = series.readings[-1], series.newest_counted
    words = {
        Standing.AHEAD: _("No reading since %(month)s; that one was ahead of the target path"),
        Standing.ON: _("No reading since %(month)s; that one was on the target path"),
        Standing.BEHIND: _("No reading since %(month)s; that one was behind the target path"),
        None: _("No reading since %(month)s"),
    }[series.standing if last is counted else None]
    return words % {"month": period_text(last.period, is_quarter=series.step == "quarter")}


def _old_question(series: IndicatorSeries) -> list[str]:
    question = series.open_question
    if question is None or question.reading is series.newest_counted:
        return []
    return [_question(series, question.reading, is_old=True)]


def _question(series: IndicatorSeries, reading: Reading, *, is_old: bool) -> str:
    if series.limits is None:
        words = (
            _("%(month)s was far from the other readings and is not explained")
            if is_old
            else _("%(month)s is far from the other readings")
        )
    elif charts.side_of(series, reading) is Side.ABOVE:
        words = (
            _("%(month)s lay above the upper limit and is not explained")
            if is_old
            else _("%(month)s lies above the upper limit")
        )
    else:
        words = (
            _("%(month)s lay below the lower limit and is not explained")
            if is_old
            else _("%(month)s lies below the lower limit")
        )
    said = words % {"month": period_text(reading.period, is_quarter=series.step == "quarter")}
    return _("{} (better)").format(said) if series.is_better(reading.value) else said


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
    State.BETTER: (gettext_lazy("Better than the limits"), "accent", "info"),
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


def state_chips(series: IndicatorSeries) -> list[tuple[str, str, str]]:
    """Return state, standing and signals of the newest reading, each as word, tone and icon."""
    if series.latest is None:
        return []
    state = series.state_of(series.latest)
    chips = [(_("No recent reading"), "warn", "clock")]
    if not series.quality.is_stale:
        chips = [state_words(state)] if state is not State.NONE else []
        if series.standing is not None and state is not State(series.standing):
            chips.append(state_words(State(series.standing)))
    asked = (one for one in series.current_signals if one.rule in {Rule.RUN, Rule.NEAR_LIMIT})
    for signal in asked:
        is_better = all(series.is_better(point.value) for point in signal.points)
        mark = ("accent", "info") if is_better else ("warn", "warning")
        chips.append((signal_words(signal, series), *mark))
    return chips


def summary_line(summary: PathCounts) -> str:
    """Return what is said beside the number of indicators on or ahead of their path."""
    if not summary.judged:
        return ngettext(
            "the indicator cannot be judged yet",
            "none of the %(n)s can be judged yet",
            summary.followed,
        ) % {"n": summary.followed}
    parts = [_("%(count)s behind") % {"count": summary.behind}]
    if summary.without_path:
        parts.append(_("%(count)s without a path") % {"count": summary.without_path})
    said = comma().join(parts)
    if summary.stale:  # they are counted above already, by their last reading
        words = _("%(said)s; %(count)s of all %(n)s without recent readings")
        return words % {"said": said, "count": summary.stale, "n": summary.followed}
    return said


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
    if not baseline.is_settled:
        notes.append(_unsettled(baseline))
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


def _unsettled(baseline: Baseline) -> str:
    """Say why a baseline does not hold for its own readings, and what to do about it."""
    given = {
        "out": len(baseline.outside),
        "n": baseline.n,
        "periods": ", ".join(baseline.outside),
    }
    if baseline.trend is None:
        words = _(
            "%(out)s of %(n)s readings of the baseline lie outside its own limits (%(periods)s): it is "
            "provisional until their cause is explained and they are left out."
        )
    elif baseline.outside:
        words = _(
            "Trend inside the baseline: %(out)s of %(n)s readings lie outside its limits. The center is "
            "not where the indicator stands today; it is provisional."
        )
    else:
        words = _(
            "Trend inside the baseline: the center is not where the indicator stands today; it is "
            "provisional."
        )
    return words % given
