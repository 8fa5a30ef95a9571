"""Countries and areas: ISO 3166-1 alpha-2 code, names, currency and time zones in use."""

from __future__ import annotations

from dataclasses import dataclass

from core.text import LocalizedText

# code | English | Chinese | ISO 4217 currency | IANA zones, the most likely first.
# Source: codes ISO 3166-1; zones by country from the IANA time zone database (zone.tab).
_TABLE = """
AD|Andorra|安道尔|EUR|Europe/Andorra
AE|United Arab Emirates|阿联酋|AED|Asia/Dubai
AF|Afghanistan|阿富汗|AFN|Asia/Kabul
AG|Antigua and Barbuda|安提瓜和巴布达|XCD|America/Antigua
AI|Anguilla|安圭拉|XCD|America/Anguilla
AL|Albania|阿尔巴尼亚|ALL|Europe/Tirane
AM|Armenia|亚美尼亚|AMD|Asia/Yerevan
AO|Angola|安哥拉|AOA|Africa/Luanda
AQ|Antarctica|南极洲|USD|Antarctica/McMurdo
AR|Argentina|阿根廷|ARS|America/Argentina/Buenos_Aires America/Argentina/Cordoba America/Argentina/Mendoza
AS|American Samoa|美属萨摩亚|USD|Pacific/Pago_Pago
AT|Austria|奥地利|EUR|Europe/Vienna
AU|Australia|澳大利亚|AUD|Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Australia/Adelaide Australia/Darwin Australia/Hobart
AW|Aruba|阿鲁巴|AWG|America/Aruba
AX|Åland Islands|奥兰群岛|EUR|Europe/Mariehamn
AZ|Azerbaijan|阿塞拜疆|AZN|Asia/Baku
BA|Bosnia and Herzegovina|波斯尼亚和黑塞哥维那|BAM|Europe/Sarajevo
BB|Barbados|巴巴多斯|BBD|America/Barbados
BD|Bangladesh|孟加拉国|BDT|Asia/Dhaka
BE|Belgium|比利时|EUR|Europe/Brussels
BF|Burkina Faso|布基纳法索|XOF|Africa/Ouagadougou
BG|Bulgaria|保加利亚|EUR|Europe/Sofia
BH|Bahrain|巴林|BHD|Asia/Bahrain
BI|Burundi|布隆迪|BIF|Africa/Bujumbura
BJ|Benin|贝宁|XOF|Africa/Porto-Novo
BL|Saint Barthélemy|圣巴泰勒米|EUR|America/St_Barthelemy
BM|Bermuda|百慕大|BMD|Atlantic/Bermuda
BN|Brunei|文莱|BND|Asia/Brunei
BO|Bolivia|玻利维亚|BOB|America/La_Paz
BQ|Bonaire, Sint Eustatius and Saba|博奈尔、圣尤斯特歇斯和萨巴|USD|America/Kralendijk
BR|Brazil|巴西|BRL|America/Sao_Paulo America/Bahia America/Manaus America/Recife America/Fortaleza America/Cuiaba America/Belem
BS|Bahamas|巴哈马|BSD|America/Nassau
BT|Bhutan|不丹|BTN|Asia/Thimphu
BV|Bouvet Island|布韦岛|NOK|UTC
BW|Botswana|博茨瓦纳|BWP|Africa/Gaborone
BY|Belarus|白俄罗斯|BYN|Europe/Minsk
BZ|Belize|伯利兹|BZD|America/Belize
CA|Canada|加拿大|CAD|America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax America/St_Johns America/Regina
CC|Cocos (Keeling) Islands|科科斯（基林）群岛|AUD|Indian/Cocos
CD|Congo (Kinshasa)|刚果（金）|CDF|Africa/Kinshasa Africa/Lubumbashi
CF|Central African Republic|中非共和国|XAF|Africa/Bangui
CG|Congo (Brazzaville)|刚果（布）|XAF|Africa/Brazzaville
CH|Switzerland|瑞士|CHF|Europe/Zurich
CI|Côte d’Ivoire|科特迪瓦|XOF|Africa/Abidjan
CK|Cook Islands|库克群岛|NZD|Pacific/Rarotonga
CL|Chile|智利|CLP|America/Santiago America/Coyhaique America/Punta_Arenas Pacific/Easter
CM|Cameroon|喀麦隆|XAF|Africa/Douala
CN|China|中国|CNY|Asia/Shanghai Asia/Urumqi
CO|Colombia|哥伦比亚|COP|America/Bogota
CR|Costa Rica|哥斯达黎加|CRC|America/Costa_Rica
CU|Cuba|古巴|CUP|America/Havana
CV|Cabo Verde|佛得角|CVE|Atlantic/Cape_Verde
CW|Curaçao|库拉索|XCG|America/Curacao
CX|Christmas Island|圣诞岛|AUD|Indian/Christmas
CY|Cyprus|塞浦路斯|EUR|Asia/Nicosia Asia/Famagusta
CZ|Czechia|捷克|CZK|Europe/Prague
DE|Germany|德国|EUR|Europe/Berlin Europe/Busingen
DJ|Djibouti|吉布提|DJF|Africa/Djibouti
DK|Denmark|丹麦|DKK|Europe/Copenhagen
DM|Dominica|多米尼克|XCD|America/Dominica
DO|Dominican Republic|多米尼加|DOP|America/Santo_Domingo
DZ|Algeria|阿尔及利亚|DZD|Africa/Algiers
EC|Ecuador|厄瓜多尔|USD|America/Guayaquil Pacific/Galapagos
EE|Estonia|爱沙尼亚|EUR|Europe/Tallinn
EG|Egypt|埃及|EGP|Africa/Cairo
EH|Western Sahara|西撒哈拉|MAD|Africa/El_Aaiun
ER|Eritrea|厄立特里亚|ERN|Africa/Asmara
ES|Spain|西班牙|EUR|Europe/Madrid Africa/Ceuta Atlantic/Canary
ET|Ethiopia|埃塞俄比亚|ETB|Africa/Addis_Ababa
FI|Finland|芬兰|EUR|Europe/Helsinki
FJ|Fiji|斐济|FJD|Pacific/Fiji
FK|Falkland Islands (Malvinas)|福克兰群岛（马尔维纳斯）|FKP|Atlantic/Stanley
FM|Micronesia|密克罗尼西亚|USD|Pacific/Chuuk Pacific/Pohnpei Pacific/Kosrae
FO|Faroe Islands|法罗群岛|DKK|Atlantic/Faroe
FR|France|法国|EUR|Europe/Paris
GA|Gabon|加蓬|XAF|Africa/Libreville
GB|United Kingdom|英国|GBP|Europe/London
GD|Grenada|格林纳达|XCD|America/Grenada
GE|Georgia|格鲁吉亚|GEL|Asia/Tbilisi
GF|French Guiana|法属圭亚那|EUR|America/Cayenne
GG|Guernsey|根西|GBP|Europe/Guernsey
GH|Ghana|加纳|GHS|Africa/Accra
GI|Gibraltar|直布罗陀|GIP|Europe/Gibraltar
GL|Greenland|格陵兰|DKK|America/Nuuk America/Danmarkshavn America/Scoresbysund America/Thule
GM|Gambia|冈比亚|GMD|Africa/Banjul
GN|Guinea|几内亚|GNF|Africa/Conakry
GP|Guadeloupe|瓜德罗普|EUR|America/Guadeloupe
GQ|Equatorial Guinea|赤道几内亚|XAF|Africa/Malabo
GR|Greece|希腊|EUR|Europe/Athens
GS|South Georgia and the South Sandwich Islands|南乔治亚和南桑威奇群岛|GBP|Atlantic/South_Georgia
GT|Guatemala|危地马拉|GTQ|America/Guatemala
GU|Guam|关岛|USD|Pacific/Guam
GW|Guinea-Bissau|几内亚比绍|XOF|Africa/Bissau
GY|Guyana|圭亚那|GYD|America/Guyana
HK|Hong Kong SAR, China|中国香港|HKD|Asia/Hong_Kong
HM|Heard Island and McDonald Islands|赫德岛和麦克唐纳群岛|AUD|UTC
HN|Honduras|洪都拉斯|HNL|America/Tegucigalpa
HR|Croatia|克罗地亚|EUR|Europe/Zagreb
HT|Haiti|海地|HTG|America/Port-au-Prince
HU|Hungary|匈牙利|HUF|Europe/Budapest
ID|Indonesia|印度尼西亚|IDR|Asia/Jakarta Asia/Pontianak Asia/Makassar Asia/Jayapura
IE|Ireland|爱尔兰|EUR|Europe/Dublin
IL|Israel|以色列|ILS|Asia/Jerusalem
IM|Isle of Man|马恩岛|GBP|Europe/Isle_of_Man
IN|India|印度|INR|Asia/Kolkata
IO|British Indian Ocean Territory|英属印度洋领地|USD|Indian/Chagos
IQ|Iraq|伊拉克|IQD|Asia/Baghdad
IR|Iran|伊朗|IRR|Asia/Tehran
IS|Iceland|冰岛|ISK|Atlantic/Reykjavik
IT|Italy|意大利|EUR|Europe/Rome
JE|Jersey|泽西|GBP|Europe/Jersey
JM|Jamaica|牙买加|JMD|America/Jamaica
JO|Jordan|约旦|JOD|Asia/Amman
JP|Japan|日本|JPY|Asia/Tokyo
KE|Kenya|肯尼亚|KES|Africa/Nairobi
KG|Kyrgyzstan|吉尔吉斯斯坦|KGS|Asia/Bishkek
KH|Cambodia|柬埔寨|KHR|Asia/Phnom_Penh
KI|Kiribati|基里巴斯|AUD|Pacific/Tarawa Pacific/Kanton Pacific/Kiritimati
KM|Comoros|科摩罗|KMF|Indian/Comoro
KN|Saint Kitts and Nevis|圣基茨和尼维斯|XCD|America/St_Kitts
KP|North Korea|朝鲜|KPW|Asia/Pyongyang
KR|South Korea|韩国|KRW|Asia/Seoul
KW|Kuwait|科威特|KWD|Asia/Kuwait
KY|Cayman Islands|开曼群岛|KYD|America/Cayman
KZ|Kazakhstan|哈萨克斯坦|KZT|Asia/Almaty Asia/Aqtobe Asia/Atyrau
LA|Laos|老挝|LAK|Asia/Vientiane
LB|Lebanon|黎巴嫩|LBP|Asia/Beirut
LC|Saint Lucia|圣卢西亚|XCD|America/St_Lucia
LI|Liechtenstein|列支敦士登|CHF|Europe/Vaduz
LK|Sri Lanka|斯里兰卡|LKR|Asia/Colombo
LR|Liberia|利比里亚|LRD|Africa/Monrovia
LS|Lesotho|莱索托|LSL|Africa/Maseru
LT|Lithuania|立陶宛|EUR|Europe/Vilnius
LU|Luxembourg|卢森堡|EUR|Europe/Luxembourg
LV|Latvia|拉脱维亚|EUR|Europe/Riga
LY|Libya|利比亚|LYD|Africa/Tripoli
MA|Morocco|摩洛哥|MAD|Africa/Casablanca
MC|Monaco|摩纳哥|EUR|Europe/Monaco
MD|Moldova|摩尔多瓦|MDL|Europe/Chisinau
ME|Montenegro|黑山|EUR|Europe/Podgorica
MF|Saint Martin (French part)|法属圣马丁|EUR|America/Marigot
MG|Madagascar|马达加斯加|MGA|Indian/Antananarivo
MH|Marshall Islands|马绍尔群岛|USD|Pacific/Majuro Pacific/Kwajalein
MK|North Macedonia|北马其顿|MKD|Europe/Skopje
ML|Mali|马里|XOF|Africa/Bamako
MM|Myanmar|缅甸|MMK|Asia/Yangon
MN|Mongolia|蒙古|MNT|Asia/Ulaanbaatar Asia/Hovd
MO|Macao SAR, China|中国澳门|MOP|Asia/Macau
MP|Northern Mariana Islands|北马里亚纳群岛|USD|Pacific/Saipan
MQ|Martinique|马提尼克|EUR|America/Martinique
MR|Mauritania|毛里塔尼亚|MRU|Africa/Nouakchott
MS|Montserrat|蒙特塞拉特|XCD|America/Montserrat
MT|Malta|马耳他|EUR|Europe/Malta
MU|Mauritius|毛里求斯|MUR|Indian/Mauritius
MV|Maldives|马尔代夫|MVR|Indian/Maldives
MW|Malawi|马拉维|MWK|Africa/Blantyre
MX|Mexico|墨西哥|MXN|America/Mexico_City America/Monterrey America/Tijuana America/Cancun America/Hermosillo America/Chihuahua America/Ciudad_Juarez
MY|Malaysia|马来西亚|MYR|Asia/Kuala_Lumpur Asia/Kuching
MZ|Mozambique|莫桑比克|MZN|Africa/Maputo
NA|Namibia|纳米比亚|NAD|Africa/Windhoek
NC|New Caledonia|新喀里多尼亚|XPF|Pacific/Noumea
NE|Niger|尼日尔|XOF|Africa/Niamey
NF|Norfolk Island|诺福克岛|AUD|Pacific/Norfolk
NG|Nigeria|尼日利亚|NGN|Africa/Lagos
NI|Nicaragua|尼加拉瓜|NIO|America/Managua
NL|Netherlands|荷兰|EUR|Europe/Amsterdam
NO|Norway|挪威|NOK|Europe/Oslo
NP|Nepal|尼泊尔|NPR|Asia/Kathmandu
NR|Nauru|瑙鲁|AUD|Pacific/Nauru
NU|Niue|纽埃|NZD|Pacific/Niue
NZ|New Zealand|新西兰|NZD|Pacific/Auckland Pacific/Chatham
OM|Oman|阿曼|OMR|Asia/Muscat
PA|Panama|巴拿马|PAB|America/Panama
PE|Peru|秘鲁|PEN|America/Lima
PF|French Polynesia|法属波利尼西亚|XPF|Pacific/Tahiti Pacific/Marquesas Pacific/Gambier
PG|Papua New Guinea|巴布亚新几内亚|PGK|Pacific/Port_Moresby Pacific/Bougainville
PH|Philippines|菲律宾|PHP|Asia/Manila
PK|Pakistan|巴基斯坦|PKR|Asia/Karachi
PL|Poland|波兰|PLN|Europe/Warsaw
PM|Saint Pierre and Miquelon|圣皮埃尔和密克隆|EUR|America/Miquelon
PN|Pitcairn|皮特凯恩群岛|NZD|Pacific/Pitcairn
PR|Puerto Rico|波多黎各|USD|America/Puerto_Rico
PS|Palestine|巴勒斯坦|ILS|Asia/Gaza Asia/Hebron
PT|Portugal|葡萄牙|EUR|Europe/Lisbon Atlantic/Madeira Atlantic/Azores
PW|Palau|帕劳|USD|Pacific/Palau
PY|Paraguay|巴拉圭|PYG|America/Asuncion
QA|Qatar|卡塔尔|QAR|Asia/Qatar
RE|Réunion|留尼汪|EUR|Indian/Reunion
RO|Romania|罗马尼亚|RON|Europe/Bucharest
RS|Serbia|塞尔维亚|RSD|Europe/Belgrade
RU|Russia|俄罗斯|RUB|Europe/Moscow Europe/Samara Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk Asia/Krasnoyarsk Asia/Irkutsk Asia/Vladivostok Europe/Kaliningrad
RW|Rwanda|卢旺达|RWF|Africa/Kigali
SA|Saudi Arabia|沙特阿拉伯|SAR|Asia/Riyadh
SB|Solomon Islands|所罗门群岛|SBD|Pacific/Guadalcanal
SC|Seychelles|塞舌尔|SCR|Indian/Mahe
SD|Sudan|苏丹|SDG|Africa/Khartoum
SE|Sweden|瑞典|SEK|Europe/Stockholm
SG|Singapore|新加坡|SGD|Asia/Singapore
SH|Saint Helena, Ascension and Tristan da Cunha|圣赫勒拿、阿森松和特里斯坦-达库尼亚|SHP|Atlantic/St_Helena
SI|Slovenia|斯洛文尼亚|EUR|Europe/Ljubljana
SJ|Svalbard and Jan Mayen|斯瓦尔巴和扬马延|NOK|Arctic/Longyearbyen
SK|Slovakia|斯洛伐克|EUR|Europe/Bratislava
SL|Sierra Leone|塞拉利昂|SLE|Africa/Freetown
SM|San Marino|圣马力诺|EUR|Europe/San_Marino
SN|Senegal|塞内加尔|XOF|Africa/Dakar
SO|Somalia|索马里|SOS|Africa/Mogadishu
SR|Suriname|苏里南|SRD|America/Paramaribo
SS|South Sudan|南苏丹|SSP|Africa/Juba
ST|São Tomé and Príncipe|圣多美和普林西比|STN|Africa/Sao_Tome
SV|El Salvador|萨尔瓦多|USD|America/El_Salvador
SX|Sint Maarten (Dutch part)|荷属圣马丁|XCG|America/Lower_Princes
SY|Syria|叙利亚|SYP|Asia/Damascus
SZ|Eswatini|斯威士兰|SZL|Africa/Mbabane
TC|Turks and Caicos Islands|特克斯和凯科斯群岛|USD|America/Grand_Turk
TD|Chad|乍得|XAF|Africa/Ndjamena
TF|French Southern Territories|法属南部领地|EUR|Indian/Kerguelen
TG|Togo|多哥|XOF|Africa/Lome
TH|Thailand|泰国|THB|Asia/Bangkok
TJ|Tajikistan|塔吉克斯坦|TJS|Asia/Dushanbe
TK|Tokelau|托克劳|NZD|Pacific/Fakaofo
TL|Timor-Leste|东帝汶|USD|Asia/Dili
TM|Turkmenistan|土库曼斯坦|TMT|Asia/Ashgabat
TN|Tunisia|突尼斯|TND|Africa/Tunis
TO|Tonga|汤加|TOP|Pacific/Tongatapu
TR|Türkiye|土耳其|TRY|Europe/Istanbul
TT|Trinidad and Tobago|特立尼达和多巴哥|TTD|America/Port_of_Spain
TV|Tuvalu|图瓦卢|AUD|Pacific/Funafuti
TW|Taiwan, China|中国台湾|TWD|Asia/Taipei
TZ|Tanzania|坦桑尼亚|TZS|Africa/Dar_es_Salaam
UA|Ukraine|乌克兰|UAH|Europe/Simferopol Europe/Kyiv
UG|Uganda|乌干达|UGX|Africa/Kampala
UM|United States Minor Outlying Islands|美国本土外小岛屿|USD|Pacific/Wake
US|United States|美国|USD|America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Anchorage Pacific/Honolulu
UY|Uruguay|乌拉圭|UYU|America/Montevideo
UZ|Uzbekistan|乌兹别克斯坦|UZS|Asia/Samarkand Asia/Tashkent
VA|Holy See|梵蒂冈|EUR|Europe/Vatican
VC|Saint Vincent and the Grenadines|圣文森特和格林纳丁斯|XCD|America/St_Vincent
VE|Venezuela|委内瑞拉|VES|America/Caracas
VG|British Virgin Islands|英属维尔京群岛|USD|America/Tortola
VI|United States Virgin Islands|美属维尔京群岛|USD|America/St_Thomas
VN|Vietnam|越南|VND|Asia/Ho_Chi_Minh
VU|Vanuatu|瓦努阿图|VUV|Pacific/Efate
WF|Wallis and Futuna|瓦利斯和富图纳|XPF|Pacific/Wallis
WS|Samoa|萨摩亚|WST|Pacific/Apia
YE|Yemen|也门|YER|Asia/Aden
YT|Mayotte|马约特|EUR|Indian/Mayotte
ZA|South Africa|南非|ZAR|Africa/Johannesburg
ZM|Zambia|赞比亚|ZMW|Africa/Lusaka
ZW|Zimbabwe|津巴布韦|ZWG|Africa/Harare
"""


