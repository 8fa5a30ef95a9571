"""What bars of a slice and of its remainder are called, and how long a slice takes."""

from __future__ import annotations

from core.text import LocalizedText
from launch.domain.slices import days_of, remainder_title, slice_title, slices_of
from packs.loader import DATA_DIR, load_pack

PACK = load_pack(DATA_DIR / "launch" / "1.0.0").content


def test_slices_take_the_high_value_and_say_of_what_they_are():
    part = slices_of(PACK)["D05"]
    assert (part.need.id, part.days, part.level_cap) == ("K-05", 126, 2)
    whole = LocalizedText.of("Network", "网络")
    assert slice_title(whole, part.need) == LocalizedText.of(
        "Network: First fibre", "网络：第一条光纤专线"
    )
    assert remainder_title(whole) == LocalizedText.of("Network: remainder", "网络：后续部分")
    assert days_of(part.need.model_copy(update={"weeks": (0, 0)})) == 1
