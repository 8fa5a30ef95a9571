from __future__ import annotations

import re

import pytest

from tests.reports.paper import is_near

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_answers(paper, raw):
    rows, answers = paper.rows("answers", "question"), raw["answers"]
    assert set(rows) == set(answers)
    for name, answer in answers.items():
        assert is_near(rows[name]["target"], answer["target"]), name
        if answer["level"] is not None:
            assert rows[name]["answer"].split(" ")[0] == str(answer["level"]), name
    proofs = [int(re.search(r"\d+", text)[0]) for text in paper.small("answers", 4) if text]
    assert proofs == [answer["evidence"] for answer in answers.values() if answer["evidence"]]