@dataclass(frozen=True, slots=True)
class Country:
    """A country or area of ISO 3166-1.

    Attributes:
        code: two capital letters.
        name: the common short name.
        currency: ISO 4217 code of the money in daily use, a suggestion only.
        zones: IANA time zones, the most likely first; a suggestion only.
    """

    code: str
    name: LocalizedText
    currency: str
    zones: tuple[str, ...]


def _parsed(table: str) -> dict[str, Country]:
    countries: dict[str, Country] = {}
    for line in table.strip().splitlines():
        code, english, chinese, currency, zones = line.split("|")
        countries[code] = Country(
            code=code,
            name=LocalizedText(en=english, zh_hans=chinese),
            currency=currency,
            zones=tuple(zones.split()),
        )
    return countries


COUNTRIES = _parsed(_TABLE)


def country_name(code: str, language: str) -> str:
    """Return the name of a country.

    Args:
        code: ISO 3166-1 alpha-2 code.
        language: "en" or "zh-hans".

    Returns:
        The name; the code itself where it is not in the list.
    """
    country = COUNTRIES.get(code)
    return country.name.in_language(language) if country else code


# The first plane of GB 2312 stands in the order of pinyin; these characters stand in the second, so
# that one of the same sound stands for them.
_SOUNDS_LIKE = str.maketrans({"斐": "匪", "瑙": "脑", "梵": "犯", "汶": "问"})


def by_pinyin(name: str) -> bytes:
    """Return what sorts Chinese names of places by their sound.

    Source: GB/T 2312-1980, first plane (3,755 characters by pinyin).
    """
    return name.translate(_SOUNDS_LIKE).encode("gb18030")


def country_choices(language: str) -> list[tuple[str, str]]:
    """Return code and name of every country, by name: in English by letters, in Chinese by pinyin."""
    pairs = [(code, country.name.in_language(language)) for code, country in COUNTRIES.items()]
    if language.startswith("zh"):
        return sorted(pairs, key=lambda pair: by_pinyin(pair[1]))
    return sorted(pairs, key=lambda pair: pair[1])
