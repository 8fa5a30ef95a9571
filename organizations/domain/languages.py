"""Languages spoken on plant floors: ISO 639-1 code and names."""

from __future__ import annotations

from core.text import LocalizedText

# code | English | Chinese. Source: codes ISO 639-1 (`fil` is ISO 639-2, it has no shorter one).
_TABLE = """
ar|Arabic|阿拉伯语
bg|Bulgarian|保加利亚语
bn|Bengali|孟加拉语
cs|Czech|捷克语
da|Danish|丹麦语
de|German|德语
el|Greek|希腊语
en|English|英语
es|Spanish|西班牙语
et|Estonian|爱沙尼亚语
fa|Persian|波斯语
fi|Finnish|芬兰语
fil|Filipino|菲律宾语
fr|French|法语
he|Hebrew|希伯来语
hi|Hindi|印地语
hr|Croatian|克罗地亚语
hu|Hungarian|匈牙利语
id|Indonesian|印度尼西亚语
it|Italian|意大利语
ja|Japanese|日语
kk|Kazakh|哈萨克语
km|Khmer|高棉语
ko|Korean|韩语
lo|Lao|老挝语
lt|Lithuanian|立陶宛语
lv|Latvian|拉脱维亚语
mn|Mongolian|蒙古语
ms|Malay|马来语
my|Burmese|缅甸语
ne|Nepali|尼泊尔语
nl|Dutch|荷兰语
no|Norwegian|挪威语
pl|Polish|波兰语
pt|Portuguese|葡萄牙语
ro|Romanian|罗马尼亚语
ru|Russian|俄语
si|Sinhala|僧伽罗语
sk|Slovak|斯洛伐克语
sl|Slovenian|斯洛文尼亚语
sr|Serbian|塞尔维亚语
sv|Swedish|瑞典语
sw|Swahili|斯瓦希里语
ta|Tamil|泰米尔语
te|Telugu|泰卢固语
th|Thai|泰语
tr|Turkish|土耳其语
uk|Ukrainian|乌克兰语
ur|Urdu|乌尔都语
uz|Uzbek|乌兹别克语
vi|Vietnamese|越南语
zh|Chinese|中文
"""


# country | languages of everyday work, the most likely first: a suggestion only, and only where
# it is clear. Source: official languages by country, Unicode CLDR territory information.
_SPOKEN = """
AE|ar en
AR|es
AT|de
AU|en
BD|bn en
BE|nl fr
BG|bg
BR|pt
CA|en fr
CH|de fr it
CL|es
CN|zh
CO|es
CR|es
CZ|cs
DE|de
DK|da
DO|es
DZ|ar fr
EC|es
EE|et
EG|ar
ES|es
FI|fi sv
FR|fr
GB|en
GR|el
GT|es
HK|zh en
HR|hr
HU|hu
ID|id
IE|en
IL|he
IN|en hi
IR|fa
IT|it
JO|ar
JP|ja
KE|en sw
KH|km
KR|ko
KW|ar
KZ|kk ru
LA|lo
LK|si ta en
LT|lt
LV|lv
MA|ar fr
MM|my
MN|mn
MO|zh pt
MX|es
MY|ms en
NG|en
NL|nl
NO|no
NP|ne
NZ|en
OM|ar
PA|es
PE|es
PH|fil en
PK|ur en
PL|pl
PT|pt
QA|ar
RO|ro
RS|sr
RU|ru
SA|ar
SE|sv
SG|en zh
SI|sl
SK|sk
TH|th
TN|ar fr
TR|tr
TW|zh
TZ|sw en
UA|uk
US|en
UY|es
UZ|uz
VN|vi
ZA|en
"""


def _parsed(table: str) -> dict[str, LocalizedText]:
    languages: dict[str, LocalizedText] = {}
    for line in table.strip().splitlines():
        code, english, chinese = line.split("|")
        languages[code] = LocalizedText(en=english, zh_hans=chinese)
    return languages


FLOOR_LANGUAGES = _parsed(_TABLE)
_SPOKEN_IN = {
    country: tuple(codes.split())
    for country, codes in (line.split("|") for line in _SPOKEN.strip().splitlines())
}


def spoken_in(country: str) -> tuple[str, ...]:
    """Return the languages likely spoken on the floor of a plant; none where that is not known.

    Args:
        country: ISO 3166-1 alpha-2 code.
    """
    return _SPOKEN_IN.get(country, ())


def language_choices(language: str) -> list[tuple[str, str]]:
    """Return code and name of every language; by name in English, by code in Chinese.

    Args:
        language: the reader's, "en" or "zh-hans".
    """
    pairs = [(code, name.in_language(language)) for code, name in FLOOR_LANGUAGES.items()]
    return sorted(pairs, key=lambda pair: pair[1]) if language == "en" else pairs
