"""Articles as Chinese readers cite them; packs write them once, as English readers do."""

from __future__ import annotations

import re
from functools import lru_cache

from core.text import LocalizedText

ONE = r"(?:\d+[A-Z]*(?:\([^)]+\))*|(?:\([^)]+\))+)"
MANY = rf"{ONE}(?:(?:, |[-–]){ONE})*"
NUMBERED = (
    (rf"\b[Aa]rt\. ?({MANY})", "第{}条"),
    (rf"\bs\.({MANY})", "第{}条"),
    (rf"\bPIPL ({MANY})", "《个人信息保护法》第{}条"),
    (rf"\bNDSR ({MANY})", "《网络数据安全管理条例》第{}条"),
    (rf"\bDSL ({MANY})", "《数据安全法》第{}条"),
    (rf"\bCSL ({MANY})", "《网络安全法》第{}条"),
    (rf"\bCFF ({MANY})", "《联邦税法典》第{}条"),
    (rf"\bPDPL ({MANY})", "《个人数据保护法》第{}条"),
    (r"\bAnnex ([IVX]+)", "附件{}"),
    (r"\bApp\. ([A-Z])", "附录{}"),
    (r"\bOrder (\d+)", "第{}号令"),
    (r"\bGov\. Decree (\d+/\d+)", "第{}号政府法令"),
    (r"\bDecree (\d+(?:/\d+)?(?: \([^)]+\))?) Cabinet Office", "内阁办公室第{}号法令"),
    (r"\bDecree (\d+(?:/\d+)?(?: \([^)]+\))?)", "第{}号法令"),
    (r"\bDecision (\d+/\d+)", "第{}号决定"),
    (r"\bLaw (\d+/\d+)", "第{}号法律"),
    (rf"\bVAT Law ({MANY})", "增值税法第{}条"),
    (r"\bDir\. (\(EU\) \d+/\d+)", "{}号指令"),
    (rf"\bMeasures ({MANY})", "办法第{}条"),
    (rf"\bProvisions ({MANY})", "规定第{}条"),
    (r"\bTrial provisions (\d{4})", "{}年试行规定"),
    (r"\bRegulations (\d{4})", "{}年条例"),
    (r"\b(\d{4}) amendment", "{}年修正案"),
    (r"\b(\d{4}) numbering", "{}年版条号"),
)
WORDS = (
    ("Irish High Court", "爱尔兰高等法院"),
    ("Breach Guideline", "泄露指南"),
    ("Guideline", "指南"),
    ("Security standard", "安全标准"),
    ("Retention standard", "保存标准"),
    ("planned reform", "拟议改革"),
    ("Amended definition", "修订后的定义"),
    ("Regulation ", "条例"),
    ("Decree ", "法令"),
    ("Law ", "法律"),
)
PLACE = r"[Aa]rt\.|s\.|\d{1,3}\b|[A-Z]+[. ]\d"
HAN = "[\u4e00-\u9fff]"
TIDY = (
    (r"; ", "；"),
    (r" \(([^)]*)\)", r"（\1）"),
    (r", (?=第|附件)", "，"),
    (rf"(?<={HAN}) (?={HAN})", ""),
)


@lru_cache(maxsize=1024)
def article_words(article: str) -> LocalizedText:
    """Return where a duty stands in its law, for readers of either language.

    Args:
        article: as packs write it, for example "Law Art. 41(5); Decree Art. 12-15".

    Returns:
        The same in English; in Chinese "法律第41(5)条；法令第12–15条". Names and numbers of laws
        and standards stay as they are, a text of nothing else is the same in both.
    """
    chinese = article
    for pattern, form in NUMBERED:
        chinese = _numbered(chinese, pattern, form)
    for english, said in WORDS:
        chinese = chinese.replace(english, said)
    if chinese != article:
        for pattern, form in TIDY:
            chinese = re.sub(pattern, form, chinese)
    return LocalizedText(en=article, zh_hans=chinese)


def citation(law: LocalizedText, article: str, short: str) -> LocalizedText:
    """Return the law with the article, once.

    Args:
        law: name of the law, or of several, divided by ";" in English.
        article: as packs write it; may be empty, or name its law itself ("PIPL 17; NDSR 21").
        short: short name of the checklist's regulation.

    Returns:
        Law and article; only one of them where it says the other.
    """
    said = article_words(article)
    if article.lower() in law.en.lower():
        return law
    if _names_its_law(article, law.en, short):
        return said
    if ";" in law.en or not re.match(PLACE, article):
        return LocalizedText(f"{law.en}, {article}", f"{law.zh_hans}，{said.zh_hans}")
    gap = "" if said.zh_hans.startswith("第") else " "
    return LocalizedText(f"{law.en} {article}", f"{law.zh_hans}{gap}{said.zh_hans}")


def _names_its_law(article: str, law: str, short: str) -> bool:
    found = re.match(r"([A-Za-z]\w*(?: Law)?) \d", article)
    return found is not None and (found[1] in re.split(r"[ /]+", short) or law.startswith(found[1]))


def _numbered(text: str, pattern: str, form: str) -> str:
    return re.sub(pattern, lambda found: form.format(_listed(found[1])), text)


def _listed(numbers: str) -> str:
    return re.sub(r"(?<=[\d)A-Z])-(?=[\d(])", "–", numbers).replace(", ", "、")
