from __future__ import annotations

import pytest

from compliance.domain.coverage import Coverage, Layer, coverage, layer_of

LOADED = ("CN", "EU", "HU", "INT", "MX", "MY", "VN")


@pytest.mark.parametrize(
    ("country", "loaded", "expected"),
    [
        ("MY", LOADED, Coverage("MY", has_country=True)),
        ("TH", LOADED, Coverage("TH", has_country=False)),
        ("DE", LOADED, Coverage("DE", has_country=False, has_union=True)),
        ("HU", LOADED, Coverage("HU", has_country=True, has_union=True)),
        ("HU", ("HU",), Coverage("HU", has_country=True, has_union=False)),
        ("FR", (), Coverage("FR", has_country=False, has_union=False)),
        ("CN", LOADED, Coverage("CN", has_country=True)),
        # China's outbound rules and the international list are nobody's national law.
        ("TH", ("CN", "INT"), Coverage("TH", has_country=False)),
    ],
)
def test_coverage(country, loaded, expected) -> None:
    assert coverage(country, loaded) == expected


@pytest.mark.parametrize(
    ("found", "english", "chinese"),
    [
        (Coverage("MY", has_country=True), None, None),
        (Coverage("HU", has_country=True, has_union=True), None, None),
        (
            Coverage("TH", has_country=False),
            "Thailand: no checklist covers the law of this country. Ask counsel.",
            "泰国：尚无清单覆盖该国法律，请咨询当地律师。",
        ),
        (
            Coverage("DE", has_country=False, has_union=True),
            "Germany: EU law is covered by a checklist, national law is not. Ask counsel.",
            "德国：清单已覆盖欧盟法律，未覆盖本国法律，请咨询当地律师。",
        ),
        (
            Coverage("HU", has_country=True, has_union=False),
            "Hungary: national law is covered by a checklist, EU law is not. Ask counsel.",
            "匈牙利：清单已覆盖本国法律，未覆盖欧盟法律，请咨询当地律师。",
        ),
        (
            Coverage("FR", has_country=False, has_union=False),
            "France: no checklist covers the law of this country. Ask counsel.",
            "法国：尚无清单覆盖该国法律，请咨询当地律师。",
        ),
    ],
)
def test_the_gap_is_said_in_both_languages(found, english, chinese) -> None:
    if english is None:
        assert found.is_whole
        assert found.gap is None
    else:
        assert not found.is_whole
        assert (found.gap.en, found.gap.zh_hans) == (english, chinese)


@pytest.mark.parametrize(
    ("jurisdiction", "country", "layer"),
    [
        ("MY", "MY", Layer.COUNTRY),
        ("EU", "HU", Layer.UNION),
        ("INT", "HU", Layer.INTERNATIONAL),
        ("CN", "HU", Layer.HEADQUARTERS),
        ("CN", "CN", Layer.COUNTRY),
    ],
)
def test_layer_of(jurisdiction, country, layer) -> None:
    assert layer_of(jurisdiction, country) is layer
