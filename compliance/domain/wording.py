"""Plant facts and what is asked of them, in words of both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.text import LocalizedText
from organizations.domain.countries import COUNTRIES, country_name
from organizations.domain.languages import FLOOR_LANGUAGES
from packs.schema.conditions import Condition

_NAMES = {
    "country": ("Country", "所在国家"),
    "process_type": ("Process type", "生产类型"),
    "industry": ("Industry", "行业"),
    "headcount": ("People at the plant", "工厂人数"),
    "lines": ("Production lines", "产线数量"),
    "annual_revenue": ("Annual revenue in plant currency", "年营业额（工厂币种）"),
    "languages": ("Languages on the floor", "车间语言"),
    "start_of_production": ("Start of production", "投产日期"),
    "employee_representation": ("Employee representation", "员工代表机构"),
    "automated_equipment": ("Machines with a controller", "设备带控制器"),
    "ot_network": ("Controllers reachable by network or modem", "控制器可经网络或调制解调器访问"),
    "sells_to_third_parties": ("Invoices customers outside the group", "向集团外客户开票"),
    "cross_border_goods": ("Imports or exports goods", "有货物进出口"),
    "bonded_regime": ("Works under bond or a customs relief regime", "适用保税或海关减免制度"),
    "personal_data_leaves_country": (
        "Personal data leave the plant’s country",
        "个人数据传出工厂所在国",
    ),
    "headquarters_reads_remotely": (
        "Headquarters reads or administers plant systems from afar",
        "总部远程读取或管理工厂系统",
    ),
    "data_in_third_country": (
        "Group systems in a third country hold data of the plant",
        "集团系统设在第三国并存有工厂数据",
    ),
    "china_data_reaches_plant": (
        "Personal or important data from China reach the plant",
        "中国境内的个人信息或重要数据传到工厂",
    ),
    "headquarters_exports_from_china": (
        "Headquarters itself sends data or technical files from China to the plant",
        "由总部从中国向工厂提供数据或技术资料",
    ),
    "important_data_from_china": (
        "An authority in China notified data of the group as important",
        "集团有数据被中国主管部门告知为重要数据",
    ),
    "customers_in_china": (
        "Offers goods or services to people in China, or profiles them",
        "向中国境内个人提供产品服务或分析其行为",
    ),
    "outside_processors": (
        "Outside firms process personal data for the plant",
        "委托外部单位处理个人数据",
    ),
    "personal_data_in_cloud": ("Personal data are kept in a cloud service", "个人数据存放在云上"),
    "location_tracking": (
        "Badges, vehicles or phones show where people are",
        "通过工牌、车辆或手机定位人员",
    ),
    "personal_data_of_customers": ("Holds personal data of customers", "持有客户个人数据"),
    "biometric_time_clock": ("Time clocks use fingerprints or faces", "考勤机使用指纹或人脸"),
    "camera_surveillance": ("Cameras on the plant floor", "车间有摄像监控"),
    "sensitive_personal_data": ("Holds sensitive personal data", "持有敏感个人数据"),
    "ai_on_staff": ("Uses AI to hire, assess or monitor people", "用AI招聘、考核或监控员工"),
    "connected_products": ("Sells products with digital elements", "销售含数字元素的产品"),
    "critical_infrastructure_here": (
        "Counts as critical infrastructure in the plant’s own country",
        "在工厂所在国属关键基础设施",
    ),
    "critical_infrastructure_china": (
        "Headquarters is an operator of critical infrastructure in China",
        "总部在中国属关键信息基础设施运营者",
    ),
    "essential_entity": (
        "Falls under a cybersecurity law for essential entities",
        "适用重要实体网络安全法",
    ),
    "foreign_workers": ("Employs foreign workers", "雇用外籍员工"),
    "night_shift": ("Runs a night shift", "有夜班"),
    "next_plant_planned": ("A further plant is planned", "计划再建工厂"),
    "persons_in_systems": ("Persons whose data the plant holds", "工厂持有其数据的人数"),
    "sensitive_persons": ("Persons with sensitive data", "其中涉及敏感数据的人数"),
    "exported_persons": (
        "Persons without sensitive data whose data left China since 1 January",
        "自1月1日起出境的非敏感个人信息人数",
    ),
    "exported_sensitive_persons": (
        "Persons with sensitive data whose data left China since 1 January",
        "自1月1日起出境的敏感个人信息人数",
    ),
    # Asked until 2026.4; older releases and checks still name them.
    "data_leaves_country": ("Personal or regulated data leave the country", "个人或受管制数据出境"),
    "headquarters_remote_access": (
        "Headquarters reads or administers plant systems",
        "总部可读取或管理工厂系统",
    ),
    "critical_infrastructure": ("Counts as critical infrastructure", "属关键基础设施"),
    "einvoice_rule": ("E-invoicing rule of the country", "该国电子发票规定"),
    "residency_rule": ("Data must stay in the country", "数据须留存境内"),
    "group_plants_abroad": ("Plants of the group abroad", "集团海外工厂数量"),
}
FACT_NAMES: Mapping[str, LocalizedText] = {
    fact: LocalizedText(en, zh) for fact, (en, zh) in _NAMES.items()
}
_VALUES = {
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "none": ("none", "无"),
    "union": ("union", "工会"),
    "works_council": ("works council", "企业职工委员会"),
    "voluntary": ("voluntary", "自愿"),
    "announced": ("announced", "已公布"),
    "mandatory": ("mandatory", "强制"),
    "discrete": ("discrete", "离散制造"),
    "process": ("process", "流程制造"),
    "automotive": ("automotive", "汽车"),
}
UNKNOWN_VALUE = LocalizedText("not known yet", "尚不清楚")


def fact_name(fact: str) -> LocalizedText:
    """Return the name of a plant fact; a name nobody knows stands for itself."""
    return FACT_NAMES.get(fact) or LocalizedText(fact, fact)


def value_words(value: Any) -> LocalizedText:
    """Return a fact's value in words.

    Args:
        value: as held by the plant or named by a condition; words of people stay as they are.

    Returns:
        Numbers with thousands separated, dates as ISO, codes by their name; a missing value is
        "not known yet".
    """
    if value is None or value in ("", "unknown") or value == ():
        return UNKNOWN_VALUE
    if isinstance(value, LocalizedText):
        return value
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, list | tuple | set | frozenset):
        words = [value_words(entry) for entry in value]
        return LocalizedText(
            ", ".join(word.en for word in words), "、".join(word.zh_hans for word in words)
        )
    if isinstance(value, int | float | Decimal):
        return _same(f"{Decimal(str(value)).normalize():,f}")
    if isinstance(value, dt.date):
        return _same(value.isoformat())
    return _code_words(str(value))


def _same(text: str) -> LocalizedText:
    return LocalizedText(text, text)


def _code_words(code: str) -> LocalizedText:
    """Return the name of a choice, country or language; free text stands for itself."""
    if code in _VALUES:
        return LocalizedText(*_VALUES[code])
    if code in COUNTRIES:
        return LocalizedText(country_name(code, "en"), country_name(code, "zh-hans"))
    return FLOOR_LANGUAGES.get(code) or _same(code)


def asked_words(test: Condition) -> LocalizedText:
    """Return what one test asks of its fact, for example "at least 20,001"."""
    if test.at_least is not None:
        value = value_words(test.at_least)
        return LocalizedText(f"at least {value.en}", f"不少于{value.zh_hans}")
    if test.at_most is not None:
        value = value_words(test.at_most)
        return LocalizedText(f"at most {value.en}", f"不超过{value.zh_hans}")
    if test.in_ is not None:
        value = value_words(test.in_)
        if len(test.in_) == 1:
            return value
        return LocalizedText(f"one of: {value.en}", f"以下之一：{value.zh_hans}")
    if test.contains is not None:
        value = value_words(test.contains)
        return LocalizedText(f"includes {value.en}", f"包含{value.zh_hans}")
    return value_words(test.equals)
