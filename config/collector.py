"""Python's collector of garbage: seldom until all is loaded, then as usual, without what was loaded."""

from __future__ import annotations

import gc

USUAL = gc.get_threshold()
# What is loaded stays; to look through it after every 700 objects costs a tenth of each start.
gc.set_threshold(10_000, 20, 20)


def begin() -> None:
    """Leave out what is loaded, so that processes made from this one share its memory."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*USUAL)
