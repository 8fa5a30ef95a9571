"""Every act that the code records has words in both languages."""

from __future__ import annotations

import ast
from functools import cache

import pytest
from django.apps import apps
from django.utils.translation import override

from organizations.selectors.trail import act_words, known_acts
from organizations.services.acts import registry
from tests.architecture.test_sizes import PRODUCT, name_of

# Acts from which nothing follows elsewhere. A new act stands here or has a reaction: whoever adds it
# says whether another room needs to hear of it (docs/adr/0009-reactions-to-acts.md).
NOBODY_NEEDS = {
    "answer.agreed",
    "answer_link.made",
    "answer_link.refused",
    "assessment.edited",
    "assessment.facts_refreshed",
    "assessment.moved",
    "assessment.opened",
    "audit.exported",
    "baseline.made",
    "benchmark.added",
    "benchmark.deleted",
    "case.set",
    "case.settings_set",
    "challenge.drawn",
    "data.exported",
    "effect.added",
    "effect.edited",
    "effect.removed",
    "evidence.added",
    "evidence.removed",
    "feed.made",
    "functions.set",
    "feed.revoked",
    "gate_condition.added",
    "gate_condition.edited",
    "gate_condition.removed",
    "goal.edited",
    "goal.indicator_added",
    "goal.indicator_edited",
    "goal.indicator_removed",
    "goal.removed",
    "goal.set",
    "heads.remembered",
    "in_place.revoked",
    "in_place.stated",
    "inbox_feed.made",
    "inbox_feed.revoked",
    "invitation.accepted",
    "invitation.created",
    "invitation.removed",
    "invitation.resent",
    "invitation.revoked",
    "link.downloaded",
    "link.made",
    "link.refused",
    "matrix.frozen",
    "membership.added",
    "membership.changed",
    "membership.removed",
    "milestone.signed",
    "organization.created",
    "organization.edited",
    "profile.edited",
    "promise.made",
    "promise.withdrawn",
    "rate.added",
    "rate.edited",
    "rate.removed",
    "report.downloaded",
    "report.failed",
    "report.requested",
    "report.retried",
    "signature_policy.set",
    "target.cleared",
    "target.set",
    "webhook.added",
    "webhook.deleted",
    "webhook.edited",
    "webhook.tried",
}
# Acts of earlier versions that nothing records any more: old events of the trail keep their words.
FORMER = {"link.closed": "0.2.0 before links paused"}


@cache
def trees() -> dict[str, ast.Module]:
    """Return every module of the product, read when a test first asks for it."""
    return {
        name_of(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in PRODUCT
        if "/migrations/" not in name_of(path)
    }


def functions(tree: ast.Module) -> dict[str, int]:
    """Return the functions of a module that take a verb, with its place among the arguments."""
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [arg.arg for arg in node.args.args]
            if "verb" in names:
                found[node.name] = names.index("verb")
    return found


def verb_argument(call: ast.Call, known: dict[str, int]) -> ast.expr | None:
    """Return what a call passes as its verb; a filter reads and records nothing."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    for keyword in call.keywords:
        if keyword.arg == "verb" and name != "filter":
            return keyword.value
    place = known.get(name)
    return call.args[place] if place is not None and len(call.args) > place else None


def texts(node: ast.expr) -> set[str]:
    """Return the verbs an argument may be; a bare name has none."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def said_in(tree: ast.Module, known: dict[str, int]) -> list[ast.expr]:
    """Return every expression that names an act: arguments, and `verb = …` in a function."""
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            said = verb_argument(node, known)
            found += [said] if said is not None else []
        elif isinstance(node, ast.FunctionDef):
            found += [
                part.value
                for part in ast.walk(node)
                if isinstance(part, ast.Assign) and getattr(part.targets[0], "id", "") == "verb"
            ]
    return found


@cache
def recorded() -> frozenset[str]:
    """Return every act the code can record."""
    takers = {module: functions(tree) for module, tree in trees().items()}
    public = {
        name: place
        for own in takers.values()
        for name, place in own.items()
        if not name.startswith("_")
    }
    found: set[str] = set()
    for module, tree in trees().items():
        for said in said_in(tree, public | takers[module]):
            verbs = texts(said)
            assert verbs or ast.unparse(said) == "verb", f"{module}:{said.lineno} hides its act"
            found |= verbs
    return frozenset(found)


def test_recorded_acts_and_acts_with_words_are_the_same():
    assert len(recorded()) > 70
    assert recorded() | set(FORMER) == set(known_acts())
    assert not recorded() & set(FORMER)


def test_every_act_has_a_reaction_or_is_needed_by_nobody():
    heard = {verb for one in [*registry.inside, *registry.after] for verb in one.causes}
    assert recorded() - heard == NOBODY_NEEDS
    assert heard <= recorded()


def test_reactions_stand_where_they_are_looked_for():
    """Only `reactions.py` is read when the product starts."""
    marked = {
        module
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for mark in node.decorator_list
        if isinstance(mark, ast.Call)
        and getattr(mark.func, "id", "") in {"inside", "after", "after_packs"}
    }
    apps_that_react = (
        *("activity", "advice", "assessment", "capability", "compliance", "journey", "needs"),
        *("organizations", "overview", "indicators", "interchange", "questionnaire", "reports"),
        *("calendars", "roadmap", "signoff"),
    )
    assert marked == {f"{app}/reactions.py" for app in apps_that_react}
    known = [*registry.inside, *registry.durable]
    assert {f"{one.app}/reactions.py" for one in known} == marked


def test_acts_have_words_in_both_languages():
    for verb in sorted(recorded()):
        with override("en"):
            english = act_words(verb)
        with override("zh-hans"):
            chinese = act_words(verb)
        assert verb not in {english, chinese}
        assert english.isascii(), verb
        assert not chinese.isascii(), verb


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_two_acts_never_share_their_words(language):
    with override(language):
        words = [act_words(verb) for verb in known_acts()]
    assert sorted(words) == sorted(set(words))


def test_labels_of_fields_have_words_in_both_languages():
    for config in apps.get_app_configs():
        for name, label in getattr(config, "labels", {}).items():
            with override("zh-hans"):
                assert not str(label).isascii(), f"{config.label}: {name}"


def test_apps_agree_on_a_shared_act():
    for config in apps.get_app_configs():
        for verb, words in getattr(config, "acts", {}).items():
            assert str(words) == act_words(verb)
