"""What people write for countries, money, categories and processes, and how it is found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from core.currencies import currency_codes, currency_name
from core.text import HAN, LANGUAGES, LocalizedText
from organizations.domain.countries import country_codes, country_words
from sheets.values import CellValue, folded

COUNTRY_ALIASES = {
    "usa": "US",
    "united states of america": "US",
    "uk": "GB",
    "great britain": "GB",
    "viet nam": "VN",
    "prc": "CN",
    "p.r. china": "CN",
    "中华人民共和国": "CN",
    "korea": "KR",
    "czech republic": "CZ",
    "holland": "NL",
    "the netherlands": "NL",
    "türkiye": "TR",
}
# Signs and words of everyday use beside the names of CLDR; "$" and "¥" of another country are asked
# for by the currency of the plant, see `currencies`.
CURRENCY_ALIASES = {
    "¥": "CNY",
    "元": "CNY",
    "rmb": "CNY",
    "cn¥": "CNY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "$": "USD",
    "us$": "USD",
    "€": "EUR",
    "£": "GBP",
    "฿": "THB",
    "baht": "THB",
    "rm": "MYR",
    "ringgit": "MYR",
    "₫": "VND",
    "đ": "VND",
    "rp": "IDR",
    "₹": "INR",
    "₱": "PHP",
    "₩": "KRW",
    "zł": "PLN",
    "ft": "HUF",
    "kč": "CZK",
    "mex$": "MXN",
}
SHARED_SIGNS = {"¥": ("JPY",), "$": ("MXN", "SGD", "HKD", "AUD", "CAD", "NZD", "TWD")}
# Category of the reference model -> what people call its systems.
CATEGORY_ALIASES = {
    "ERP": ("sap", "s/4hana", "财务", "会计", "finance", "accounting"),
    "APS": ("排产", "排程", "scheduling"),
    "MES": ("生产执行", "安灯", "andon"),
    "WMS": ("仓储", "仓库", "warehouse", "条码", "barcode"),
    "QMS": ("质量", "quality"),
    "LIMS": ("实验室", "化验", "laboratory"),
    "CMMS": ("eam", "设备管理", "设备维护", "点检", "maintenance"),
    "SCADA": ("组态", "hmi"),
    "HIST": ("historian", "实时数据库"),
    "EMS": ("能源", "能耗", "energy"),
    "EHS": ("安环", "环保", "hse"),
    "PLM": ("pdm", "cad", "图纸"),
    "CRM": ("客户关系",),
    "SRM": ("供应商门户", "供应商管理", "采购平台"),
    "TMS": ("运输", "物流", "transport"),
    "GTM": ("海关", "报关", "关务", "customs"),
    "EINV": ("电子发票", "税控", "开票", "e-invoice", "einvoice"),
    "TRS": ("资金", "treasury"),
    "HRIS": ("hr", "hcm", "hrm", "ehr", "人事", "人力资源", "工资", "薪酬", "考勤", "payroll"),
    "DMS": ("文档", "档案", "文件服务器", "document management"),
    "LCAP": ("oa", "办公自动化", "bpm", "审批", "workflow"),
    "BI": ("报表", "看板", "dashboard"),
    "DWH": ("数据仓库", "数据湖", "data warehouse"),
    "IAM": ("域控", "active directory", "sso", "单点登录"),
    "ITSM": ("工单", "服务台", "helpdesk", "service desk"),
    "COLL": ("邮件", "邮箱", "email", "e-mail", "teams", "钉钉", "企业微信", "飞书"),
}
PROCESS_ALIASES = {
    "purchase": ("procurement", "purchase", "buying", "采购管理", "供应"),
    "production": ("manufacturing", "制造", "生产制造", "生产管理"),
    "warehouse": ("warehouse", "inventory", "仓库", "库存", "仓储管理"),
    "logistics": ("transport", "shipping", "运输", "发运"),
    "finance": ("accounting", "财务管理", "会计"),
    "sales": ("销售管理", "营销"),
}
ALL_PROCESSES = frozenset(("all", "all processes", "全部", "所有", "全部流程", "全流程"))
FREE = frozenset(("免费", "free", "free of charge", "无费用", "开源", "open source", "gratis"))
ENDLESS = frozenset(
    (
        *("永久", "长期", "无限期", "长期有效", "永久授权", "permanent", "perpetual"),
        *("unlimited", "indefinite", "open-ended", "no end"),
    )
)
_ABOUT = re.compile(r"^(约|大约|近|~|≈|about|approx\.?|ca\.?)\s*", re.IGNORECASE)
_PEOPLE = re.compile(r"\s*(人|名|位|个|用户|users?|people)$", re.IGNORECASE)
_YEARLY = re.compile(r"\s*(/\s*(年|year|yr|a)|per year|a year|p\.a\.)$", re.IGNORECASE)
_AMOUNT = re.compile(r"([^\d+.-]*)([+.-]?\d(?:.*\d)?)(\D*)")
_PARTS = re.compile(r"[;；、/／,，\n]")


def named_by(
    titles: Mapping[str, LocalizedText], aliases: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """Return code by every name that people may write for it, folded.

    Args:
        titles: code -> title; aliases of other codes do not count.
        aliases: code -> further words.
    """
    more = {folded(word): key for key in titles for word in aliases.get(key, ())}
    own = {
        folded(text): key
        for key, title in titles.items()
        for text in (key, *title.as_dict().values())
    }
    return more | own


def countries() -> dict[str, str]:
    """Return code of ISO 3166-1 by every name of a country, folded."""
    words = {code: (code, *country_words(code)) for code in country_codes()}
    return COUNTRY_ALIASES | {folded(word): code for code, names in words.items() for word in names}


def currencies(home: str) -> dict[str, str]:
    """Return code of ISO 4217 by every name and sign of money, folded.

    Args:
        home: the currency of the plant: a sign that several countries use is its own first.
    """
    names = {
        folded(name): code
        for code in currency_codes()
        for name in (code, *(currency_name(code, language) for language in LANGUAGES))
    }
    shared = {sign: home for sign, codes in SHARED_SIGNS.items() if home in codes}
    return names | CURRENCY_ALIASES | shared


def found_in(text: str, names: Mapping[str, str]) -> str:
    """Return what a text names among other words; empty for nothing, or for two things.

    A name in Chinese may stand anywhere, one in letters only as a word of its own. A name within a
    longer one does not count.

    Args:
        text: such as "泰国 罗勇", "Plant server, Thailand".
        names: folded name -> code.
    """
    line = folded(text)
    here = [name for name in names if len(name) > 1 and name in line and _stands_in(name, line)]
    longest = [name for name in here if not any(name != other and name in other for other in here)]
    codes = {names[name] for name in longest}
    return codes.pop() if len(codes) == 1 else ""


def _stands_in(name: str, line: str) -> bool:
    if HAN.search(name):
        return True
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", line) is not None


def parts_of(text: str) -> list[str]:
    """Return the items of a list that is separated by semicolons, commas, slashes or lines."""
    return [part for part in map(folded, _PARTS.split(text)) if part]


def bare_count(cell: CellValue) -> CellValue:
    """Return a number of people without the words around it: 约50人 is 50."""
    if not isinstance(cell, str):
        return cell
    return _PEOPLE.sub("", _ABOUT.sub("", unicodedata.normalize("NFKC", cell).strip()))


def bare_amount(text: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Return an amount without its money and "a year", and the code of the money; empty for none.

    Args:
        text: such as ￥180,000, USD 25,000 or 12.5万元/年; what is free costs 0.
        names: see `currencies`.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if text[:1].isdigit() and text[-1:].isdigit():
        return text, ""
    if folded(text) in FREE:
        return "0", ""
    text = _YEARLY.sub("", text)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return text, ""
    before, amount, after = found.groups()
    if code := names.get(folded(before)):
        return amount + after, code
    # A word that counts may stand before the money: 12.5万元.
    for at in range(len(after)):
        if code := names.get(folded(after[at:])):
            return (before + amount + after[:at]).strip(), code
    return text, ""
