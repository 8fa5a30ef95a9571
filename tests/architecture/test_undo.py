"""Every act of people can be undone as a step, or stands here with the reason why not.

Undo and redo of each step of systems and duties are tried in `tests/steps/test_identity.py`.
"""

from __future__ import annotations

import ast
from functools import cache

from django.apps import apps

from steps.selectors.pages import page_turning, pages
from steps.selectors.tables import tables
from tests.architecture.test_acts import recorded, texts, trees

# Reason -> acts. A new act stands here or opens a step: whoever adds it says which.
NOT_UNDONE: dict[str, set[str]] = {
    "a record of what somebody said or judged then; it is followed by another, never taken away": {
        *("answer.agreed", "answer.given_apart", "answer.moderated", "answer.saved"),
        *("comment.added", "comment.deleted", "comment.edited"),
        *("assessment.signed_off", "assessment.submitted", "assessment.withdrawn"),
        *("challenge.drawn", "challenge.verified", "signature.given", "signature.taken_back"),
        *("evidence.reviewed", "exclusion.accepted", "exclusion.refused", "in_place.revoked"),
        *("in_place.stated", "matrix.frozen", "milestone.signed", "promise.made"),
        *(
            "promise.withdrawn",
            "section.handed_on",
            "section.returned",
            "sections.submitted",
            "sections.taken_back",
        ),
        *("stage.reopened", "stage.signed_off", "task.done", "task.reopened", "text.translated"),
    },
    "a file goes with its last use, and is not kept for an undo": {
        *("evidence.added", "evidence.removed"),
    },
    "a measured figure: it is corrected with its reason, and both stay": {
        *("baseline.made", "reading.corrected", "reading.deleted", "reading.explained"),
        "reading.recorded",
    },
    "how the group measures or values: it counts for every plant at once": {
        *("benchmark.added", "benchmark.deleted", "indicator.adopted", "indicator.defined"),
        *("indicator.redefined", "indicators.chosen", "plant_indicator.edited", "rate.added"),
        *("rate.edited", "rate.removed", "target.cleared", "target.set"),
    },
    "the frame in which others work: they may have gone on within it": {
        *("assessment.deleted", "assessment.edited", "assessment.moved", "assessment.opened"),
        *(
            "assessment.widened",
            "functions.set",
            "organization.created",
            "organization.edited",
            "plant.created",
            "signature_policy.set",
        ),
        *("plant.edited", "profile.edited", "roadmap.created", "section.assigned"),
        *("stage.edited", "task.added", "task.edited", "task.removed"),
    },
    "who may enter: it is given again by a fresh act, so that nobody comes back by a button": {
        *("answer_link.code_asked", "answer_link.code_made", "answer_link.made"),
        *("answer_link.opened", "answer_link.refused", "answer_link.renewed"),
        *("answer_link.revoked", "feed.made", "feed.revoked"),
        *("inbox_feed.made", "inbox_feed.revoked", "webhook.added", "webhook.deleted"),
        *("webhook.edited", "webhook.tried"),
        *("invitation.accepted", "invitation.created"),
        *("invitation.removed", "invitation.resent", "invitation.revoked", "link.made"),
        *("link.paused", "link.prolonged", "link.refused", "link.rekeyed", "link.revoked"),
        *("membership.added", "membership.changed", "membership.removed", "person.closed"),
        *("work.handed_over",),
    },
    "it removes words for good, which is what was asked for": {
        *("person.forgotten", "words.redacted"),
    },
    "it derives or hands out, and changes nothing that people wrote": {
        *("assessment.facts_refreshed", "audit.exported", "data.exported", "link.downloaded"),
        *("obligations.checked", "report.downloaded", "report.failed", "report.produced"),
        *("report.requested", "report.retried"),
    },
    "how the next file is read: that file shows it and takes another choice": {"heads.remembered"},
    "it is undo itself": {"roadmap_change.redone", "roadmap_change.undone"},
}
KEEPERS = {"history": {"step", "kept"}, "KIND": {"add", "edit", "remove"}}  # see `steps.services`


def is_keeping(node: ast.AST) -> bool:
    """Tell whether a call opens a step of the log."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in KEEPERS.get(getattr(node.func.value, "id", ""), ())
    )


def verb_of(call: ast.Call) -> ast.expr:
    return next(keyword.value for keyword in call.keywords if keyword.arg == "verb")


def verbs_in(tree: ast.Module) -> set[str]:
    """Return the verbs of the steps that a module makes, also of those it is handed as `verb`."""
    found: set[str] = set()
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        said = [verb_of(node) for node in ast.walk(function) if is_keeping(node)]
        for verb in said:
            found |= texts(verb)
        if any(isinstance(verb, ast.Name) for verb in said):
            found |= handed(tree, function)
    return found


def handed(tree: ast.Module, function: ast.FunctionDef) -> set[str]:
    """Return what `verb` may be in a function: assigned there, or an argument of its callers."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "verb":
            found |= texts(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function.name:
            found |= {v for k in node.keywords if k.arg == "verb" for v in texts(k.value)}
    return found


@cache
def steps() -> set[str]:
    """Return the verbs of every step that the product makes."""
    return {verb for tree in trees().values() for verb in verbs_in(tree)}


def test_every_act_is_a_step_or_says_why_not():
    told = [verb for verbs in NOT_UNDONE.values() for verb in verbs]
    assert len(told) == len(set(told))
    assert recorded() - steps() == set(told)
    assert not steps() - recorded()


def test_every_step_is_turned_on_a_page():
    assert [verb for verb in sorted(steps()) if page_turning(verb) is None] == []


def test_declared_tables_and_pages_are_used():
    for page in pages().values():
        assert all(any(verb.startswith(start) for verb in steps()) for start in page.verbs)
    for table in tables().values():
        assert set(table.declared.loose) <= {column.attname for column in table.fields}
    rooms = {config.label for config in apps.get_app_configs() if getattr(config, "steps", ())}
    assert {
        *("calendars", "compliance", "goals", "landscape", "readings", "returns", "roadmap"),
    } == rooms


def test_act_without_a_step_is_caught():
    tree = ast.parse(
        'def f():\n    with history.step(verb="a.b"):\n        audit.record(verb="c.d")\n'
    )
    assert verbs_in(tree) == {"a.b"}
    tree = ast.parse("def f(verb):\n    with history.kept(verb=verb): ...\n\nf(verb='x.y')\n")
    assert verbs_in(tree) == {"x.y"}
    assert verbs_in(ast.parse('def f():\n    KIND.edit(row, verb="e.f")\n')) == {"e.f"}
