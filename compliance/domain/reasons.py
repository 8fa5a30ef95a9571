"""Why a duty applies, in words that are made from the tests of its rule and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.domain.applicability import Outcome, Reason
from core.text import LocalizedText

# What a fact says of a plant when it holds. A fact that is not here is named with what is asked.
_CLAIMS = {
    "automated_equipment": ("machines have a controller", "设备带控制器"),
    "ot_network": (
        "controllers can be reached by network or modem",
        "控制器可经网络或调制解调器访问",
    ),
    "sells_to_third_parties": (
        "the plant invoices customers outside the group",
        "向集团外客户开票",
    ),
    "cross_border_goods": ("the plant imports or exports goods", "有货物进出口"),
    "bonded_regime": ("the plant works under bond or a customs relief", "适用保税或海关减免制度"),
    "personal_data_leaves_country": (
        "personal data leave the plant’s country",
        "个人数据传出工厂所在国",
    ),
    "headquarters_reads_remotely": (
        "headquarters reads or administers plant systems from afar",
        "总部远程读取或管理工厂系统",
    ),
    "data_in_third_country": (
        "group systems in a third country hold data of the plant",
        "设在第三国的集团系统存有工厂数据",
    ),
    "china_data_reaches_plant": (
        "personal or important data from China reach the plant",
        "中国境内的个人信息或重要数据传到工厂",
    ),
    "headquarters_exports_from_china": (
        "headquarters is the exporter",
        "出境方为总部",
    ),
    "important_data_from_china": (
        "an authority in China notified data of the group as important",
        "集团有数据被中国主管部门告知为重要数据",
    ),
    "personal_data_of_customers": (
        "the plant holds personal data of customers",
        "持有客户个人数据",
    ),
    "customers_in_china": (
        "the plant offers goods or services to people in China, or profiles them",
        "向中国境内个人提供产品服务或分析其行为",
    ),
    "outside_processors": (
        "outside firms process personal data for the plant",
        "委托外部单位处理个人数据",
    ),
    "personal_data_in_cloud": ("personal data are kept in a cloud service", "个人数据存放在云上"),
    "biometric_time_clock": ("time clocks use fingerprints or faces", "考勤机使用指纹或人脸"),
    "camera_surveillance": ("there are cameras on the plant floor", "车间有摄像监控"),
    "location_tracking": (
        "badges, vehicles or phones show where people are",
        "通过工牌、车辆或手机定位人员",
    ),
    "sensitive_personal_data": ("the plant holds sensitive personal data", "持有敏感个人数据"),
    "ai_on_staff": ("AI is used to hire, assess or monitor people", "用AI招聘、考核或监控员工"),
    "connected_products": ("products with digital elements are sold", "销售含数字元素的产品"),
    "critical_infrastructure_here": (
        "the plant counts as critical infrastructure in its own country",
        "工厂在所在国属关键基础设施",
    ),
    "critical_infrastructure_china": (
        "headquarters is an operator of critical infrastructure in China",
        "总部在中国属关键信息基础设施运营者",
    ),
    "essential_entity": (
        "the plant falls under a cybersecurity law for essential entities",
        "工厂适用重要实体网络安全法",
    ),
    "foreign_workers": ("the plant employs foreign workers", "雇用外籍员工"),
    "night_shift": ("the plant runs a night shift", "有夜班"),
    "next_plant_planned": ("a further plant is planned", "计划再建工厂"),
}
CLAIMS = {fact: LocalizedText(en, zh) for fact, (en, zh) in _CLAIMS.items()}
# What a number of a plant says; {asked} is "at least 20,001".
_MEASURES = {
    "headcount": ("{asked} people at the plant", "工厂人数{asked}"),
    "annual_revenue": (
        "annual revenue of {asked} in plant currency",
        "年营业额（工厂币种）{asked}",
    ),
    "persons_in_systems": (
        "the plant holds data of {asked} persons",
        "工厂持有其数据的人数{asked}",
    ),
    "sensitive_persons": (
        "the plant holds sensitive data of {asked} persons",
        "工厂持有其敏感数据的人数{asked}",
    ),
    "exported_persons": (
        "persons exported since 1 January without sensitive data: {asked}",
        "自1月1日起出境的非敏感人数{asked}",
    ),
    "exported_sensitive_persons": (
        "persons exported since 1 January with sensitive data: {asked}",
        "自1月1日起出境的敏感人数{asked}",
    ),
}
# Before the last part and between the others (English, Chinese), for parts that are simple and for
# parts that are joined themselves.
_JOINS = {
    ("all", False): ((" and ", ", "), ("，且", "，")),
    ("all", True): (("; and ", "; "), ("；且", "；")),
    ("any", False): ((" or ", ", "), ("或", "、")),
    ("any", True): (("; or ", "; "), ("；或", "；")),
}


def because(reason: Reason) -> LocalizedText | None:
    """Return why a duty applies, does not, or may apply, in a clause without a capital.

    Args:
        reason: what `judge` found.

    Returns:
        The claims of the tests that decide: of a duty that applies those that hold, of one that
        does not those that would have to hold, of an open one those that are not known. None for a
        duty without a rule, and for one that no pack holds any more. Tests on the country are left
        out beside others: a plant does not move. Only facts of the rule can be named.

    Source: docs/method.md#applicability
    """
    return _clause(reason)[0] if reason.kind in ("all", "any", "not", "test") else None


def _clause(reason: Reason) -> tuple[LocalizedText, bool]:
    """Return the words of a node, and whether they join several."""
    if reason.kind == "test":
        return _claim(reason), False
    if reason.kind == "not":
        inner, _joined = _clause(reason.parts[0])
        return LocalizedText(f"not: {inner.en}", f"并非{inner.zh_hans}"), False
    clauses = [_clause(part) for part in _telling(reason)]
    if len(clauses) == 1:
        return clauses[0]
    english, chinese = _JOINS[reason.kind, any(joined for _words, joined in clauses)]
    words = [clause for clause, _joined in clauses]
    return LocalizedText(
        _listed([one.en for one in words], *english),
        _listed([one.zh_hans for one in words], *chinese),
    ), True


def _listed(words: list[str], last: str, between: str) -> str:
    return last.join([between.join(words[:-1]), words[-1]])


def _telling(reason: Reason) -> Sequence[Reason]:
    """Return the parts that decide, without what hangs on the country where others are left."""
    parts = [part for part in reason.parts if part.outcome is reason.outcome] or [*reason.parts]
    if reason.kind == "any":
        return [part for part in parts if not _is_elsewhere(part)] or parts
    return [part for part in parts if not _is_place(part)] or parts


def _is_elsewhere(part: Reason) -> bool:
    """Tell whether a part can only hold in another country."""
    if part.outcome is not Outcome.NO:
        return False
    if part.kind in ("all", "any"):
        which = any if part.kind == "all" else all
        return which(_is_elsewhere(inner) for inner in part.parts)
    return _is_place(part)


def _is_place(part: Reason) -> bool:
    inner = part.parts[0] if part.kind == "not" else part
    return inner.kind == "test" and inner.fact == "country"


def _claim(test: Reason) -> LocalizedText:
    asked = test.asked or LocalizedText("", "")
    label = test.label or LocalizedText(test.fact, test.fact)
    if test.fact in CLAIMS and asked.en == "yes":
        return CLAIMS[test.fact]
    if test.fact == "country":
        return LocalizedText(f"the plant is in {asked.en}", f"工厂位于{asked.zh_hans}")
    if test.fact in _MEASURES:
        english, chinese = _MEASURES[test.fact]
        return LocalizedText(english.format(asked=asked.en), chinese.format(asked=asked.zh_hans))
    name = label.en[:1].lower() + label.en[1:]
    return LocalizedText(f"{name}: {asked.en}", f"{label.zh_hans}：{asked.zh_hans}")
