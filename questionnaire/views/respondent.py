"""Who sits before the questionnaire: what they may, and where the pages of their answers stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from assessment.access import question_url
from assessment.models import Assessment, SectionAssignment
from organizations.access import may, person
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from scoring.domain.sections import Section


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who answers, and from where.

    Attributes:
        person: who answers.
        answers: whether they may.
        manages: whether sections of others are open to them.
        reviews: whether they decide what does not apply.
        token: of the link by which they came; empty for whoever signed in.
        own: ids of the sections that they are asked to answer; a link is bound to these.
    """

    person: User
    answers: bool
    manages: bool = False
    reviews: bool = False
    token: str = ""
    own: frozenset[str] = frozenset()

    def among(self, parts: Iterable[SectionAssignment]) -> Respondent:
        """Return the person with those of the sections that they are asked to answer."""
        if self.token:
            return self
        own = (part.section for part in parts if part.user_id == self.person.pk)
        return replace(self, own=frozenset(own))

    def seen(self, sections: Iterable[Section]) -> list[Section]:
        """Return the sections that the person may see."""
        return [part for part in sections if not self.token or part.id in self.own]

    def question(self, run: Assessment, question: str) -> str:
        """Return the address of a question's page."""
        if self.token:
            return reverse("questionnaire:by-link-question", args=[self.token, question])
        return question_url(run.plant, run.pk, question)

    def next_open(self, run: Assessment, question: str) -> str:
        """Return the address that leads to the next open question after one; by link the start does."""
        if self.token:
            return ""
        url = reverse("questionnaire:question-open", args=[run.plant.slug, run.pk])
        return f"{url}?{urlencode({'after': question})}" if question else url

    def kept(self, run: Assessment) -> tuple[str, str]:
        """Return the address of what a device keeps, and that of the pages for which it speaks."""
        if self.token:
            return reverse("questionnaire:by-link-kept", args=[self.token]), self.start(run)
        place = [run.plant.slug, run.pk]
        asked = reverse("questionnaire:question-open", args=place)
        return reverse("questionnaire:kept-detail", args=place), asked

    def start(self, run: Assessment) -> str:
        """Return the address of the page from which the person came to the questions."""
        if self.token:
            return reverse("questionnaire:by-link", args=[self.token])
        return reverse("assessment:assessment-detail", args=[run.plant.slug, run.pk])

    def saving(self, run: Assessment) -> tuple[str, tuple[object, ...]]:
        """Return name and arguments, all but the question, of the address that saves an answer."""
        if self.token:
            return "questionnaire:by-link-save", (self.token,)
        return "questionnaire:answer-save", (run.plant.slug, run.pk)


def respondent_of(request: HttpRequest, plant: Plant) -> Respondent:
    """Return whoever is signed in, with their rights at a plant."""
    return Respondent(
        person=person(request),
        answers=may(request, plant, Permission.ASSESSMENT_ANSWER),
        manages=may(request, plant, Permission.ASSESSMENT_MANAGE),
        reviews=may(request, plant, Permission.ASSESSMENT_REVIEW),
    )
