"""What an address names: the run, a question; and the language of who asks."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language

from assessment.models import Assessment
from assessment.selectors.runs import runs
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
