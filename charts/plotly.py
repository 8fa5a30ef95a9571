"""The same chart description as a Plotly figure for the browser.

A plain dict; Plotly itself is not imported. Colors are token names (`token:accent`,
`token:accent/0.13`) that `static/js/explore.js` resolves when it draws and when the theme changes.
"""

from __future__ import annotations

from typing import Any

from charts.levels import level_class
from charts.spec import ChartSpec, HeatMap, ReferenceLine, Series

DASHES = {"solid": "solid", "dashed": "dash", "dotted": "dot", "none": "solid"}
Figure = dict[str, Any]
_TALL = {"l": 56, "r": 56, "t": 44, "b": 44}


def token(name: str, alpha: float | None = None) -> str:
    """Return the placeholder of a color."""
    return f"token:{name}" if alpha is None else f"token:{name}/{alpha:g}"


def figure(spec: ChartSpec | HeatMap) -> Figure:
    """Return data and layout of a chart.

    Args:
        spec: The description, already in the reader's language.

    Returns:
        A JSON-ready dict with `data` and `layout`.
    """
    if isinstance(spec, HeatMap):
        return _heat_map(spec)
    if spec.kind == "radar":
        return _radar(spec)
    return _with_axes(spec)


def _layout(title: str) -> Figure:
    return {
        "paper_bgcolor": token("surface"),
        "plot_bgcolor": token("surface"),
        "font": {"color": token("ink-3"), "size": 12, "family": "inherit"},
        "margin": {"l": 56, "r": 16, "t": 16, "b": 48},
        "modebar": {
            "color": token("ink-3"),
            "activecolor": token("accent"),
            "bgcolor": token("surface"),
        },
        "hoverlabel": {"bgcolor": token("raised"), "font": {"color": token("ink")}},
        "meta": {"title": title},
    }


def _hover(spec: ChartSpec) -> str:
    unit = f" {spec.unit}" if spec.unit else ""
    return "%{x|%Y-%m-%d}: %{y}" + unit if spec.time else "%{x}: %{y}" + unit


def _positions(spec: ChartSpec) -> list[str]:
    return list(spec.x) if spec.time else list(spec.labels)


def _trace(series: Series, spec: ChartSpec) -> Figure:
    shared: Figure = {
        "name": series.label,
        "uid": series.key,
        "x": _positions(spec),
        "y": list(series.values),
        "hovertemplate": _hover(spec),
    }
    if spec.kind == "bar":
        bars = {**shared, "type": "bar", "marker": {"color": token(series.color)}}
        return {**bars, "error_y": _whiskers(series)} if series.low else bars
    mode = "lines+markers" if series.points else "lines"
    return {
        **shared,
        "type": "scatter",
        "mode": "markers" if series.stroke == "none" else mode,
        "line": {"color": token(series.color), "width": 2, "dash": DASHES[series.stroke]},
        "marker": {
            "color": token("surface"),
            "size": 7,
            "line": {"color": token(series.color), "width": 1.5},
        },
        "connectgaps": False,
    }


def _whiskers(series: Series) -> Figure:
    """Return between what the values of bars lie, as distances."""
    rows = list(zip(series.values, series.low, series.high, strict=True))
    return {
        "type": "data",
        "symmetric": False,
        "array": [0 if v is None or high is None else high - v for v, _low, high in rows],
        "arrayminus": [0 if v is None or low is None else v - low for v, low, _high in rows],
        "color": token("ink-2"),
        "thickness": 1.5,
        "width": 4,
    }


