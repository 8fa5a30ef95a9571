"""Currencies in use: ISO 4217 code, decimals of the smaller unit, names."""

from __future__ import annotations

from dataclasses import dataclass

from core.text import LocalizedText

# code | decimals | English | Chinese. Source: ISO 4217, list one, without funds and metals.
_TABLE = """
AED|2|UAE dirham|阿联酋迪拉姆
AFN|2|Afghani|阿富汗尼
ALL|2|Albanian lek|阿尔巴尼亚列克
AMD|2|Armenian dram|亚美尼亚德拉姆
AOA|2|Angolan kwanza|安哥拉宽扎
ARS|2|Argentine peso|阿根廷比索
AUD|2|Australian dollar|澳大利亚元
AWG|2|Aruban florin|阿鲁巴弗罗林
AZN|2|Azerbaijani manat|阿塞拜疆马纳特
BAM|2|Convertible mark|波黑可兑换马克
BBD|2|Barbados dollar|巴巴多斯元
BDT|2|Bangladeshi taka|孟加拉塔卡
BHD|3|Bahraini dinar|巴林第纳尔
BIF|0|Burundi franc|布隆迪法郎
BMD|2|Bermudian dollar|百慕大元
BND|2|Brunei dollar|文莱元
BOB|2|Boliviano|玻利维亚诺
BRL|2|Brazilian real|巴西雷亚尔
BSD|2|Bahamian dollar|巴哈马元
BTN|2|Bhutanese ngultrum|不丹努尔特鲁姆
BWP|2|Botswana pula|博茨瓦纳普拉
BYN|2|Belarusian ruble|白俄罗斯卢布
BZD|2|Belize dollar|伯利兹元
CAD|2|Canadian dollar|加拿大元
CDF|2|Congolese franc|刚果法郎
CHF|2|Swiss franc|瑞士法郎
CLP|0|Chilean peso|智利比索
CNY|2|Chinese yuan|人民币
COP|2|Colombian peso|哥伦比亚比索
CRC|2|Costa Rican colón|哥斯达黎加科朗
CUP|2|Cuban peso|古巴比索
CVE|2|Cabo Verde escudo|佛得角埃斯库多
CZK|2|Czech koruna|捷克克朗
DJF|0|Djibouti franc|吉布提法郎
DKK|2|Danish krone|丹麦克朗
DOP|2|Dominican peso|多米尼加比索
DZD|2|Algerian dinar|阿尔及利亚第纳尔
EGP|2|Egyptian pound|埃及镑
ERN|2|Eritrean nakfa|厄立特里亚纳克法
ETB|2|Ethiopian birr|埃塞俄比亚比尔
EUR|2|Euro|欧元
FJD|2|Fiji dollar|斐济元
FKP|2|Falkland Islands pound|福克兰群岛镑
GBP|2|Pound sterling|英镑
GEL|2|Georgian lari|格鲁吉亚拉里
GHS|2|Ghanaian cedi|加纳塞地
GIP|2|Gibraltar pound|直布罗陀镑
GMD|2|Gambian dalasi|冈比亚达拉西
GNF|0|Guinean franc|几内亚法郎
GTQ|2|Guatemalan quetzal|危地马拉格查尔
GYD|2|Guyanese dollar|圭亚那元
HKD|2|Hong Kong dollar|港元
HNL|2|Honduran lempira|洪都拉斯伦皮拉
HTG|2|Haitian gourde|海地古德
HUF|2|Hungarian forint|匈牙利福林
IDR|2|Indonesian rupiah|印度尼西亚盾
ILS|2|Israeli new shekel|以色列新谢克尔
INR|2|Indian rupee|印度卢比
IQD|3|Iraqi dinar|伊拉克第纳尔
IRR|2|Iranian rial|伊朗里亚尔
ISK|0|Icelandic króna|冰岛克朗
JMD|2|Jamaican dollar|牙买加元
JOD|3|Jordanian dinar|约旦第纳尔
JPY|0|Japanese yen|日元
KES|2|Kenyan shilling|肯尼亚先令
KGS|2|Kyrgyz som|吉尔吉斯索姆
KHR|2|Cambodian riel|柬埔寨瑞尔
KMF|0|Comorian franc|科摩罗法郎
KPW|2|North Korean won|朝鲜元
KRW|0|South Korean won|韩元
KWD|3|Kuwaiti dinar|科威特第纳尔
KYD|2|Cayman Islands dollar|开曼元
KZT|2|Kazakhstani tenge|哈萨克斯坦坚戈
LAK|2|Lao kip|老挝基普
LBP|2|Lebanese pound|黎巴嫩镑
LKR|2|Sri Lankan rupee|斯里兰卡卢比
LRD|2|Liberian dollar|利比里亚元
LSL|2|Lesotho loti|莱索托洛蒂
LYD|3|Libyan dinar|利比亚第纳尔
MAD|2|Moroccan dirham|摩洛哥迪拉姆
MDL|2|Moldovan leu|摩尔多瓦列伊
MGA|2|Malagasy ariary|马达加斯加阿里亚里
MKD|2|Macedonian denar|北马其顿代纳尔
MMK|2|Myanmar kyat|缅甸元
MNT|2|Mongolian tugrik|蒙古图格里克
MOP|2|Macao pataca|澳门元
MRU|2|Mauritanian ouguiya|毛里塔尼亚乌吉亚
MUR|2|Mauritian rupee|毛里求斯卢比
MVR|2|Maldivian rufiyaa|马尔代夫拉菲亚
MWK|2|Malawian kwacha|马拉维克瓦查
MXN|2|Mexican peso|墨西哥比索
MYR|2|Malaysian ringgit|马来西亚林吉特
MZN|2|Mozambican metical|莫桑比克梅蒂卡尔
NAD|2|Namibian dollar|纳米比亚元
NGN|2|Nigerian naira|尼日利亚奈拉
NIO|2|Nicaraguan córdoba|尼加拉瓜科多巴
NOK|2|Norwegian krone|挪威克朗
NPR|2|Nepalese rupee|尼泊尔卢比
NZD|2|New Zealand dollar|新西兰元
OMR|3|Omani rial|阿曼里亚尔
PAB|2|Panamanian balboa|巴拿马巴波亚
PEN|2|Peruvian sol|秘鲁索尔
PGK|2|Papua New Guinean kina|巴布亚新几内亚基那
PHP|2|Philippine peso|菲律宾比索
PKR|2|Pakistani rupee|巴基斯坦卢比
PLN|2|Polish złoty|波兰兹罗提
PYG|0|Paraguayan guaraní|巴拉圭瓜拉尼
QAR|2|Qatari riyal|卡塔尔里亚尔
RON|2|Romanian leu|罗马尼亚列伊
RSD|2|Serbian dinar|塞尔维亚第纳尔
RUB|2|Russian ruble|俄罗斯卢布
RWF|0|Rwandan franc|卢旺达法郎
SAR|2|Saudi riyal|沙特里亚尔
SBD|2|Solomon Islands dollar|所罗门群岛元
SCR|2|Seychelles rupee|塞舌尔卢比
SDG|2|Sudanese pound|苏丹镑
SEK|2|Swedish krona|瑞典克朗
SGD|2|Singapore dollar|新加坡元
SHP|2|Saint Helena pound|圣赫勒拿镑
SLE|2|Sierra Leonean leone|塞拉利昂利昂
SOS|2|Somali shilling|索马里先令
SRD|2|Surinamese dollar|苏里南元
SSP|2|South Sudanese pound|南苏丹镑
STN|2|São Tomé dobra|圣多美多布拉
SVC|2|Salvadoran colón|萨尔瓦多科朗
SYP|2|Syrian pound|叙利亚镑
SZL|2|Swazi lilangeni|斯威士兰里兰吉尼
THB|2|Thai baht|泰铢
TJS|2|Tajikistani somoni|塔吉克斯坦索莫尼
TMT|2|Turkmen manat|土库曼斯坦马纳特
TND|3|Tunisian dinar|突尼斯第纳尔
TOP|2|Tongan paʻanga|汤加潘加
TRY|2|Turkish lira|土耳其里拉
TTD|2|Trinidad and Tobago dollar|特立尼达和多巴哥元
TWD|2|New Taiwan dollar|新台币
TZS|2|Tanzanian shilling|坦桑尼亚先令
UAH|2|Ukrainian hryvnia|乌克兰格里夫纳
UGX|0|Ugandan shilling|乌干达先令
USD|2|US dollar|美元
UYU|2|Uruguayan peso|乌拉圭比索
UZS|2|Uzbekistani sum|乌兹别克斯坦苏姆
VES|2|Venezuelan bolívar|委内瑞拉玻利瓦尔
VND|0|Vietnamese dong|越南盾
VUV|0|Vanuatu vatu|瓦努阿图瓦图
WST|2|Samoan tala|萨摩亚塔拉
XAF|0|Central African CFA franc|中非法郎
XCD|2|East Caribbean dollar|东加勒比元
XCG|2|Caribbean guilder|加勒比盾
XOF|0|West African CFA franc|西非法郎
XPF|0|CFP franc|太平洋法郎
YER|2|Yemeni rial|也门里亚尔
ZAR|2|South African rand|南非兰特
ZMW|2|Zambian kwacha|赞比亚克瓦查
ZWG|2|Zimbabwe Gold|津巴布韦金
"""


