from __future__ import annotations

import pytest

from reports.rendering.layout import draw
from tests.markup import text_of
from tests.reports.conftest import PRINT

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("kind", ["implementation", "budget_plan"])
@pytest.mark.parametrize(("language", "name"), [("en", "en"), ("zh-hans", "zh_hans")])
def test_every_open_point_stands_in_documents_without_a_summary(contents, kind, language, name):
    content = contents["rich", kind]
    points = content["sections"]["points"]["open_points"]
    assert points == content["open_points"]
    markup = draw(content, kind=kind, language=language, fingerprint=PRINT)
    text = " ".join(text_of(markup).split())
    concerned = [one["text"][name] for one in points if one["language"] in ("", language)]
    assert len(concerned) > 5
    assert [words for words in concerned if " ".join(words.split()) not in text] == []


def test_nothing_open_is_said(contents):
    content = {**contents["rich", "budget_plan"]}
    content["sections"] = {**content["sections"], "points": {"open_points": []}}
    text = draw(content, kind="budget_plan", language="en", fingerprint=PRINT)
    assert "Nothing is open." in text