def _band(series: Series, spec: ChartSpec) -> list[Figure]:
    if not series.low or spec.kind == "bar":
        return []
    edge = {"type": "scatter", "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    shared = {**edge, "x": _positions(spec), "showlegend": False}
    return [
        {**shared, "y": list(series.low), "uid": f"{series.key}-low"},
        {
            **shared,
            "y": list(series.high),
            "uid": f"{series.key}-high",
            "fill": "tonexty",
            "fillcolor": token(series.color, 0.13),
        },
    ]


def _reference_line(reference: ReferenceLine, spec: ChartSpec) -> Figure:
    positions = _positions(spec)
    whole = reference.first is None and reference.last is None
    shape: Figure = {
        "type": "line",
        "y0": reference.value,
        "y1": reference.value,
        "line": {"color": token(reference.color), "width": 1.4, "dash": DASHES[reference.stroke]},
        "label": {"text": reference.label, "font": {"color": token(reference.color), "size": 12}},
    }
    if whole or spec.kind == "bar":
        return {**shape, "xref": "paper", "x0": 0, "x1": 1}
    first = positions[reference.first or 0]
    last = positions[-1 if reference.last is None else reference.last]
    return {**shape, "x0": first, "x1": last}


def _with_axes(spec: ChartSpec) -> Figure:
    data = [trace for series in spec.series for trace in _band(series, spec)]
    data += [_trace(series, spec) for series in spec.series]
    positions = _positions(spec)
    shapes = [_reference_line(reference, spec) for reference in spec.references]
    shapes += [
        {
            "type": "rect",
            "layer": "below",
            "yref": "paper",
            "x0": positions[period.first],
            "x1": positions[period.last],
            "y0": 0,
            "y1": 1,
            "fillcolor": token("sunken"),
            "line": {"width": 0},
            "label": {"text": period.label, "textposition": "top left"},
        }
        for period in spec.periods
    ]
    axis = {"gridcolor": token("line"), "linecolor": token("edge"), "zerolinecolor": token("edge")}
    y_axis: Figure = {**axis, "title": {"text": spec.unit}}
    if spec.minimum is not None and spec.maximum is not None:
        y_axis["range"] = [spec.minimum, spec.maximum]
    x_axis = {**axis, "showgrid": False, "title": {"text": spec.x_title}}
    x_axis["type"] = "date" if spec.time else "category"
    layout = {
        **_layout(spec.title),
        "xaxis": x_axis,
        "yaxis": y_axis,
        "shapes": shapes,
        "showlegend": len(spec.series) > 1,
        "legend": {"orientation": "h", "y": -0.18},
        "barmode": "group",
        "hovermode": "x unified" if spec.kind == "line" else "closest",
    }
    return {"data": data, "layout": layout}


def _radar(spec: ChartSpec) -> Figure:
    axis = {"gridcolor": token("line"), "linecolor": token("line")}
    data = [
        {
            "type": "scatterpolar",
            "uid": series.key,
            "name": series.label,
            "theta": [*spec.labels, spec.labels[0]],
            "r": [*series.values, series.values[0]],
            "fill": "toself" if series.filled else "none",
            "fillcolor": token(series.color, 0.25),
            "line": {"color": token(series.color), "width": 2, "dash": DASHES[series.stroke]},
        }
        for series in spec.series
    ]
    limits = [spec.minimum or 0.0, spec.maximum if spec.maximum is not None else 5.0]
    polar = {
        "bgcolor": token("surface"),
        "radialaxis": {**axis, "range": limits, "angle": 90},
        "angularaxis": {**axis, "direction": "clockwise", "rotation": 90},
    }
    legend = {"orientation": "h", "y": -0.12}
    layout = {**_layout(spec.title), "polar": polar, "legend": legend, "margin": dict(_TALL)}
    return {"data": data, "layout": layout}


def _heat_map(spec: HeatMap) -> Figure:
    steps = [index / 10 for index in range(11)]
    span = spec.maximum - spec.minimum
    scale = [
        [share, token(level_class(spec.minimum + share * span, spec.minimum, spec.maximum))]
        for share in steps
    ]
    rows = [row for row in spec.rows if not row.plain]
    notes = [
        {
            "x": column,
            "y": row.label,
            "text": cell.text or f"{cell.value:.1f}",
            "showarrow": False,
            "font": {
                "color": token(f"on-{level_class(cell.value, spec.minimum, spec.maximum)}"),
                "size": 13,
            },
        }
        for row in rows
        for column, cell in zip(spec.columns, row.cells, strict=False)
        if cell.value is not None
    ]
    trace = {
        "type": "heatmap",
        "x": list(spec.columns),
        "y": [row.label for row in rows],
        "z": [[cell.value for cell in row.cells] for row in rows],
        "zmin": spec.minimum,
        "zmax": spec.maximum,
        "colorscale": scale,
        "showscale": False,
        "xgap": 4,
        "ygap": 4,
        "hovertemplate": "%{y}, %{x}: %{z}<extra></extra>",
    }
    layout = {
        **_layout(spec.title),
        "annotations": notes,
        "margin": dict(_TALL),
        "xaxis": {"side": "top"},
        "yaxis": {"autorange": "reversed", "automargin": True},
    }
    return {"data": [trace], "layout": layout}
