"""The day of something done at a plant is that of the plant's time zone, whoever reads the page."""

from __future__ import annotations

import re

from django.conf import settings

FOLDER = settings.BASE_DIR / "templates"
# Pages of the organization, which has no time zone: its days are those of the reader.
OF_THE_GROUP = ("organizations",)
DAY_OF_A_MOMENT = re.compile(r"\w+_at\|day(?:_short)?\b(?!_)")


def test_no_page_of_a_plant_writes_the_day_of_a_moment_in_the_zone_of_its_reader():
    found = [
        f"{path.relative_to(FOLDER)}: {words}"
        for path in sorted(FOLDER.rglob("*.html"))
        if path.relative_to(FOLDER).parts[0] not in OF_THE_GROUP
        for words in DAY_OF_A_MOMENT.findall(path.read_text())
    ]
    assert found == [], "write `|day_at:plant`"
