"""Words of the product in Chinese: one for each thing."""

from __future__ import annotations

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]


def entries():
    for file in sorted(ROOT.glob("locale/*/zh_Hans/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(file)):
            if not entry.obsolete:
                yield file.parts[-4], entry


def test_levels_scores_values_and_goals_that_are_aimed_at_have_four_names():
    """The fault seen: heads of target levels read like goals, "目标"."""
    assert [(app, entry.msgid) for app, entry in entries() if entry.msgstr == "目标"] == []
    heads = {
        (entry.msgctxt or "", entry.msgstr)
        for _app, entry in entries()
        if entry.msgid.lower() == "target"
    }
    assert heads == {
        ("level", "目标等级"),
        ("score", "目标得分"),
        ("", "目标值"),
        ("document", "目标值"),
    }
    goals = {entry.msgstr for _app, entry in entries() if entry.msgid in ("Goal", "Goals", "goal")}
    assert goals == {"战略目标"}


RETIRED = (
    "后的底色带",  # "after" where "behind" is meant
    "阶段门槛",  # a gate is 关口
    "按路径推进",
    "提请决策",
    "打印时未决",
    "未计划使用费用",
    "着陆区",
    "坚持分区与管道",
    "有题目等级未评估",
    "采用工厂当前情况",
    "开启阶段",  # what an initiative does for a gate
    "消除差距的举措",  # one name for one page: 建议举措
    "系统随后",  # the product or the ERP
    "指标基线报告",
    "这个字段是必填项",
    # colloquial or translated word by word, in questions that a board reads
    "成对工作",
    "来回发几周",
    "最久未消",
    "断了就一直断着",
    "抢人抢钱",
    "护不住",
)


def test_words_that_were_mended_do_not_come_back():
    """Each stood in a catalog or a pack and was read wrongly by native speakers."""
    texts = [(f"{app}: {entry.msgid}", entry.msgstr) for app, entry in entries()]
    first = {folder.parent for folder in (ROOT / "packs" / "data").rglob("1.1.0")}
    texts += [
        (str(file), file.read_text(encoding="utf-8"))
        for file in (ROOT / "packs" / "data").rglob("*.yaml")
        if not any(folder / "1.0.0" in file.parents for folder in first)  # released: never changes
    ]
    assert [(place, word) for place, text in texts for word in RETIRED if word in text] == []
    backs = {entry.msgstr for app, entry in entries() if entry.msgid == "Back to the run"}
    assert backs == {"返回评估"}
