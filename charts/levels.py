"""The maturity ramp and the drawing colours, pure.

Hex values are the light set of `static/css/tokens.css`; a test keeps the two equal.
"""

from __future__ import annotations

HEX = {
    "surface": "#FFFFFF",
    "canvas": "#F6F7F9",
    "sunken": "#EFF1F4",
    "line": "#DFE3E9",
    "edge": "#7E8795",
    "ink": "#14171C",
    "ink-2": "#434A56",
    "ink-3": "#5F6774",
    "mute": "#A9B1BD",
    "accent": "#2947C3",
    "accent-soft": "#EBEFFC",
    "on-accent": "#FFFFFF",
    "good": "#17694A",
    "good-soft": "#E1F3EA",
    "warn": "#855000",
    "warn-soft": "#FCF0DA",
    "bad": "#B3261E",
    "bad-soft": "#FCE9E7",
    "bar": "#D6DDF6",
    "bar-done": "#D3D8DF",
    "series-2": "#B5651D",
    "series-3": "#6B5BA8",
    "level-0": "#EFE8CE",
    "level-0h": "#D5DCBA",
    "level-1": "#BBD0A7",
    "level-1h": "#97C4A0",
    "level-2": "#70B799",
    "level-2h": "#54A596",
    "level-3": "#339493",
    "level-3h": "#227F8B",
    "level-4": "#106B82",
    "level-4h": "#115772",
    "level-5": "#104463",
}
_WHITE_TEXT = frozenset({"level-3h", "level-4", "level-4h", "level-5"})
MAXIMUM = 5.0


def level_class(score: float, low: float = 0.0, high: float = MAXIMUM) -> str:
    """Name the nearest half step of the ramp for a score.

    Args:
        score: The score on the pack's scale.
        low: Lowest value of that scale.
        high: Highest value of that scale.

    Returns:
        A token name such as `level-2` or `level-2h`.
    """
    position = (score - low) / (high - low) * MAXIMUM
    steps = int(min(max(position, 0.0), MAXIMUM) * 2 + 0.5)
    whole, half = divmod(steps, 2)
    return f"level-{whole}{'h' if half else ''}"


def level_text_hex(token: str) -> str:
    """Return the text colour that stands on a step of the ramp, light set."""
    return HEX["surface"] if token in _WHITE_TEXT else HEX["ink"]
