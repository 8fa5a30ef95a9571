"""Countries and areas of ISO 3166-1: names, currency and time zones in use. From Unicode CLDR."""

from __future__ import annotations

from functools import cache

from babel.core import get_global

from core.cldr import locale_of, name_of, sorted_by_name

# Names that the house says otherwise than CLDR, by the first part of the language.
# TW, HK, MO: as companies of mainland China must; FK, PS: as China names them; the rest: shorter, or
# as the country calls itself.
_NAMES = {
    "AE": {"zh": "阿联酋"},
    "CD": {"en": "Congo (Kinshasa)"},
    "CG": {"en": "Congo (Brazzaville)"},
    "CV": {"en": "Cabo Verde"},
    "FK": {"en": "Falkland Islands (Malvinas)", "zh": "福克兰群岛（马尔维纳斯）"},
    "HK": {"en": "Hong Kong SAR, China", "zh": "中国香港"},
    "MM": {"en": "Myanmar"},
    "MO": {"en": "Macao SAR, China", "zh": "中国澳门"},
    "PS": {"en": "Palestine", "zh": "巴勒斯坦"},
    "TW": {"zh": "中国台湾"},
}
# Countries with several zones: those with plants, the most likely first. CLDR says no order.
_ZONES = {
    "AR": "America/Argentina/Buenos_Aires America/Argentina/Cordoba America/Argentina/Mendoza",
    "AU": "Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth"
    " Australia/Adelaide Australia/Darwin Australia/Hobart",
    "BR": "America/Sao_Paulo America/Bahia America/Manaus America/Recife America/Fortaleza"
    " America/Cuiaba America/Belem",
    "CA": "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax"
    " America/St_Johns America/Regina",
    "CD": "Africa/Kinshasa Africa/Lubumbashi",
    "CL": "America/Santiago America/Punta_Arenas",
    "CN": "Asia/Shanghai Asia/Urumqi",
    "CY": "Asia/Nicosia Asia/Famagusta",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil Pacific/Galapagos",
    "ES": "Europe/Madrid Atlantic/Canary Africa/Ceuta",
    "FM": "Pacific/Chuuk Pacific/Pohnpei Pacific/Kosrae",
    "GL": "America/Nuuk America/Danmarkshavn America/Scoresbysund America/Thule",
    "ID": "Asia/Jakarta Asia/Pontianak Asia/Makassar Asia/Jayapura",
    "KI": "Pacific/Tarawa Pacific/Kanton Pacific/Kiritimati",
    "KZ": "Asia/Almaty Asia/Aqtobe Asia/Atyrau",
    "MH": "Pacific/Majuro Pacific/Kwajalein",
    "MN": "Asia/Ulaanbaatar Asia/Hovd",
    "MX": "America/Mexico_City America/Monterrey America/Tijuana America/Cancun"
    " America/Hermosillo America/Chihuahua America/Ciudad_Juarez",
    "MY": "Asia/Kuala_Lumpur Asia/Kuching",
    "NZ": "Pacific/Auckland Pacific/Chatham",
    "PF": "Pacific/Tahiti Pacific/Marquesas Pacific/Gambier",
    "PG": "Pacific/Port_Moresby Pacific/Bougainville",
    "PS": "Asia/Hebron Asia/Gaza",
    "PT": "Europe/Lisbon Atlantic/Madeira Atlantic/Azores",
    "RU": "Europe/Moscow Europe/Samara Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk"
    " Asia/Krasnoyarsk Asia/Irkutsk Asia/Vladivostok Europe/Kaliningrad",
    "UA": "Europe/Kyiv Europe/Simferopol",
    "US": "America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles"
    " America/Anchorage Pacific/Honolulu",
    "UZ": "Asia/Tashkent Asia/Samarkand",
}


@cache
def country_codes() -> frozenset[str]:
    """Return the codes of ISO 3166-1; CLDR names no zone for the two islands where nobody lives."""
    with_zones = set(get_global("zone_territories").values()) - {"001", "ZZ"}
    return frozenset(with_zones | {"BV", "HM"})


def country_name(code: str, language: str) -> str:
    """Return the name of a country.

    Args:
        code: ISO 3166-1 alpha-2 code.
        language: any that CLDR knows, "en", "zh-hans" or "vi" for instance.

    Returns:
        The name, in English where the language has none; the code itself where it is no country.
    """
    if code not in country_codes():
        return code
    own = _NAMES.get(code, {}).get(language.partition("-")[0])
    name = own or name_of(code, language, lambda locale: locale.territories)
    if code == "TW" and not own:
        return f"{name}, {country_name('CN', language)}"
    return name


def country_words(code: str) -> tuple[str, ...]:
    """Return what a file may call a country: the name of CLDR and ours, in English and in Chinese."""
    names = [
        name
        for language in ("en", "zh-hans")
        for name in (locale_of(language).territories.get(code, code), country_name(code, language))
    ]
    return tuple(dict.fromkeys([*names, *(name.replace(" & ", " and ") for name in names)]))


def country_choices(language: str) -> list[tuple[str, str]]:
    """Return code and name of every country, by name."""
    pairs = ((code, country_name(code, language)) for code in country_codes())
    return sorted_by_name(pairs, language)


def currency_of(country: str) -> str:
    """Return the currency of a country, a suggestion only; none where it has no money of its own.

    Where two are legal tender, its own is the one whose code begins with its own.
    """
    known = [
        code
        for code, _since, until, is_tender in get_global("territory_currencies").get(country, ())
        if is_tender and until is None
    ]
    own = (code for code in known if code.startswith(country))
    return next(own, known[0] if known else "")


@cache
def _zones_by_country() -> dict[str, tuple[str, ...]]:
    zones: dict[str, tuple[str, ...]] = {}
    for name, country in sorted(get_global("zone_territories").items()):
        if country in country_codes():
            zones[country] = (*zones.get(country, ()), name)
    return zones | {country: tuple(names.split()) for country, names in _ZONES.items()}


def zones_of(country: str) -> tuple[str, ...]:
    """Return the time zones of a country, the most likely first; a suggestion only."""
    return _zones_by_country().get(country, ())
