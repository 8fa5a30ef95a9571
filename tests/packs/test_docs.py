from __future__ import annotations

import re
from pathlib import Path

from packs.loader import load_pack

DOCS = Path(__file__).parents[2] / "docs"


def test_sample_of_the_guide_is_a_valid_pack(tmp_path: Path) -> None:
    text = (DOCS / "packs.md").read_text(encoding="utf-8")
    sample = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "pack.yaml").write_text(sample[1], encoding="utf-8")
    pack = load_pack(tmp_path)
    assert [vector.name for vector in pack.content.vectors] == ["weak-mes"]
