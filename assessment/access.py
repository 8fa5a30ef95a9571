"""What an address names: the run, a question; and the language of who asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language

from assessment.models import Assessment
from assessment.selectors.cards import Card, question_cards
from assessment.selectors.runs import proposed_questions, run_sections, runs
from organizations.models import Plant


def load_run(plant: Plant, key: int) -> Assessment:
    """Return a run of the plant or answer 404."""
    run = get_object_or_404(runs(plant), pk=key)
    run.plant = plant
    return run


def language() -> str:
    """Return the reader's language."""
    return get_language() or "en"


def question_url(plant: Plant, run_id: int, question: str) -> str:
    """Return the address of a question's page."""
    return reverse("questionnaire:question-detail", args=[plant.slug, run_id, question])


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that still needs work.

    Attributes:
        card: its words.
        href: its page.
        is_proposed: whether somebody says that it does not apply, and nobody has decided.
    """

    card: Card
    href: str
    is_proposed: bool


def open_questions(
    run: Assessment, settled: Collection[str], sections: Collection[str] | None = None
) -> list[OpenQuestion]:
    """Return the questions of a run that still need work, in reading order.

    Args:
        run: the run.
        settled: the questions that need none.
        sections: ids of the sections that are asked about; None for all.
    """
    cards, proposed = question_cards(run.framework, language()), proposed_questions(run)
    return [
        OpenQuestion(cards[item], question_url(run.plant, run.pk, item), item in proposed)
        for part in run_sections(run)
        if sections is None or part.id in sections
        for item in part.questions
        if item not in settled
    ]
