"""Personal links of tests, with an address that is known."""

from __future__ import annotations

from datetime import timedelta

from organizations.selectors.places import plant_today
from questionnaire.services import links

TOKEN = "0123456789abcdef" * 2 + "01234567"
NAME = "Siti Aminah"


def invite(cast, run_id, *, token=TOKEN, name=NAME, sections=("DG",), days=14, **more):
    """Invite somebody to answer sections of a run of the cast's plant by link."""
    return links.invite(
        plant=cast.plant,
        run_id=run_id,
        name=name,
        language=more.pop("language", "en"),
        wanted=list(sections),
        last_day=plant_today(cast.plant) + timedelta(days),
        token=token,
        by=cast.people["project_owner"],
        **more,
    )
