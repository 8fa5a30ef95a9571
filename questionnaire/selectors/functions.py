"""For which functions people speak at a plant, in the words of the question packs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.models import Assessment
from assessment.selectors.runs import framework_of
from core.wording.texts import lt
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.places import people_with
from packs.models import PackRelease
from packs.schema import Framework, InitiativeCatalog
from questionnaire.models import RaterFunctions


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """A person who may answer at a plant, with the functions in words."""

    person: User
    functions: tuple[str, ...]


def function_names(plant: Plant) -> dict[str, str]:
    """Return key -> name of every function that a questionnaire of the plant asks for.

    Those of the installed questionnaires and of the ones that its runs use; three queries.
    """
    current = PackRelease.objects.filter(kind=PackRelease.Kind.FRAMEWORK, is_current=True)
    used = PackRelease.objects.filter(assessments__plant=plant)
    found: dict[str, str] = {}
    for release in [*current.order_by("pk"), *used.distinct().order_by("pk")]:
        found |= _named(framework_of(release))
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _named(framework: Framework, asked: Iterable[str] | None = None) -> dict[str, str]:
    """Return key -> name of the functions that questions want to hear.

    A questionnaire names its own; the others are roles of the catalog of initiatives.
    """
    every = {key for question in framework.questions for key in question.roles}
    wanted = every | set(framework.roles) if asked is None else asked
    titles = {key: lt(text.as_dict()) for key, text in framework.roles.items()}
    if not set(wanted) <= set(titles):
        titles = _catalog_titles() | titles
    return {key: titles.get(key, key) for key in wanted}


def _catalog_titles() -> dict[str, str]:
    rows = PackRelease.objects.filter(kind=PackRelease.Kind.INITIATIVES, is_current=True)
    release = rows.order_by("-pk").first()
    roles = release.read(InitiativeCatalog).roles if release else ()
    return {role.id: lt(role.title.as_dict()) for role in roles}


def functions_of(plant: Plant) -> dict[int, list[str]]:
    """Return the functions of people at a plant by the person's id; one query."""
    rows = RaterFunctions.objects.filter(plant=plant)
    return dict(rows.values_list("rater_id", "functions"))


def function_rows(plant: Plant) -> list[FunctionRow]:
    """Return who may answer at a plant with the functions in words."""
    names, held = function_names(plant), functions_of(plant)
    return [
        FunctionRow(one, tuple(names.get(key, key) for key in held.get(one.pk, [])))
        for one in people_with(plant, Permission.ASSESSMENT_ANSWER)
    ]


def asked_functions(run: Assessment, questions: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return by question key -> name of the functions that it wants to hear; one query at most."""
    framework = framework_of(run.framework)
    full = framework.questions_by_id
    wanted = {one: full[one].roles if one in full else () for one in questions}
    names = _named(framework, {key for roles in wanted.values() for key in roles})
    return {one: {key: names[key] for key in roles} for one, roles in wanted.items()}
