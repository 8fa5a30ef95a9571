"""The pages that turn steps, as the apps declare them."""

from __future__ import annotations

from functools import cache

from django.apps import apps

from steps.domain.pages import StepPage


@cache
def pages() -> dict[str, StepPage]:
    """Return every page by the name of its address."""
    declared = [
        page for config in apps.get_app_configs() for page in getattr(config, "step_pages", ())
    ]
    return {page.name: page for page in declared}


def page_turning(act: str) -> StepPage | None:
    """Return the page that a turned step leads to: whose beginning of the verb says most.

    Returns:
        None for a verb that no app knows.
    """
    fitting = {
        start: page for page in pages().values() for start in page.verbs if act.startswith(start)
    }
    return fitting[max(fitting, key=len)] if fitting else None


@cache
def verbs_beside(app: str) -> tuple[str, ...]:
    """Return the beginnings of the verbs of every step that may have touched rows of an app.

    Pages of one right change each other's rows: goals, plan, calendars and business case.
    """
    declared = {page.name for page in getattr(apps.get_app_config(app), "step_pages", ())}
    rights = {page.right for page in pages().values() if page.name in declared}
    return tuple(verb for page in pages().values() if page.right in rights for verb in page.verbs)