@dataclass(frozen=True, slots=True)
class Currency:
    """Money of ISO 4217.

    Attributes:
        code: three capital letters.
        decimals: digits after the point that exist in payments, 0 to 3.
        name: its name in both languages.
    """

    code: str
    decimals: int
    name: LocalizedText


def _parsed(table: str) -> dict[str, Currency]:
    currencies: dict[str, Currency] = {}
    for line in table.strip().splitlines():
        code, decimals, english, chinese = line.split("|")
        name = LocalizedText(en=english, zh_hans=chinese)
        currencies[code] = Currency(code=code, decimals=int(decimals), name=name)
    return currencies


CURRENCIES = _parsed(_TABLE)

# How Chinese readers say an amount, where that is not the full name.
_SPOKEN = {"CNY": "元人民币", "HUF": "福林", "MYR": "林吉特", "PLN": "兹罗提", "TWD": "元新台币"}


def unit_name(code: str) -> LocalizedText:
    """Return what follows a number of this money: "MYR" in English, "林吉特" in Chinese.

    Args:
        code: ISO 4217 code; another word stands for itself.
    """
    known = CURRENCIES.get(code)
    chinese = _SPOKEN.get(code) or (known.name.zh_hans if known else code)
    return LocalizedText(en=code, zh_hans=chinese)


def currency_choices(language: str) -> list[tuple[str, str]]:
    """Return code and "code, name" of every currency, by code.

    Args:
        language: "en" or "zh-hans".
    """
    comma = "，" if language.startswith("zh") else ", "
    return [
        (code, f"{code}{comma}{currency.name.in_language(language)}")
        for code, currency in CURRENCIES.items()
    ]
